"""Recording the school grade of a child a year ahead or behind; what stood before stays readable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.learning.cityday import day_of
from kurss.learning.fitting import check_age, said_for, said_grades
from kurss.learning.models import Application, Enrolment, EnrolmentState, Group, RoundState, SaidGrade
from kurss.learning.models.grade import NOT_AT_SCHOOL
from kurss.learning.models.group import GRADES, SCHOOL_AGE
from kurss.learning.refusals import GradeUnclear, OutsideAge, ReasonNeeded, WrongGrade
from kurss.people.acting import note, permit, signature
from kurss.people.models import Account, Identity, Person
from kurss.people.permissions import Act
from kurss.people.queries import identities
from kurss.people.restricting import check_unrestricted
from kurss.people.standing import counted, keys_of, standing

BEGINS = 9
"""The month in which a school year begins: Education Law of Latvia."""


def school_years(day: date) -> tuple[int, int]:
    """The school years a grade can be recorded for, by their first years: the one of a day and the next."""
    running = day.year if day.month >= BEGINS else day.year - 1
    return running, running + 1


def grade_by_birth(identity: Identity | None, school_year: int) -> int | None:
    """The grade of somebody by the birth date alone; None where it is not known, or is none of school."""
    age = identity.age_on(date(school_year, 12, 31)) if identity else None
    return age - SCHOOL_AGE if age is not None and age - SCHOOL_AGE in GRADES else None


def grades_to_look_for(family: Mapping[UUID, Identity], *, on: date) -> dict[UUID, int]:
    """In which grade each of a family looks for courses: the one recorded for the school year that runs, or from
    June on for the next, else the one by the birth date. Whoever is in none is left out. One query."""
    running, coming = school_years(on)
    year = coming if on.month in (6, 7, 8) else running
    rows = (
        SaidGrade.objects.standing()
        .annotate(under=counted())
        .filter(under__in=list(family), school_year=year)
    )
    said = dict(rows.order_by("said_at", "pk").values_list("under", "grade"))
    found = {key: said.get(key, grade_by_birth(one, year)) for key, one in family.items()}
    return {key: grade for key, grade in found.items() if grade in GRADES and grade is not None}


@transaction.atomic
def record_grade(
    *, person: Person, school_year: int, grade: int, reason: str, by: Account, at: datetime
) -> SaidGrade:
    """Keep in which grade somebody is in a school year, before whatever the birth date says. Saying it again
    changes nothing. Places and applications there are stay: `no_longer_fitting` names those it speaks against.

    The journal keeps that it was said, not the words.
    """
    permit(by, Act.RECORD_GRADES, at=at)
    person = standing(person)
    check_unrestricted(person)
    if school_year not in school_years(day_of(at)):
        running, coming = school_years(day_of(at))
        raise GradeUnclear(
            _("A grade is recorded for the school year {running}/{coming} or the one after it.").format(
                running=running, coming=coming
            )
        )
    if grade != NOT_AT_SCHOOL and grade not in GRADES:
        raise GradeUnclear(_("School grades run from 1 to 12."))
    reason = " ".join(reason.split())
    if not reason:
        raise ReasonNeeded(
            _("Say why the grade is another than the birth date says: who told you, and when.")
        )
    # Two clerks at one moment wait for each other here; the index would refuse the second with no sentence.
    Person.objects.select_for_update().get(pk=person.pk)
    kept = SaidGrade.objects.standing().filter(person__in=keys_of(person), school_year=school_year)
    before = kept.first()
    if before is not None and (before.grade, before.reason) == (grade, reason):
        return before
    kept.update(ended_at=at)
    made = SaidGrade.objects.create(
        person=person,
        school_year=school_year,
        grade=grade,
        reason=reason,
        said_at=at,
        by_key=by.pk,
        by_label=signature(by, at=at),
    )
    note(by=by, at=at, act="learning.record_grade", about=person, school_year=str(school_year))
    return made


@transaction.atomic
def take_back_grade(*, said: SaidGrade, by: Account, at: datetime) -> None:
    """From now on the birth date counts again. Taken back twice is taken back once."""
    permit(by, Act.RECORD_GRADES, at=at)
    held = SaidGrade.objects.select_for_update(of=("self",)).get(pk=said.pk)
    if held.ended_at is not None:
        return
    held.ended_at = at
    held.save(update_fields=("ended_at",))
    note(by=by, at=at, act="learning.take_back_grade", about=held.person, school_year=str(held.school_year))


def grades_of(person: Person) -> list[SaidGrade]:
    """All that was recorded of a person, the latest school year first, with what was replaced or taken back."""
    return list(SaidGrade.objects.filter(person__in=keys_of(person)))


def no_longer_fitting(person: Person) -> list[str]:
    """The groups that somebody has a place in, or asks for in a round that is not drawn yet, and is not of the
    grade for, each with its sentence. Nothing is taken away by it: somebody talks to the family."""
    keys = keys_of(person)
    undrawn = (RoundState.OPEN, RoundState.CLOSED)
    asked = Application.objects.live().filter(person__in=keys, round__state__in=undrawn)
    placed = Enrolment.objects.filter(person__in=keys, state=EnrolmentState.ENROLLED)
    groups = Group.objects.filter(by_grade=True)
    concerned = list(
        (groups.filter(pools__wishes__application__in=asked) | groups.filter(enrolments__in=placed))
        .distinct()
        .order_by("key")
    )
    identity, said = identities([person.pk]).get(person.pk), said_grades([person.pk], concerned)
    found = []
    for group in concerned:
        try:
            check_age(group, identity, said=said_for(group, person.pk, said))
        except (WrongGrade, OutsideAge) as refusal:
            found.append(str(refusal))
    return found
