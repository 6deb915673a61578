"""Which tables a programme is made of, in an order in which each rests on those before it.

Nothing of the programme is named here: every model of this module travels unless `STAYS` says why it does not,
so a new one cannot be forgotten. A test walks them all.
"""

from __future__ import annotations

from functools import cache
from graphlib import TopologicalSorter
from typing import Any, Final

from django.apps import apps
from django.db import models

from kurss.evidence.models import (
    Breakdown,
    Indicator,
    IndicatorVersion,
    Statement,
    Target,
    Term,
)
from kurss.partners.models import Operation, Partner
from kurss.people.models import Account
from kurss.programme.models import (
    Document,
    Programme,
    Template,
    TemplateArtefact,
    TemplateStage,
)

Model = type[models.Model]

SHARED: Final[dict[Model, tuple[str, ...]]] = {
    Partner: ("key",),
    Operation: ("key",),
    Document: ("key",),
    Template: ("key",),
    TemplateStage: ("template", "key"),
    TemplateArtefact: ("stage", "key"),
    Indicator: ("key",),
    IndicatorVersion: ("indicator", "number"),
    Term: ("version", "part", "position", "test", "value"),
    Breakdown: ("version", "position"),
    Target: ("indicator", "kind", "document", "place", "cell"),
    Statement: ("indicator", "document", "place"),
}
"""What a programme shares with others, and by what a row is known. Such a row may be on the site already; then it
must say the same."""

STAYS: Final[dict[str, str]] = {
    "IndicatorDraft": "an officer's own unfinished work, tied to the account",
    "BenchmarkSet": "scores are of the site's indicators, not of one programme",
    "Benchmark": "scores are of the site's indicators, not of one programme",
}
"""Models of this module that do not travel, and why."""

STAYING: Final = frozenset({"written_at", "written_by_key"})
"""Who wrote a shared row down, and when: that belongs to the site that did."""


@cache
def tables() -> tuple[Model, ...]:
    """Every table that travels, each after those its rows rest on."""
    own = [
        model
        for model in apps.get_app_config("programme").get_models()
        if model.__name__ not in STAYS and model not in SHARED
    ]
    every = sorted((*SHARED, *own), key=label)
    graph = {
        model: sorted({to for _field, to in links(model) if to is not model}, key=label) for model in every
    }
    return tuple(TopologicalSorter(graph).static_order())


def label(model: Model) -> str:
    """The name of a table in a file."""
    return f"{model._meta.app_label}.{model.__name__}"


def columns(model: Model) -> tuple[Any, ...]:
    """The fields of a table that travel: all but a number of the database, an account of the site, who wrote a
    shared row down, and whether the site's public sees the programme."""
    return tuple(
        field
        for field in model._meta.concrete_fields
        if not isinstance(field, models.AutoField)
        and not (field.is_relation and field.related_model is Account)
        and not (model in SHARED and field.name in STAYING)
        and not (model is Programme and field.name == "is_shown")
    )


def links(model: Model) -> tuple[tuple[Any, Any], ...]:
    """The fields of a table that name a row of another, with the table they name."""
    return tuple((field, field.related_model) for field in columns(model) if field.is_relation)


def by_number(model: Model) -> bool:
    """Whether a file names the rows of this table by their number in it, since they have no key of their own."""
    return isinstance(model._meta.pk, models.AutoField) and SHARED.get(model) != ("key",)


def owned(model: Model) -> tuple[Any, ...]:
    """The fields by which a row belongs to a programme."""
    return tuple(field for field, to in links(model) if to not in SHARED and to is not model)


def reachable() -> frozenset[Model]:
    """The tables whose rows can be found from the programme they belong to."""
    found: set[Model] = {Programme}
    for model in tables():
        if any(field.related_model in found for field in owned(model)):
            found.add(model)
    return frozenset(found)
