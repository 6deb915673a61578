from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kurss.journal.models import Entry
from kurss.programme.around.chart import Node, chart
from kurss.programme.around.decisions import (
    DecisionTold,
    change_decision,
    remove_decision,
    take_decision,
    told,
)
from kurss.programme.around.governance import (
    BodyTold,
    SeatTold,
    add_seat,
    body_told,
    change_body,
    found_body,
    remove_body,
)
from kurss.programme.around.keeping import mark
from kurss.programme.models import Body, Decision, Seat
from kurss.programme.refusals import (
    AlreadyEntered,
    AnswersInACircle,
    EndedBeforeItBegan,
    NotOfThisProgramme,
    RestsOnIt,
    SupersededAlready,
    TwoHolders,
    WordsMissing,
)
from kurss.programme.tests.office import NOW, another_programme

DAY = date(2022, 3, 1)
COUNCIL = BodyTold(title="Dome", title_en="Council", kind="council")


@pytest.fixture
def who(office):
    return {"by": office.officer, "at": NOW}


@pytest.fixture
def council(office, who):
    return found_body(programme=office.programme, said=COUNCIL, **who)


@pytest.fixture
def team(office, council, who):
    said = BodyTold(
        title="Grupa", title_en="Team", kind="team", parent=council, mandate="Dara", mandate_en="Does"
    )
    return found_body(programme=office.programme, said=said, **who)


@pytest.fixture
def officer(office):
    client = Client()
    client.force_login(office.officer)
    return client


def decision(number="1", **more) -> DecisionTold:
    return DecisionTold(**{"number": number, "taken_on": DAY, "text": "Jā", "text_en": "Yes"} | more)


def test_bodies_never_answer_to_each_other_in_a_circle(office, council, team, who):
    said = replace(body_told(council), parent=team)
    with pytest.raises(AnswersInACircle):
        change_body(body=council, said=said, seen=mark(body_told(council)), **who)
    with pytest.raises(IntegrityError), transaction.atomic():
        Body.objects.filter(pk=council.pk).update(parent=council)
    other = another_programme(office.officer)
    with pytest.raises(NotOfThisProgramme):
        found_body(programme=other, said=replace(COUNCIL, parent=council), **who)
    with pytest.raises(WordsMissing):
        BodyTold(title="Dome", title_en="Council", kind="council", mandate="Lemj")


def test_a_seat_is_held_by_a_partner_or_somebody_in_words_or_is_vacant(office, council, who):
    add_seat(body=council, said=SeatTold(role="Vada", role_en="Chair", partner=office.partner), **who)
    empty = add_seat(body=council, said=SeatTold(role="Loceklis", role_en="Member"), **who)
    assert empty.is_vacant
    with pytest.raises(TwoHolders):
        SeatTold(role="a", role_en="b", partner=office.partner, holder="Anna")
    with pytest.raises(EndedBeforeItBegan):
        SeatTold(role="a", role_en="b", holds_from=DAY, holds_until=date(2022, 2, 1))
    for wrong in ({"holder": "Anna"}, {"holds_from": DAY, "holds_until": date(2022, 2, 1)}, {"role": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Seat.objects.exclude(partner=None).update(**wrong)
    assert not Entry.objects.filter(label__contains="Anna").exists()


def test_a_body_with_seats_bodies_or_decisions_below_it_stays(council, team, who):
    with pytest.raises(RestsOnIt, match="take those out first"):
        remove_body(body=council, **who)
    remove_body(body=team, **who)
    remove_body(body=council, **who)
    assert not Body.objects.exists()


def test_a_decision_replaces_an_earlier_one_once_and_both_stay_readable(office, council, who):
    first = take_decision(body=council, said=decision(), **who)
    second = take_decision(body=council, said=decision("2", supersedes=first), **who)
    with pytest.raises(AlreadyEntered, match="already"):
        take_decision(body=council, said=decision("2"), **who)
    with pytest.raises(SupersededAlready, match="replaced"):
        take_decision(body=council, said=decision("3", supersedes=first), **who)
    with pytest.raises(SupersededAlready, match="later"):
        take_decision(body=council, said=decision("4", taken_on=date(2022, 1, 1), supersedes=second), **who)
    with pytest.raises(NotOfThisProgramme, match="another"):
        change_decision(decision=second, said=replace(told(second), supersedes=second), seen="", **who)
    with pytest.raises(RestsOnIt):
        remove_decision(decision=first, **who)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=second.pk).update(supersedes=second)
    assert Decision.objects.count() == 2


def test_the_chart_holds_every_body_once_and_no_two_boxes_meet():
    nodes = [
        Node(0, None, "Programme", ""),
        Node(1, 0, "Council of a name that is long enough for two lines", "a"),
    ]
    nodes += [Node(n, 1 if n % 2 else 0, f"Body {n}", "") for n in range(2, 12)]
    drawn = chart(nodes)
    assert [box.node.key for box in drawn.boxes] == list(range(12))
    assert len(drawn.links) == 11
    for index, one in enumerate(drawn.boxes):
        assert 0 <= one.y <= one.y + one.height <= drawn.height
        for other in drawn.boxes[index + 1 :]:
            apart = one.x != other.x or one.y + one.height < other.y or other.y + other.height < one.y
            assert apart, (one, other)
    assert len(drawn.boxes[1].words) == 2


def test_an_officer_draws_up_the_governance_on_pages(office, officer):
    typed = {"title": "Dome", "title_en": "Council", "kind": "council", "parent": ""}
    assert officer.post(reverse("programme:body-add"), typed | {"kind": ""}).status_code == 422
    officer.post(reverse("programme:body-add"), typed)
    council = Body.objects.get()
    here = {"body": council.pk}
    seat = {"role": "Vada", "role_en": "Chair", "partner": office.partner.pk}
    both = officer.post(reverse("programme:seat-add", kwargs=here), seat | {"holder": "Anna"})
    assert "one holder" in both.content.decode()
    officer.post(reverse("programme:seat-add", kwargs=here), seat)
    decided = {"number": "7", "taken_on": "2022-03-01", "text": "Jā", "text_en": "Yes, build it"}
    about = {
        "initiative": office.initiative.pk,
        "meeting": "",
        "charter": "",
        "suggestion": "",
        "supersedes": "",
    }
    officer.post(reverse("programme:decision-add", kwargs=here), decided | about)
    page = officer.get(reverse("programme:governance")).content.decode()
    for said in ('<text class="name"', "Council, 1 seat", "Chair: Centre", "Yes, build it"):
        assert said in page
    one = officer.get(reverse("programme:body", kwargs=here)).content.decode()
    assert "No mandate is stated" in one
    assert "Yes, build it" in one


def test_the_governance_of_more_bodies_takes_as_many_queries(office, officer, council, team, who):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert officer.get(reverse("programme:governance")).status_code == 200
        return len(asked)

    for body in (council, team):
        add_seat(body=body, said=SeatTold(role="Vada", role_en="Chair", partner=office.partner), **who)
        take_decision(body=body, said=decision(), **who)
    queries()
    before = queries()
    for number in range(8):
        said = replace(COUNCIL, title=f"B{number}", title_en=f"B{number}", parent=team)
        body = found_body(programme=office.programme, said=said, **who)
        add_seat(body=body, said=SeatTold(role="Vada", role_en="Chair", partner=office.partner), **who)
        take_decision(body=body, said=decision(), **who)
    assert queries() == before


def test_decisions_go_out_as_a_list_that_says_what_replaces_what(office, council, who, officer):
    first = take_decision(body=council, said=decision(), **who)
    take_decision(body=council, said=decision("2", supersedes=first), **who)
    csv = officer.get(reverse("programme:decisions-csv")).content.decode()
    assert "Dome,2,2022-03-01,Jā,Yes,,,1,," in csv
    assert "Dome,1,2022-03-01,Jā,Yes,,,,2," in csv
