"""Processor time of processes: what a rush cost, whatever else the machine was doing meanwhile."""

from __future__ import annotations

import os
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def spent(root: int) -> float:
    """Seconds of processor time of a process and of everything below it that lives."""
    family, parents = {root}, _parents()
    while below := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= below
    return sum(_own(pid) for pid in family)


def postmaster(place: Path) -> int:
    """The process of the PostgreSQL server whose data lie there."""
    return int((place / "data" / "postmaster.pid").read_text().split()[0])


def _parents() -> dict[int, int]:
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and (fields := _fields(int(folder.name))):
            found[int(folder.name)] = int(fields[1])
    return found


def _own(pid: int) -> float:
    fields = _fields(pid)
    return (int(fields[11]) + int(fields[12])) / TICK if fields else 0.0


def _fields(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name, which may hold spaces."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
