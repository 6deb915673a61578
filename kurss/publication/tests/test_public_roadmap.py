"""A plan too long for one page is read one initiative at a time."""

from datetime import date

import pytest
from django.urls import reverse

from kurss.programme.roadmap import plan_activity
from kurss.programme.tests.office import NOW, another_initiative, found_office
from kurss.publication.pages import programme as pages


@pytest.fixture
def two(db):
    """The keys of two initiatives with a step each."""
    office = found_office()
    other = another_initiative(office.officer, office.programme, "other", 2)
    for initiative, title in ((office.initiative, "Build"), (other, "Teach")):
        plan_activity(
            initiative=initiative, place="Section 2", order=1, title=title, title_en=title,
            planned_from=date(2021, 9, 1), planned_until=date(2022, 1, 1), by=office.officer, at=NOW,
        )  # fmt: skip
    return office.initiative.pk, other.pk


def test_the_public_reads_a_long_plan_one_initiative_at_a_time(two, client, monkeypatch):
    first, second = two
    page = reverse("publication:roadmap")
    whole = client.get(page).content.decode()
    assert f'id="{first}"' in whole
    assert f'id="{second}"' in whole
    assert "<select" not in whole
    monkeypatch.setattr(pages, "ROWS_AT_ONCE", 1)
    narrow = client.get(page).content.decode()
    assert f'<tbody id="{first}"' in narrow
    assert f'<tbody id="{second}"' not in narrow
    assert f'<option value="{second}">' in narrow
    asked = client.get(page, {"initiative": second}).content.decode()
    assert f'<tbody id="{second}"' in asked
    assert "Build" not in asked
