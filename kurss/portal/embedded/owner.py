"""Whom the server runs as: the caller, or, for root, an unprivileged user of its own."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from kurss.portal.embedded.address import SYSTEM_FOLDER, SYSTEM_USER
from kurss.portal.embedded.locks import alone
from kurss.portal.embedded.refusals import NoServerUser

ADMIN_FOLDERS = "/usr/sbin:/sbin:/usr/bin:/bin"
ALREADY_THERE = 9
"""The exit code with which useradd says that the user exists."""


class Identity(TypedDict, total=False):
    """The arguments with which subprocess takes on another user."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Owner:
    """The owner of the server's files and processes; `uid` is None where that is simply the caller."""

    uid: int | None = None
    gid: int | None = None

    def identity(self) -> Identity:
        """How subprocess starts a process of this owner."""
        if self.uid is None or self.gid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Make this owner the owner of the path."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def server_owner() -> Owner:
    """The owner of this caller's embedded servers; root's is made on the machine the first time."""
    if os.geteuid() != 0:
        _insist_on_a_name()
        return Owner()
    return known_owner() or _make_system_user()


def known_owner() -> Owner | None:
    """The owner as far as it exists already: None for root before its first embedded server."""
    if os.geteuid() != 0:
        return Owner()
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return None
    return Owner(entry.pw_uid, entry.pw_gid)


def _insist_on_a_name() -> None:
    uid = os.geteuid()
    try:
        pwd.getpwuid(uid)
    except KeyError:
        raise NoServerUser(
            f"User id {uid} has no name in /etc/passwd, without which PostgreSQL does not start: "
            "add an entry for it, or set DATABASE_URL to a server of your own."
        ) from None


def _make_system_user() -> Owner:
    remedy = (
        f"PostgreSQL does not run as root: create a system user {SYSTEM_USER}, start as an ordinary user, "
        "or set DATABASE_URL to a server of your own."
    )
    program = shutil.which("useradd", path=ADMIN_FOLDERS)
    if program is None:
        raise NoServerUser(
            f"The user {SYSTEM_USER} does not exist and there is no useradd to make it. {remedy}"
        )
    command = [program, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command += ["--shell", "/usr/sbin/nologin", "--comment", "Kurss embedded PostgreSQL", SYSTEM_USER]
    with alone(SYSTEM_FOLDER / "lock", patience=60):
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    owner = known_owner()
    if owner is None or done.returncode not in (0, ALREADY_THERE):
        raise NoServerUser(f"useradd could not make the user {SYSTEM_USER} ({done.stderr.strip()}). {remedy}")
    return owner
