"""Waiting for a lock, but not for ever, and never calling it “full”."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _
from psycopg import errors

from kurss.science_centre.refusals import TryAgain

PATIENCE: Final = "5s"
"""So long a press waits for those before it: the places of a slot are given one after the other."""

BUSY: Final = (errors.LockNotAvailable, errors.DeadlockDetected, errors.QueryCanceled)


@contextmanager
def patiently() -> Iterator[None]:
    """A transaction that raises TryAgain where others hold the same rows for too long. Nothing is changed then."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, BUSY):
            raise TryAgain(
                _("Others are at the same slot at this moment. Nothing was changed: try again.")
            ) from error
        raise
