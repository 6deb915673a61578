"""Whom a group takes, as a form asks for it: everybody, by age on a day, or by school grade."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kurss.learning.framing import Ages, ages_of_grades
from kurss.learning.models import Group, Season
from kurss.learning.models.group import GRADES

FIELDS = ("rule", "first_of", "last_of", "age_on")


def rule_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Whom the group takes"),
        choices=[
            ("", gettext_lazy("Everybody")),
            ("age", gettext_lazy("By age")),
            ("grade", gettext_lazy("By grade")),
        ],
        required=False,
    )


def faults(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with the answers, each with the field at which to say so."""
    first, last = said.get("first_of"), said.get("last_of")
    if said.get("rule") and first is None and last is None:
        yield "first_of", _("Say from which age or grade, to which, or both.")
    elif said.get("rule") == "grade":
        if None in (first, last):
            yield "last_of", _("Say both grades; the same one twice where it is one.")
        elif first not in GRADES or last not in GRADES:
            yield "first_of", _("School grades run from 1 to 12. Correct them, or choose “By age”.")
    elif not said.get("rule") and (first is not None or last is not None):
        yield "rule", _("Choose whether the numbers below are ages or grades.")


def ages_said(said: Mapping[str, Any], season: Season) -> Ages | None:
    """The rule that was asked for; only of answers without faults."""
    if said["rule"] == "grade":
        return ages_of_grades(said["first_of"], said["last_of"], starts_on=season.starts_on)
    if said["rule"] == "age":
        return Ages(said["first_of"], said["last_of"], said["age_on"] or season.starts_on)
    return None


def rule_said(group: Group) -> dict[str, Any]:
    """The rule of a group as the fields of the form."""
    if group.by_grade:
        return {"rule": "grade", "first_of": group.grade_from, "last_of": group.grade_to, "age_on": None}
    if group.age_on is None:
        return {"rule": "", "first_of": None, "last_of": None, "age_on": None}
    return {"rule": "age", "first_of": group.age_from, "last_of": group.age_to, "age_on": group.age_on}
