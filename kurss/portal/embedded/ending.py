"""What is done when this process ends: at its exit, or at a signal that would end it there and then.

A handler somebody else has installed is left in place: it decides how the process ends, and the exit
that follows does the rest. Only where a signal would end the process outright is it answered here, and
then the process still ends by that signal.
"""

import atexit
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from kurss.portal.embedded.refusals import EmbeddedServerError

SIGNALS = (signal.SIGTERM, signal.SIGHUP)

_actions: list[Callable[[], None]] = []
_depth = 0
_waiting: int | None = None


def register(action: Callable[[], None]) -> None:
    """Do this when the process ends; the last registered is done first."""
    if not _actions:
        atexit.unregister(_do_all)
        atexit.register(_do_all)
    _actions.append(action)
    if threading.current_thread() is threading.main_thread():
        for number in SIGNALS:
            if signal.getsignal(number) == signal.SIG_DFL:
                signal.signal(number, _signalled)


def unregister(action: Callable[[], None]) -> None:
    """It is done already."""
    if action in _actions:
        _actions.remove(action)


@contextmanager
def postponed() -> Iterator[None]:
    """A block that a signal does not interrupt: it is answered when the block is left.

    Python answers signals in the main thread only, which would otherwise wait for a lock it holds itself.
    """
    global _depth, _waiting
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _depth += 1
    try:
        yield
    finally:
        _depth -= 1
        if _depth == 0 and _waiting is not None:
            number, _waiting = _waiting, None
            _signalled(number, None)


def _signalled(number: int, frame: FrameType | None) -> None:
    global _waiting
    if _depth:
        _waiting = number
        return
    try:
        _do_all()
    finally:
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)


def _do_all() -> None:
    while _actions:
        action = _actions.pop()
        try:
            action()
        except EmbeddedServerError as error:
            sys.stderr.write(f"{error}\n")
