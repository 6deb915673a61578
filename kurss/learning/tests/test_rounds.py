"""A round until it is drawn: what it promised, who may apply, and what it is drawn from."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from kurss.learning import draw
from kurss.learning.enrolment import enrol
from kurss.learning.models import (
    CameBy,
    Criterion,
    EnrolmentRound,
    Mark,
    RoundPool,
)
from kurss.learning.models.onday import Resident
from kurss.learning.refusals import (
    AlreadyApplied,
    AlreadyEnrolled,
    NotThisState,
    OutsideAge,
    PoolInAnotherRound,
    PublicValueUnnamed,
    ReserveTooLarge,
    RoundDatesUnclear,
    RoundNotOpen,
    StillOpen,
    WishesUnclear,
)
from kurss.learning.rounds.applying import change_wishes, withdraw_application
from kurss.learning.rounds.drawing import close_round, draw_round
from kurss.learning.rounds.planning import Places, open_round
from kurss.learning.tests.city import THURSDAYS
from kurss.learning.tests.rounds import (
    CLOSES,
    DRAWN,
    DURING,
    OPENS,
    PLANNED,
    applied,
    drawn,
    opened,
    planned,
    pool_of,
)
from kurss.notices.models import Notice
from kurss.people.guardians import add_guardian
from kurss.people.permissions import Role
from kurss.people.refusals import NotAllowed


def test_a_round_is_committed_to_its_seed_before_anybody_applies(city):
    round = opened(city, Places(pool_of(city.group())))
    assert round.commitment == draw.commitment(bytes(round.seed.seed))
    assert (round.state, round.opened_at) == ("open", OPENS)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("policy", "first_come"),
        ("closes_at", CLOSES + timedelta(days=1)),
        ("answer_days", 1),
        ("most_places", 9),
        ("disclosure", "auditors"),
        ("public_value_name", "Another"),
        ("commitment", "0" * 64),
    ],
)
def test_what_an_open_round_promised_the_database_itself_keeps(city, column, value):
    round = opened(city, Places(pool_of(city.group())))
    with pytest.raises(IntegrityError, match="stays as it was announced"), transaction.atomic():
        EnrolmentRound.objects.filter(pk=round.pk).update(**{column: value})


def test_groups_priorities_and_reserves_of_an_open_round_stay(city):
    round = opened(
        city, Places(pool_of(city.group()), reserve=1, mark=Mark.GIRLS), priorities=[Criterion.RESIDENT]
    )
    another = pool_of(city.group("robots-2", times=[THURSDAYS]))
    with pytest.raises(IntegrityError, match="stay as they were announced"), transaction.atomic():
        RoundPool.objects.create(round=round, pool=another)
    with pytest.raises(IntegrityError, match="stay as they were announced"), transaction.atomic():
        round.pools.get().reserves.update(places=2)
    with pytest.raises(IntegrityError, match="stay as they were announced"), transaction.atomic():
        round.priorities.all().delete()


def test_the_hash_of_the_input_stands_before_the_public_value_and_the_draw_is_of_that_input(city):
    group = city.group()
    round = opened(city, Places(pool_of(group)))
    child = city.person()
    application = applied(city, round, child, group)
    closed = close_round(opened=round, by=city.administrator, at=CLOSES)
    assert closed.input_hash == draw.digest(json.loads(closed.input.document))
    assert str(child.pk) not in closed.input.document
    assert application.ticket in closed.input.document
    done = draw_round(closed=closed, public_value=" 1 2 3 ", by=city.administrator, at=DRAWN)
    published = json.loads(done.published.document)
    assert published["public_value"] == "1 2 3"
    assert draw.faults(published, promised=closed.commitment, announced=closed.input_hash) == []
    assert draw.digest(published["output"]) == done.output_hash


def test_who_continues_comes_first_then_siblings_then_residents(city):
    group = city.group(capacity=9)
    round = opened(
        city,
        Places(pool_of(group)),
        priorities=[Criterion.CONTINUING, Criterion.SIBLING, Criterion.RESIDENT],
    )
    resident = applied(city, round, city.person("Vietējais"), group, resident=Resident.YES)
    stranger = applied(city, round, city.person("Ciemiņš"), group)
    closed = close_round(opened=round, by=city.administrator, at=CLOSES)
    tiers = {row["ticket"]: row["wishes"][0][1] for row in json.loads(closed.input.document)["applicants"]}
    assert tiers == {resident.ticket: 2, stranger.ticket: 3}


def test_a_sibling_in_the_group_and_a_year_in_the_same_curriculum_count_as_the_records_say(city):
    from kurss.learning.seasons import open_season

    before = open_season(
        key="summer", title="Vasara", title_en="Summer", starts_on=date(2021, 6, 1),
        ends_on=date(2021, 8, 31), by=city.administrator, at=PLANNED,
    )  # fmt: skip
    earlier = city.group("summer-1", season=before, times=[THURSDAYS], capacity=9)
    group = city.group(capacity=9)
    parent = city.person("Ilze", born=date(1985, 1, 1))
    anna, juris, olga = (city.person(name) for name in ("Anna", "Juris", "Olga"))
    for child in (anna, juris):
        add_guardian(
            child=child, guardian=parent, holds_from=date(2020, 1, 1), by=city.administrator, at=PLANNED
        )
    enrol(group=earlier, person=olga, by=city.administrator, at=PLANNED)
    enrol(group=group, person=anna, by=city.administrator, at=PLANNED)
    round = opened(city, Places(pool_of(group)), priorities=[Criterion.CONTINUING, Criterion.SIBLING])
    by_ticket = {
        applied(city, round, child, group).ticket: name
        for child, name in ((juris, "juris"), (olga, "olga"), (city.person("Cits"), "cits"))
    }
    closed = close_round(opened=round, by=city.administrator, at=CLOSES)
    given = json.loads(closed.input.document)
    tiers = {by_ticket[row["ticket"]]: row["wishes"][0][1] for row in given["applicants"]}
    assert tiers == {"olga": 0, "juris": 1, "cits": 2}
    assert given["groups"][0]["places"] == 8, "one place was taken before the round"


def test_a_reserve_marks_only_those_it_is_for(city):
    group = city.group()
    round = opened(city, Places(pool_of(group), reserve=1, mark=Mark.GIRLS))
    girl = applied(city, round, city.person("Anna", gender="female"), group)
    boy = applied(city, round, city.person("Juris", gender="male"), group)
    given = json.loads(close_round(opened=round, by=city.administrator, at=CLOSES).input.document)
    marks = {row["ticket"]: row["wishes"][0][2:] for row in given["applicants"]}
    assert marks == {girl.ticket: ["girls"], boy.ticket: []}
    assert given["groups"][0]["reserves"] == {"girls": 1}


def test_siblings_who_want_to_be_together_share_a_bundle_and_no_other_round(city):
    group = city.group()
    round = opened(city, Places(pool_of(group)))
    one = applied(city, round, city.person("Anna"), group)
    two = applied(city, round, city.person("Juris"), group, together_with=one)
    one.refresh_from_db()
    assert one.bundle == two.bundle is not None


def test_the_way_somebody_came_is_kept_and_changes_nothing_of_the_chance(city):
    group = city.group()
    round = opened(city, Places(pool_of(group)))
    paper = applied(city, round, city.person("Papīrs"), group, came_by=CameBy.PAPER)
    web = applied(city, round, city.person("Tīmeklis"), group, came_by=CameBy.WEB)
    document = close_round(opened=round, by=city.administrator, at=CLOSES).input.document
    rows = {row["ticket"]: row for row in json.loads(document)["applicants"]}
    assert rows[paper.ticket]["wishes"] == rows[web.ticket]["wishes"]
    assert "paper" not in document
    assert (paper.came_by, web.came_by) == ("paper", "web")


def test_a_parent_applies_for_their_own_child_only_and_is_written_to(city):
    group = city.group()
    round = opened(city, Places(pool_of(group)))
    parent = city.person("Ilze", born=date(1985, 1, 1), language="en")
    child, other = city.person("Anna"), city.person("Cits")
    add_guardian(child=child, guardian=parent, holds_from=date(2020, 1, 1), by=city.administrator, at=PLANNED)
    account = city.account("ilze@home.example", Role.GUARDIAN, person=parent)
    with pytest.raises(NotAllowed):
        applied(city, round, other, group, by=account)
    application = applied(city, round, child, group, by=account, came_by=CameBy.WEB)
    drawn(city, round)
    notice = Notice.objects.get(once__startswith="offer ")
    assert (notice.to, notice.language) == ("ilze@home.example", "en")
    assert "There is a place for you: Robots, On Tuesdays 16:00–17:30" in notice.body
    assert notice.about == f"learning.application:{application.pk}"


def test_the_same_form_sent_twice_is_one_application_and_a_second_one_is_refused(city):
    group = city.group()
    round = opened(city, Places(pool_of(group)))
    child = city.person()
    once = applied(city, round, child, group, once="form-1")
    assert applied(city, round, child, group, once="form-1") == once
    with pytest.raises(AlreadyApplied):
        applied(city, round, child, group, once="form-2")
    withdraw_application(application=once, reason="ill", by=city.administrator, at=DURING)
    assert applied(city, round, child, group, once="form-3") != once


def test_wishes_can_be_put_in_another_order_while_the_round_is_open(city):
    one, two = city.group(), city.group("robots-2", times=[THURSDAYS])
    round = opened(city, Places(pool_of(one)), Places(pool_of(two)), most_places=2)
    application = applied(city, round, city.person(), one, two)
    change_wishes(
        application=application,
        wishes=[pool_of(two), pool_of(one)],
        wants=2,
        by=city.administrator,
        at=DURING,
    )
    assert [wish.pool.group.key for wish in application.wishes.all()] == ["robots-2", "robots-1"]
    with pytest.raises(RoundNotOpen):
        change_wishes(
            application=application, wishes=[pool_of(two)], wants=1, by=city.administrator, at=CLOSES
        )


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"closes_at": OPENS}, RoundDatesUnclear),
        ({"public_value_name": " "}, PublicValueUnnamed),
    ],
)
def test_a_round_that_could_not_be_relied_on_is_not_planned(city, said, refusal):
    with pytest.raises(refusal):
        planned(city, Places(pool_of(city.group())), **said)
    assert EnrolmentRound.objects.count() == 0


def test_bad_input_is_refused_and_nothing_is_kept(city):
    group, other = city.group(), city.group("robots-2", times=[THURSDAYS])
    with pytest.raises(ReserveTooLarge):
        planned(city, Places(pool_of(group), reserve=3, mark=Mark.GIRLS))
    round = opened(city, Places(pool_of(group)))
    with pytest.raises(PoolInAnotherRound, match="given out by the round autumn-children"):
        planned(city, Places(pool_of(group)), key="again")
    child = city.person()
    for groups, said in (
        ([], {}),
        ([group, group], {}),
        ([other], {}),
        ([group], {"wants": 2}),
        ([group], {"wants": 0}),
    ):
        with pytest.raises(WishesUnclear):
            applied(city, round, child, *groups, **said)
    with pytest.raises(OutsideAge):
        applied(city, round, city.person("Mazais", born=date(2019, 1, 1)), group)
    for at in (OPENS - timedelta(seconds=1), CLOSES):
        with pytest.raises(RoundNotOpen):
            applied(city, round, child, group, at=at)
    with pytest.raises(StillOpen):
        close_round(opened=round, by=city.administrator, at=CLOSES - timedelta(seconds=1))
    with pytest.raises(NotThisState):
        draw_round(closed=round, public_value="1", by=city.administrator, at=DRAWN)
    closed = close_round(opened=round, by=city.administrator, at=CLOSES)
    with pytest.raises(PublicValueUnnamed):
        draw_round(closed=closed, public_value=" ", by=city.administrator, at=DRAWN)
    assert round.applications.count() == 0


def test_who_has_a_place_in_the_group_does_not_apply_for_another_one_in_it(city):
    group, child = city.group(capacity=3), city.person()
    enrol(group=group, person=child, by=city.administrator, at=PLANNED)
    round = opened(city, Places(pool_of(group)))
    with pytest.raises(AlreadyEnrolled, match="has a place in group robots-1 already"):
        applied(city, round, child, group)
    assert round.applications.count() == 0


def test_only_a_course_administrator_of_the_place_runs_its_rounds(city):
    group = city.group()
    teacher = city.account("only@city.example", Role.TEACHER)
    with pytest.raises(NotAllowed):
        planned(city, Places(pool_of(group)), by=teacher)
    with pytest.raises(NotAllowed):
        open_round(planned=planned(city, Places(pool_of(group))), by=teacher, at=OPENS)
