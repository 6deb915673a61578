"""What becomes of a draw: places offered and answered, and the line of those who wait."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kurss.learning import draw
from kurss.learning.enrolment import enrol
from kurss.learning.models import (
    Enrolment,
    EnrolmentRound,
    MoveKind,
    Offer,
    OfferState,
    WaitingMove,
)
from kurss.learning.refusals import (
    GivenByDraw,
    HoursClash,
    NotInLine,
    OfferGone,
)
from kurss.learning.rounds.drawing import close_round, draw_round
from kurss.learning.rounds.line import chance, place_in_line, replay, step_out, waiting_applications
from kurss.learning.rounds.offering import accept, decline, expire_offers
from kurss.learning.rounds.planning import Places, end_round
from kurss.learning.tests.city import THURSDAYS
from kurss.learning.tests.rounds import (
    CLOSES,
    DRAWN,
    SOON,
    applied,
    drawn,
    opened,
    pool_of,
    taken,
)
from kurss.learning.withdrawing import withdraw
from kurss.people.erasure import erase_identity
from kurss.people.permissions import Role
from kurss.people.queries import unattended


@pytest.fixture
def crowded(city):
    """Two places, five children, drawn; the round, the group and the five applications."""
    group = city.group()
    round = opened(city, Places(pool_of(group)))
    applications = [applied(city, round, city.person(f"Bērns {n}"), group) for n in range(5)]
    return drawn(city, round), group, applications


def test_the_ledger_the_input_and_the_published_draw_are_never_changed(crowded):
    for table in ("learning_waitingmove", "learning_roundinput", "learning_publisheddraw"):
        with (
            pytest.raises(IntegrityError, match="only added"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"DELETE FROM {table}")


def test_every_place_that_was_drawn_is_held_and_everybody_else_waits_in_the_order_drawn(crowded):
    round, group, _applications = crowded
    output = json.loads(round.published.document)["output"]
    got = {row["ticket"] for row in output["places"]}
    assert {offer.application.ticket for offer in Offer.objects.all()} == got
    assert (len(got), taken(group)) == (2, 2)
    line = [one.ticket for one in waiting_applications(pool_of(group))]
    assert line == output["waiting"][f"{group.key}/on_site"]
    assert [place_in_line(pool_of(group), one) for one in waiting_applications(pool_of(group))] == [1, 2, 3]
    assert Enrolment.objects.count() == 0


def test_an_offer_that_is_accepted_is_one_enrolment_however_often_it_is_accepted(city, crowded):
    _round, group, _ = crowded
    offer = Offer.objects.first()
    enrolment = accept(offer=offer, by=city.administrator, at=SOON)
    assert accept(offer=offer, by=city.administrator, at=SOON) == enrolment
    assert (enrolment.person_id, enrolment.group_id) == (offer.application.person_id, group.pk)
    assert (Enrolment.objects.count(), taken(group)) == (1, 2)


def test_a_declined_place_goes_to_the_next_in_line_in_the_same_moment(city, crowded):
    _round, group, _ = crowded
    first, *rest = waiting_applications(pool_of(group))
    decline(offer=Offer.objects.first(), reason="moved away", by=city.administrator, at=SOON)
    assert first.offers.get().state == OfferState.OPEN
    assert waiting_applications(pool_of(group)) == rest
    assert taken(group) == 2
    kinds = list(WaitingMove.objects.filter(application=first).values_list("kind", "place"))
    assert kinds == [("joined", 1), ("offered", None)]


def test_an_offer_nobody_answers_runs_out_exactly_once_and_cannot_be_accepted_afterwards(city, crowded):
    _round, group, _ = crowded
    offer = Offer.objects.first()
    late = offer.expires_at
    assert expire_offers(by=unattended(), at=late - timedelta(seconds=1)) == 0
    assert expire_offers(by=unattended(), at=late) == 2
    assert expire_offers(by=unattended(), at=late) == 0
    with pytest.raises(OfferGone, match="answered before: Not answered in time"):
        accept(offer=offer, by=city.administrator, at=late)
    assert (Offer.objects.open().count(), taken(group)) == (2, 2)


def test_an_offer_past_its_moment_is_refused_even_before_anybody_let_it_run_out(city, crowded):
    offer = Offer.objects.first()
    with pytest.raises(OfferGone, match="ran out at"):
        accept(offer=offer, by=city.administrator, at=offer.expires_at)


def test_replaying_the_ledger_gives_the_line(city, crowded):
    _round, group, _ = crowded
    pool = pool_of(group)
    second = waiting_applications(pool)[1]
    step_out(pool=pool, application=second, by=city.administrator, at=SOON)
    decline(offer=Offer.objects.first(), reason="", by=city.administrator, at=SOON)
    expire_offers(by=unattended(), at=DRAWN + timedelta(days=30))
    assert replay(pool.moves.order_by("pk")) == [one.pk for one in waiting_applications(pool)]
    assert all(move.reason and move.by_key for move in WaitingMove.objects.all())
    with pytest.raises(NotInLine):
        step_out(pool=pool, application=second, by=city.administrator, at=SOON)


def test_a_child_who_withdraws_makes_room_for_the_next_in_line(city, crowded):
    _round, group, _ = crowded
    enrolment = accept(offer=Offer.objects.first(), by=city.administrator, at=SOON)
    first = waiting_applications(pool_of(group))[0]
    withdraw(enrolment=enrolment, reason="moved", by=city.administrator, at=SOON)
    assert first.offers.get().state == OfferState.OPEN


def test_nobody_is_enrolled_past_a_draw_by_whomever(city, crowded):
    round, group, _ = crowded
    with pytest.raises(GivenByDraw, match="the draw of round autumn-children"):
        enrol(group=group, person=city.person("Cits"), by=city.administrator, at=SOON)
    end_round(drawn=round, by=city.administrator, at=SOON)
    other = city.group("robots-2", times=[THURSDAYS])
    assert enrol(group=other, person=city.person("Cits"), by=city.administrator, at=SOON)


def test_who_gets_a_later_wish_still_waits_for_the_dearer_and_accepting_it_leaves_the_lesser_lines(city):
    small, large = city.group(capacity=1), city.group("robots-2", times=[THURSDAYS], capacity=9)
    third = city.group("robots-3", times=[THURSDAYS], capacity=1, room=None)
    round = opened(city, Places(pool_of(small)), Places(pool_of(large)), Places(pool_of(third)))
    one = applied(city, round, city.person("Viens"), small, large, third)
    two = applied(city, round, city.person("Divi"), small, large, third)
    drawn(city, round)
    got = {offer.application_id: offer for offer in Offer.objects.select_related("pool__group")}
    winner, loser = (one, two) if got[one.pk].pool.group == small else (two, one)
    assert got[loser.pk].pool.group == large
    assert place_in_line(pool_of(small), loser) == 1
    accept(offer=got[loser.pk], by=city.administrator, at=SOON)
    assert place_in_line(pool_of(small), loser) == 1, "a dearer wish is still waited for"
    decline(offer=got[winner.pk], reason="", by=city.administrator, at=SOON)
    dearer = loser.offers.get(pool__group=small)
    assert accept(offer=dearer, by=city.administrator, at=SOON)


def test_two_places_at_one_hour_are_not_both_accepted(city):
    one, two = city.group(capacity=1), city.group("robots-2", capacity=1)
    child = city.person()
    first = opened(city, Places(pool_of(one)))
    applied(city, first, child, one)
    accept(offer=drawn(city, first).applications.get().offers.get(), by=city.administrator, at=SOON)
    other = opened(city, Places(pool_of(two)), key="second")
    applied(city, other, child, two)
    offer = drawn(city, other).applications.get().offers.get()
    with pytest.raises(HoursClash, match="Group robots-2 meets at the hours of group robots-1"):
        accept(offer=offer, by=city.administrator, at=SOON)
    offer.refresh_from_db()
    assert (offer.state, taken(two)) == ("open", 1)


def test_erasing_who_a_child_is_leaves_the_draw_and_the_ledger_as_they_were(city, crowded):
    round, group, _applications = crowded
    waiting = waiting_applications(pool_of(group))
    administrator = city.account("root@city.example", Role.ADMINISTRATOR)
    erase_identity(person=waiting[0].person, because="asked", by=administrator, at=SOON)
    assert waiting_applications(pool_of(group)) == waiting
    assert draw.faults(json.loads(EnrolmentRound.objects.get(pk=round.pk).published.document)) == []


def test_the_chance_is_said_from_what_happened_before_and_only_when_enough_did(city, crowded):
    _round, _group, _ = crowded
    later = city.group(
        "robots-later", times=[THURSDAYS], starts_on=date(2021, 9, 16), ends_on=date(2021, 9, 30)
    )
    assert not chance(pool_of(later), 1).known
    early = city.group("robots-early", times=[THURSDAYS], ends_on=date(2021, 9, 9), capacity=1)
    round = opened(city, Places(pool_of(early)), key="early")
    for n in range(8):
        applied(city, round, city.person(f"Agrs {n}"), early)
    drawn(city, round)
    for _ in range(2):
        decline(offer=Offer.objects.open().get(pool__group=early), reason="", by=city.administrator, at=SOON)
    first = chance(pool_of(later), 1)
    assert (first.stood, first.offered, first.known) == (7, 2, True)
    second = chance(pool_of(later), 2)
    assert (second.stood, second.offered) == (6, 1)


def test_drawing_takes_as_many_queries_for_thirty_children_as_for_five(city, django_assert_max_num_queries):
    group = city.group(capacity=3)
    round = opened(city, Places(pool_of(group)))
    for n in range(30):
        applied(city, round, city.person(f"Bērns {n}"), group)
    closed = close_round(opened=round, by=city.administrator, at=CLOSES)
    with django_assert_max_num_queries(40):
        draw_round(closed=closed, public_value="1", by=city.administrator, at=DRAWN)
    assert MoveKind.JOINED in set(WaitingMove.objects.values_list("kind", flat=True))
