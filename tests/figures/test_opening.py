"""Figures open to their records, and one record more or less changes exactly what it feeds."""

import shutil
from datetime import date, timedelta
from decimal import Decimal

import duckdb
import pytest
from django.db import DatabaseError, connection, transaction

from kurss.evidence import figures, indicators, snapshots
from kurss.evidence.bag import BagBroken
from kurss.evidence.canonical import cell_digest, leaf_digest
from kurss.evidence.definition import Definition
from kurss.evidence.models import Figure, Indicator, IndicatorVersion, Snapshot, SubjectNumber
from kurss.evidence.queries import latest_snapshot
from kurss.evidence.records import open_figure, parts, record_ids
from kurss.learning.marking import correct_attendance
from kurss.learning.models import Attendance, Session
from kurss.people.acting import NotAllowed
from kurss.people.erasure import erase_identity
from kurss.people.guardians import add_guardian
from kurss.people.models import Account
from kurss.people.permissions import Role
from kurss.people.register import register_person
from kurss.programme.sealing import SealedAhead, seal_and_compute
from tests.figures.small_city import AFTER, AS_OF, BEFORE, account, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(settings, tmp_path):
    settings.SNAPSHOTS = tmp_path / "snapshots"
    made = build()
    made.come("tuesday", "anna", "juris")
    made.come("wednesday", "anna", "olga")
    made.come("wednesday", "anna", week=1)
    made.come("evening", "pēteris")
    return made


def seal(city) -> Snapshot:
    return seal_and_compute(by=city.officer, as_of=AS_OF, at=AFTER)[0]


def values(snapshot) -> dict[tuple[str, str], tuple[Decimal | None, int, str]]:
    return {
        (figure.version.indicator_id, figure.cell): (figure.value, figure.records, figure.digest)
        for figure in Figure.objects.filter(snapshot=snapshot).select_related("version")
    }


def test_a_child_in_two_groups_is_counted_once_and_every_figure_opens_to_its_records(city):
    shown = {key: (value, records) for key, (value, records, _) in values(seal(city)).items()}
    assert shown["learning.children", ""] == (3, 5)
    assert shown["learning.children", "group=tuesday"] == (2, 2)
    assert shown["learning.children", "group=wednesday"] == (2, 3)
    assert shown["learning.children", "gender=female"] == (2, 4)
    assert shown["learning.adults", ""] == (1, 1)
    # Absent marks are records too: three enrolled on Tuesday, two on Wednesday twice, one in the evening.
    assert shown["learning.marks", ""] == (8, 8)


def test_every_figure_and_cell_opens_to_exactly_the_records_it_counted(city):
    snapshot = seal(city)
    for figure in Figure.objects.filter(snapshot=snapshot):
        opened = open_figure(figure, limit=1000)
        assert opened.total == figure.records == len(opened.rows) == len(record_ids(figure))
        if figure.version.counts == "distinct":
            assert opened.subjects == figure.value
        assert all(row.lives for row in opened.rows)
    total = Figure.objects.get(snapshot=snapshot, version__indicator="learning.adults", cell="")
    leaf = leaf_digest(record_ids(total))
    assert total.digest == cell_digest({"gender=not_recorded;group=evening": leaf})


def test_a_child_is_of_the_age_of_each_day_and_a_birthday_changes_no_row_before_it(city):
    """Anna was born on 1 March 2012: the winter finds her nine, the spring ten, each on its own row."""
    weeks = list(Session.objects.filter(group=city.groups["wednesday"]).order_by("happened_on"))
    spring = next(week for week, session in enumerate(weeks) if session.happened_on >= date(2022, 3, 1))
    city.come("wednesday", "anna", week=spring - 1)
    city.come("wednesday", "anna", week=spring)
    marks = Attendance.objects.filter(person=city.people["anna"], group_key="wednesday").order_by(
        "happened_on"
    )
    ages = {mark.happened_on: mark.age for mark in marks}
    assert ages[weeks[spring - 1].happened_on] == 9
    assert ages[weeks[spring].happened_on] == 10
    assert all(age == 9 + (day >= date(2022, 3, 1)) for day, age in ages.items())


def test_deleting_one_attendance_changes_exactly_the_figures_it_feeds(city):
    before = values(seal(city))
    city.mark_of("tuesday", "juris").delete()
    after = values(seal(city))
    changed = {key for key in before if before[key] != after.get(key)}
    assert changed == {
        (indicator, cell)
        for indicator in ("learning.children", "learning.marks")
        for cell in ("", "group=tuesday", "gender=not_recorded")
    }
    assert set(after) == set(before)
    assert after["learning.children", ""][:2] == (2, 4)
    assert after["learning.children", "gender=not_recorded"][:2] == (0, 0)


def test_sealing_twice_without_a_change_is_one_snapshot_and_no_new_figure(city):
    first = seal(city)
    kept = Figure.objects.count()
    assert seal(city) == first
    assert (Snapshot.objects.count(), Figure.objects.count()) == (1, kept)


def test_a_second_seal_with_nothing_changed_writes_no_file(city):
    def everything():
        found = [snapshots.home(), *snapshots.home().rglob("*")]
        return {
            path: (path.stat().st_ino, path.stat().st_mtime_ns, path.stat().st_ctime_ns) for path in found
        }

    first = seal(city)
    before = everything()
    assert seal(city) == first
    assert everything() == before


def test_subjects_are_sealed_as_numbers_and_a_figure_still_opens_to_whose_records_it_counted(city):
    first = seal(city)
    city.come("evening", "pēteris", week=5)
    second = seal(city)
    numbers = dict(SubjectNumber.objects.values_list("key", "number"))
    assert sorted(numbers.values()) == list(range(len(city.people)))
    assert set(numbers) == {str(person.pk) for person in city.people.values()}
    for snapshot in (first, second):
        for file in snapshot.files.exclude(fact="population.residents").exclude(rows=0):
            path = snapshots.folder(snapshot) / file.path
            rows = duckdb.execute("SELECT subject FROM read_parquet($1)", [str(path)])
            assert str(rows.description[0][1]) == "INTEGER"
            assert {number for (number,) in rows.fetchall()} <= set(numbers.values())
    figure = Figure.objects.get(snapshot=second, version__indicator="learning.adults", cell="")
    assert {row.subject for row in open_figure(figure).rows} == {str(city.people["pēteris"].pk)}


def test_a_damaged_snapshot_is_made_whole_again_by_the_same_facts(city):
    snapshot = seal(city)
    file = snapshot.files.exclude(rows=0).first()
    path = snapshots.folder(snapshot) / file.path
    path.write_bytes(b"not what was sealed")
    assert seal(city) == snapshot
    assert figures.recheck(snapshot=snapshot)[1] == []


def test_a_partition_that_did_not_change_is_the_same_file_in_both_snapshots(city):
    first = seal(city)
    city.come("evening", "pēteris", week=5)
    second = seal(city)
    old = {(f.fact, f.partition): f for f in first.files.all()}
    shared = [
        file for file in second.files.all()
        if file.sha256 == getattr(old.get((file.fact, file.partition)), "sha256", None)
    ]  # fmt: skip
    assert shared
    for file in shared:
        here, there = snapshots.folder(first) / file.path, snapshots.folder(second) / file.path
        assert here.samefile(there)


def test_a_snapshot_whose_folder_was_lost_gets_it_back_from_the_same_facts(city):
    snapshot = seal(city)
    shutil.rmtree(snapshots.folder(snapshot))
    assert seal(city) == snapshot
    assert figures.recheck(snapshot=snapshot)[1] == []


def test_what_an_interrupted_seal_left_behind_is_cleared_by_the_next(city):
    left = snapshots.home() / f"{snapshots.DRAFT}cut-off"
    left.mkdir(parents=True)
    spilled = snapshots.home() / snapshots.SPILL
    (spilled / "cut-off").mkdir(parents=True)
    snapshot = seal(city)
    assert {path.name for path in snapshots.home().iterdir()} == {snapshot.digest, snapshots.SPILL}
    assert list(spilled.iterdir()) == []


def test_the_sealed_folder_is_a_bag_that_a_foreign_tool_accepts(city):
    import bagit

    assert bagit.Bag(str(snapshots.folder(seal(city)))).validate()


def test_a_correction_moves_the_next_snapshot_and_never_the_last(city):
    first = seal(city)
    before = values(first)
    correct_attendance(
        attendance=city.mark_of("tuesday", "juris"), status="absent", reason="wrong row", by=city.clerk,
        at=AFTER + timedelta(days=1),
    )  # fmt: skip
    second = seal(city)
    assert values(first) == before
    assert values(second)["learning.children", ""][0] == 2
    assert figures.recheck(snapshot=first) == (len(before), [])
    assert figures.recheck(snapshot=second)[1] == []


def test_erasing_who_somebody_was_moves_no_figure(city):
    """Anna's mother erases her: what she attended stays under her key, to the byte, and is counted on."""
    first = seal(city)
    before = values(first)
    mother = guardian_of(city, "anna")
    erase_identity(person=city.people["anna"], because="asked for it", by=mother, at=AFTER)
    again = seal(city)
    assert {file.path: file.sha256 for file in again.files.all()} == {
        file.path: file.sha256 for file in first.files.all()
    }
    assert again.digest == first.digest
    assert values(again) == before
    assert figures.recheck(snapshot=first) == (len(before), [])
    city.come("wednesday", "olga", week=2)
    later = seal(city)
    assert later.digest != first.digest
    assert values(later)["learning.children", ""][0] == before["learning.children", ""][0] == 3
    assert values(first) == before
    assert figures.recheck(snapshot=first)[1] == figures.recheck(snapshot=later)[1] == []


def guardian_of(city, name):
    mother = register_person(
        given_name="Ilze", family_name="Synthetic", birth_date=date(1985, 1, 1), synthetic=True, by=city.clerk,
        at=BEFORE,
    )  # fmt: skip
    add_guardian(child=city.people[name], guardian=mother, by=city.clerk, at=BEFORE)
    made = account(Role.GUARDIAN)
    Account.objects.filter(pk=made.pk).update(person=mother)
    made.refresh_from_db()
    return made


def test_a_sealed_file_that_was_altered_is_named(city):
    snapshot = seal(city)
    file = snapshot.files.exclude(rows=0).first()
    path = snapshots.folder(snapshot) / file.path
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(BagBroken, match=file.sha256):
        figures.recheck(snapshot=snapshot)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Figure.objects.update(value=1),
        lambda: Figure.objects.filter(cell="").delete(),
        lambda: Snapshot.objects.update(as_of=AS_OF),
        lambda: IndicatorVersion.objects.update(counts="rows"),
    ],
)
def test_the_database_refuses_to_change_a_figure(city, change):
    seal(city)
    with pytest.raises(DatabaseError, match="is sealed"), transaction.atomic():
        change()


def test_a_city_without_a_record_seals_and_claims_nothing(settings, tmp_path):
    settings.SNAPSHOTS = tmp_path / "snapshots"
    snapshot = seal(build())
    assert {file.rows for file in snapshot.files.exclude(fact="learning.enrolment")} == {0}
    assert not Figure.objects.exists()
    assert figures.recheck(snapshot=snapshot) == (0, [])


def redefine(city, key, **definition):
    return indicators.define(
        indicator=Indicator.objects.get(key=key),
        definition=Definition(**({"fact": "learning.attendance", "grain": "school_year"} | definition)),
        by_key=str(city.officer.pk),
        at=AFTER,
    )


def test_a_new_definition_adds_figures_and_moves_none_that_stand(city):
    first = seal(city)
    before = values(first)
    version = redefine(city, "learning.children", counts="rows")
    assert seal(city) == first
    added = Figure.objects.filter(snapshot=first, version=version)
    assert added.get(cell="").value == 8
    old = Figure.objects.filter(snapshot=first).exclude(version=version).select_related("version")
    assert {(f.version.indicator_id, f.cell): (f.value, f.records, f.digest) for f in old} == before
    assert figures.recheck(snapshot=first) == (Figure.objects.filter(snapshot=first).count(), [])


def test_a_ratio_opens_to_the_records_of_the_versions_it_divided(city):
    indicators.declare(
        key="learning.per_mark", code="L-08", name="", name_en="", level="output", unit="", unit_en="",
        by_key="", at=AFTER,
    )  # fmt: skip
    ratio = {"fact": "", "counts": "ratio", "numerator": "learning.children", "denominator": "learning.marks"}
    redefine(city, "learning.per_mark", **ratio)
    old = Figure.objects.get(snapshot=seal(city), version__indicator="learning.per_mark")
    assert (old.numerator, old.denominator, old.version.number) == (3, 8, 1)
    redefine(city, "learning.children", counts="rows")
    new = Figure.objects.get(snapshot=seal(city), version__indicator="learning.per_mark", version__number=2)
    assert (new.numerator, new.denominator) == (8, 8)
    assert [open_figure(old, part=part).total for part in parts(old)] == [5, 8]
    assert [open_figure(new, part=part).total for part in parts(new)] == [8, 8]
    assert figures.recheck(snapshot=old.snapshot)[1] == []


def test_a_forged_figure_is_found_and_named(city):
    snapshot = seal(city)
    forged = Figure.objects.filter(snapshot=snapshot).first()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE evidence_figure DISABLE TRIGGER USER")
        cursor.execute("UPDATE evidence_figure SET synthetic = NOT synthetic WHERE id = %s", [forged.pk])
        cursor.execute("ALTER TABLE evidence_figure ENABLE TRIGGER USER")
    assert [one.figure for one in figures.recheck(snapshot=snapshot)[1]] == [forged.address]


def test_a_damaged_file_is_not_handed_on_to_the_next_snapshot(city):
    first = seal(city)
    for file in first.files.all():
        path = snapshots.folder(first) / file.path
        path.write_bytes(path.read_bytes() + b"x")
    city.come("evening", "pēteris", week=5)
    snapshots.check(seal(city))


def test_a_snapshot_counts_as_the_newest_once_its_figures_stand(city):
    first = seal(city)
    city.come("evening", "pēteris", week=5)
    snapshots.seal(as_of=AS_OF, by_key="", at=AFTER)
    assert latest_snapshot() == first


def test_a_day_to_come_is_not_sealed(city):
    with pytest.raises(SealedAhead, match="has not come yet"):
        seal_and_compute(by=city.officer, as_of=date(2222, 9, 30), at=AFTER)
    assert not Snapshot.objects.exists()


def test_who_may_not_seal_cannot(city):
    with pytest.raises(NotAllowed):
        seal_and_compute(by=city.clerk, as_of=AS_OF, at=AFTER)
    assert not Snapshot.objects.exists()
