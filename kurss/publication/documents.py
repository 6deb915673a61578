"""Where the written deliverable stands, and what can be said of it without opening it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Written:
    """A deliverable as a file: in which language, when it was written, how large it is."""

    language: str
    path: Path
    written_at: datetime
    size: int

    @property
    def kilobytes(self) -> int:
        return max(round(self.size / 1000), 1)


def folder() -> Path:
    """The folder the deliverable is written to: `settings.DOCUMENTS`, or else KURSS_OUT, or `out`."""
    named = getattr(settings, "DOCUMENTS", None) or os.environ.get("KURSS_OUT", "out")
    return Path(named).resolve()


def deliverable(language: str) -> Written | None:
    """The newest deliverable in a language, or None where it has not been written yet."""
    found = [path for path in folder().glob(f"*-deliverable-{language}.pdf") if path.is_file()]
    if not found:
        return None
    newest = max(found, key=lambda path: path.stat().st_mtime)
    status = newest.stat()
    written_at = datetime.fromtimestamp(status.st_mtime, tz=timezone.get_current_timezone())
    return Written(language, newest, written_at, status.st_size)
