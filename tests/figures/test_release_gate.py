"""A figure does not go out beside a promise that contradicts itself, unless somebody accepts that by name."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kurss.evidence.models import Indicator, Release
from kurss.people.permissions import Role
from kurss.programme.indicators import set_target
from kurss.programme.lint.accepting import accept
from kurss.programme.measures import measure
from kurss.programme.models import Measure
from kurss.programme.releases import FindingsOpen, approve_release, draft_release, propose_release
from kurss.programme.sealing import seal_and_compute
from kurss.programme.tests.office import WORDS, another_programme
from tests.figures.small_city import AFTER, AS_OF, account, build

pytestmark = pytest.mark.django_db

CHILDREN = "learning.children"


@pytest.fixture
def city(settings, tmp_path):
    settings.SNAPSHOTS = tmp_path / "snapshots"
    made = build()
    made.come("tuesday", "anna", "juris")
    made.approver = account(Role.APPROVER)
    return made


def promise(city, value, place):
    set_target(
        indicator=Indicator.objects.get(pk=CHILDREN),
        kind="final",
        comparison="at_least",
        value=value,
        due_on=date(2023, 12, 31),
        document="report",
        place=place,
        quote=f"at least {value}",
        by=city.officer,
        at=AFTER,
    )


@pytest.fixture
def draft(city):
    """A release of figures, one of which measures a programme that promised two values of it."""
    programme = another_programme(city.officer)
    measure(
        programme=programme,
        indicator=Indicator.objects.get(pk=CHILDREN),
        column=Measure.Column.CROSS_CUTTING,
        order=1,
        words=WORDS,
        by=city.officer,
        at=AFTER,
    )
    promise(city, 500, "page 1")
    promise(city, 700, "page 2")
    snapshot = seal_and_compute(by=city.officer, as_of=AS_OF, at=AFTER)[0]
    return draft_release(
        snapshot=snapshot, name="Gads", name_en="The year", by=city.officer, at=AFTER
    ), programme


def test_a_release_waits_until_the_contradiction_about_its_indicator_is_settled_or_accepted(city, draft):
    release, programme = draft
    with pytest.raises(FindingsOpen, match="One promise has two values"):
        propose_release(release=release, by=city.officer, at=AFTER)
    assert Release.objects.get().state == "draft"
    accept(
        programme=programme,
        rule="promise-two-values",
        place=f"indicator:{CHILDREN}",
        reason="The higher one was agreed in May",
        until=timezone.localdate(AFTER) + timedelta(days=30),
        by=city.officer,
        at=AFTER,
    )
    proposed = propose_release(release=release, by=city.officer, at=AFTER)
    promise(city, 900, "page 3")
    with pytest.raises(FindingsOpen):
        approve_release(release=proposed, by=city.approver, at=AFTER)


def test_findings_about_what_is_not_released_hold_nothing_up(city, draft):
    release, _programme = draft
    release.lines.filter(indicator=CHILDREN).first().released.all().delete()
    release.lines.filter(indicator=CHILDREN).delete()
    assert propose_release(release=release, by=city.officer, at=AFTER).state == "proposed"
