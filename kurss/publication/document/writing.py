"""Writing the deliverable into a folder, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils.text import slugify

from kurss.publication.document.content import build
from kurss.publication.document.typeset import pdf


def write(*, language: str, folder: Path, site: str) -> Path:
    """Write `<city>-deliverable-<language>.pdf` and return where it stands.

    A reader never meets half a document: it is written beside its place and moved there when it is complete.
    Raises DocumentRefused in one of its forms where it cannot be made, OSError where the folder cannot be
    written.
    """
    made = pdf(build(language=language, site=site))
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{slugify(settings.KURSS_CITY)}-deliverable-{language}.pdf"
    handle, name = tempfile.mkstemp(prefix=".deliverable-", suffix=".pdf", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(made)
        Path(name).chmod(0o644)
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return place
