"""Verbs of the ecosystem: a stakeholder is recorded, changed and taken out; and the reads of its pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.partners.models import Partner
from kurss.people.acting import permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.around.keeping import both, change, next_of, remove, told_of
from kurss.programme.entry import entered
from kurss.programme.models import Programme, Stakeholder
from kurss.programme.models.stakeholder import SCALE
from kurss.programme.refusals import AlreadyEntered, NotOnTheScale, WordsMissing


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeholderTold:
    """All that is said of a stakeholder; `text` is how it is involved. Both ratings are given, or neither."""

    partner: Partner
    text: str
    text_en: str
    place: str
    group: str = ""
    interest: int | None = None
    influence: int | None = None
    contact: str = ""

    def __post_init__(self) -> None:
        both(self.text, self.text_en, _("How it is involved"))
        if not self.place.strip():
            raise WordsMissing(_("Say where it is written, or who says so."))
        if (self.interest is None) != (self.influence is None):
            raise NotOnTheScale(_("Rate both the interest and the influence, or neither: the map needs two."))
        low, high = SCALE
        if any(one is not None and not low <= one <= high for one in (self.interest, self.influence)):
            raise NotOnTheScale(_("Interest and influence are whole numbers from 1 to 5."))


def told(stakeholder: Stakeholder) -> StakeholderTold:
    """What a stakeholder's record says now."""
    return told_of(stakeholder, StakeholderTold)


@transaction.atomic
def record_stakeholder(
    *, programme: Programme, said: StakeholderTold, by: Account, at: datetime
) -> Stakeholder:
    """A partner has a part in the programme. Raises AlreadyEntered where it has one already."""
    permit(by, Act.EDIT_PROGRAMME, at=at)
    rows = Stakeholder.objects.filter(programme=programme)
    order = next_of(programme, rows)
    _once(programme, said.partner)
    columns = {name: getattr(said, name) for name in said.__dataclass_fields__}
    row = Stakeholder(programme=programme, order=order, **columns)
    return entered(row, by=by, at=at, act="programme.record_stakeholder")


@transaction.atomic
def change_stakeholder(
    *, stakeholder: Stakeholder, said: StakeholderTold, seen: str, by: Account, at: datetime
) -> Stakeholder:
    """Say something else of it. Raises ChangedMeanwhile where another officer did so first."""
    if said.partner != stakeholder.partner:
        _once(stakeholder.programme, said.partner)
    return change(stakeholder, said, of=told, seen=seen, by=by, at=at, act="programme.change_stakeholder")


def remove_stakeholder(*, stakeholder: Stakeholder, by: Account, at: datetime) -> None:
    """Take it out of the ecosystem. Raises RestsOnIt where meetings or suggestions name it."""
    why_not = _("Meetings or suggestions name this stakeholder: it stays, so that they can be read.")
    remove(stakeholder, why_not=why_not, by=by, at=at, act="programme.remove_stakeholder")


def _once(programme: Programme, partner: Partner) -> None:
    if Stakeholder.objects.filter(programme=programme, partner=partner).exists():
        raise AlreadyEntered(
            _("{partner} is a stakeholder of this programme already: change that record instead.").format(
                partner=partner
            )
        )


def stakeholders_of(programme: Programme) -> tuple[Stakeholder, ...]:
    """All of a programme with their partners (one query)."""
    return tuple(Stakeholder.objects.filter(programme=programme).select_related("partner"))


COLUMNS = (
    "key", "name", "name_en", "group", "interest", "influence", "contact", "text", "text_en", "place",
)  # fmt: skip


def rows_of(stakeholders: Iterable[Stakeholder]) -> list[dict[str, str]]:
    """The list as a spreadsheet has it; a rating that nobody gave is empty."""
    return [
        {
            "key": one.partner.key,
            "name": one.partner.name,
            "name_en": one.partner.name_en,
            "interest": "" if one.interest is None else str(one.interest),
            "influence": "" if one.influence is None else str(one.influence),
            **{name: getattr(one, name) for name in ("group", "contact", "text", "text_en", "place")},
        }
        for one in stakeholders
    ]
