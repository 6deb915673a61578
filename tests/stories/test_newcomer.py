"""A newcomer types one command, then types it again."""

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from tests.conftest import ROOT, empty_city, free_port


def test_the_first_run_shows_what_was_reported_beside_what_the_records_say(city):
    first = (city.home.parent / "first.txt").read_text()
    assert "Reported against computed" in first
    for code in ("L-01", "L-02", "L-03", "L-04", "L-05", "V-01", "V-03", "V-04", "C-01", "C-02"):
        assert code in first
    assert "ynthetic" in first
    documents = sorted(path.name for path in city.documents.glob("*.pdf"))
    assert documents == ["ventspils-deliverable-en.pdf", "ventspils-deliverable-lv.pdf"]


def counts(city) -> dict[str, int]:
    with city.connect() as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT tablename FROM pg_tables "
                "WHERE schemaname = 'public' AND tablename NOT LIKE 'django_%'"
            )
        ]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}


def test_the_second_run_changes_nothing(city):
    before, written = counts(city), [path.stat().st_mtime_ns for path in city.documents.glob("*.pdf")]
    again = city.kurss("demo", "--once")
    assert "Reported against computed" in again.stdout
    assert counts(city) == before
    assert [path.stat().st_mtime_ns for path in city.documents.glob("*.pdf")] == written


def test_what_no_operation_records_yet_is_not_computed(city):
    figures = json.loads(city.kurss("figures", "--json").stdout)["figures"]
    indicators = {figure["indicator"] for figure in figures}
    assert not {key for key in indicators if key.startswith(("science", "connectivity", "vizium"))}


def test_the_report_contradicts_itself_and_the_demonstration_says_so(city):
    shown = re.sub(r"\s+", " ", (city.home.parent / "first.txt").read_text().replace("│", " "))
    assert "9.1" in shown


def test_a_taken_port_is_refused_in_a_sentence_before_anything_is_loaded(city):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = city.kurss("serve", "--port", str(port), check=False)
    assert refused.returncode == 3
    assert f"Port {port} on 127.0.0.1 cannot be used" in refused.stderr
    assert "--port" in refused.stderr


def test_a_database_of_a_newer_kurss_is_refused(city):
    with city.connect() as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('evidence', '9999_later', now())"
        )
    try:
        refused = city.kurss("figures", check=False)
    finally:
        with city.connect() as connection:
            connection.execute("DELETE FROM django_migrations WHERE name = '9999_later'")
    assert refused.returncode == 6
    assert "newer Kurss (it has evidence 9999_later)" in refused.stderr


def test_a_server_that_is_told_to_end_ends_and_leaves_no_process(city):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "kurss.portal.cli", "serve", "--port", str(port)],
        cwd=ROOT,
        env=city.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    time.sleep(3)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    until = time.monotonic() + 20  # a worker may still be on its way out when its pipes are closed
    while (left := _processes_of(process.pid)) and time.monotonic() < until:
        time.sleep(0.1)
    assert left == []


def _processes_of(session: int) -> list[str]:
    """The states of a session's processes; what has ended and waits to be counted (Z) is no process any more."""
    asked = subprocess.run(["ps", "-o", "stat=", "-g", str(session)], capture_output=True, text=True)
    return [state for state in asked.stdout.split() if not state.startswith("Z")]


def test_a_broken_case_is_refused_with_file_line_field_and_remedy_and_nothing_is_loaded(tmp_path):
    folder = tmp_path / "case"
    shutil.copytree(ROOT / "case" / "ventspils", folder)
    broken = folder / "indicators.toml"
    lines = broken.read_text().splitlines()
    where = lines.index('key = "learning.children"')
    lines[where + 1] = 'cod = "L-01"'
    broken.write_text("\n".join(lines))
    with empty_city(tmp_path) as empty:
        refused = empty.kurss("demo", "--once", "--case", str(folder), check=False)
        assert refused.returncode == 4
        assert f"indicators.toml, line {where + 2}" in refused.stderr
        assert "cod" in refused.stderr
        with empty.connect() as connection:
            assert connection.execute("SELECT count(*) FROM programme_programme").fetchone() == (0,)
            assert connection.execute("SELECT count(*) FROM demo_loadedstep").fetchone() == (0,)


def test_a_home_that_cannot_be_written_is_refused_in_a_sentence(city, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    refused = replace(city, home=in_the_way / "home").kurss("serve", check=False)
    assert refused.returncode == 3
    assert re.search(r"The home \S+ cannot be written .*: set KURSS_HOME", refused.stderr)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("frobnicate",), "No such command"),
        (("serve", "--port", "0"), "--port"),
        (("figures", "--bogus"), "No such option"),
        (("serve", "--host", "nowhere"), "is not an address to listen on"),
        (("snapshot", "--as-of", "yesterday"), "is not a day"),
        (("snapshot", "--as-of", "9999-12-31"), "has not come yet"),
    ],
)
def test_a_wrong_command_is_one_sentence_and_exit_code_two(city, arguments, sentence):
    refused = city.kurss(*arguments, check=False)
    assert refused.returncode == 2
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_demonstration_does_not_listen_where_others_can_reach_it(city):
    refused = city.kurss("serve", "--host", "0.0.0.0", "--port", str(free_port()), check=False)
    assert refused.returncode == 3
    assert "may not listen on 0.0.0.0" in refused.stderr


def test_a_forged_figure_makes_the_check_fail(city):
    with city.connect() as connection:
        connection.execute("ALTER TABLE evidence_figure DISABLE TRIGGER USER")
        number, value = connection.execute(
            "SELECT id, value FROM evidence_figure WHERE value IS NOT NULL ORDER BY id LIMIT 1"
        ).fetchone()
        connection.execute("UPDATE evidence_figure SET value = value + 1 WHERE id = %s", [number])
        try:
            checked = city.kurss("figures", "--check", check=False)
        finally:
            connection.execute("UPDATE evidence_figure SET value = %s WHERE id = %s", [value, number])
            connection.execute("ALTER TABLE evidence_figure ENABLE TRIGGER USER")
    assert checked.returncode == 5
    assert "1 disagree" in checked.stdout


def test_three_seals_at_once_make_one_snapshot_and_no_fault(city):
    sealing = [
        subprocess.Popen(
            [sys.executable, "-m", "kurss.portal.cli", "snapshot", "--as-of", "2022-08-31", "--json"],
            cwd=ROOT,
            env=city.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    answers = [process.communicate(timeout=120) for process in sealing]
    assert [process.returncode for process in sealing] == [0, 0, 0], answers
    assert len({json.loads(out)["snapshot"] for out, _ in answers}) == 1


def test_a_report_of_a_city_that_sealed_nothing_is_refused_in_a_sentence(tmp_path):
    with empty_city(tmp_path) as empty:
        empty.home.mkdir(parents=True)
        (empty.home / "demonstration").touch()
        refused = empty.kurss("report", check=False)
    assert refused.returncode == 4
    assert refused.stderr.splitlines()[-1].startswith("kurss: ")
    assert "Traceback" not in refused.stderr
