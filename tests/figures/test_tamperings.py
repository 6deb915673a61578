"""What a bag may suffer on its way or at somebody's hands: each is named by a sentence of the one-file verifier
and of `kurss verify`, neither falls over, and what changes nothing that is read is no tampering."""

import gzip
import hashlib
import re
import stat
import warnings
import zipfile

import pytest
import typer

from kurss.evidence.tests.bag_surgery import changed, closed, forged, opened
from kurss.portal.commands import evidence as command
from tests.figures.test_bags import audit, city, released, verified  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db

ROWS = "data/facts/learning.attendance/rows.csv.gz"
PARQUET = "data/facts/learning.attendance/rows.parquet"
TOTALS, RELEASE, MANIFEST = "data/figures/totals.txt", "data/release.txt", "manifest-sha256.txt"


def written(name, change):
    def applied(files):
        files[name] = change(files[name])

    return applied


def renamed(files):
    files["data/figures/total.txt"] = files.pop(TOTALS)


def swapped(files):
    first, second, *rest = files[MANIFEST].decode().splitlines()
    lines = [second[:64] + first[64:], first[:64] + second[64:], *rest]
    files[MANIFEST] = "".join(f"{line}\n" for line in lines).encode()


def swapped_figures(files):
    lines = files[RELEASE].decode().split("\n")
    one, other = [at for at, line in enumerate(lines) if line.startswith("figure ")][:2]
    told = [lines[at].split(" ") for at in (one, other)]
    told[0][2], told[1][2] = told[1][2], told[0][2]
    lines[one], lines[other] = (" ".join(own) for own in told)
    files[RELEASE] = "\n".join(lines).encode()


def other_algorithm(files):
    for kind in ("manifest", "tagmanifest"):
        files[f"{kind}-md5.txt"] = files.pop(f"{kind}-sha256.txt")


def second_algorithm(files):
    payload = {name: content for name, content in files.items() if name.startswith("data/")}
    lines = (f"{hashlib.sha512(content).hexdigest()}  {name}\n" for name, content in payload.items())
    files["manifest-sha512.txt"] = "".join(lines).encode()


def besides(name):
    def applied(files):
        files[name] = b"x"

    return applied


def halved(text):
    return b"".join(line[32:] + b"\n" for line in text.splitlines())


def crossed_lines(content):
    return content.replace(b"\n", b"\r\n")


def halves(packed):
    rows = gzip.decompress(packed)
    return gzip.compress(rows[: len(rows) // 2]) + gzip.compress(rows[len(rows) // 2 :])


def without(*names):
    def applied(files):
        for name in names:
            del files[name]

    return applied


def publicised(files):
    for name in [name for name in files if "/rows." in name or "/cell" in name]:
        del files[name]
    files["bag-info.txt"] = files["bag-info.txt"].replace(b"public", b"audit")


def in_release(old, new):
    return written(RELEASE, lambda text: text.replace(old, new, 1))


NINES = b"9" * 5000
UNSEALED = {
    "a file that no manifest names": (besides("data/x.txt"), "data/x.txt is an extra file"),
    "a file to be fetched from elsewhere": (besides("fetch.txt"), "fetch.txt is an extra file"),
    "digests of two files swapped": (swapped, "a byte of it was changed"),
    "another algorithm": (other_algorithm, "tagmanifest-sha256.txt is missing"),
    "another algorithm beside": (second_algorithm, "manifest-sha512.txt is an extra file"),
    "digests of half the length": (written(MANIFEST, halved), "a line that is not a digest and a path"),
    "other line ends in the manifest": (written(MANIFEST, crossed_lines), "a byte of it was changed"),
}
"""What does not fit the manifests: an unsound bag."""

RESEALED = {
    "a file under another name": (renamed, 5, "total.txt is an extra file"),
    "rows cut short": (written(ROWS, lambda packed: packed[:-40]), 4, "rows.csv.gz is damaged"),
    "rows whose end is cut off": (written(ROWS, lambda packed: packed[:-4]), 4, "rows.csv.gz is damaged"),
    "something after the rows": (written(ROWS, lambda packed: packed + b"more"), 4, "rows.csv.gz is damaged"),
    "rows twice over": (
        written(ROWS, lambda packed: packed + gzip.compress(b"1\n")),
        4,
        "stands after its rows",
    ),
    "rows in two packed parts": (written(ROWS, halves), 4, "stands after its rows"),
    "noughts after the rows": (written(ROWS, lambda packed: packed + bytes(64)), 4, "stands after its rows"),
    "no rows at all": (written(ROWS, lambda packed: b""), 4, "it is cut short"),
    "Parquet taken out": (without(PARQUET), 4, "rows.parquet is missing"),
    "the audit parts taken out": (publicised, 5, "does not describe a whole public bag"),
    "another algorithm, and listed": (second_algorithm, 4, "manifest-sha512.txt is an extra file"),
    "a file to be fetched, and listed": (besides("fetch.txt"), 4, "fetch.txt is an extra file"),
    "a page that verifies, and listed": (besides("verify.html"), 4, "verify.html is an extra file"),
    "a name but for its case": (besides("Bagit.txt"), 4, "Bagit.txt is an extra file"),
    "another release told of": (
        written("bag-info.txt", lambda text: text.replace(b"release 1,", b"release 2,")),
        5,
        "does not describe a whole audit bag",
    ),
    "another digest told of": (
        written("bag-info.txt", lambda text: re.sub(rb"(Digest: )\w+", rb"\g<1>" + b"0" * 64, text)),
        5,
        "does not describe a whole audit bag",
    ),
    "a time stamp of something else": (besides("data/time-stamp.tsr"), 5, "over something else"),
    "another script told of": (
        written("bagit.txt", lambda text: text.replace(b"UTF-8", b"UTF-16")),
        4,
        "does not say BagIt-Version: 1.0 and UTF-8",
    ),
    "other line ends in the rows": (
        written(ROWS, lambda packed: gzip.compress(crossed_lines(gzip.decompress(packed)))),
        5,
        "unpacks to more",
    ),
    "other line ends in the release": (written(RELEASE, crossed_lines), 5, "is of another release"),
    "a mark before the release": (
        written(RELEASE, lambda text: b"\xef\xbb\xbf" + text),
        5,
        "is of another release",
    ),
    "other line ends in a rule": (
        written("data/lenses/esf.1.json", crossed_lines),
        5,
        "is not the rule that was",
    ),
    "one line end less": (written(TOTALS, lambda text: text[:-1]), 5, "is written in another way"),
    "what is no text": (written(TOTALS, lambda text: text + b"\xff"), 4, "is not text in UTF-8"),
    "another version of bags": (
        written("bagit.txt", lambda text: text.replace(b"1.0", b"0.9")),
        4,
        "BagIt-Version",
    ),
}
"""Manifests fit; the printed digest does not."""

REPRINTED = {
    "digests of two figures swapped": (swapped_figures, "is not the figure that was released"),
    "a number of a release without end": (
        in_release(b"number 1\n", b"number " + NINES + b"\n"),
        "is not a whole number",
    ),
    "a number that is none": (in_release(b"number 1\n", b"number NaN\n"), "is not a whole number"),
    "a number below nothing": (in_release(b"number 1\n", b"number -1\n"), "is not a whole number"),
    "a number in another script": (
        in_release(b"number 1\n", "number \u0661\n".encode()),
        "is not a whole number",
    ),
    "a day that is none": (in_release(b"as-of 20", b"as-of NaN20"), "is not a day as a bag"),
    "a day after all days": (
        in_release(b"as-of 2022-09-30", b"as-of 9999-12-31"),
        "is not a period that",
    ),
    "cells without end": (in_release(b"\ncells ", b"\ncells " + NINES), "is not a whole number"),
    "a day by its week": (in_release(b"as-of 2022-09-30", b"as-of 2022-W39-5"), "is not a day as a bag"),
    "a word nobody knows": (in_release(b"\nline ", b"\nlime "), "a word that no release has"),
    "a line of another period": (in_release(b" SY2021 new", b" SY2011 new"), "or of no line"),
    "a line taken back in silence": (in_release(b" SY2021 new", b" SY2021 withdrawn"), "or of no line"),
    "a form to come": (in_release(b"kurss release 2", b"kurss release 3"), "take a newer one"),
    "readings in the first form": (
        in_release(b"kurss release 2", b"kurss release 1"),
        "is of the first form",
    ),
}
"""Even the printed digest fits: a city against its own records."""


def asked(bag, digest, capsys):
    """What both verifiers say of a bag: the one-file one, and the command."""
    code, said = verified(bag, digest)
    capsys.readouterr()
    try:
        command.verify(bag, digest=digest)
        own = 0
    except typer.Exit as ended:
        own = ended.exit_code
    assert (own, said[:60] in capsys.readouterr().out.replace("\n", " ")) == (code, True), said
    return code, said


def believed(cases, capsys):
    """The tamperings that are not rejected with their code and sentence."""
    found = {}
    for name, (bag, digest, code, sentence) in cases.items():
        given, said = asked(bag, digest, capsys)
        if (given, sentence in said) != (code, True):
            found[name] = given, said[:300]
    return found


def test_whatever_happens_to_a_bag_is_named_by_both_verifiers(released, audit, tmp_path, capsys):  # noqa: F811
    cases = {}
    for name, (change, sentence) in UNSEALED.items():
        bag = changed(audit, tmp_path / f"{len(cases)}.zip", change, resealed=False)
        cases[name] = bag, released.digest, 4, sentence
    for name, (change, code, sentence) in RESEALED.items():
        bag = changed(audit, tmp_path / f"{len(cases)}.zip", change, resealed=True)
        cases[name] = bag, released.digest, code, sentence
    for name, (change, sentence) in REPRINTED.items():
        bag, digest = forged(audit, tmp_path / f"{len(cases)}.zip", change)
        cases[name] = bag, digest, 5, sentence
    cases |= harmful(audit, tmp_path, released.digest)
    assert believed(cases, capsys) == {}

    root, files = opened(audit)
    for same in (
        closed(tmp_path / "order.zip", root, dict(reversed(list(files.items())))),
        closed(tmp_path / "folder.zip", "another-folder", files),
    ):
        assert asked(same, released.digest, capsys)[0] == 0
    moving = in_release(b"name-en The year", b"name-en \x1b[2JThe year")
    _code, said = asked(*forged(audit, tmp_path / "terminal.zip", moving), capsys)
    assert "\x1b" not in said


def of_times_to_come(whole):
    """The zip, whose first listed file would need a version of zip that there is not."""
    at = whole.rindex(b"PK\5\6") + 16
    first = int.from_bytes(whole[at : at + 4], "little")
    return whole[: first + 6] + b"\xc8" + whole[first + 7 :]


def in_no_script(whole):
    """The zip, whose first listed file says that its name is UTF-8, which it is not."""
    at = whole.rindex(b"PK\5\6") + 16
    first = int.from_bytes(whole[at : at + 4], "little")
    return whole[: first + 9] + b"\x08" + whole[first + 10 : first + 46] + b"\xff" + whole[first + 47 :]


def harmful(bag, folder, digest):
    """Names that lead elsewhere, links, doubled and mistold entries, what is no zip file."""
    root, files = opened(bag)
    found = {}
    for number, (name, mode, sentence) in enumerate(
        (
            (f"{root}/../out", 0o100644, "could lead out of the bag"),
            (f"{root}/data//out", 0o100644, "could lead out of the bag"),
            (f"{root}/data/\u202etxt.exe", 0o100644, "could lead out of the bag"),
            ("C:/out", 0o100644, "could lead out of the bag"),
            (f"{root}/data/folder/", 0o040755, "could lead out of the bag"),
            (f"{root}/data/pipe", stat.S_IFIFO | 0o644, "no links and no devices"),
            (f"{root}/{RELEASE}", 0o100644, "is there twice"),
        )
    ):
        target = closed(folder / f"harm-{number}.zip", root, files)
        with zipfile.ZipFile(target, "a") as packed, warnings.catch_warnings(action="ignore"):
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            packed.writestr(entry, b"x")
        found[name] = target, digest, 4, sentence
    linked = folder / "linked.zip"
    with zipfile.ZipFile(linked, "w") as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(f"{root}/{name}")
            entry.external_attr = (stat.S_IFLNK | 0o777 if name == RELEASE else 0o100644) << 16
            packed.writestr(entry, content)
    whole = bag.read_bytes()
    for name, content, sentence in (
        ("half of it", whole[: len(whole) // 2], "cut short"),
        ("nothing", b"", "cut short"),
        ("a script before it", b"#!/bin/sh\n" + whole, "stands before the bag"),
        ("a script after it", whole + b"#!/bin/sh\n", "stands after the bag"),
        ("a zip of times to come", of_times_to_come(whole), "zip file version"),
        ("a name in no script", in_no_script(whole), "can't decode"),
    ):
        (folder / f"{name}.zip").write_bytes(content)
        found[name] = folder / f"{name}.zip", digest, 4, sentence
    return found | {"a link in place of a file": (linked, digest, 4, "release.txt is not a plain file")}
