"""The address of a home is known before its server is."""

from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from kurss.portal.embedded import address


def test_the_embedded_server_is_needed_unless_another_one_is_named():
    assert address.needed({})
    assert address.needed({"DATABASE_URL": ""})
    assert not address.needed({"DATABASE_URL": "postgresql://kurss@db.example/kurss"})


def test_a_home_that_does_not_exist_has_an_address_and_stays_away(tmp_path):
    home = tmp_path / "nowhere"
    fields = conninfo_to_dict(address.conninfo(home))
    assert fields["dbname"] == "kurss"
    assert fields["user"] == "kurss"
    assert fields["host"] == str(address.socket_folder(home))
    assert fields["passfile"] == str(home / "database-password")
    assert "password" not in fields
    assert not home.exists()


def test_the_address_carries_the_password_once_there_is_one(tmp_path):
    lines = ["# /data", "*:*:*:postgres:one", "*:*:*:kurss:two"]
    (tmp_path / "database-password").write_text("\n".join(lines))
    assert conninfo_to_dict(address.conninfo(tmp_path))["password"] == "two"
    assert address.password(tmp_path, "postgres") == "one"


def test_the_url_says_the_same_as_the_connection_string(tmp_path):
    home = tmp_path / "a home & more"
    assert conninfo_to_dict(address.url(home)) == conninfo_to_dict(address.conninfo(home))


def test_the_same_home_has_the_same_address_however_it_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert address.conninfo(Path("home")) == address.conninfo(tmp_path / "there" / ".." / "home")


def test_a_path_too_long_for_a_socket_or_with_a_comma_gets_a_short_one(tmp_path, monkeypatch):
    monkeypatch.setattr(address.os, "geteuid", lambda: 4242)
    usual = Path("/srv/kurss")
    assert address.socket_folder(usual) == usual / "postgres" / "socket"
    for awkward in (usual / ("x" * 90), usual / "one, two"):
        folder = address.socket_folder(awkward)
        assert folder.parent == Path("/tmp")
        assert folder.name.startswith("kurss-4242-")
        assert address.socket_folder(awkward) == folder
