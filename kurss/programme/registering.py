"""Verbs by which the programme office keeps the register of organisations and of the projects that pay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kurss.partners.models import Operation, Partner
from kurss.partners.register import correct_partner, open_operation, register_partner
from kurss.people.acting import permit, signature
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.meanwhile import sign
from kurss.programme.refusals import ChangedMeanwhile


def enter_partner(*, name: str, name_en: str, kind: str, by: Account, at: datetime) -> Partner:
    """Enter an organisation under a key made of its English name. Raises NameTaken where one bears the name."""
    permit(by, Act.REGISTER_PARTNERS, at=at)
    return register_partner(
        key=_free_key(Partner.objects.values_list("key", flat=True), name_en),
        name=name,
        name_en=name_en,
        kind=kind,
        by_key=str(by.pk),
        by_label=signature(by, at=at),
        at=at,
    )


def partner_mark(partner: Partner) -> str:
    """The sign of what the register says of an organisation."""
    return sign((partner.name, partner.name_en, partner.kind))


@transaction.atomic
def rename_partner(
    *, partner: Partner, name: str, name_en: str, kind: str, seen: str, by: Account, at: datetime
) -> Partner:
    """Correct an organisation's names and kind. Raises NameTaken where another one bears the name,
    ChangedMeanwhile where the register says something else than `seen`, its mark."""
    permit(by, Act.REGISTER_PARTNERS, at=at)
    if partner_mark(Partner.objects.select_for_update().get(pk=partner.pk)) != seen:
        raise ChangedMeanwhile(
            _("Somebody changed this while you were writing. Look at both below, and keep one.")
        )
    return correct_partner(
        partner=partner,
        name=name,
        name_en=name_en,
        kind=kind,
        by_key=str(by.pk),
        by_label=signature(by, at=at),
        at=at,
    )


def enter_operation(
    *,
    title: str,
    title_en: str,
    funder: Partner,
    starts_on: date,
    ends_on: date | None,
    reference: str,
    by: Account,
    at: datetime,
) -> Operation:
    """Enter a funder's project. Raises EndsBeforeItBegins."""
    permit(by, Act.REGISTER_PARTNERS, at=at)
    return open_operation(
        key=_free_key(Operation.objects.values_list("key", flat=True), title_en),
        title=title,
        title_en=title_en,
        funder=funder,
        starts_on=starts_on,
        ends_on=ends_on,
        reference=reference,
        by_key=str(by.pk),
        by_label=signature(by, at=at),
        at=at,
    )


def _free_key(taken: Iterable[str], english: str) -> str:
    first = slugify(english)[:60].strip("-") or "x"
    used = set(taken)
    return next(key for key in (first, *(f"{first}-{n}" for n in range(2, len(used) + 3))) if key not in used)
