"""A released figure changes only as a restatement or a withdrawal with a reason, and what stood stays readable."""

# ruff: noqa: F811 - pytest hands fixtures over by name

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError

from kurss.evidence import (
    bags,
    indicators,
    published,
    releases,
    verify_figures,
)
from kurss.evidence.changes import What, changes
from kurss.evidence.definition import Definition
from kurss.evidence.models import Figure
from kurss.programme.releases import (
    restate_figure,
    withdraw_release,
)
from tests.figures.small_city import AFTER, AS_OF
from tests.figures.test_releases import (  # noqa: F401 - the fixture
    CHILDREN,
    LATER,
    LATER_DAY,
    city,
    draft_release_with_new_group,
    moved,
    release,
    seal,
    shown,
)

pytestmark = pytest.mark.django_db


def test_a_restatement_needs_a_reason_and_leaves_the_old_value_readable(city):
    first = release(city, seal(city))
    city.come("tuesday", "māra", week=1)
    snapshot = seal(city, LATER_DAY, LATER)
    with pytest.raises(releases.ReasonMissing):
        release(city, snapshot, LATER, learning_children=" ")
    withdraw_release(release=published.open_release(), by=city.officer, at=LATER)
    second = release(city, snapshot, LATER, learning_children="Attendance entered late")
    assert shown() == 4
    told = published.history(CHILDREN, "SY2021")
    assert [(one.release.number, one.figure.value, one.line.reason_en) for one in told] == [
        (1, 3, ""),
        (2, 4, "Attendance entered late"),
    ]
    assert [one.is_current for one in told] == [False, True]
    assert second.lines.get().delta == 1
    assert published.is_released(told[0].figure)
    assert first.lines.get(indicator=CHILDREN).released.filter(figure__cell="").get().figure.value == 3


def test_a_figure_that_has_not_moved_cannot_be_restated(city):
    release(city, seal(city))
    city.come("tuesday", "māra", week=1)
    made = draft_release_with_new_group(city)
    with pytest.raises(releases.NotACandidate):
        restate_figure(
            release=made, indicator="learning.adults", period="SY2021", reason="x", reason_en="x",
            by=city.officer, at=LATER,
        )  # fmt: skip


def test_a_period_that_runs_goes_on_without_a_restatement_until_it_is_over(city):
    early, late = date(2021, 12, 31), AS_OF
    snapshot = seal(city, early)
    first = release(city, snapshot)
    assert not first.lines.get(indicator=CHILDREN).is_final
    city.come("tuesday", "māra", week=1)
    snapshot = seal(city, late)
    assert {change.what for change in changes(snapshot)} == {What.CONTINUED}
    second = release(city, snapshot)
    line = second.lines.get(indicator=CHILDREN)
    assert (line.kind, line.is_final, shown()) == ("continued", True, 4)


def test_a_released_snapshot_and_its_figures_are_kept(city):
    made = release(city, seal(city))
    with pytest.raises(ProtectedError), transaction.atomic():
        Figure.objects.filter(snapshot=made.snapshot).delete()
    with pytest.raises(DatabaseError, match="sealed"), transaction.atomic():
        Figure.objects.filter(snapshot=made.snapshot).update(value=4)


def test_a_figure_the_records_give_no_more_is_withdrawn_with_a_reason_and_stays_readable(
    city, client, tmp_path
):
    release(city, seal(city))
    adults = Figure.objects.get(version__indicator="learning.adults", period_key="SY2021", cell="")
    by_year = Definition(fact="learning.attendance", grain="year")
    indicators.define(indicator=adults.version.indicator, definition=by_year, by_key="officer", at=AFTER)
    snapshot = seal(city, LATER_DAY, LATER)
    gone = [one for one in changes(snapshot) if one.what is What.GONE]
    assert [(one.key, one.needs_reason) for one in gone] == [("learning.adults@SY2021", True)]
    with pytest.raises(releases.ReasonMissing):
        release(city, snapshot, LATER, learning_adults=" ")
    withdraw_release(release=published.open_release(), by=city.officer, at=LATER)
    second = release(city, snapshot, LATER, learning_adults="Counted by calendar year from now on")
    line = second.lines.get(indicator="learning.adults", period_key="SY2021")
    assert (line.kind, line.is_final, line.released.count(), line.delta) == ("withdrawn", True, 0, None)
    assert "line learning.adults 1 SY2021 withdrawn final" in second.text
    assert not published.current_figures().filter(pk=adults.pk).exists()
    assert not [one for one in changes(snapshot) if one.version.indicator_id == "learning.adults"]
    page = client.get(f"/en/figures/{adults.address}/").content.decode()
    assert "was withdrawn in release 2" in page
    assert "Counted by calendar year from now on" in page
    assert "Withdrawn from publication" in client.get("/en/releases/2/").content.decode()
    bags.write(second, tmp_path / "audit.zip", public=False)
    assert verify_figures.verify(tmp_path / "audit.zip", second.digest, print) == 0


def test_a_withdrawn_figure_comes_back_only_as_a_restatement_with_a_reason(city):
    release(city, seal(city))
    indicator = Figure.objects.filter(version__indicator="learning.adults").first().version.indicator
    old = indicator.versions.get().as_definition()
    by_year = Definition(fact="learning.attendance", grain="year")
    indicators.define(indicator=indicator, definition=by_year, by_key="officer", at=AFTER)
    release(city, seal(city, LATER_DAY, LATER), LATER, learning_adults="By calendar year")
    indicators.define(indicator=indicator, definition=old, by_key="officer", at=LATER)
    back = next(one for one in changes(seal(city, LATER_DAY, LATER)) if one.key == "learning.adults@SY2021")
    assert (back.what, back.old, back.new.value, back.delta) == (What.MOVED, None, 1, None)
