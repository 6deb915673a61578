"""The order of Latvian names, as a key that sorts byte by byte (collation "C"). Pure.

The order is that of Latvian dictionaries: č ģ ķ ļ ņ ŗ š ž are letters of their own, each after its plain
letter; the long vowels ā ē ī ō ū stand with a e i o u, and y with i, and weigh only where all else is equal
(Liepa, Liepāja, Liepajs). A space comes before any letter, a comma before a space, digits before letters,
Latin before any other script. Capitals, apostrophes and full stops do not count.

It stands among places because these are the first that are listed by name; people use it as well.
"""

import unicodedata
from collections.abc import Callable, Iterable
from string import ascii_lowercase, ascii_uppercase
from typing import Final, TypeVar

Row = TypeVar("Row")

LETTERS: Final = "abcčdefgģhijkķlļmnņopqrŗsštuvwxzž"
TIES: Final = {"ā": "a", "ē": "e", "ī": "i", "ō": "o", "ū": "u", "y": "i"}

_COMMA, _GAP = "+", "-"
_WEIGHT: Final = dict(zip(LETTERS, ascii_uppercase + ascii_lowercase, strict=False))
_PLAIN, _LONG, _Y, _MARKED = "0123"


def latvian_sort_key(text: str) -> str:
    """A key such that comparing keys as plain strings puts texts in Latvian order.

    First the letters, then a space, then one digit for each letter that says which of its forms it has.
    """
    weights: list[str] = []
    forms: list[str] = []
    for sign in unicodedata.normalize("NFC", text.casefold()):
        for weight, form in _weighed(sign):
            if weight == _GAP and (not weights or weights[-1] in (_GAP, _COMMA)):
                continue
            if weight == _COMMA and weights and weights[-1] == _GAP:
                weights.pop()
                forms.pop()
            weights.append(weight)
            forms.append(form)
    while weights and weights[-1] == _GAP:
        weights.pop()
        forms.pop()
    return f"{''.join(weights)} {''.join(forms).rstrip(_PLAIN)}".rstrip()


def by_name(rows: Iterable[Row], name: Callable[[Row], str]) -> list[Row]:
    """Rows in the order of what each is called, for lists that stay short: a long one stores its key."""
    return sorted(rows, key=lambda row: latvian_sort_key(name(row)))


def _weighed(sign: str) -> list[tuple[str, str]]:
    """What one sign weighs: its place in the order, and its form among signs of the same place."""
    if sign in _WEIGHT:
        return [(_WEIGHT[sign], _PLAIN)]
    if sign in TIES:
        return [(_WEIGHT[TIES[sign]], _Y if sign == "y" else _LONG)]
    if sign == ",":
        return [(_COMMA, _PLAIN)]
    if sign.isspace() or unicodedata.category(sign) == "Pd":
        return [(_GAP, _PLAIN)]
    if sign.isascii():
        return [(sign, _PLAIN)] if sign.isdigit() else []
    plain = unicodedata.normalize("NFKD", sign)
    if plain != sign and plain[0].isascii():
        return [(weight, _MARKED) for part in plain for weight, _ in _weighed(part)]
    return [(sign, _PLAIN)] if sign.isalnum() else []
