"""On which line of a TOML text each table, key and list item stands. Pure.

The text has been parsed before, so it is TOML; this only follows it. Keys inside an inline table are not told
apart: they stand where their table does. Quoted and dotted keys do not occur in the case.
"""

import re
from collections.abc import Mapping

Steps = tuple[str | int, ...]
"""The way to a value: keys, and places in lists counted from 0."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\- ]+?)\s*\]")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=\s*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'  # """…""", which may end in one or two quotes of its own
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)


def lines_of(text: str) -> dict[Steps, int]:
    """The line, counted from 1, of every table, key and list item of the text."""
    return _Scan(text).run()


def line_of(lines: Mapping[Steps, int], steps: Steps) -> int | None:
    """The line of a value, or of the nearest thing around it that has one."""
    while steps and steps not in lines:
        steps = steps[:-1]
    return lines.get(steps)


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text
        self.found: dict[Steps, int] = {}
        self.counts: dict[Steps, int] = {}
        self.table: Steps = ()

    def run(self) -> dict[Steps, int]:
        at = 0
        while at < len(self.text):
            if header := _HEADER.match(self.text, at):
                self.open(header[1] == "[[", header[2], self.line(header.start(1)))
                at = header.end()
            elif key := _KEY.match(self.text, at):
                steps = (*self.table, key[1])
                self.found.setdefault(steps, self.line(key.start(1)))
                at = self.beyond(key.end(), steps)
            at = self.next_line(at)
        return self.found

    def open(self, of_list: bool, name: str, line: int) -> None:
        """Follow a [table] or [[table]] header; a header within a list means the list's last table."""
        steps: Steps = ()
        *parents, last = [part.strip() for part in name.split(".")]
        for parent in parents:
            steps = (*steps, parent)
            if steps in self.counts:
                steps = (*steps, self.counts[steps] - 1)
        steps = (*steps, last)
        if of_list:
            self.found.setdefault(steps, line)
            place = self.counts.get(steps, 0)
            self.counts[steps] = place + 1
            steps = (*steps, place)
        self.found.setdefault(steps, line)
        self.table = steps

    def beyond(self, at: int, steps: Steps) -> int:
        """Where the value that begins at `at` ends. The items of a list get their lines on the way."""
        depth, place, fresh = 0, 0, False
        while at < len(self.text):
            mark = self.text[at]
            if mark == "#":
                at = self.text.find("\n", at)
                if at < 0:
                    return len(self.text)
                continue
            if fresh and depth == 1 and not mark.isspace() and mark != "]":
                self.found[(*steps, place)] = self.line(at)
                place, fresh = place + 1, False
            if string := _STRING.match(self.text, at):
                at = string.end()
                if depth == 0:
                    return at
                continue
            if mark in "[{":
                fresh = mark == "[" and depth == 0
                depth += 1
            elif mark in "]}":
                depth -= 1
                if depth == 0:
                    return at + 1
            elif mark == "," and depth == 1:
                fresh = True
            elif mark == "\n" and depth == 0:
                return at
            at += 1
        return at

    def next_line(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1

    def line(self, at: int) -> int:
        return self.text.count("\n", 0, at) + 1
