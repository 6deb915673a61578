"""Locks on files (flock): they end with the processes that hold them, however those processes end."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kurss.portal.embedded.refusals import ServerBusy

PAUSE = 0.02


def share(file: Path) -> int:
    """Hold the file together with others, until the returned descriptor is closed."""
    descriptor = _open(file)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def take(file: Path) -> int | None:
    """Hold the file alone, until the returned descriptor is closed; None while anybody else holds it."""
    descriptor = _open(file)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def held(file: Path) -> bool:
    """Whether any process holds the file."""
    descriptor = take(file)
    if descriptor is None:
        return True
    os.close(descriptor)
    return False


@contextmanager
def alone(file: Path, *, patience: float) -> Iterator[None]:
    """Hold the file alone for the length of a block; ServerBusy after `patience` seconds of waiting."""
    deadline = time.monotonic() + patience
    while (descriptor := _take_existing(file)) is None:
        if time.monotonic() > deadline:
            raise ServerBusy(
                f"Another process has kept {file} locked for {patience:.0f} seconds, starting or stopping "
                "the embedded server: end that process, or wait, and try again."
            )
        time.sleep(PAUSE)
    try:
        yield
    finally:
        os.close(descriptor)


def _take_existing(file: Path) -> int | None:
    """As `take`, but never a file that was deleted while it was waited for."""
    descriptor = take(file)
    if descriptor is None:
        return None
    try:
        if os.path.samestat(os.fstat(descriptor), file.stat()):
            return descriptor
    except FileNotFoundError:
        pass
    os.close(descriptor)
    return None


def _open(file: Path) -> int:
    return os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
