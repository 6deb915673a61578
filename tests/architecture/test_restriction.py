"""No page of an office names anybody whose use is restricted: names come through `namable` or `shown_to`."""

import re
from pathlib import Path

import kurss

SOURCE = Path(kurss.__file__).parent

NAMES_WITHOUT_ASKING = {
    "learning/copying.py": "whether a teacher is still known; names are read from those that may be named",
    "learning/grades.py": "whether the grade fits; whose use is restricted is refused",
    "learning/telling.py": "the language in which somebody is written to",
    "learning/transferring.py": "age band and gender of the day",
    "learning/rounds/at_once.py": "the family's own children",
    "learning/rounds/family.py": "the family's own children",
    "learning/rounds/input.py": "gender, for the reserves of a draw",
    "learning/rounds/inviting.py": "whether the age fits",
    "learning/rounds/mine.py": "the family's own children",
    "learning/rounds/queries.py": "gender, counted",
    "learning/rounds/readers.py": "who is in care; addresses are read from those that may be used",
    "learning/pages/calendars.py": "the family's own calendar",
    "learning/pages/whom.py": "the family's own children",
    "science_centre/booking.py": "whether the age fits; age band and gender of the day",
    "science_centre/queries.py": "the family's own children",
    "science_centre/telling.py": "the language in which somebody is written to",
}
"""Who reads identities past `namable` and `shown_to`, and why no office sees a restricted name by it."""


def test_whoever_reads_names_past_a_restriction_says_why():
    inside = re.compile(r"\bidentities\(")
    found = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if "tests" not in path.parts and "people" not in path.parts and inside.search(path.read_text())
    }
    assert found == set(NAMES_WITHOUT_ASKING)
