from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kurss.evidence.definition import Definition
from kurss.evidence.models import Target
from kurss.evidence.promises import AnotherCalendar
from kurss.journal.queries import history_of
from kurss.people.permissions import Role
from kurss.people.refusals import NotAllowed
from kurss.programme.indicators import declare_indicator, define_indicator, record_statement, set_target
from kurss.programme.measures import measure, report_progress
from kurss.programme.models import Measure, ReportedProgress
from kurss.programme.queries import cross_cutting, measure_columns, measures, measures_of
from kurss.programme.refusals import AlreadyEntered, NotOfThisProgramme
from kurss.programme.roadmap import plan_activity
from kurss.programme.tests.office import NOW, WORDS, account, another_programme
from kurss.programme.words import Words


def declared(office, key="learning.children", code="L-01", **more):
    said = {"name": "Bērni", "name_en": "Children", "level": "output", "unit": "bērni", "unit_en": "children"}
    return declare_indicator(key=key, code=code, **said | {"by": office.officer, "at": NOW} | more)


def measured(office, indicator, column="output", order=1, **more):
    return measure(
        programme=office.programme,
        indicator=indicator,
        column=Measure.Column(column),
        order=order,
        words=WORDS,
        **{"initiative": office.initiative, "by": office.officer, "at": NOW} | more,
    )


def test_the_overview_puts_activities_outputs_and_outcomes_side_by_side(office):
    children, gaps = declared(office), declared(office, "cross.gaps", "X-01")
    output = measured(office, children)
    outcome = measured(office, children, "outcome")
    across = measured(office, gaps, "cross_cutting", initiative=None)
    activity = plan_activity(
        initiative=office.initiative,
        order=1,
        title="Kursi",
        title_en="Courses",
        place="Section 2",
        by=office.officer,
        at=NOW,
    )
    (row,) = measure_columns(office.programme)
    assert (row.activities, row.outputs, row.outcomes) == ((activity,), (output,), (outcome,))
    assert measures(office.initiative) == (output, outcome)
    assert cross_cutting(office.programme) == (across,)
    assert measures_of(["learning.children", "cross.gaps", "none"]) == {
        "learning.children": (output, outcome),
        "cross.gaps": (across,),
    }


def test_an_indicator_stands_once_in_a_column(office):
    children = declared(office)
    measured(office, children)
    with pytest.raises(AlreadyEntered):
        measured(office, children, order=2)


def test_a_measure_without_an_initiative_cuts_across_and_no_other_does(office):
    measured(office, declared(office))
    with pytest.raises(IntegrityError, match="measure_without_initiative_cuts_across"), transaction.atomic():
        Measure.objects.update(initiative=None)


def test_a_measure_belongs_to_an_initiative_of_its_programme(office):
    other = another_programme(office.officer)
    with pytest.raises(NotOfThisProgramme, match="choose one of its own initiatives"):
        measure(
            programme=other,
            indicator=declared(office),
            column=Measure.Column.OUTPUT,
            order=1,
            words=WORDS,
            initiative=office.initiative,
            by=office.officer,
            at=NOW,
        )


def test_reported_progress_is_kept_in_the_words_of_its_three_columns(office):
    across = measured(office, declared(office), "cross_cutting", initiative=None)
    report_progress(
        measure=across,
        started=Words("Sākums", "Start", "KPI 1"),
        midway=Words("Vidus", "Midway", "KPI 1"),
        final=Words("Gals", "Final", "KPI 1"),
        by=office.officer,
        at=NOW,
    )
    (row,) = cross_cutting(office.programme)
    assert (row.progress.started_en, row.progress.midway_en, row.progress.final_en, row.progress.place) == (
        "Start",
        "Midway",
        "Final",
        "KPI 1",
    )


def test_targets_and_statements_are_set_by_a_programme_officer_and_journalled(office):
    children = declared(office)
    said = {"indicator": children, "document": "icc", "place": "Section 2", "quote": "At least 500 children"}
    said |= {"comparison": "at_least", "value": Decimal(500), "by": office.officer, "at": NOW}
    target = set_target(kind="final", **said)
    statement = record_statement(
        said_on=date(2022, 9, 30), author="City", **said | {"comparison": "exactly", "value": Decimal(700)}
    )
    assert [entry.act for entry in history_of(target)] == ["programme.set_target"]
    assert [entry.act for entry in history_of(statement)] == ["programme.record_statement"]
    with pytest.raises(NotAllowed):
        set_target(kind="midway", **said | {"by": account("resident", Role.RESIDENT)})
    assert Target.objects.count() == 1


def test_a_promise_for_a_period_that_is_never_counted_is_refused_and_a_baseline_of_it_is_not(office):
    children, by = declared(office), {"by": office.officer, "at": NOW}
    visits = Definition(fact="learning.attendance", grain="school_year")
    define_indicator(indicator=children, definition=visits, **by)
    said = {
        "indicator": children,
        "document": "icc",
        "place": "Section 2",
        "quote": "500",
        "value": Decimal(500),
    }
    said |= {"comparison": "at_least", **by}
    with pytest.raises(AnotherCalendar, match="Y2022 is none"):
        set_target(kind="final", period="Y2022", **said)
    set_target(kind="final", period="SY2022", **said)
    set_target(kind="baseline", period="Y2019", **said)
    define_indicator(indicator=children, definition=replace(visits, grain="year"), **by)
    assert children.targets.get(kind="final").period_key == "SY2022", "what was promised before stands"


def test_of_two_officers_who_report_progress_the_second_sees_both_texts(office, client):
    row = measured(office, declared(office))
    client.force_login(office.officer)
    url = reverse("programme:progress", kwargs={"measure": row.pk})
    names = ("started", "midway", "final")
    typed = {f"{name}{suffix}": f"{name}{suffix} mine" for name in names for suffix in ("", "_en")}
    typed |= {"place": "Slide 26", "seen": ""}
    assert client.post(url, typed | {"final_en": ""}).status_code == 422
    assert client.post(url, typed).status_code == 302
    late = client.post(url, typed | {"final_en": "3000 adults"})
    assert late.status_code == 409
    assert "<ins>3000 adults</ins>" in late.content.decode()
    client.post(url, typed | {"final_en": "3000 adults", "seen": late.context["form"].data["seen"]})
    assert ReportedProgress.objects.get().final_en == "3000 adults"
    page = client.get(reverse("programme:measures")).content.decode()
    assert "3000 adults" in page
    assert f"/measures/output/{row.pk}/" in page


def test_an_officer_puts_an_indicator_into_each_column_on_a_page(office, client):
    indicator = declared(office)
    client.force_login(office.officer)
    said = {"text": "Vārdi", "text_en": "Words", "place": "Slide 10", "indicator": indicator.pk}
    own = {"initiative": "skills"}
    for kept, more in (("output", own), ("outcome", own), ("cross-cutting", {})):
        url = reverse("programme:statement-add", kwargs={"chapter": "measures", "kept": kept})
        assert client.post(url, said | more).status_code == 302
        again = client.post(url, said | more)
        assert "already entered" in again.content.decode()
    assert set(Measure.objects.values_list("column", "initiative")) == {
        ("output", "skills"), ("outcome", "skills"), ("cross_cutting", None)
    }  # fmt: skip
