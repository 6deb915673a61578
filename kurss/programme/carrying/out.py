"""A whole programme as one file: the same records give the same bytes, on whatever site they stand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Q

from kurss.evidence.models import (
    Breakdown,
    Indicator,
    IndicatorVersion,
    Statement,
    Target,
    Term,
)
from kurss.partners.models import Operation, Partner
from kurss.programme.carrying.tables import SHARED, Model, by_number, columns, label, links, owned, tables
from kurss.programme.models import Document, Programme, Template, TemplateArtefact, TemplateStage

FORMAT: Final = "kurss programme 1"
Rows = dict[Model, list[Any]]


def carried(programme: Programme) -> str:
    """The programme with all that belongs to it and all that it rests on, as JSON. Accounts, released figures and
    sealed facts stay: figures travel in the bag of their release."""
    rows = _ordered(rows_of(programme))
    numbers = {
        model: {one.pk: number for number, one in enumerate(own, start=1)} for model, own in rows.items()
    }
    told = {
        label(model): [
            {field.name: _value(field, one, numbers) for field in columns(model)} for one in rows[model]
        ]
        for model in tables()
        if rows.get(model)
    }
    whole = {"format": FORMAT, "programme": programme.pk, "tables": told}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def rows_of(programme: Programme) -> Rows:
    """Every row that travels, by table."""
    found: Rows = {Programme: [programme]}
    for model in tables():
        if model in SHARED or model is Programme:
            continue
        # Rows that name a row already found; those that name one of their own table are found with it.
        wanted = [
            Q(**{f"{field.name}__in": found[field.related_model]})
            for field in owned(model)
            if found.get(field.related_model)
        ]
        found[model] = (
            list(model._default_manager.filter(reduce(or_, wanted)).order_by("pk")) if wanted else []
        )
    return found | _rested_on(found)


def _rested_on(found: Rows) -> Rows:
    """What the rows of a programme name of what it shares: whole templates, whole indicators."""

    def named(*targets: Model) -> set[Any]:
        return {
            key
            for model, rows in found.items()
            for field, to in links(model)
            if to in targets
            for row in rows
            if (key := getattr(row, field.attname)) is not None
        }

    templates = Template.objects.filter(pk__in=named(Template))
    stages = TemplateStage.objects.filter(template__in=templates)
    keys = named(Indicator)
    while True:
        versions = IndicatorVersion.objects.filter(indicator__in=keys)
        parts = versions.values_list("numerator", "denominator")
        more = {key for pair in parts for key in pair if key is not None} | keys
        if more == keys:
            break
        keys = more
    operations = Operation.objects.filter(pk__in=named(Operation))
    partners = named(Partner) | set(operations.values_list("funder", flat=True))
    return {
        Partner: list(Partner.objects.filter(pk__in=partners)),
        Operation: list(operations),
        Document: list(Document.objects.filter(pk__in=named(Document))),
        Template: list(templates),
        TemplateStage: list(stages),
        TemplateArtefact: list(TemplateArtefact.objects.filter(stage__in=stages)),
        Indicator: list(Indicator.objects.filter(pk__in=keys)),
        IndicatorVersion: list(versions),
        Term: list(Term.objects.filter(version__in=versions)),
        Breakdown: list(Breakdown.objects.filter(version__in=versions)),
        Target: list(Target.objects.filter(indicator__in=keys)),
        Statement: list(Statement.objects.filter(indicator__in=keys)),
    }


def _ordered(found: Rows) -> Rows:
    """Rows of the programme as they were entered; shared rows by what they are known by, for another site may have
    entered them in another order."""
    names: dict[Model, dict[Any, tuple[str, ...]]] = {}
    ordered: Rows = {}
    for model in tables():
        rows = found.get(model, [])
        if model in SHARED:
            names[model] = {one.pk: _known_by(one, SHARED[model], names) for one in rows}
            rows = sorted(rows, key=lambda one: names[type(one)][one.pk])
        ordered[model] = rows
    return ordered


def _known_by(
    row: Any, fields: Iterable[str], names: dict[Model, dict[Any, tuple[str, ...]]]
) -> tuple[str, ...]:
    told: list[str] = []
    for name in fields:
        field = row._meta.get_field(name)
        value = getattr(row, field.attname)
        if field.is_relation and field.related_model in names:
            told += names[field.related_model].get(value, (str(value),))
        else:
            told.append(f"{value:09}" if isinstance(value, int) else str(value))
    return tuple(told)


def _value(field: Any, row: Any, numbers: dict[Model, dict[Any, int]]) -> Any:
    value = getattr(row, field.attname)
    if value is None:
        return None
    if field.is_relation:
        to = field.related_model
        if by_number(to):
            return numbers[to][value]
        return getattr(row, field.name).key if SHARED.get(to) == ("key",) else value
    return told(value)


def told(value: Any) -> Any:
    """A value as the file has it: plain digits, days in ISO 8601, moments in universal time."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list | tuple):
        return [told(one) for one in value]
    return value
