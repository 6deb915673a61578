"""Figures that a review cites. What is cited is named by indicator and period; the number is the released one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kurss.evidence.models import Figure, Indicator
from kurss.evidence.periods import Period
from kurss.evidence.published import current_figures
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.entry import entered
from kurss.programme.models import (
    Citation,
    Commitment,
    FutureAmbition,
    FutureTarget,
    Lesson,
    Programme,
    ReviewNote,
)
from kurss.programme.refusals import AlreadyCited, AlreadyEntered, NothingReleased

COLUMN: Final[dict[type[models.Model], str]] = {
    ReviewNote: "note",
    Lesson: "lesson",
    Commitment: "commitment",
    FutureAmbition: "ambition",
    FutureTarget: "target",
}
"""Where a citation names the statement that cites."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation with the figure that stands released for it now; None where none does any more."""

    citation: Citation
    figure: Figure | None
    period: Period


def cite(
    *, statement: models.Model, indicator: Indicator, period: str, by: Account, at: datetime
) -> Citation:
    """Let a statement of the review rest on the figure of an indicator in a period.

    Raises NothingReleased where no figure of it stands released, AlreadyCited where the statement cites it.
    """
    if not current_figures(totals=True).filter(version__indicator=indicator, period_key=period).exists():
        raise NothingReleased(
            _("No figure of {code} for {period} stands released: choose one of the list.").format(
                code=indicator.code, period=period
            )
        )
    row = Citation(**{COLUMN[type(statement)]: statement}, indicator=indicator, period=period)
    try:
        return entered(row, by=by, at=at, act="programme.cite")
    except AlreadyEntered as error:
        raise AlreadyCited(_("The statement cites this figure already.")) from error


@transaction.atomic
def take_back_citation(*, citation: Citation, by: Account, at: datetime) -> None:
    """The statement no longer rests on the figure."""
    permit(by, Act.EDIT_PROGRAMME, at=at)
    note(by=by, at=at, act="programme.take_back_citation", about=citation, label=str(citation))
    citation.delete()


def citations_of(programme: Programme) -> dict[tuple[type[models.Model], Any], tuple[Cited, ...]]:
    """What every statement of a review cites, by its model and key (two queries)."""
    of = Q(ambition__programme=programme) | Q(target__ambition__programme=programme)
    for name in ("note", "lesson", "commitment"):
        of |= Q(**{f"{name}__programme": programme})
    rows = list(Citation.objects.filter(of).select_related("indicator"))
    figures = _standing(rows)
    found: dict[tuple[type[models.Model], Any], tuple[Cited, ...]] = {}
    for row in rows:
        for model, name in COLUMN.items():
            key = getattr(row, f"{name}_id")
            if key is not None:
                own = Cited(row, figures.get((row.indicator_id, row.period)), Period.parse(row.period))
                found[model, key] = (*found.get((model, key), ()), own)
    return found


def citable() -> list[Figure]:
    """Every total that stands released, by the code of its indicator and its period (one query)."""
    return sorted(
        current_figures(totals=True),
        key=lambda figure: (figure.version.indicator.code, figure.period.starts_on, figure.period.ends_on),
    )


def _standing(rows: Iterable[Citation]) -> dict[tuple[str, str], Figure]:
    keys = {row.indicator_id for row in rows}
    if not keys:
        return {}
    figures = current_figures(totals=True).filter(version__indicator__in=keys)
    return {(figure.version.indicator_id, figure.period_key): figure for figure in figures}
