"""Going through the tree: its parts, its figures, what says nothing, and the whole as plain data. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from kurss.publication.document.tree import (
    Block,
    Columns,
    Entries,
    Heading,
    Lede,
    Note,
    Number,
    Paragraph,
    Points,
    Strip,
    Table,
)


def parts(node: Any) -> Iterator[Any]:
    """Every part of a tree, itself first, in reading order."""
    if is_dataclass(node):
        yield node
        for field in fields(node):
            yield from parts(getattr(node, field.name))
    elif isinstance(node, tuple):
        for item in node:
            yield from parts(item)


def worth_saying(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks without those that hold nothing, and without headings that then lead to nothing."""
    kept: list[Block] = []
    for block in reversed(blocks):
        following = kept[-1] if kept else None
        if isinstance(block, Heading):
            leads_on = following is not None and not (
                isinstance(following, Heading) and following.level <= block.level
            )
            if leads_on:
                kept.append(block)
        elif not _says_nothing(block):
            kept.append(block)
    return tuple(reversed(kept))


def _says_nothing(block: Block) -> bool:
    match block:
        case Lede(content) | Paragraph(content) | Note(content):
            return not content
        case Points(items):
            return not items
        case Entries(entries):
            return not entries
        case Columns(boxes):
            return not any(box.lines for box in boxes)
        case Table(_, groups):
            return not any(group.rows for group in groups)
        case Strip(rows=rows):
            return not rows
        case _:
            return False


def numbers(node: Any) -> tuple[Number, ...]:
    """The figures a part shows, each once, in the order of their codes and addresses."""
    found = {part.address: part for part in parts(node) if isinstance(part, Number)}
    return tuple(sorted(found.values(), key=lambda number: (number.code, number.address)))


def as_data(node: Any) -> Any:
    """The tree as plain lists and dictionaries; each part says what it is under `kind`."""
    if is_dataclass(node):
        own = {field.name: as_data(getattr(node, field.name)) for field in fields(node)}
        return {"kind": _kind(type(node).__name__), **own}
    if isinstance(node, tuple):
        return [as_data(item) for item in node]
    if isinstance(node, datetime):
        return node.isoformat()
    return node


def _kind(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()
