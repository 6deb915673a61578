"""A value as a spreadsheet may hold it without running it, and back. Pure.

A spreadsheet takes a text that begins with = + - or @ for a formula, also behind white space, and may run it when
somebody else opens the file (OWASP, CSV injection). Such a text gets an apostrophe in front, which spreadsheets
take as the sign of plain text; reading takes it away again, so that a list that went out comes back the same.
"""

import re

NEGATIVE = re.compile(r"-\d+(\.\d+)?")
FORMULA = ("=", "+", "-", "@", "'")
"""The apostrophe too, so that one which was there before is not taken for ours."""
BREAKS = ("\t", "\r", "\n")


def neutral(value: object) -> str:
    """The value as the text of a cell. Nothing is an empty cell; a negative number is no formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if _runs(text) else text


def plain(text: str) -> str:
    """What was meant by a cell: without the apostrophe that `neutral` put before it."""
    return text[1:] if text.startswith("'") and _runs(text[1:]) else text


def _runs(text: str) -> bool:
    begins = text.lstrip()[:1]
    formula = begins in FORMULA and not NEGATIVE.fullmatch(text)
    return (formula and bool(begins)) or text[:1] in BREAKS
