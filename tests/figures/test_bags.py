"""A bag of a release verifies with nothing but the printed digest, and holds nothing of anybody."""

import gzip
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest
from django.db import DatabaseError, transaction

from kurss.evidence import bags, pseudonyms, release_bag, release_readings, verify_figures
from kurss.evidence.bag import BagBroken
from kurss.evidence.definition import Condition, Counts, Definition
from kurss.evidence.indicators import declare, define
from kurss.evidence.models import Figure, ReleasedFigure, ReleasedReading, SubjectNumber
from kurss.evidence.records import open_figure, parts, record_ids
from kurss.evidence.tests.bag_surgery import opened
from kurss.people.permissions import Role
from tests.figures.small_city import AFTER, build
from tests.figures.test_releases import account, release, seal

VERIFIER = Path(verify_figures.__file__)


@pytest.fixture
def city(db, settings, tmp_path):
    settings.SNAPSHOTS = tmp_path / "snapshots"
    made = build()
    made.come("tuesday", "anna", "juris")
    made.come("wednesday", "anna", "olga")
    made.come("evening", "pēteris")
    made.approver = account(Role.APPROVER)
    more(made)
    return made


GENDER_GAP = {"dimension": "gender", "group": "female", "reference": "not_recorded"}
CAME = Condition("status", one_of=("present", "late"))
WAYS = {
    "test.sum": {"counts": "sum", "quantity": "minutes", "conditions": (CAME,)},
    "test.share": {"counts": "share", "conditions": (CAME,), "breakdowns": ("gender",)},
    "test.places": {"once_per": "group", "conditions": (CAME,)},
    "test.visits": {"once_per": "event", "conditions": (CAME,), "breakdowns": ("status",)},
    "test.years": {"once_per": "year", "breakdowns": ("group",)},
    "test.quarters": {"counts": "rows", "grain": "quarter", "breakdowns": ("group", "status")},
    "test.recorded": {"counts": "rows", "grain": "quarter", "conditions": (CAME,), "absent": "missing"},
    "test.enrolled": {"fact": "learning.enrolment", "grain": "month", "absent": "until_now"},
    "test.mean": {"counts": "mean", "quantity": "minutes", "breakdowns": ("gender",)},
    "test.median": {"counts": "median", "quantity": "minutes", "breakdowns": ("gender", "group")},
    "test.held": {
        "counts": "state_share",
        "fact": "learning.enrolment",
        "conditions": (Condition("gender", one_of=("female",)),),
        "breakdowns": ("audience",),
    },
    "test.running": {
        "counts": "cumulative",
        "also": ("learning.enrolment",),
        "since": date(2021, 9, 8),
        "grain": "quarter",
        "breakdowns": ("gender",),
    },
    "test.either": {"also": ("learning.enrolment",), "breakdowns": ("gender", "audience")},
    "test.ratio": {"counts": "ratio", "numerator": "learning.children", "denominator": "learning.marks"},
    "test.ratio_of_means": {"counts": "ratio", "numerator": "test.mean", "denominator": "test.share"},
    "test.gap": {"counts": "gap", "numerator": "test.mean", **GENDER_GAP},
    "test.gap_of_two": {
        "counts": "gap",
        "numerator": "test.mean",
        "denominator": "test.share",
        **GENDER_GAP,
    },
    "test.gap_of_none": {"counts": "gap", "numerator": "test.mean", **GENDER_GAP, "reference": "male"},
    "test.gap_over_nothing": {
        "counts": "gap",
        "numerator": "test.mean",
        "denominator": "test.undefined",
        **GENDER_GAP,
    },
}
"""Every unit of count, scope and policy besides those of the small city, so that the verifier meets each."""


def more(city):
    named = {"code": "T-19", "level": "output", "unit": "", "unit_en": "", "by_key": "officer", "at": AFTER}
    declare(key="test.undefined", name="n", name_en="n", **named)
    for number, (key, given) in enumerate(WAYS.items(), 20):
        indicator = declare(key=key, name=key, name_en=key, **named | {"code": f"T-{number}"})
        own = {"grain": "school_year"} | given
        if own.get("counts") not in ("ratio", "gap"):
            own = {"fact": "learning.attendance"} | own
        define(indicator=indicator, definition=Definition(**own), by_key="officer", at=AFTER)


@pytest.fixture
def released(city):
    return release(city, seal(city))


@pytest.fixture
def audit(released, tmp_path):
    bags.write(released, tmp_path / "audit.zip", public=False)
    return tmp_path / "audit.zip"


def verified(bag, digest):
    said = []
    code = verify_figures.verify(bag, digest, said.append)
    return code, " ".join(said)


def test_the_audit_bag_gives_every_figure_again_on_an_empty_python(released, audit):
    answer = subprocess.run(
        [sys.executable, "-I", "-S", str(VERIFIER), str(audit), "--digest", released.digest],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    count = ReleasedFigure.objects.filter(line__release=released).count()
    assert f"{count} figures recomputed" in answer.stdout
    assert "all agree" in answer.stdout
    lines = ReleasedFigure.objects.filter(line__release=released)
    assert set(lines.values_list("figure__version__counts", flat=True)) == set(Counts)


def test_counts_under_funders_rules_are_released_with_their_figures_and_recomputed(released, audit, tmp_path):
    readings = release_readings.of(released)
    assert {row.lens for row in readings} == {"esf", "eea"}
    said = {(row.version.indicator_id, row.value, row.base, row.outside) for row in readings}
    # Olga came to the group alone that no project pays for.
    assert ("learning.children", 2, 3, 1) in said
    assert released.text.startswith("kurss release 2\n")
    bags.write(released, tmp_path / "public.zip", public=True)
    for bag, word in ((audit, "recomputed"), (tmp_path / "public.zip", "are those released")):
        code, sentences = verified(bag, released.digest)
        assert code == 0
        assert f"{len(readings)} counts of the same people under funders' rules {word}" in sentences
        files = opened(bag)[1]
        assert readings[0].text().encode() in files["data/figures/lenses.txt"]
        assert b"first entry to last exit" in files["data/lenses/esf.1.json"]
    with pytest.raises(DatabaseError, match="published release"), transaction.atomic():
        ReleasedReading.objects.all().delete()


def test_every_kind_of_figure_opens_to_exactly_the_records_it_counted(released):
    opened = set()
    for figure in Figure.objects.filter(released__line__release=released).select_related("version"):
        told = figure.version
        if told.fact:
            found = [open_figure(figure, of=of, limit=1) for of in told.as_definition().facts]
            assert len(record_ids(figure)) == figure.records, figure.address
        elif figure.value is not None:
            found = [open_figure(figure, part=part, limit=1) for part in parts(figure)]
        else:
            continue
        assert sum(one.total for one in found) == figure.records, figure.address
        opened.add(told.counts)
    assert opened == set(Counts)


def test_staff_and_auditors_read_why_the_parts_of_a_figure_add_up_to_more(city, client):
    came = Condition("status", one_of=("present",))
    for number, counts in enumerate(("distinct", "cumulative"), 50):
        indicator = declare(
            key=f"test.{counts}_by_group", code=f"T-{number}", name="Kopā", name_en="In all", level="output",
            unit="bērni", unit_en="children", by_key="officer", at=AFTER,
        )  # fmt: skip
        definition = Definition(
            counts=counts, fact="learning.attendance", grain="year", conditions=(came,), breakdowns=("group",)
        )
        define(indicator=indicator, definition=definition, by_key="officer", at=AFTER)
    seal(city)
    client.force_login(city.officer)
    for figure in Figure.objects.filter(version__indicator__key__endswith="_by_group", cell="", value=4):
        # Anna came to two groups, Juris, Olga and Pēteris to one each.
        sentence = "Rows add to 5, unique total 4: 1 repeat membership."
        assert sentence in client.get(f"/en/figures/{figure.address}/").content.decode(), figure
        assert sentence in client.get(f"/en/figures/{figure.address}.csv").content.decode()
    assert {"distinct", "cumulative"} == set(
        Figure.objects.filter(version__indicator__key__endswith="_by_group", cell="", value=4).values_list(
            "version__counts", flat=True
        )
    )


def test_a_gap_over_what_nobody_defined_is_missing_and_one_over_nobody_undefined(released):
    said = dict(
        Figure.objects.filter(version__counts="gap", cell="").values_list("version__indicator", "reason")
    )
    assert said == {
        "test.gap": "",
        "test.gap_of_two": "",
        "test.gap_of_none": "undefined",
        "test.gap_over_nothing": "missing",
    }


def test_the_public_bag_holds_city_totals_and_nothing_of_anybody(released, tmp_path):
    bags.write(released, tmp_path / "public.zip", public=True)
    code, said = verified(tmp_path / "public.zip", released.digest)
    assert (code, "city totals are those released" in said) == (0, True)
    _root, files = opened(tmp_path / "public.zip")
    assert not [name for name in files if "rows" in name or "cell" in name]
    cells = ReleasedFigure.objects.filter(line__release=released).exclude(figure__cell="")
    text = b"".join(files.values()).decode()
    assert cells.exists()
    assert not [row for row in cells.select_related("figure") if row.figure.address in text]
    totals = ReleasedFigure.objects.filter(line__release=released, figure__cell="").values("bag_digest")
    # A cell that holds every record of its total has the total's own digest, which is public.
    assert not [row for row in cells.exclude(bag_digest__in=totals) if row.bag_digest in text]


def test_a_bag_holds_no_key_of_a_person_and_no_id_of_a_record(city, released, audit):
    _root, files = opened(audit)
    rows = gzip.decompress(files["data/facts/learning.attendance/rows.csv.gz"]).decode()
    for person in city.people.values():
        assert str(person.pk) not in rows
    assert released.pseudonym_key.encode() not in audit.read_bytes()
    number = SubjectNumber.objects.get(key=str(city.people["anna"].pk)).number
    pseudonym = pseudonyms.pseudonym(released.pseudonym_key, f"subject {number}")
    assert pseudonym in rows


def test_the_parquet_rows_are_those_of_the_csv(audit, tmp_path):
    _root, files = opened(audit)
    for name in ("rows.parquet", "rows.csv.gz"):
        (tmp_path / name).write_bytes(files[f"data/facts/learning.attendance/{name}"])
    same = duckdb.execute(
        f"SELECT count(*) FROM (SELECT record, subject FROM '{tmp_path}/rows.parquet' EXCEPT "
        f"SELECT record, subject FROM read_csv('{tmp_path}/rows.csv.gz', all_varchar = true))"
    ).fetchone()
    assert same == (0,)


def test_another_release_has_other_pseudonyms(city, released, tmp_path):
    city.come("tuesday", "māra", week=1)
    from tests.figures.test_releases import LATER, LATER_DAY

    second = release(city, seal(city, LATER_DAY, LATER), LATER, learning_children="Late")
    of = {one.pk: pseudonyms.pseudonym(one.pseudonym_key, "subject x") for one in (released, second)}
    assert len(set(of.values())) == 2
    bags.write(second, tmp_path / "second.zip", public=False)
    assert verified(tmp_path / "second.zip", second.digest)[0] == 0
    assert verified(tmp_path / "second.zip", released.digest)[0] == 5


def test_rows_that_were_lost_are_made_again_the_same_or_refused(released, tmp_path):
    import shutil

    folder = release_bag.folder(released.pseudonym_key)
    shutil.rmtree(folder)
    bags.write(released, tmp_path / "again.zip", public=False)
    assert verified(tmp_path / "again.zip", released.digest)[0] == 0
    shutil.rmtree(folder)
    from kurss.evidence import snapshots

    file = next(snapshots.folder(released.snapshot).rglob("*.parquet"))
    file.write_bytes(file.read_bytes() + b"x")
    with pytest.raises(BagBroken):
        bags.write(released, tmp_path / "broken.zip", public=False)
    assert not (tmp_path / "broken.zip").exists()
