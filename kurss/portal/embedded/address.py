"""Where the embedded server of a home is found. Pure: nothing is started, written or connected to here.

The address of a home never changes, so settings may read it before the server has ever been started:
the server listens on a Unix socket whose folder follows from the home alone, and the password is read
by libpq from a file of the home.
"""

import hashlib
import os
import pwd
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlencode

from psycopg.conninfo import make_conninfo

DATABASE = "kurss"
ROLE = "kurss"
SUPERUSER = "postgres"
PORT = "5432"
"""Only a part of the socket's file name: the embedded server opens no network port."""

SYSTEM_USER = "kurss-postgres"
"""Whom the server runs as when it is started by root, since PostgreSQL refuses to run as root."""

SYSTEM_FOLDER = Path("/var/lib/kurss")
"""Where the server's files lie when it is started by root: a clone may be in a folder closed to others."""

SOCKET_LIMIT = 107
"""The longest path of a Unix socket in bytes."""


def needed(environ: Mapping[str, str]) -> bool:
    """Whether a site needs the embedded server: it does unless DATABASE_URL names another one."""
    return not environ.get("DATABASE_URL")


def conninfo(home: Path, *, dbname: str = DATABASE, role: str = ROLE) -> str:
    """The libpq connection string of the embedded server of this home, whether or not it runs or exists.

    It carries the password once there is one; before that, the file in which libpq will find it.
    """
    fields = _fields(home, dbname, role)
    secret = password(home, role)
    return make_conninfo(**fields, **({"password": secret} if secret else {}))


def url(home: Path, *, dbname: str = DATABASE) -> str:
    """The same address in the form of DATABASE_URL, without the password, which libpq reads from its file."""
    fields = _fields(home, dbname, ROLE)
    name = fields.pop("dbname")
    user = fields.pop("user")
    return f"postgresql://{user}@/{quote(name)}?{urlencode(fields, quote_via=quote)}"


def place(home: Path) -> Path:
    """The folder of everything the server owns: its data, its socket, its log and its locks."""
    if os.geteuid() == 0:
        return SYSTEM_FOLDER / _digest(home)
    return home.resolve() / "postgres"


def socket_folder(home: Path) -> Path:
    """The folder of the server's socket: in its place, or a short private one where that path will not do.

    libpq reads a comma in it as the end of one host and the beginning of the next.
    """
    folder = place(home) / "socket"
    longest = os.fsencode(folder / f".s.PGSQL.{PORT}")
    if len(longest) > SOCKET_LIMIT or b"," in longest:
        return Path(f"/tmp/kurss-{os.geteuid()}-{_digest(home)}")  # noqa: S108 - private: mode and owner are checked
    return folder


def password_file(home: Path) -> Path:
    """The passwords of the server, in the format of libpq's password file, readable by their owner only."""
    return home.resolve() / "database-password"


def password(home: Path, role: str) -> str:
    """The password of this role; empty while there is none, or none that the caller may read."""
    try:
        lines = password_file(home).read_text().splitlines()
    except OSError:
        return ""
    entries = [line.split(":") for line in lines if not line.startswith("#")]
    return next((entry[4] for entry in entries if len(entry) == 5 and entry[3] == role), "")


def _fields(home: Path, dbname: str, role: str) -> dict[str, str]:
    fields = {
        "host": str(socket_folder(home)),
        "port": PORT,
        "dbname": dbname,
        "user": role,
        "passfile": str(password_file(home)),
    }
    owner = _server_user()
    return fields | ({"requirepeer": owner} if owner else {})


def _server_user() -> str:
    """Whose process must answer on the socket; empty for a user id that has no name on this machine."""
    if os.geteuid() == 0:
        return SYSTEM_USER
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return ""


def _digest(home: Path) -> str:
    return hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:12]
