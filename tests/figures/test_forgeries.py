"""Bags that a city itself could forge, release text and digest and all: what is wrong in them is named, and
nothing makes the verifier fall over, run away or believe what it did not look at."""

import gzip
import json

import duckdb
import pytest

from kurss.evidence import bag_tables
from kurss.evidence.tests.bag_surgery import changed, digest, forged
from tests.figures.test_bags import audit, city, released, verified  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db

DEFINITION = "data/definitions/learning.children.1.json"
DECLARATION = "data/facts/learning.attendance/declaration.json"
ROWS = "data/facts/learning.attendance/rows.csv.gz"
TOTALS = "data/figures/totals.txt"


def defined(change):
    def applied(files):
        files[DEFINITION] = change(files[DEFINITION].decode()).encode()

    return applied


def with_words(**words):
    return defined(lambda text: json.dumps(json.loads(text) | words))


def in_rows(old, new, count=1):
    def applied(files):
        rows = gzip.decompress(files[ROWS]).decode()
        assert old in rows
        files[ROWS] = gzip.compress(rows.replace(old, new, count).encode())

    return applied


def first_amount(amount):
    def applied(files):
        head, _, rest = gzip.decompress(files[ROWS]).decode().partition("\n")
        first, _, others = rest.partition("\n")
        cells = first.split(",")
        cells[head.split(",").index("q_minutes")] = amount
        files[ROWS] = gzip.compress("\n".join([head, ",".join(cells), others]).encode())

    return applied


def in_release(old, new):
    def applied(files):
        text = files["data/release.txt"].decode()
        assert old in text
        files["data/release.txt"] = text.replace(old, new, 1).encode()

    return applied


def a_definition_twice(files):
    text = files["data/release.txt"].decode()
    line = next(line for line in text.split("\n") if line.startswith("definition "))
    files["data/release.txt"] = text.replace(line, f"{line}\n{line}").encode()


def declared(change):
    def applied(files):
        files[DECLARATION] = change(files[DECLARATION].decode()).encode()

    return applied


def written_anew(**words):
    """The first total with other words, listed and addressed as the forger wants it."""

    def applied(files):
        head, _, rest = files[TOTALS].decode().partition("\n\n")
        address, _, record = head.partition("\n")
        lines = [line.partition(" ") for line in record.split("\n")]
        told = "".join(f"{name} {words.get(name, value)}\n" for name, _, value in lines)
        own = address.removeprefix("address ")
        code, period, _ = own.split(".")
        kind = ".cell" if "cell" in words else ""
        new = f"{code}.{words.get('period', period)}{kind}.{digest(told.encode())[:12]}"
        files[TOTALS] = f"address {new}\n{told}\n{rest}".encode()
        text = files["data/release.txt"].decode()
        line = next(line for line in text.split("\n") if line.startswith(f"figure {own} "))
        fitting = f"figure {new} {digest(told.encode())} {line.split(' ')[3]}"
        files["data/release.txt"] = text.replace(line, fitting).encode()

    return applied


def read_anew(**words):
    """The first reading with other words, listed and addressed as the forger wants it."""

    def applied(files):
        name = "data/figures/lenses.txt"
        head, _, rest = files[name].decode().partition("\n\n")
        address, _, record = head.partition("\n")
        lines = [line.partition(" ") for line in record.split("\n")]
        told = "".join(f"{name} {words.get(name, value)}\n" for name, _, value in lines)
        own = address.removeprefix("address ")
        code, period, lens, _ = own.split(".")
        new = f"{code}.{words.get('period', period)}.{lens}.{digest(told.encode())[:12]}"
        files[name] = f"address {new}\n{told}\n{rest}".encode()
        text = files["data/release.txt"].decode()
        line = next(line for line in text.split("\n") if line.startswith(f"reading {own} "))
        fitting = f"reading {new} {digest(told.encode())} {line.split(' ')[3]}"
        files["data/release.txt"] = text.replace(line, fitting).encode()

    return applied


def ruled(**words):
    def applied(files):
        name = "data/lenses/eea.1.json"
        files[name] = json.dumps(json.loads(files[name]) | words).encode()

    return applied


FORGERIES = {
    "a reading with another value": (read_anew(value="7"), "does not agree. its value is not what its parts make"),
    "a reading with parts that make another value": (
        read_anew(value="7", again="5"), "does not agree. value: published 7, recomputed"
    ),
    "a reading of another total": (read_anew(base="9", value="8"), "and the total beside it is"),
    "a reading of no number": (read_anew(earlier="NaN"), "its earlier cannot be read ('NaN' is not"),
    "a reading by a rule nobody sealed": (read_anew(**{"lens-version": "9"}), "its rule is not in the bag"),
    "a reading of a period nobody released": (read_anew(period="SY1990"), "reads a total that is not"),
    "a rule by which nobody pays": (ruled(paid_by="nobody"), "'d_nobody'"),
    "a key twice in a definition": (
        defined(lambda text: '{"counts":"rows",' + text[1:]), "cannot be read (it says 'counts' twice"
    ),
    "not a number in a definition": (with_words(since=float("nan")), "NaN is not a number"),
    "a number without end in a definition": (
        defined(lambda text: '{"at_least":' + "9" * 4000 + "," + text[1:]), "is not a number"
    ),
    "a definition that is a list": (defined(lambda text: "[]"), "it is no object"),
    "a definition nested without end": (
        defined(lambda text: '{"a":' + "[" * 100_000 + "]" * 100_000 + "}"), "children.1.json cannot be read"
    ),
    "a definition of another shape": (with_words(conditions=[{"of": "x"}]), "'dimension'"),
    "a definition of a fact nobody declared": (with_words(fact="learning.none"), "learning.none"),
    "a count nobody knows": (with_words(counts="guess"), "guess"),
    "a key twice in a declaration": (
        declared(lambda text: '{"time":"state",' + text[1:]), "cannot be read (it says 'time' twice"
    ),
    "an amount without end": (first_amount("1E+999999999"), "row 1: cannot be read"),
    "an amount that is none": (first_amount("NaN"), "row 1: cannot be read"),
    "an amount of sixty-one digits": (first_amount("1" * 61), "row 1: cannot be read"),
    "a day that is none": (in_rows("2021-09-07", "2021-02-30", 99), "cannot be read"),
    "a column twice": (in_rows("d_status", "d_gender"), "a column is there twice"),
    "a row with a cell more": (in_rows("\n", ",x\n", 2), "more or fewer cells than"),
    "a line end within a row": (in_rows("present", "pre\rsent"), "more or fewer cells than"),
    "a day by its week in a row": (in_rows("2021-09-07", "2021-W36-2", 99), "is not a day as a bag writes it"),
    "a value and a reason": (written_anew(reason="missing"), "neither a value nor why there is none, or both"),
    "neither a value nor a reason": (written_anew(value="-"), "neither a value nor why there is none, or both"),
    "a reason nobody knows": (written_anew(value="-", reason="secret"), "neither a value nor why"),
    "a value written another way": (written_anew(value="03"), "is not a number as a bag writes it"),
    "a definition named twice": (a_definition_twice, "it is named twice"),
    "two snapshots": (in_release("as-of ", "snapshot x\nas-of "), "it is named twice"),
    "fewer cells than there are": (in_release("\ncells ", "\ncells 1"), "does not name the cells"),
    "a value of another form": (written_anew(value="1e999999999"), "is not a number as a bag writes it"),
    "a value that is forged": (written_anew(value="77", numerator="77"), "does not agree. value: published 77"),
    "a figure of another snapshot": (written_anew(snapshot="a" * 64), "is of another snapshot than the release"),
    "a period in no year": (written_anew(period="Y0000"), "is not a period"),
    "a month of no year": (written_anew(period="M2021-13"), "is not a period"),
    "a total that is a cell": (written_anew(cell="gender=female"), "a cell among totals"),
    "a version nobody defined": (written_anew(version="99"), "its definition is not in the bag"),
}  # fmt: skip


def test_what_a_city_itself_could_forge_is_rejected_and_named(audit, tmp_path):  # noqa: F811
    believed = {}
    for number, (name, (change, sentence)) in enumerate(FORGERIES.items()):
        bag, own = forged(audit, tmp_path / f"forged-{number}.zip", change)
        code, said = verified(bag, own)
        if (code, sentence in said) != (5, True):
            believed[name] = code, said[:400]
    assert believed == {}


def test_a_file_that_nothing_looks_at_is_no_part_of_a_bag(released, audit, tmp_path):  # noqa: F811
    def rows_alone(files):
        for name in ("data/figures/cells.txt", "data/figures/cell-digests.txt"):
            del files[name]

    def more(files):
        files["data/facts/learning.attendance/more.csv"] = b"x"

    for number, change in enumerate((rows_alone, more)):
        bag = changed(audit, tmp_path / f"more-{number}.zip", change, resealed=True)
        code, said = verified(bag, released.digest)
        assert (code, "is an extra file: a bag of this release has none such" in said) == (5, True), said


def test_an_address_is_that_of_what_its_record_says(audit, tmp_path):  # noqa: F811
    def renamed(files):
        address = files[TOTALS].decode().partition("\n")[0].removeprefix("address ")
        other = f"{address.rpartition('.')[0]}.{'0' * 12}"
        for name in (TOTALS, "data/release.txt"):
            files[name] = files[name].replace(address.encode(), other.encode())

    bag, own = forged(audit, tmp_path / "renamed.zip", renamed)
    code, said = verified(bag, own)
    assert (code, "is not the address of what its record says" in said) == (5, True), said


def test_parquet_that_says_something_else_than_the_counted_rows_is_found(audit, tmp_path):  # noqa: F811
    name = "data/facts/learning.attendance/rows.parquet"
    assert bag_tables.differing(audit) == []

    def one_row_less(files):
        (tmp_path / "rows.parquet").write_bytes(files[name])
        rows = f"read_parquet('{tmp_path}/rows.parquet')"
        less = f"(FROM {rows} LIMIT (SELECT count(*) - 1 FROM {rows}))"
        with duckdb.connect() as duck:
            duck.execute(f"COPY {less} TO '{tmp_path}/less.parquet'")
        files[name] = (tmp_path / "less.parquet").read_bytes()

    def names_swapped(files):
        (tmp_path / "rows.parquet").write_bytes(files[name])
        swapped = "SELECT * RENAME (d_gender AS d_status, d_status AS d_gender)"
        with duckdb.connect() as duck:
            duck.execute(f"COPY ({swapped} FROM '{tmp_path}/rows.parquet') TO '{tmp_path}/swapped.parquet'")
        files[name] = (tmp_path / "swapped.parquet").read_bytes()

    def no_parquet(files):
        files[name] = b"PAR1 not at all"

    for number, change in enumerate((one_row_less, names_swapped, no_parquet)):
        bag = changed(audit, tmp_path / f"parquet-{number}.zip", change, resealed=True)
        assert bag_tables.differing(bag) == [name]
