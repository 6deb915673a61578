"""Names of people around a programme are forgotten in their time, and what they did stays."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kurss.programme.around.governance import BodyTold, SeatTold, add_seat, found_body
from kurss.programme.around.keeping import mark
from kurss.programme.around.meetings import MeetingTold, record_meeting
from kurss.programme.around.risks import RiskTold, change_risk, register_risk
from kurss.programme.around.risks import told as risk_told
from kurss.programme.around.stakeholders import StakeholderTold, record_stakeholder
from kurss.programme.around.suggestions import Answer, SuggestionTold, answer_suggestion, answered, suggest
from kurss.programme.models import Meeting, RegisteredRisk, RiskChange, Seat, Stakeholder, Suggestion
from kurss.programme.names import GONE
from kurss.programme.tests.office import NOW, forget

DAY = date(2022, 3, 1)


@pytest.fixture
def said(office):
    return {"by": office.officer, "at": NOW}


def test_a_contact_goes_after_the_programme_and_the_stakeholder_stays(office, said):
    told = StakeholderTold(
        partner=office.partner, text="Vada", text_en="Leads", place="S", contact="Anna, 123"
    )
    row = record_stakeholder(programme=office.programme, said=told, **said)
    assert forget("contacts", office.programme.ends_on) == (0, 0)
    assert forget("contacts", date(2022, 10, 1)) == (1, 1)
    assert forget("contacts", date(2022, 10, 1)) == (0, 0)
    row.refresh_from_db()
    assert (row.contact, row.text_en) == ("", "Leads")
    assert Stakeholder.objects.count() == 1


def test_participants_and_authors_go_after_the_meeting_and_what_was_said_stays(office, said, client):
    told = MeetingTold(title="S", title_en="Met", held_on=DAY, people="Anna, skola\nJānis", minutes="Runāja")
    meeting = record_meeting(programme=office.programme, said=told, **said)
    record_meeting(programme=office.programme, said=replace(told, people=""), **said)
    one = suggest(meeting=meeting, said=SuggestionTold(text="V", text_en="More", by_whom="Anna"), **said)
    suggest(meeting=meeting, said=SuggestionTold(text="C", text_en="Else"), **said)
    answer = Answer(state="declined", answer="N", answer_en="No", decided_by="Pēteris", decided_on=DAY)
    answer_suggestion(suggestion=one, said=answer, seen=mark(answered(one)), **said)
    assert forget("participants", DAY) == (0, 0)
    later = date(2022, 3, 2)
    assert (forget("participants", later), forget("authors", later)) == ((1, 1), (1, 1))
    assert (forget("participants", later), forget("authors", later)) == ((0, 0), (0, 0))
    assert list(Meeting.objects.order_by("pk").values_list("people", "minutes")) == [
        (GONE, "Runāja"),
        ("", "Runāja"),
    ]
    assert list(Suggestion.objects.order_by("pk").values_list("by_whom", "decided_by", "answer_en")) == [
        (GONE, GONE, "No"),
        ("", "", ""),
    ]
    client.force_login(office.officer)
    page = client.get(reverse("programme:meeting", kwargs={"meeting": meeting.pk})).content.decode()
    assert page.count("name no longer kept") == 3
    assert GONE not in page


def test_a_holder_goes_after_the_last_day_and_the_seat_is_not_vacant(office, said, client):
    body = found_body(programme=office.programme, said=BodyTold(title="V", title_en="B", kind="team"), **said)
    left = SeatTold(role="V", role_en="Chair", holder="Anna", holds_until=DAY)
    stays = SeatTold(role="L", role_en="Member", holder="Jānis")
    vacant = SeatTold(role="T", role_en="Third")
    for told in (left, stays, vacant):
        add_seat(body=body, said=told, **said)
    assert forget("holders", date(2022, 3, 2)) == (1, 1)
    assert forget("holders", date(2022, 10, 1)) == (1, 1)
    seats = Seat.objects.order_by("order")
    assert [(seat.holder, seat.is_vacant) for seat in seats] == [(GONE, False), (GONE, False), ("", True)]
    client.force_login(office.officer)
    page = client.get(reverse("programme:body", kwargs={"body": body.pk})).content.decode()
    assert "name no longer kept" in page
    assert "Anna" not in page


def test_an_owner_goes_from_a_risk_and_its_history_and_nothing_else_of_them_may_change(office, said):
    risk = register_risk(
        programme=office.programme, said=RiskTold(text="S", text_en="Ill", owner="Anna"), **said
    )
    for owner in ("Jānis", "Centrs"):
        now = risk_told(RegisteredRisk.objects.get(pk=risk.pk))
        change_risk(risk=risk, said=replace(now, owner=owner), seen=mark(now), **said)
    now = risk_told(RegisteredRisk.objects.get(pk=risk.pk))
    change_risk(risk=risk, said=replace(now, likelihood=2, effect=2), seen=mark(now), **said)
    kept = list(RiskChange.objects.exclude(field="owner").order_by("pk").values())
    assert forget("owners", date(2022, 10, 1)) == (1, 1)
    assert forget("owners", date(2022, 10, 1)) == (0, 0)
    assert RegisteredRisk.objects.get().owner == GONE
    changes = RiskChange.objects.filter(field="owner")
    assert set(changes.values_list("was", "became")) == {(GONE, GONE)}
    assert list(RiskChange.objects.exclude(field="owner").order_by("pk").values()) == kept
    for wrong in ({"was": "Other"}, {"why": "Because"}, {"was": GONE, "field": "text"}):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            RiskChange.objects.filter(pk__in=changes).update(**wrong)
