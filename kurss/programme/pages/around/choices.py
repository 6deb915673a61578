"""What there is to choose from around a programme, and reading a choice back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from kurss.programme.definition_words import in_language
from kurss.programme.models import Body, Charter, Initiative, Programme, Stakeholder
from kurss.programme.models.charter import OPEN

Rows = Mapping[str, Any]
"""Rows by the text of their key: what a choice says, and what it stands for."""


def by_key(rows: Iterable[models.Model]) -> Rows:
    return {str(one.pk): one for one in rows}


def named(rows: Rows, column: str) -> list[tuple[str, str]]:
    """Choices by a pair of language columns."""
    return [
        (key, in_language(getattr(one, column), getattr(one, f"{column}_en"))) for key, one in rows.items()
    ]


def optional(nothing: str, choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", nothing), *choices]


def stakeholders(programme: Programme) -> Rows:
    return by_key(Stakeholder.objects.filter(programme=programme).select_related("partner"))


def stakeholder_names(rows: Rows) -> list[tuple[str, str]]:
    return [(key, in_language(one.partner.name, one.partner.name_en)) for key, one in rows.items()]


def bodies(programme: Programme) -> Rows:
    return by_key(Body.objects.filter(programme=programme))


def initiatives(programme: Programme) -> Rows:
    return by_key(Initiative.objects.filter(programme=programme))


def charters(programme: Programme) -> Rows:
    """The versions whose words stand."""
    rows = Charter.objects.filter(initiative__programme=programme).exclude(state__in=OPEN)
    return by_key(rows.select_related("initiative"))


def charter_names(rows: Rows) -> list[tuple[str, str]]:
    return [
        (
            key,
            _("{initiative}, version {number}").format(
                initiative=in_language(one.initiative.short, one.initiative.short_en), number=one.version
            ),
        )
        for key, one in rows.items()
    ]
