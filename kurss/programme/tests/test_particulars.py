"""Correcting what a programme says of itself."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from kurss.journal.queries import history_of
from kurss.people.permissions import Role
from kurss.people.refusals import NotAllowed
from kurss.programme.beginning.particulars import correct_programme, mark, particulars
from kurss.programme.beginning.stages import state_period
from kurss.programme.models import Programme
from kurss.programme.opening import open_stage
from kurss.programme.refusals import (
    ChangedMeanwhile,
    PlannedOutsideItsProgramme,
    ProgrammeEndsBeforeItStarts,
    StageOutsideItsProgramme,
    WordsMissing,
)
from kurss.programme.roadmap import plan_activity, plan_milestone
from kurss.programme.tests.office import NOW, account


def corrected(office, *, seen=None, by=None, **said):
    programme = Programme.objects.select_related("document").get(pk=office.programme.pk)
    now = particulars(programme)
    return correct_programme(
        programme=programme,
        said=replace(now, **said),
        seen=seen or mark(programme),
        by=by or office.officer,
        at=NOW,
    )


def test_a_programme_is_corrected_and_the_journal_keeps_what_stood_before(office):
    corrected(office, title_en="Transformation", report_en="Final report", ends_on=date(2022, 12, 31))
    programme = Programme.objects.get(pk=office.programme.pk)
    assert (programme.title_en, programme.document.title_en) == ("Transformation", "Final report")
    entry = history_of(programme).first()
    said = {one.name: one.value for one in entry.details.all()}
    assert entry.act == "programme.correct_programme"
    assert said == {
        "title_en_was": "Programme", "title_en": "Transformation", "report_en_was": "Report",
        "report_en": "Final report", "ends_on_was": "2022-09-30", "ends_on": "2022-12-31",
    }  # fmt: skip
    corrected(office)
    assert history_of(programme).count() == 2, "the same again is no change"


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"ends_on": date(2020, 8, 31)}, ProgrammeEndsBeforeItStarts),
        ({"goal_en": " "}, WordsMissing),
        ({"priority": ""}, WordsMissing),
        ({"disclaimer": "Atruna"}, WordsMissing),
    ],
)
def test_particulars_that_cannot_be_are_refused(office, said, refusal):
    with pytest.raises(refusal):
        corrected(office, **said)
    assert particulars(Programme.objects.get(pk=office.programme.pk)) == particulars(office.programme)


def test_a_programme_does_not_shrink_away_from_what_stands_in_its_days(office):
    said = {"by": office.officer, "at": NOW}
    stage = open_stage(programme=office.programme, stage_key="first", **said)
    state_period(
        stage=stage, starts_on=date(2020, 9, 1), ends_on=date(2021, 1, 31), place="Plan", quote="x", **said
    )
    row = {
        "initiative": office.initiative,
        "order": 1,
        "title_en": "Build",
        "title": "Celt",
        "place": "Plan",
        **said,
    }
    plan_activity(planned_from=date(2021, 1, 1), planned_until=date(2022, 9, 1), **row)
    plan_milestone(planned_month=date(2023, 1, 1), **row | {"title_en": "Late", "title": "Vēls"})
    with pytest.raises(StageOutsideItsProgramme, match=r"1 would .*“First”, 2020-09-01 – 2021-01-31"):
        corrected(office, starts_on=date(2020, 9, 2))
    with pytest.raises(PlannedOutsideItsProgramme, match="“Build”, 2021-01 – 2022-09"):
        corrected(office, ends_on=date(2022, 8, 31))
    corrected(office, ends_on=date(2022, 9, 1))
    assert Programme.objects.get().ends_on == date(2022, 9, 1), "what stood outside before hinders nothing"


def test_whoever_keeps_one_initiative_does_not_correct_the_programme(office):
    with pytest.raises(NotAllowed):
        corrected(
            office, title="X", by=account("one", Role.PROGRAMME_OFFICER, initiative=office.initiative.pk)
        )


def test_of_two_officers_who_correct_a_programme_the_second_sees_the_difference_and_loses_nothing(
    office, client
):
    page = reverse("programme:particulars-correct")
    client.force_login(office.officer)
    form = client.get(page).context["form"]
    typed = {name: form.initial.get(name) or "" for name in form.fields} | {"goal_en": "My goal"}
    corrected(office, goal_en="Their goal")
    with pytest.raises(ChangedMeanwhile):
        corrected(office, goal_en="My goal", seen=typed["seen"])
    told = client.post(page, typed)
    assert told.status_code == 409
    words = told.content.decode()
    assert ("Their" in words, "My goal" in words) == (True, True)
    kept = client.post(page, typed | {"seen": told.context["form"].data["seen"]})
    assert kept.headers["location"] == reverse("programme:particulars")
    history = client.get(reverse("programme:particulars")).content.decode()
    assert ("Their goal" in history, "My goal" in history, "Correct" in history) == (True, True, True)


def test_a_programme_that_ends_before_it_starts_is_said_on_the_page_and_what_was_typed_stays(office, client):
    page = reverse("programme:particulars-correct")
    client.force_login(office.officer)
    form = client.get(page).context["form"]
    typed = {name: form.initial.get(name) or "" for name in form.fields} | {"ends_on": "2019-01-01"}
    refused = client.post(page, typed)
    assert refused.status_code == 422
    words = refused.content.decode()
    assert ("ends (2019-01-01) before it starts" in words, 'value="2019-01-01"' in words) == (True, True)
