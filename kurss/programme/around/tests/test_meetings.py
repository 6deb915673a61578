from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kurss.journal.models import Entry
from kurss.programme.around import meetings, suggestions
from kurss.programme.around.keeping import mark
from kurss.programme.around.meetings import MeetingTold, change_meeting, record_meeting, remove_meeting
from kurss.programme.around.stakeholders import StakeholderTold, record_stakeholder, remove_stakeholder
from kurss.programme.around.suggestions import Answer, SuggestionTold, answer_suggestion, suggest
from kurss.programme.charters import report_charter, write_charter
from kurss.programme.models import Meeting, Suggestion
from kurss.programme.refusals import (
    AnswerIncomplete,
    ChangedMeanwhile,
    CharterNotInForce,
    NotOfThisProgramme,
    RestsOnIt,
)
from kurss.programme.tests.office import NOW, another_initiative, another_programme, content

DAY = date(2022, 3, 1)


@pytest.fixture
def who(office):
    return {"by": office.officer, "at": NOW}


@pytest.fixture
def stakeholder(office, who):
    told = StakeholderTold(partner=office.partner, text="Vada", text_en="Leads", place="Minutes")
    return record_stakeholder(programme=office.programme, said=told, **who)


@pytest.fixture
def meeting(office, stakeholder, who):
    told = MeetingTold(
        title="Sanāksme", title_en="Meeting", held_on=DAY, stakeholders=(stakeholder,), people="Anna, skola",
        minutes="Runāja", way="online", venue="meet.example",
    )  # fmt: skip
    return record_meeting(programme=office.programme, said=told, **who)


@pytest.fixture
def suggestion(meeting, stakeholder, who):
    told = SuggestionTold(text="Vairāk", text_en="More", stakeholder=stakeholder)
    return suggest(meeting=meeting, said=told, **who)


@pytest.fixture
def officer(office):
    client = Client()
    client.force_login(office.officer)
    return client


def adopted(office, **more) -> Answer:
    given = {"state": "adopted", "initiative": office.initiative, "decided_by": "Council", "decided_on": DAY}
    return Answer(**given | more)


def test_a_meeting_keeps_who_came_and_minutes_in_one_language_or_both(office, meeting, stakeholder, who):
    assert meeting.has_minutes
    assert meetings.told(meeting).stakeholders == (stakeholder,)
    seen = mark(meetings.told(meeting))
    said = replace(meetings.told(meeting), stakeholders=(), minutes_en="They talked")
    change_meeting(meeting=meeting, said=said, seen=seen, **who)
    with pytest.raises(ChangedMeanwhile):
        change_meeting(meeting=meeting, said=replace(said, minutes="Cits"), seen=seen, **who)
    assert meetings.told(Meeting.objects.get()) == said
    assert Entry.objects.filter(act="programme.change_meeting").count() == 1


def test_whoever_took_part_and_a_meeting_with_suggestions_stay_on_record(
    meeting, suggestion, stakeholder, who
):
    with pytest.raises(RestsOnIt, match="stays"):
        remove_meeting(meeting=meeting, **who)
    with pytest.raises(RestsOnIt, match="stays"):
        remove_stakeholder(stakeholder=stakeholder, **who)
    assert not Entry.objects.filter(act__contains="remove").exists(), "nothing is half done"


def test_nobody_of_another_programme_takes_part_or_suggests(office, stakeholder, who):
    other = another_programme(office.officer)
    told = MeetingTold(title="Cita", title_en="Other", stakeholders=(stakeholder,))
    with pytest.raises(NotOfThisProgramme):
        record_meeting(programme=other, said=told, **who)
    held = record_meeting(programme=other, said=replace(told, stakeholders=()), **who)
    with pytest.raises(NotOfThisProgramme):
        suggest(meeting=held, said=SuggestionTold(text="a", text_en="b", stakeholder=stakeholder), **who)


def test_what_became_of_a_suggestion_says_where_or_why_and_by_whom_and_when(office):
    for wrong in ({"initiative": None}, {"decided_by": " "}, {"decided_on": None}):
        with pytest.raises(AnswerIncomplete):
            adopted(office, **wrong)
    with pytest.raises(AnswerIncomplete, match="why"):
        adopted(office, state="declined", initiative=None)
    with pytest.raises(AnswerIncomplete, match="no answer"):
        adopted(office, state="open")


def test_the_database_itself_refuses_an_answer_without_its_parts(office, suggestion):
    for wrong in (
        {"state": "adopted"},
        {"state": "adopted", "decided_by": "Council", "decided_on": DAY},
        {"state": "declined", "decided_by": "Council", "decided_on": DAY},
        {"decided_on": DAY},
        {"state": "lost"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Suggestion.objects.update(**wrong)


def test_a_suggestion_is_adopted_in_a_charter_whose_words_stand(office, suggestion, who):
    seen = mark(suggestions.answered(suggestion))
    draft = write_charter(initiative=office.initiative, content=content(office), **who)
    with pytest.raises(CharterNotInForce, match="thrown away"):
        answer_suggestion(suggestion=suggestion, said=adopted(office, charter=draft), seen=seen, **who)
    source = {"source": office.programme.document, "place": "Section 2"}
    other = another_initiative(office.officer, office.programme, "networks", 2)
    foreign = report_charter(initiative=other, content=content(office), **source, **who)
    with pytest.raises(NotOfThisProgramme):
        answer_suggestion(suggestion=suggestion, said=adopted(office, charter=foreign), seen=seen, **who)
    answer = adopted(office, initiative=other, charter=foreign, answer="Jā", answer_en="Yes")
    answer_suggestion(suggestion=suggestion, said=answer, seen=seen, **who)
    assert suggestions.answered(Suggestion.objects.get()) == answer
    again = mark(suggestions.answered(Suggestion.objects.get()))
    answer_suggestion(suggestion=suggestion, said=Answer(state="open"), seen=again, **who)
    assert Suggestion.objects.get().decided_on is None


def test_an_officer_records_a_meeting_a_suggestion_and_its_answer_on_pages(office, officer, stakeholder):
    typed = {
        "title": "Sanāksme",
        "title_en": "Meeting",
        "held_on": "2022-03-01",
        "stakeholders": [stakeholder.pk],
    }
    assert officer.post(reverse("programme:meeting-add"), typed).status_code == 302
    held = Meeting.objects.get()
    here = {"meeting": held.pk}
    wrong = officer.post(reverse("programme:suggestion-add", kwargs=here), {"text": "Vairāk"})
    assert wrong.status_code == 422
    assert "both languages" in wrong.content.decode()
    officer.post(
        reverse("programme:suggestion-add", kwargs=here), {"text": "Vairāk", "text_en": "More hours"}
    )
    one = Suggestion.objects.get()
    answer = reverse("programme:suggestion-answer", kwargs={"suggestion": one.pk})
    typed = {
        "state": "declined",
        "decided_by": "Council",
        "decided_on": "2022-03-02",
        "initiative": "",
        "charter": "",
    }
    refused = officer.post(answer, typed)
    assert "will ask" in refused.content.decode()
    seen = officer.get(answer).context["form"]["seen"].value()
    officer.post(answer, typed | {"answer": "Nav naudas", "answer_en": "No money", "seen": seen})
    page = officer.get(reverse("programme:meeting", kwargs=here)).content.decode()
    for said in ("More hours", "No money", "Centre", "No minutes have been kept", "Not taken up"):
        assert said in page
    listed = reverse("programme:suggestions")
    assert "More hours" in officer.get(f"{listed}?state=declined").content.decode()
    assert "No suggestion fits" in officer.get(f"{listed}?state=open").content.decode()


def test_twenty_meetings_take_as_many_queries_as_one(office, officer, meeting, suggestion, who):
    pages = [reverse("programme:meetings"), reverse("programme:suggestions")]

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            for page in pages:
                assert officer.get(page).status_code == 200
        return len(asked)

    queries()
    before = queries()
    for number in range(20):
        told = MeetingTold(title=f"S{number}", title_en=f"M{number}")
        suggest(
            meeting=record_meeting(programme=office.programme, said=told, **who),
            said=SuggestionTold(text="a", text_en="b"), **who,
        )  # fmt: skip
    assert queries() == before


def test_suggestions_go_out_as_a_list_by_what_became_of_them(suggestion, office, officer, who):
    csv = officer.get(reverse("programme:suggestions-csv")).content.decode()
    assert "Sanāksme,2022-03-01,Vairāk,More,Centrs,,open," in csv
    assert (
        "Vairāk" not in officer.get(reverse("programme:suggestions-csv") + "?state=adopted").content.decode()
    )
