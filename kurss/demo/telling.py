"""How the demonstration tells what it is doing: sentences, and a bar for what takes a while."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


class Teller:
    """Sentences and bars on a console. On one that is no terminal a bar is one line when it is full."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._bars: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def say(self, sentence: str) -> None:
        self._console.print(sentence, style="dim")

    def count(self, what: str, done: int, total: int) -> None:
        """So many of so many; the same words move the same bar."""
        if what not in self._bars:
            self._bars[what] = self._progress.add_task(what, total=total)
        full_before = self._progress.tasks[self._bars[what]].finished
        self._progress.update(self._bars[what], completed=done, total=total)
        if done == total and not full_before and not self._console.is_terminal:
            self.say(f"{what}: {done} of {total}.")
