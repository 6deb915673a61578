"""Starting a programme from a kind, when its stages run, and what each still owes."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from kurss.people.permissions import Role
from kurss.people.refusals import NotAllowed
from kurss.programme.beginning.kinds import FOLDER, read_kind, shipped
from kurss.programme.beginning.stages import (
    artefact_mark,
    correct_period,
    narrative_mark,
    period_mark,
    settle_artefact,
    state_period,
    take_out_period,
    tell_stage,
)
from kurss.programme.beginning.starting import Begun, kinds, start_programme
from kurss.programme.models import Artefact, Programme, Stage, StatedPeriod, Template
from kurss.programme.opening import open_stage
from kurss.programme.refusals import (
    ChangedMeanwhile,
    PeriodAlreadyStated,
    PlaceMissing,
    ProgrammeEndsBeforeItStarts,
    StageEndsBeforeItStarts,
    StageOutsideItsProgramme,
    TemplateUnsound,
)
from kurss.programme.tests.office import NOW, account
from kurss.programme.words import Words

BEGUN = Begun(
    title="Programma", title_en="Programme", goal="Mērķis", goal_en="Goal", starts_on=date(2020, 9, 1),
    ends_on=date(2022, 9, 30), report="Ziņojums", report_en="Report", author="City", place="Plan",
)  # fmt: skip


@pytest.fixture
def officer(db):
    return account("officer", Role.PROGRAMME_OFFICER)


@pytest.fixture
def stage(office):
    return open_stage(programme=office.programme, stage_key="first", by=office.officer, at=NOW)


def started(officer, key="icc-2020-22", days=None, begun=BEGUN):
    return start_programme(kind=shipped()[key], begun=begun, stages=days or {}, by=officer, at=NOW)


@pytest.mark.parametrize("key", ["icc-2020-22", "eea-grants"])
def test_a_programme_of_either_kind_starts_with_its_stages_and_what_each_owes(key, officer):
    kind = shipped()[key]
    first = kind.stages[0]
    days = {first.key: (date(2020, 9, 1), date(2021, 1, 31))}
    programme = started(officer, key, days)
    stages = list(programme.stages.all())
    assert [stage.template_stage.key for stage in stages] == [stage.key for stage in kind.stages]
    owed = [artefact.template_artefact.key for artefact in stages[0].artefacts.all()]
    assert owed == [one.key for one in first.owes]
    assert [(row.starts_on, row.place) for row in StatedPeriod.objects.all()] == [(date(2020, 9, 1), "Plan")]
    assert started(officer, key).pk == "programme-2", "a second one of the kind takes the next key"
    assert Template.objects.count() == 1


def test_the_two_kinds_that_ship_differ_in_stages_artefacts_and_rules():
    icc, eea = (shipped()[key] for key in ("icc-2020-22", "eea-grants"))
    assert not {stage.key for stage in icc.stages} & {stage.key for stage in eea.stages}
    assert {*icc.rules_left_out} != {*eea.rules_left_out}


@pytest.mark.parametrize(
    ("first", "last", "refusal"),
    [
        (date(2021, 5, 1), date(2021, 2, 1), StageEndsBeforeItStarts),
        (date(2020, 8, 31), date(2021, 2, 1), StageOutsideItsProgramme),
        (date(2022, 9, 1), date(2022, 10, 1), StageOutsideItsProgramme),
    ],
)
def test_a_stage_that_cannot_be_is_named_and_nothing_is_started(first, last, refusal, officer):
    with pytest.raises(refusal, match=r"Sagatavošanās|Preparation and assessment"):
        started(officer, days={"preparation": (first, last)})
    assert not Programme.objects.exists()
    assert not Template.objects.exists()


def test_a_programme_that_ends_before_it_starts_is_refused(officer):
    with pytest.raises(ProgrammeEndsBeforeItStarts):
        started(officer, begun=replace(BEGUN, ends_on=date(2020, 8, 1)))
    with pytest.raises(NotAllowed):
        started(account("teacher", Role.TEACHER))


def test_everything_wrong_in_a_file_of_a_kind_is_listed():
    with pytest.raises(TemplateUnsound, match="not a TOML file"):
        read_kind("[template")
    text = """[template]
key = "Big Key"
title = "T"
rules_left_out = ["no-such-rule"]
[[template.stage]]
key = "a"
title = "A"
title_en = "A"
owes = [{ key = "x", title = "X", title_en = "X" }, { key = "x", title = "X", title_en = "" }]
colour = "red"
"""
    with pytest.raises(TemplateUnsound) as refused:
        read_kind(text, rules={"some-rule"})
    for said in ("small letters", "title_en", "no-such-rule", "colour", "the key x twice"):
        assert said in str(refused.value)
    assert all(read_kind(path.read_text()) for path in FOLDER.glob("*.toml"))


def test_a_stage_ends_after_it_starts_and_a_place_states_it_once(stage, office):
    told = {"stage": stage, "place": "Cover", "quote": "2021", "by": office.officer, "at": NOW}
    with pytest.raises(StageEndsBeforeItStarts):
        state_period(starts_on=date(2021, 5, 1), ends_on=date(2021, 2, 1), **told)
    row = state_period(starts_on=date(2021, 2, 1), ends_on=date(2021, 4, 30), **told)
    with pytest.raises(PeriodAlreadyStated):
        state_period(starts_on=date(2021, 2, 1), ends_on=date(2021, 5, 31), **told)
    other = state_period(starts_on=date(2021, 2, 1), ends_on=date(2021, 5, 31), **told | {"place": "Slide 3"})
    said = {"quote": "2021", "months": None, "by": office.officer, "at": NOW}
    days = {"starts_on": date(2021, 2, 1), "ends_on": date(2021, 4, 29)}
    with pytest.raises(PeriodAlreadyStated):
        correct_period(period=other, place="Cover", seen=period_mark(other), **days, **said)
    seen = period_mark(row)
    correct_period(period=row, place="Cover", seen=seen, **days, **said)
    with pytest.raises(ChangedMeanwhile, match="2021-04-29"):
        correct_period(period=row, place="Cover", seen=seen, **days | {"ends_on": date(2021, 4, 28)}, **said)
    take_out_period(period=other, by=office.officer, at=NOW)
    assert [one.ends_on for one in stage.periods.all()] == [date(2021, 4, 29)]


def test_of_two_officers_who_tell_a_stage_the_second_is_told(stage, office):
    seen = narrative_mark(stage)
    told = {"stage": stage, "seen": seen, "by": office.officer, "at": NOW}
    tell_stage(words=Words("a", "b", "c"), **told)
    with pytest.raises(ChangedMeanwhile):
        tell_stage(words=Words("d", "e", "f"), **told)
    assert Stage.objects.get().narrative_en == "b"
    with pytest.raises(IntegrityError), transaction.atomic():
        Stage.objects.update(narrative="")


def test_an_artefact_has_an_owner_and_a_day_and_is_there_only_in_a_place(stage, office):
    artefact = stage.artefacts.get()
    settled = {
        "artefact": artefact, "owner": office.approver, "due_on": date(2021, 4, 1), "by": office.officer, "at": NOW
    }  # fmt: skip
    seen = artefact_mark(artefact)
    with pytest.raises(PlaceMissing):
        settle_artefact(state=Artefact.State.DELIVERED, place=" ", seen=seen, **settled)
    settle_artefact(state=Artefact.State.HEADING_ONLY, place="Slide 9", seen=seen, **settled)
    with pytest.raises(ChangedMeanwhile, match="Heading only"):
        settle_artefact(state=Artefact.State.DELIVERED, place="Slide 9", seen=seen, **settled)
    artefact.refresh_from_db()
    settle_artefact(state=Artefact.State.DELIVERED, place="Slide 9", seen=artefact_mark(artefact), **settled)
    office.approver.delete()
    artefact.refresh_from_db()
    assert (artefact.state, artefact.owner) == ("delivered", None), "who leaves owes nothing any more"


@pytest.fixture
def browser_of(client, officer):
    client.force_login(officer)
    return client


def test_an_officer_starts_a_programme_on_pages_and_a_mistake_keeps_what_was_typed(browser_of):
    assert "EEA and Norway" in browser_of.get(reverse("programme:start")).content.decode()
    form = reverse("programme:start-form", kwargs={"template": "icc-2020-22"})
    typed = {
        "title": "Ventspils", "title_en": "Ventspils", "goal": "Mērķis", "goal_en": "Goal", "author": "City",
        "starts_on": "2020-09-01", "ends_on": "2022-09-30", "report": "Z", "report_en": "R", "place": "Plan",
        "first-0": "2020-10-01", "last-0": "2020-09-01",
    }  # fmt: skip
    refused = browser_of.post(form, typed)
    assert refused.status_code == 422
    assert "ends (2020-09-01) before it starts (2020-10-01)" in refused.content.decode()
    assert 'value="2020-10-01"' in refused.content.decode()
    half = browser_of.post(form, typed | {"last-0": ""})
    assert "Write both days of the stage" in half.content.decode()
    done = browser_of.post(form, typed | {"last-0": "2021-01-31"})
    assert done.headers["location"] == reverse("programme:stages")
    page = browser_of.get(reverse("programme:stages")).content.decode()
    assert "The stages still owe 16 of 16" in page
    assert "16 of them have nobody" in page


def test_the_page_of_stages_says_who_owes_what_and_what_is_late(browser_of, officer):
    started(officer)
    artefact = Artefact.objects.order_by("pk").first()
    url = reverse("programme:artefact", kwargs={"artefact": artefact.pk})
    seen = browser_of.get(url).context["form"].initial["seen"]
    typed = {"owner": str(officer.pk), "due_on": "2020-10-01", "state": "owed", "place": "", "seen": seen}
    wrong = browser_of.post(url, typed | {"state": "delivered"})
    assert "Say where it is found" in wrong.content.decode()
    browser_of.post(url, typed)
    mine = browser_of.get(reverse("programme:stages"), {"show": "mine"})
    assert [len(shown.artefacts) for shown in mine.context["stages"]] == [1, 0, 0, 0]
    assert "1 is past its day" in mine.content.decode()
    stale = browser_of.post(url, typed | {"state": "heading_only", "place": "Slide 2"})
    assert "Somebody else settled this artefact" in stale.content.decode()
    browser_of.post(
        url, typed | {"state": "heading_only", "place": "x", "seen": stale.context["form"].data["seen"]}
    )
    artefact.refresh_from_db()
    assert artefact.state == "heading_only"


def test_another_kind_comes_in_as_a_file_and_only_whole(browser_of):
    start = reverse("programme:start")
    text = (FOLDER / "eea-grants.toml").read_text().replace('key = "eea-grants"', 'key = "own-kind"')
    broken = browser_of.post(start, {"file": SimpleUploadedFile("a.toml", b"[template]\nkey = 1")})
    assert broken.status_code == 422
    assert "needs a key" in broken.content.decode()
    assert not Template.objects.exists()
    browser_of.post(start, {"file": SimpleUploadedFile("a.toml", text.encode())})
    assert "own-kind" in kinds()
    again = browser_of.post(start, {"file": SimpleUploadedFile("a.toml", text.encode())})
    assert "already entered" in again.content.decode()
