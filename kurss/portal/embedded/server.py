"""The embedded PostgreSQL server of a home: started for whoever needs it, stopped when nobody does.

Several processes share one server. Each holds a lock while it uses it; the last one out stops it, whoever
started it. `ensure` brings a server up that died, at the next call.
"""

import contextlib
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from kurss.portal.embedded import address, cluster, data, ending, locks, postmaster
from kurss.portal.embedded.address import conninfo, needed
from kurss.portal.embedded.binaries import find
from kurss.portal.embedded.cluster import Cluster
from kurss.portal.embedded.refusals import EmbeddedServerError, HomeNotWritable, ServerDidNotStart, StillUsed

__all__ = ["Running", "Status", "conninfo", "ensure", "needed", "remove", "status", "stop", "throw_away"]

PATIENCE = postmaster.START_PATIENCE + postmaster.STOP_PATIENCE
THROW_AWAY = "kurss-throw-away-"
FORGOTTEN_AFTER = 600
"""Seconds after which a throw-away home that nobody uses was forgotten by a process that was killed."""


class Running:
    """One use of a running server, until it is released or this process ends."""

    def __init__(self, used: Cluster, hold: int, *, started_here: bool) -> None:
        self.home = used.home
        self.conninfo = conninfo(used.home)
        self.started_here = started_here
        self._used = used
        self._hold: int | None = hold
        ending.register(self.release)

    def release(self) -> None:
        """End this use; if it was the last, the server stops, unless it was started to stay."""
        with ending.postponed():
            ending.unregister(self.release)
            hold, self._hold = self._hold, None
            if hold is not None:
                _leave(self._used, hold)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


@dataclass(frozen=True)
class Status:
    """What there is of a home's server, as seen by connecting to it."""

    running: bool
    version: str
    place: Path


def ensure(home: Path, *, stays: bool = False) -> Running:
    """The server of this home, started if it does not run; with `stays` it outlives its users."""
    with ending.postponed():
        return _ensure(cluster.prepare(home), stays=stays)


def stop(home: Path) -> bool:
    """Stop the server of this home, whoever uses it; whether one was running."""
    used = cluster.existing(home)
    if used is None:
        return False
    with ending.postponed(), locks.alone(used.lock, patience=PATIENCE):
        used.stays.unlink(missing_ok=True)
        return postmaster.stop(used)


def status(home: Path) -> Status:
    """Whether the server of this home runs. Changes nothing and waits for nobody."""
    used = cluster.existing(home)
    version = postmaster.answers(used) if used and used.initialised else ""
    return Status(running=bool(version), version=version, place=address.place(home))


def remove(home: Path) -> None:
    """Stop the server of this home and delete its data and passwords; the rest of the home stays."""
    used = cluster.existing(home)
    if used is not None:
        with ending.postponed(), locks.alone(used.lock, patience=PATIENCE):
            postmaster.stop(used)
            _delete(used)


def throw_away() -> Running:
    """A server of a new home in the temporary folder, both deleted when it is released.

    For tests: its data survive no power failure, which makes it quick.
    """
    _remove_forgotten()
    with ending.postponed():
        home = Path(tempfile.mkdtemp(prefix=THROW_AWAY)).resolve()
        try:
            used = cluster.prepare(home)
            used.throw_away.write_text(str(home))
            return _ensure(used, stays=False)
        except BaseException:
            shutil.rmtree(home, ignore_errors=True)
            raise


def _ensure(used: Cluster, *, stays: bool) -> Running:
    try:
        with locks.alone(used.lock, patience=PATIENCE):
            if not used.initialised and locks.held(used.users):
                raise StillUsed(
                    f"The passwords of {used.home} were deleted while another process still uses its server: "
                    "end that process, and start again."
                )
            hold = locks.share(used.users)
            try:
                started_here = _bring_up(used)
                if stays:
                    used.stays.touch()
                return Running(used, hold, started_here=started_here)
            except BaseException:
                os.close(hold)
                _stop_if_unused(used)
                raise
    except OSError as error:
        raise HomeNotWritable(
            f"{error.filename or used.place} cannot be used ({error.strerror}): remove the cause, "
            "choose another home by KURSS_HOME, or set DATABASE_URL to a server of your own."
        ) from error


def _bring_up(used: Cluster) -> bool:
    """Whether a server had to be started, for one of ours with its data complete did not answer."""
    life = _await_end_or_answer(used)
    if life is None:
        return False
    try:
        binaries = find(os.environ, used.owner)
        if not used.initialised:
            data.initialise(used, binaries, life)
        data.insist_on_version(used, binaries)
        data.clear_traces(used)
        postmaster.start(used, binaries, life)
    finally:
        os.close(life)
    return True


def _await_end_or_answer(used: Cluster) -> int | None:
    """None once a server answers; `life` once no process of one is left, for whoever is to start the next.

    Between the two a server may still be recovering or stopping, or the first run of a process that was
    killed may still be making the data.
    """
    if not used.initialised and used.data.exists():
        postmaster.stop(used)  # of a home that was deleted: nobody can speak to it any more
    deadline = time.monotonic() + postmaster.START_PATIENCE
    while not (used.initialised and postmaster.answers(used)):
        life = locks.take(used.life)
        if life is not None:
            return life
        if time.monotonic() > deadline:
            raise ServerDidNotStart(
                f"A PostgreSQL process on {used.data} is left but has not answered for "
                f"{postmaster.START_PATIENCE:.0f} seconds: read {used.log}, end it, and start again."
            )
        time.sleep(locks.PAUSE)
    return None


def _leave(used: Cluster, hold: int) -> None:
    os.close(hold)
    with (
        contextlib.suppress(
            FileNotFoundError
        ),  # The place was deleted; PostgreSQL notices and ends by itself.
        locks.alone(used.lock, patience=PATIENCE),
    ):
        _stop_if_unused(used)


def _stop_if_unused(used: Cluster) -> None:
    if locks.held(used.users) or used.stays.exists():
        return
    postmaster.stop(used)
    if used.throw_away.exists():
        _delete(used)
        shutil.rmtree(used.home, ignore_errors=True)


def _delete(used: Cluster) -> None:
    shutil.rmtree(used.socket_folder, ignore_errors=True)
    shutil.rmtree(used.place)
    used.passwords.unlink(missing_ok=True)


def _remove_forgotten() -> None:
    """Of throw-away servers whose process was killed: nobody uses them, and they are not just being made."""
    inside = Path(tempfile.gettempdir()).glob(f"{THROW_AWAY}*/postgres/throw-away")
    for marker in (*address.SYSTEM_FOLDER.glob("*/throw-away"), *inside):
        try:
            found = marker.lstat()
            if found.st_uid != os.geteuid() or time.time() - found.st_mtime < FORGOTTEN_AFTER:
                continue
            used = cluster.existing(Path(marker.read_text()))
            if used is not None and used.throw_away == marker:
                with locks.alone(used.lock, patience=0):
                    _stop_if_unused(used)
        except (OSError, EmbeddedServerError):
            continue  # Somebody else is tidying up.
