"""Whose use is restricted is written to at no address of the register, and named on no page of a school."""

from datetime import date

import pytest

from kurss.learning import clashes
from kurss.learning.copying import copies
from kurss.learning.planned import groups_of, teachers
from kurss.learning.rounds.desk import candidates
from kurss.learning.rounds.planning import Places
from kurss.learning.rounds.readers import readers_of
from kurss.learning.seasons import open_season
from kurss.learning.tests.city import AUGUST
from kurss.learning.tests.rounds import DURING, opened, pool_of
from kurss.people.guardians import add_guardian
from kurss.people.permissions import Role
from kurss.people.restricting import restrict, shown_to
from kurss.people.roles import end_role
from kurss.people.tests.city import MOMENT, officer, parent

pytestmark = pytest.mark.django_db


def test_a_letter_goes_to_no_address_whose_use_is_restricted():
    one, other = (parent(email=f"{name}@home.example") for name in ("one", "other"))
    assert set(readers_of([one.pk, other.pk], at=MOMENT)) == {one.pk, other.pk}
    restrict(person=one, ground="accuracy", because="request 1", by=officer(), at=MOMENT)
    assert set(readers_of([one.pk, other.pk], at=MOMENT)) == {other.pk}


def test_a_restricted_teacher_is_named_neither_in_the_plan_nor_in_a_clash_nor_in_a_copy(city):
    juris = city.person("Juris", born=date(1980, 1, 1))
    account = city.account("juris@city.example", Role.TEACHER, person=juris)
    group = city.group(teachers=[juris])
    slots = [clashes.Slot(one.starts_at, one.ends_at, one.happened_on) for one in group.sessions.all()]
    told = clashes.of_teachers([juris], slots)[0].sentence
    assert "Juris" in told
    assert juris in teachers()
    restrict(person=juris, ground="accuracy", because="request 1", by=officer(), at=MOMENT)
    office = city.account("office@city.example", Role.ADMINISTRATOR)
    end_role(grant=account.grants.get(), on=date(2021, 12, 1), by=office, at=AUGUST)
    [planned] = groups_of(group.season, [group.place])
    assert planned.teachers == []
    assert juris not in teachers()
    assert "Juris" not in clashes.of_teachers([juris], slots)[0].sentence
    later = open_season(
        key="autumn-22", title="Rudens 22", title_en="Autumn 22", starts_on=date(2022, 9, 1),
        ends_on=date(2022, 9, 30), by=city.administrator, at=AUGUST,
    )  # fmt: skip
    [copied] = copies([group], later)
    assert "Juris" not in " ".join(copied.changed)
    assert any("restricted" in line for line in copied.changed)


def test_the_desk_names_no_restricted_child_and_no_restricted_guardian(city):
    round = opened(city, Places(pool_of(city.group())))
    child, brother, mother = city.person("Marta"), city.person("Jānis"), parent(email="m@home.example")
    for one in (child, brother):
        add_guardian(
            child=one, guardian=mother, holds_from=date(2020, 1, 1), by=city.administrator, at=AUGUST
        )
    for one in (child, mother):
        restrict(person=one, ground="accuracy", because="request 1", by=officer(), at=MOMENT)
    [shown] = candidates([child.pk, brother.pk], round=round, on=DURING.date())
    assert (shown.key, shown.guardians) == (brother.pk, [])


def test_a_restricted_name_is_shown_to_the_family_and_to_no_clerk(city):
    child, clerk = city.person("Marta"), city.account("clerk@city.example", Role.COURSE_ADMINISTRATOR)
    assert shown_to(clerk, child.pk, at=AUGUST).given_name == "Marta"
    restrict(person=child, ground="accuracy", because="request 1", by=officer(), at=MOMENT)
    assert shown_to(clerk, child.pk, at=AUGUST) is None
    assert shown_to(officer(), child.pk, at=MOMENT).given_name == "Marta"
