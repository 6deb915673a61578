"""The exit codes of the `kurss` command, and how a refusal becomes one sentence."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What the shell is told. 1 is a fault of Kurss itself; 2 a command that was written wrongly."""

    DONE = 0
    FAULT = 1
    USAGE = 2
    SURROUNDINGS = 3  # the machine or the configuration: a port, a folder, a variable, the server
    DATA = 4  # a file that was given is wrong; nothing of it was kept
    DISAGREES = 5  # a check that was asked for found a difference
    NEWER = 6  # the database belongs to a newer Kurss


class Refused(Exception):
    """What was asked cannot be done; the message is one sentence with the remedy."""

    code = Exit.SURROUNDINGS

    def __init__(self, sentence: str, code: Exit | None = None) -> None:
        super().__init__(sentence)
        if code is not None:
            self.code = code
