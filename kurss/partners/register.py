"""Verbs of the register of partners. They check no role: who calls them has asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from kurss.journal.entries import write
from kurss.partners.models import Operation, Partner, PartnerKind
from kurss.partners.models.partner import written
from kurss.partners.refusals import (
    EndsBeforeItBegins,
    KindUnknown,
    NameMissing,
    NameTaken,
    OperationAlreadyKnown,
    PartnerAlreadyKnown,
)


@transaction.atomic
def register_partner(
    *,
    key: str,
    name: str,
    name_en: str,
    kind: str,
    synthetic: bool = False,
    by_key: str,
    at: datetime,
    by_label: str = "",
) -> Partner:
    """Enter an organisation under a key and names of its own. Raises PartnerAlreadyKnown, NameTaken."""
    _named(key=key, name=name, name_en=name_en)
    _of_known_kind(name, kind)
    if Partner.objects.filter(key=key).exists():
        raise PartnerAlreadyKnown(_("{key} is registered already. Choose another key.").format(key=key))
    partner = Partner(key=key, name=written(name), name_en=written(name_en), kind=kind, synthetic=synthetic)
    with _alone_under_its_name(partner):
        partner.save(force_insert=True)
    _note(partner, "partners.register_partner", by_key, by_label, at, {"key": key, "kind": kind})
    return partner


@transaction.atomic
def correct_partner(
    *,
    partner: Partner,
    name: str,
    name_en: str,
    kind: str,
    by_key: str,
    at: datetime,
    by_label: str = "",
) -> Partner:
    """What an organisation is called and is in truth; its key stays, and the journal keeps what stood before.
    Raises NameTaken where another one bears the name."""
    _named(name=name, name_en=name_en)
    _of_known_kind(name, kind)
    held = Partner.objects.select_for_update().get(pk=partner.pk)
    was = {"name_was": held.name, "name_en_was": held.name_en, "kind_was": held.kind}
    held.name, held.name_en, held.kind = written(name), written(name_en), kind
    with _alone_under_its_name(held):
        held.save(update_fields=("name", "name_en", "kind"))
    _note(held, "partners.correct_partner", by_key, by_label, at, was)
    return held


@transaction.atomic
def open_operation(
    *,
    key: str,
    title: str,
    title_en: str,
    funder: Partner,
    starts_on: date,
    ends_on: date | None = None,
    reference: str = "",
    synthetic: bool = False,
    by_key: str,
    at: datetime,
    by_label: str = "",
) -> Operation:
    """Enter a funder's project. `reference` is the number it has with its funder."""
    _named(key=key, title=title, title_en=title_en)
    if ends_on is not None and ends_on < starts_on:
        raise EndsBeforeItBegins(
            _("{title} would end on {ends}, before it begins on {begins}. Check both days.").format(
                title=title, ends=ends_on, begins=starts_on
            )
        )
    if Operation.objects.filter(key=key).exists():
        raise OperationAlreadyKnown(_("{key} is registered already. Choose another key.").format(key=key))
    operation = Operation.objects.create(
        key=key,
        title=title.strip(),
        title_en=title_en.strip(),
        funder=funder,
        starts_on=starts_on,
        ends_on=ends_on,
        reference=reference,
        synthetic=synthetic,
    )
    _note(operation, "partners.open_operation", by_key, by_label, at, {"key": key, "funder": funder.key})
    return operation


@contextmanager
def _alone_under_its_name(partner: Partner) -> Iterator[None]:
    """The database judges, so that of two who enter one name at one moment the second is refused."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        if "_name_" not in (error.__cause__.diag.constraint_name or ""):
            raise PartnerAlreadyKnown(
                _("{key} is registered already. Choose another key.").format(key=partner.key)
            ) from error
        raise NameTaken(
            _(
                "An organisation called “{name}” or “{name_en}” is in the register already: use or correct it."
            ).format(name=partner.name, name_en=partner.name_en)
        ) from error


def _note(
    record: Partner | Operation,
    act: str,
    by_key: str,
    by_label: str,
    at: datetime,
    details: dict[str, str],
) -> None:
    write(
        act=act,
        by_key=by_key,
        by_label=by_label,
        at=at,
        kind=record._meta.label_lower,
        key=str(record.pk),
        label=str(record),
        details=details,
    )


def _named(**texts: str) -> None:
    for column, text in texts.items():
        if not text.strip():
            raise NameMissing(
                _("A partner or an operation needs its {column}; it is empty.").format(column=column)
            )


def _of_known_kind(name: str, kind: str) -> None:
    if kind not in PartnerKind.values:
        raise KindUnknown(
            _("{name} cannot be of the kind “{kind}”. Choose one of: {kinds}.").format(
                name=name, kind=kind, kinds=", ".join(PartnerKind.values)
            )
        )
