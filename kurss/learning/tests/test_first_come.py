"""First come, first served: a place at once, a place kept, and the line where no place is left."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from kurss.journal.models import Entry
from kurss.learning.models import (
    Application,
    CameBy,
    Enrolment,
    EnrolmentEvent,
    EnrolmentRound,
    Offer,
    OfferState,
    Policy,
    WaitingMove,
)
from kurss.learning.refusals import (
    AlreadyEnrolled,
    EnoughPlaces,
    GivenAtOnce,
    HoursClash,
    KeptBefore,
    NotAtOnce,
    NothingFree,
    OfferGone,
    OutsideAge,
    PlacesFree,
    RoundNotOpen,
    TryAgain,
)
from kurss.learning.rounds import first_come
from kurss.learning.rounds.first_come import KEPT, Asking, join_line, keep_place, take_place
from kurss.learning.rounds.line import replay, waiting_applications
from kurss.learning.rounds.offering import accept, decline, expire_offers
from kurss.learning.rounds.planning import Places
from kurss.learning.tests.city import THURSDAYS, found_city
from kurss.learning.tests.rounds import CLOSES, DURING, OPENS, PLANNED, applied, opened, pool_of, taken
from kurss.learning.withdrawing import withdraw
from kurss.notices.models import Notice
from kurss.people.guardians import add_guardian
from kurss.people.permissions import Role
from kurss.people.queries import unattended
from kurss.people.refusals import NotAllowed
from kurss.seats.models import Pool, Seat


def at_once(city, *groups, **said) -> EnrolmentRound:
    places = [Places(pool_of(group)) for group in groups]
    return opened(city, *places, **({"policy": Policy.FIRST_COME, "public_value_name": ""} | said))


def parent_of(city, *children, name: str = "ilze"):
    own = city.person(name.title(), born=date(1985, 1, 1), language="en")
    for child in children:
        add_guardian(
            child=child, guardian=own, holds_from=date(2020, 1, 1), by=city.administrator, at=PLANNED
        )
    return city.account(f"{name}@home.example", Role.GUARDIAN, person=own)


def asking(city, group, person, **said) -> Asking:
    usual = {"came_by": CameBy.COUNTER, "by": city.administrator}
    return Asking(pool=pool_of(group), person=person.pk, **(usual | said))


def took(city, round, group, person, at=DURING, **said) -> Offer:
    return take_place(round=round, asking=asking(city, group, person, **said), at=at)


def test_a_place_at_once_is_a_seat_an_enrolment_an_event_a_journal_row_and_a_letter(city):
    group, child = city.group(), city.person()
    round, parent = at_once(city, group), parent_of(city, child)
    place = took(city, round, group, child, by=parent, came_by=CameBy.WEB)
    enrolment = Enrolment.objects.get()
    assert place.enrolment == enrolment
    assert enrolment.person == child
    assert enrolment.seat == place.seat == Seat.objects.get()
    assert taken(group) == 1
    assert EnrolmentEvent.objects.get().enrolment == enrolment
    assert Entry.objects.filter(act="learning.enrol", key=str(enrolment.pk)).count() == 1
    letter = Notice.objects.get()
    assert (letter.to, letter.language) == ("ilze@home.example", "en")
    assert "The place is yours" in letter.body
    assert place.application.came_by == CameBy.WEB


def test_a_parent_takes_a_place_for_their_own_child_only(city):
    group, child, stranger = city.group(), city.person(), city.person("Jānis")
    round, parent = at_once(city, group), parent_of(city, child)
    with pytest.raises(NotAllowed):
        took(city, round, group, stranger, by=parent, came_by=CameBy.WEB)
    assert taken(group) == 0


def test_the_last_place_goes_once_and_whoever_comes_after_is_told_and_may_wait(city):
    group = city.group()
    round = at_once(city, group)
    for name in ("Anna", "Jānis"):
        took(city, round, group, city.person(name))
    late = city.person("Pēteris")
    with pytest.raises(NothingFree, match="robots-1"):
        took(city, round, group, late)
    assert not Application.objects.filter(person=late).exists()
    waiting = join_line(round=round, asking=asking(city, group, late), at=DURING)
    assert waiting_applications(pool_of(group)) == [waiting]
    assert replay(WaitingMove.objects.filter(pool=pool_of(group))) == [waiting.pk]


def test_who_joins_the_line_twice_stands_in_it_once(city):
    group = city.group(capacity=1)
    round = at_once(city, group)
    took(city, round, group, city.person())
    late = asking(city, group, city.person("Jānis"))
    assert join_line(round=round, asking=late, at=DURING) == join_line(round=round, asking=late, at=DURING)
    assert WaitingMove.objects.count() == 1


def test_nobody_waits_where_a_place_is_free(city):
    group = city.group()
    round = at_once(city, group)
    with pytest.raises(PlacesFree):
        join_line(round=round, asking=asking(city, group, city.person()), at=DURING)


def test_a_place_given_up_is_offered_to_the_line_and_not_to_whoever_clicks_next(city):
    group = city.group(capacity=1)
    round = at_once(city, group)
    first = took(city, round, group, city.person())
    waiting = join_line(round=round, asking=asking(city, group, city.person("Jānis")), at=DURING)
    withdraw(enrolment=first.enrolment, reason="moved away", by=city.administrator, at=DURING)
    with pytest.raises(NothingFree):
        took(city, round, group, city.person("Pēteris"))
    accept(offer=waiting.offers.get(), by=city.administrator, at=DURING)
    assert Enrolment.objects.filter(person=waiting.person).exists()


def test_the_same_form_sent_twice_is_one_place_also_when_the_group_has_filled_up_since(city):
    group = city.group(capacity=1)
    round, child = at_once(city, group), city.person()
    first = took(city, round, group, child, once="form-1")
    assert took(city, round, group, child, once="form-1") == first
    assert Enrolment.objects.count() == 1
    with pytest.raises(AlreadyEnrolled):
        took(city, round, group, child, once="form-2")


def test_a_place_kept_counts_as_taken_and_becomes_an_enrolment_in_time(city):
    group = city.group(capacity=1)
    round, child = at_once(city, group), city.person()
    kept = keep_place(round=round, asking=asking(city, group, child), at=DURING)
    assert kept.expires_at == DURING + KEPT
    assert taken(group) == 1
    with pytest.raises(NothingFree):
        took(city, round, group, city.person("Jānis"))
    place = took(city, round, group, child, at=DURING + KEPT - timedelta(seconds=1))
    assert (place, place.state) == (kept, OfferState.ACCEPTED)
    assert taken(group) == 1


def test_a_place_kept_too_long_comes_free_once_and_goes_to_whoever_asks(city):
    group = city.group(capacity=1)
    round, child = at_once(city, group), city.person()
    kept = keep_place(round=round, asking=asking(city, group, child), at=DURING)
    later = DURING + KEPT
    place = took(city, round, group, city.person("Jānis"), at=later)
    assert taken(group) == 1
    assert expire_offers(by=unattended(), at=later) == 0
    with pytest.raises(OfferGone):
        accept(offer=kept, by=city.administrator, at=later)
    assert place.enrolment.person != child


def test_a_place_kept_too_long_goes_to_the_line_first(city):
    group = city.group(capacity=1)
    round = at_once(city, group)
    keep_place(round=round, asking=asking(city, group, city.person()), at=DURING)
    waiting = join_line(round=round, asking=asking(city, group, city.person("Jānis")), at=DURING)
    with pytest.raises(NothingFree):
        took(city, round, group, city.person("Pēteris"), at=DURING + KEPT)
    assert expire_offers(by=unattended(), at=DURING + KEPT) == 1
    assert waiting.offers.get().state == OfferState.OPEN


def test_a_place_is_kept_once_for_a_child_in_a_group(city):
    group = city.group()
    round, child = at_once(city, group), city.person()
    kept = keep_place(round=round, asking=asking(city, group, child, once="form-1"), at=DURING)
    assert keep_place(round=round, asking=asking(city, group, child, once="form-1"), at=DURING) == kept
    decline(offer=kept, reason="", by=city.administrator, at=DURING)
    assert taken(group) == 0
    with pytest.raises(KeptBefore):
        keep_place(round=round, asking=asking(city, group, child), at=DURING)


def test_nobody_holds_more_places_than_the_round_gives_to_one(city):
    tuesday, thursday = city.group(), city.group("robots-2", times=[THURSDAYS])
    round, child = at_once(city, tuesday, thursday), city.person()
    first = took(city, round, tuesday, child)
    for verb in (take_place, keep_place):
        with pytest.raises(EnoughPlaces):
            verb(round=round, asking=asking(city, thursday, child), at=DURING)
    withdraw(enrolment=first.enrolment, reason="another day", by=city.administrator, at=DURING)
    assert took(city, round, thursday, child).enrolment.group == thursday


def test_who_has_the_places_of_a_round_gives_one_up_before_another_is_accepted(city):
    tuesday, thursday = city.group(capacity=1), city.group("robots-2", times=[THURSDAYS], capacity=1)
    round, child = at_once(city, tuesday, thursday), city.person()
    other = took(city, round, thursday, city.person("Jānis"))
    own = took(city, round, tuesday, child)
    waiting = join_line(round=round, asking=asking(city, thursday, child), at=DURING)
    withdraw(enrolment=other.enrolment, reason="ill", by=city.administrator, at=DURING)
    offer = waiting.offers.get(pool=pool_of(thursday))
    with pytest.raises(EnoughPlaces):
        accept(offer=offer, by=city.administrator, at=DURING)
    withdraw(enrolment=own.enrolment, reason="another day", by=city.administrator, at=DURING)
    assert accept(offer=offer, by=city.administrator, at=DURING).group == thursday


def test_too_young_two_groups_at_one_hour_and_a_closed_round_are_refused_and_nothing_changed(city):
    tuesday, same = city.group(), city.group("robots-2", room=None)
    round = at_once(city, tuesday, same, most_places=2)
    with pytest.raises(OutsideAge):
        took(city, round, tuesday, city.person(born=date(2017, 1, 1)))
    child = city.person("Jānis")
    took(city, round, tuesday, child)
    with pytest.raises(HoursClash):
        took(city, round, same, child)
    for moment in (OPENS - timedelta(seconds=1), CLOSES):
        with pytest.raises(RoundNotOpen):
            took(city, round, same, city.person("Pēteris"), at=moment)
    assert (taken(tuesday), taken(same), Application.objects.count()) == (1, 0, 1)


def test_a_round_gives_places_at_once_or_takes_applications_and_never_both(city):
    tuesday, thursday = city.group(), city.group("robots-2", times=[THURSDAYS])
    first = at_once(city, tuesday)
    drawn = opened(city, Places(pool_of(thursday)), key="drawn")
    with pytest.raises(GivenAtOnce):
        applied(city, first, city.person(), tuesday)
    with pytest.raises(NotAtOnce):
        took(city, drawn, thursday, city.person())


@pytest.mark.django_db(transaction=True)
def test_a_lock_that_times_out_says_try_again_and_never_that_the_group_is_full(monkeypatch):
    city = found_city()
    group = city.group(capacity=1)
    round, child = at_once(city, group), city.person()
    monkeypatch.setattr(first_come, "PATIENCE", "100ms")
    asked, held, done, said = asking(city, group, child), threading.Event(), threading.Event(), []

    def hold_the_places():
        with transaction.atomic():
            Pool.objects.select_for_update().get(pk=asked.pool.pool_id)
            held.set()
            done.wait(20)
        connection.close()

    other = threading.Thread(target=hold_the_places)
    other.start()
    assert held.wait(20)
    try:
        with pytest.raises(TryAgain) as refused:
            take_place(round=round, asking=asked, at=DURING)
        said.append(str(refused.value))
    finally:
        done.set()
        other.join()
    assert "try again" in said[0]
    assert take_place(round=round, asking=asked, at=DURING).state == OfferState.ACCEPTED


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_by_many_threads_at_once_is_one_place_and_one_answer():
    city = found_city()
    group, child = city.group(), city.person()
    round = at_once(city, group)
    asked = asking(city, group, child, once="form-1")
    start, answers = threading.Barrier(6), []

    def send():
        start.wait(20)
        answers.append(take_place(round=round, asking=asked, at=DURING).pk)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 6
    assert len(set(answers)) == 1
    assert (taken(group), Enrolment.objects.count(), Notice.objects.count()) == (1, 1, 0)
