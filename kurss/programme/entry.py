"""How a row enters a programme: permission, row and journal in one transaction."""

from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.refusals import AlreadyEntered

Row = TypeVar("Row", bound=models.Model)


def entered(row: Row, *, by: Account, at: datetime, act: str, initiative: str = "") -> Row:
    """Keep a new row of a programme and say so in the journal under `act`.

    Raises NotAllowed where `by` may not edit the programme (or this initiative of it), AlreadyEntered where
    a row of the same number or key is there.
    """
    with transaction.atomic():
        permit(by, Act.EDIT_PROGRAMME, at=at, initiative=initiative)
        try:
            row.save(force_insert=True)
        except IntegrityError as error:
            if not isinstance(error.__cause__, UniqueViolation):
                raise
            raise AlreadyEntered(
                _(
                    "“{row}” is already entered, or its number is taken: choose the next free number or key."
                ).format(row=row)
            ) from error
        note(by=by, at=at, act=act, about=row, label=str(row)[:200])
    return row
