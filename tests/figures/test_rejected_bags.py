"""A bag that somebody changed, or that would harm whoever opens it, is rejected and its fault is named."""

# ruff: noqa: F811 - pytest hands fixtures over by name

import gzip
import json
import stat
import subprocess
import sys
import zipfile

from kurss.evidence import bags
from kurss.evidence.tests.bag_surgery import changed, closed, opened
from tests.figures.test_bags import VERIFIER, audit, city, released, verified  # noqa: F401 - fixtures


def one_byte(files):
    content = bytearray(files["data/figures/totals.txt"])
    content[40] ^= 1
    files["data/figures/totals.txt"] = bytes(content)


def without_rows(files):
    del files["data/facts/learning.attendance/rows.csv.gz"]


def with_more(files):
    files["data/more.txt"] = b"more"


def forged_value(files):
    text = files["data/figures/totals.txt"].decode()
    files["data/figures/totals.txt"] = text.replace("value 3\n", "value 4\n").encode()


def forged_definition(files):
    name = "data/definitions/learning.children.1.json"
    told = json.loads(files[name])
    told["conditions"] = told["conditions"][:1]
    files[name] = json.dumps(told).encode()


def forged_rows(files):
    name = "data/facts/learning.attendance/rows.csv.gz"
    rows = gzip.decompress(files[name]).decode()
    files[name] = gzip.compress(rows.replace("absent", "abseit", 1).encode())


def forged_declaration(files):
    name = "data/facts/learning.attendance/declaration.json"
    files[name] = files[name].replace(b"Attendance", b"Attendants", 1)


def forged_release(files):
    files["data/release.txt"] = files["data/release.txt"].replace(b"number 1\n", b"number 2\n")


def figure_taken_out(files):
    text = files["data/figures/totals.txt"].decode()
    files["data/figures/totals.txt"] = text.partition("\n\n")[2].encode()


def forged_cells(files):
    name = "data/figures/cell-digests.txt"
    files[name] = files[name].replace(b"figure ", b"figure x", 1)


def forged_reading(files):
    text = files["data/figures/lenses.txt"].decode()
    files["data/figures/lenses.txt"] = text.replace("value 2\nbase 3", "value 3\nbase 3", 1).encode()


def reading_taken_out(files):
    text = files["data/figures/lenses.txt"].decode()
    files["data/figures/lenses.txt"] = text.partition("\n\n")[2].encode()


def forged_rule(files):
    name = "data/lenses/esf.1.json"
    files[name] = files[name].replace(b'"once_per_payer":true', b'"once_per_payer":false')


def without_rule(files):
    del files["data/lenses/eea.1.json"]


TAMPERINGS = [
    (forged_reading, True, 5, "is not the figure that was released"),
    (reading_taken_out, True, 5, "was released and is missing from the bag"),
    (forged_rule, True, 5, "esf.1.json is not the rule that was released"),
    (without_rule, True, 4, "eea.1.json is missing"),
    (one_byte, False, 4, "data/figures/totals.txt is not what the manifest says"),
    (without_rows, False, 4, "rows.csv.gz is missing"),
    (with_more, False, 4, "data/more.txt is an extra file"),
    (forged_value, True, 5, "is not the figure that was released"),
    (forged_definition, True, 5, "learning.children.1.json is not the definition that was released"),
    (forged_rows, True, 5, "does not hold the rows that were released"),
    (forged_declaration, True, 5, "is not the declaration that was released"),
    (forged_release, True, 5, "is of another release"),
    (figure_taken_out, True, 5, "was released and is missing from the bag"),
    (forged_cells, True, 5, "cell-digests.txt is not what was released"),
    (without_rows, True, 4, "rows.csv.gz is missing"),
]


def test_every_tampering_is_rejected_and_named(released, audit, tmp_path):
    for number, (change, resealed, code, sentence) in enumerate(TAMPERINGS):
        forged = changed(audit, tmp_path / f"forged-{number}.zip", change, resealed=resealed)
        given, said = verified(forged, released.digest)
        assert (given, sentence in said) == (code, True), (change.__name__, resealed, said)


def test_another_digest_is_rejected(audit):
    code, said = verified(audit, "0" * 64)
    assert (code, "is of another release" in said) == (5, True)


def with_entry(bag, target, name, content=b"x", mode=0o100644, packing=zipfile.ZIP_STORED):
    root, files = opened(bag)
    closed(target, root, files)
    with zipfile.ZipFile(target, "a") as packed:
        entry = zipfile.ZipInfo(name.replace("ROOT", root))
        entry.external_attr = mode << 16
        entry.compress_type = packing
        packed.writestr(entry, content)
    return target


def test_a_bag_that_would_harm_is_refused_before_it_is_read(released, audit, tmp_path):
    link = stat.S_IFLNK | 0o777
    for number, (entry, sentence) in enumerate(
        (
            ({"name": "ROOT/../../etc/passwd"}, "lead out of the bag"),
            ({"name": "/etc/passwd"}, "lead out of the bag"),
            ({"name": "ROOT/data\\..\\x"}, "lead out of the bag"),
            ({"name": "ROOT/data/link", "content": b"/etc/passwd", "mode": link}, "no links"),
            ({"name": "other/data/x"}, "exactly one folder"),
            ({"name": "ROOT/data/release.txt"}, "is there twice"),
            (
                {"name": "ROOT/data/big", "content": bytes(1 << 25), "packing": zipfile.ZIP_DEFLATED},
                "a trap",
            ),
        )
    ):
        forged = with_entry(audit, tmp_path / f"harm-{number}.zip", **entry)
        code, said = verified(forged, released.digest)
        assert (code, sentence in said) == (4, True), said


def test_rows_that_unpack_to_more_than_the_release_says_are_not_unpacked(released, audit, tmp_path):
    def bomb(files):
        files["data/facts/learning.attendance/rows.csv.gz"] = gzip.compress(b"a" * (1 << 24))

    forged = changed(audit, tmp_path / "bomb.zip", bomb, resealed=True)
    code, said = verified(forged, released.digest)
    assert code == 5
    assert "unpacks to more than the release says" in said or "cannot be read" in said


def test_a_file_that_is_no_bag_and_one_that_is_not_there_are_told_apart(released, tmp_path):
    (tmp_path / "no.zip").write_bytes(b"nothing")
    assert verified(tmp_path / "no.zip", released.digest)[0] == 4
    assert verified(tmp_path / "none.zip", released.digest)[0] == 3
    short = tmp_path / "short.zip"
    bags.write(released, tmp_path / "whole.zip", public=True)
    short.write_bytes((tmp_path / "whole.zip").read_bytes()[:-100])
    assert verified(short, released.digest)[0] == 4


def test_a_flipped_byte_anywhere_is_rejected_or_changes_nothing_that_is_read(released, tmp_path):
    """Some bytes of a zip file say nothing, such as a spare flag; every other flip is rejected."""
    bags.write(released, tmp_path / "whole.zip", public=True)
    whole = (tmp_path / "whole.zip").read_bytes()
    flipped = tmp_path / "flipped.zip"
    for at in range(0, len(whole), 97):
        content = bytearray(whole)
        content[at] ^= 0x20
        flipped.write_bytes(content)
        code, _said = verified(flipped, released.digest)
        assert code in (0, 4, 5)
        if code == 0:
            assert opened(flipped)[1] == opened(tmp_path / "whole.zip")[1]


def test_the_command_says_what_is_wrong_with_its_words():
    answer = subprocess.run(
        [sys.executable, "-I", "-S", str(VERIFIER), "x.zip", "--digest", "123"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 2
    assert "64 hexadecimal digits" in answer.stderr
