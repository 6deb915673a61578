import json
import os
import subprocess
import sys

import pytest


def lint(*words, home):
    clean = {key: word for key, word in os.environ.items() if not key.startswith(("DJANGO", "DATABASE"))}
    return subprocess.run(
        [sys.executable, "-m", "kurss.portal.cli", "lint", *words],
        capture_output=True,
        text=True,
        timeout=120,
        env=clean | {"KURSS_HOME": str(home)},
    )


@pytest.fixture
def report(tmp_path):
    file = tmp_path / "report.txt"
    file.write_text("Results\n\nWe taught 700 hundred children.\n", encoding="utf-8")
    return file


@pytest.mark.slow
def test_a_report_is_read_at_the_keyboard_without_a_database(report, tmp_path):
    said = lint("--report", str(report), home=tmp_path / "home")
    assert said.returncode == 5, said.stderr
    assert "700 hundred children" in said.stdout
    assert not (tmp_path / "home" / "postgresql").exists()

    latvian = lint("--report", str(report), "--language", "lv", home=tmp_path / "home")
    assert "Skaitlis savu lielumu pasaka divreiz" in latvian.stdout
    assert "1 konstatējums." in latvian.stdout

    (finding,) = json.loads(lint("--report", str(report), "--json", home=tmp_path / "home").stdout)
    assert (finding["rule"], finding["severity"], finding["place"]) == (
        "doubled-magnitude",
        "error",
        "“Results”, line 3",
    )
    assert finding["message"]
    assert finding["remedy"]


@pytest.mark.slow
def test_a_sound_report_answers_zero_and_a_wrong_file_says_why(tmp_path):
    sound = tmp_path / "sound.txt"
    sound.write_text("We taught 700 children in 2021.\n", encoding="utf-8")
    assert lint("--report", str(sound), home=tmp_path).returncode == 0
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\x00\x00")
    refused = lint("--report", str(picture), home=tmp_path)
    assert (refused.returncode, "neither text, DOCX nor PDF" in refused.stderr) == (4, True)
    assert lint("--report", str(tmp_path / "none"), home=tmp_path).returncode == 2
