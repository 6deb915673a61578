"""The first run is cut off in its middle; the next one completes it."""

import json
import os
import signal
import subprocess
import sys
import time

from tests.conftest import ROOT, empty_city


def test_an_interrupted_first_run_is_completed_by_the_next(city, tmp_path):
    with empty_city(tmp_path) as cut:
        process = subprocess.Popen(
            [sys.executable, "-m", "kurss.portal.cli", "demo", "--once"],
            cwd=ROOT,
            env=cut.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + 120
        while not courses_under_way(cut) and time.monotonic() < until:
            assert process.poll() is None, "the run ended before it could be cut off"
            time.sleep(0.2)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        with cut.connect() as connection:
            assert connection.execute("SELECT count(*) FROM learning_attendance").fetchone() == (0,)
        again = cut.kurss("demo", "--once")
        assert "Reported against computed" in again.stdout
        assert values(cut) == values(city)


def courses_under_way(cut) -> bool:
    """The steps before the courses are kept, and the courses are not."""
    try:
        with cut.connect() as connection:
            steps = connection.execute("SELECT name FROM demo_loadedstep").fetchall()
    except Exception:  # the tables are not made yet
        return False
    return {name for (name,) in steps} == {"accounts", "case"}


def values(city) -> dict[tuple[str, str, str], str | None]:
    """Every figure's value by what it means. Digests hold database ids, which differ between two loads."""
    listed = json.loads(city.kurss("figures", "--json").stdout)["figures"]
    return {(f["indicator"], f["period"], f["cell"]): f["value"] for f in listed}
