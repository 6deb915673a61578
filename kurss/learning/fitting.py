"""Whether somebody is of the age or the grade that a group takes, and the sentence where they are not.

By the birth date a pupil of grade g turns g + 6 in the calendar year in which the school year begins. A grade that
was recorded for the school year (`SaidGrade`) counts before that, for a child a year ahead or behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from kurss.learning.models import Group, SaidGrade
from kurss.learning.models.group import GRADES, SCHOOL_AGE
from kurss.learning.naming import day_said
from kurss.learning.refusals import OutsideAge, WrongGrade
from kurss.people.models import Identity
from kurss.people.standing import counted

Said = Mapping[tuple[UUID, int], int]
"""Grades that were recorded, by person and by the year in which the school year begins."""


def said_grades(people: Iterable[UUID], groups: Iterable[Group]) -> Said:
    """What was recorded of these people for the school years of these groups, under the keys that stand for them.
    One query; none where no group takes grades."""
    years = {group.age_on.year for group in groups if group.by_grade and group.age_on}
    if not years:
        return {}
    rows = SaidGrade.objects.standing().annotate(under=counted()).filter(school_year__in=years)
    found = rows.filter(under__in=list(people)).order_by("said_at", "pk")
    return {(under, year): grade for under, year, grade in found.values_list("under", "school_year", "grade")}


def said_for(group: Group, person: UUID, said: Said) -> int | None:
    """The grade that was recorded of a person for the school year of a group that takes grades."""
    return said.get((person, group.age_on.year)) if group.by_grade and group.age_on else None


def turns(group: Group, identity: Identity | None, said: int | None) -> int | None:
    """The age by which a group judges somebody; None where nothing is known to judge by."""
    if group.by_grade and said is not None:
        return said + SCHOOL_AGE
    return identity.age_on(group.age_on) if identity and group.age_on else None


def check_age(group: Group, identity: Identity | None, *, said: int | None) -> None:
    """Raise OutsideAge for somebody too young or too old on the group's reference date, WrongGrade where it takes
    school grades. `said` is the grade recorded for the group's school year (`said_for`).

    Where neither it nor the birth date is known the rule cannot be tested, and nobody is sent away for a blank
    field.
    """
    age = turns(group, identity, said)
    if age is None:
        return
    if (group.age_from is not None and age < group.age_from) or (
        group.age_to is not None and age > group.age_to
    ):
        if group.by_grade:
            raise WrongGrade(_grade_said(group, age - SCHOOL_AGE, recorded=said is not None))
        sentence = (
            _(
                "Group {group} takes ages {first} to {last} on {day}, and this person is {age} then. "
                "Choose a group for that age."
            )
            if group.age_to is not None
            else _(
                "Group {group} takes ages {first} and over on {day}, and this person is {age} then. "
                "Choose a group for that age."
            )
        )
        raise OutsideAge(
            sentence.format(
                group=group.key,
                first=group.age_from or 0,
                last=group.age_to,
                day=day_said(group.age_on) if group.age_on else "",
                age=age,
            )
        )


def _grade_said(group: Group, grade: int, *, recorded: bool) -> str:
    year = f"{group.age_on.year}/{group.age_on.year + 1}" if group.age_on else ""
    if grade not in GRADES:
        sentence = (
            _(
                "Group {group} takes grades {first} to {last}, and it is recorded that this person is not at "
                "school in the school year {year}. Choose a group by age."
            )
            if recorded
            else _(
                "Group {group} takes grades {first} to {last}, and by the birth date this person is in no grade "
                "in the school year {year}. Choose a group by age."
            )
        )
    else:
        sentence = (
            _(
                "Group {group} takes grades {first} to {last}, and it is recorded that this person is in grade "
                "{grade} in the school year {year}. Choose a group for that grade."
            )
            if recorded
            else _(
                "Group {group} takes grades {first} to {last}, and by the birth date this person is in grade "
                "{grade} in the school year {year}. Choose a group for that grade, or tell the course office "
                "where the school says another."
            )
        )
    return sentence.format(
        group=group.key, first=group.grade_from, last=group.grade_to, grade=grade, year=year
    )
