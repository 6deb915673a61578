"""The folders of one embedded server: where each thing lies, whose it is, and who may enter."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from kurss.portal.embedded import address
from kurss.portal.embedded.owner import Owner, known_owner, server_owner
from kurss.portal.embedded.refusals import HomeNotWritable, HomeOfAnother, SocketFolderTaken


@dataclass(frozen=True)
class Cluster:
    """Everything of one home's server, by name."""

    home: Path
    place: Path
    owner: Owner

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder, complete from the moment it exists."""
        return self.place / "data"

    @property
    def passwords(self) -> Path:
        """Written once the data are complete."""
        return address.password_file(self.home)

    @property
    def socket_folder(self) -> Path:
        return address.socket_folder(self.home)

    @property
    def log(self) -> Path:
        return self.place / "server.log"

    @property
    def lock(self) -> Path:
        """Held alone by whoever makes, starts or stops the server."""
        return self.place / "lock"

    @property
    def users(self) -> Path:
        """Held together by every process that uses the server."""
        return self.place / "users"

    @property
    def life(self) -> Path:
        """Held by the server's own processes, which inherit it: while it is free, none of them is left."""
        return self.place / "life"

    @property
    def stays(self) -> Path:
        """Exists while the server is to stay when its last user leaves."""
        return self.place / "stays"

    @property
    def throw_away(self) -> Path:
        """Exists where the data are nobody's; names the home. They are not flushed to disk."""
        return self.place / "throw-away"

    @property
    def initialised(self) -> bool:
        return (self.data / "PG_VERSION").exists() and self.passwords.exists()


def existing(home: Path) -> Cluster | None:
    """The cluster of this home; None where none was ever prepared, or none that the caller can see."""
    home = home.resolve()
    place = address.place(home)
    owner = known_owner()
    if owner is None or not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        return None
    return Cluster(home, place, owner)


def prepare(home: Path) -> Cluster:
    """Make the folders of this home's server, with the owner and the mode each of them needs."""
    home = home.resolve()
    as_root = os.geteuid() == 0
    try:
        _insist_it_is_the_callers(home)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if as_root:
            address.SYSTEM_FOLDER.mkdir(parents=True, exist_ok=True)
            address.SYSTEM_FOLDER.chmod(0o755)
        cluster = Cluster(home, address.place(home), server_owner())
        folder(cluster.place, mode=0o750 if as_root else 0o700)
        if cluster.owner.gid is not None:
            os.chown(cluster.place, 0, cluster.owner.gid)
        _prepare_socket_folder(cluster)
    except OSError as error:
        raise _unwritable(Path(error.filename or home), error.strerror or str(error)) from error
    for written in (home, cluster.place):
        if not os.access(written, os.W_OK | os.X_OK):
            raise _unwritable(written, "writing is not permitted")
    return cluster


def folder(path: Path, *, mode: int) -> None:
    """Make the folder if need be; whatever the umask, it has this mode."""
    path.mkdir(exist_ok=True)
    path.chmod(mode)


def _insist_it_is_the_callers(home: Path) -> None:
    """A home has one server: root's and an ordinary user's would be two, with different data."""
    data = home / "postgres" / "data"
    passwords = address.password_file(home)
    for file in (data, passwords):
        try:
            holder = file.stat().st_uid
        except OSError:
            continue
        if holder != os.geteuid():
            try:
                name = pwd.getpwuid(holder).pw_name
            except KeyError:
                name = f"the user id {holder}"
            raise HomeOfAnother(
                f"The database of {home} was set up by {name}: "
                "start as that user, or choose another home by KURSS_HOME."
            )


def _prepare_socket_folder(cluster: Cluster) -> None:
    path = cluster.socket_folder
    if path.is_relative_to(cluster.place):
        folder(path, mode=0o700)
        cluster.owner.give(path)
        return
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    private = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
    if not private or found.st_uid != os.geteuid():
        raise SocketFolderTaken(
            f"{path}, where the server's socket would lie, is not a private folder of this user: "
            "remove it, or choose a home with a shorter path by KURSS_HOME."
        )


def _unwritable(path: Path, why: str) -> HomeNotWritable:
    return HomeNotWritable(
        f"{path} cannot be written ({why}): give this user the right to write it, "
        "choose another home by KURSS_HOME, or set DATABASE_URL to a server of your own."
    )
