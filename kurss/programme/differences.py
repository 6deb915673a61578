"""What became different between two texts, line by line and word by word. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

ALIKE = 0.5
"""From this share of common words on, a line counts as changed rather than as one gone and another new
(the measure of Ratcliff and Obershelp, as difflib computes it)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed (`same`), went (`gone`) or came (`new`)."""

    kind: str
    text: str


Line = tuple[Piece, ...]


def compared(before: Sequence[str], after: Sequence[str]) -> tuple[Line, ...]:
    """Every line of either text in order; nothing but `same` pieces where the two say the same."""
    found: list[Line] = []
    for tag, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [(Piece("same", line),) for line in before[first:last]]
        else:
            found += _replaced(before[first:last], after[start:end])
    return tuple(found)


def differ(lines: Sequence[Line]) -> bool:
    return any(piece.kind != "same" for line in lines for piece in line)


def _replaced(before: Sequence[str], after: Sequence[str]) -> list[Line]:
    """Lines that stand in each other's place, as far as they are alike; the rest is gone or new."""
    found: list[Line] = []
    for index in range(max(len(before), len(after))):
        old = before[index] if index < len(before) else ""
        new = after[index] if index < len(after) else ""
        pieces = _words(old, new) if old and new else ()
        if pieces:
            found.append(pieces)
            continue
        found += [(Piece(kind, text),) for kind, text in (("gone", old), ("new", new)) if text]
    return found


def _words(old: str, new: str) -> Line:
    """A line changed word by word; nothing where the two have too little in common."""
    one, other = old.split(), new.split()
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.ratio() < ALIKE:
        return ()
    pieces: list[Piece] = []
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", " ".join(one[first:last])))
            continue
        if first < last:
            pieces.append(Piece("gone", " ".join(one[first:last])))
        if start < end:
            pieces.append(Piece("new", " ".join(other[start:end])))
    return tuple(pieces)
