"""The report's own words: always in the original, with our translation for who reads another language."""

from __future__ import annotations

from kurss.evidence.models import Statement, Target
from kurss.programme.report_places import DOCUMENTS_LANGUAGE


def translation(said: Target | Statement, language: str) -> str:
    """Our rendering of a quotation, or nothing where the reader has the document's language or none was made."""
    return "" if language == DOCUMENTS_LANGUAGE else said.translation
