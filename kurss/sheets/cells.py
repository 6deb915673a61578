"""A value as a spreadsheet may hold it without running it, and back. Pure.

A spreadsheet takes a text that begins with = + - or @ for a formula, also behind white space, and may run it when
somebody else opens the file (OWASP, CSV injection). Such a text gets an apostrophe in front, which spreadsheets
take as the sign of plain text; reading takes it away again, so that a list that went out comes back the same.

The wide forms of these signs count as well: some spreadsheets read them as the narrow ones. And a spreadsheet
whose language separates cells by semicolons, as in Latvia, breaks a text at its semicolons, tabs and line ends
even inside quotation marks: what follows one of them is a cell of its own there, and is guarded like one.
"""

import re

NEGATIVE = re.compile(r"-\d+(\.\d+)?")
FORMULA = r"=+\-@\uff1d\uff0b\uff0d\uff20'"
"""As a class of characters. The apostrophe too, so that one which was there before is not taken for ours."""
UNSEEN = r"[\s\x00-\x20\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]*"
"""White space, and signs that take no room: a formula may stand behind them."""
BEGINS = re.compile(rf"(?:{UNSEEN}[{FORMULA}]|[\t\r\n])")
INSIDE = re.compile(rf"(\r\n|[;\t\r\n])(?={UNSEEN}[{FORMULA}])")
GUARDED = re.compile(rf"(\r\n|[;\t\r\n])'(?={UNSEEN}[{FORMULA}])")


def neutral(value: object) -> str:
    """The value as the text of a cell. Nothing is an empty cell; a negative number is no formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = INSIDE.sub(r"\1'", str(value))
    return f"'{text}" if _runs(text) else text


def plain(text: str) -> str:
    """What was meant by a cell: without the apostrophes that `neutral` put into it."""
    own = text[1:] if text.startswith("'") and _runs(text[1:]) else text
    return GUARDED.sub(r"\1", own)


def _runs(text: str) -> bool:
    return BEGINS.match(text) is not None and not NEGATIVE.fullmatch(text)
