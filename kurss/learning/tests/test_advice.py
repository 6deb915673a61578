"""What would place the most waiting children: weighed by hand, by laws, and on a page."""

import re
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kurss.learning.advice import Costs, Full, Hours, Lacks, Need, Resource, overlap, weigh
from kurss.learning.advising import advise
from kurss.learning.models import Policy
from kurss.learning.rounds.planning import Places
from kurss.learning.tests.city import THURSDAYS, TUESDAYS
from kurss.learning.tests.rounds import DRAWN, applied, drawn, opened, pool_of
from kurss.people import clock

quick = settings(deadline=None, max_examples=50, suppress_health_check=list(HealthCheck))
TUESDAY, THURSDAY = ((2400, 2490),), ((5280, 5370),)
COSTS = Costs(Decimal("18.00"), Decimal("7.50"), "Order 12")


def need(free=6, busy=2, size=12, teachers=("t",)):
    children = {f"c{n}": () for n in range(free)} | {f"b{n}": TUESDAY for n in range(busy)}
    return Need("robots", children, size, 1, frozenset(teachers))


def hours(pattern, many="45"):
    return Hours(pattern, Decimal(many))


def test_the_hour_at_which_most_children_are_free_comes_first_with_its_cost_for_each():
    best, second = weigh(
        [need()], [], [hours(TUESDAY), hours(THURSDAY)], [Resource("r", (), 14)], [Resource("t", ())], COSTS
    )
    assert (best.pattern, best.placed, best.waiting, best.lacks) == (THURSDAY, 8, 8, Lacks.NOTHING)
    assert (best.cost, best.each) == (Decimal("1147.50"), Decimal("143.44"))  # 45 h x 25.50, by 8 children
    assert (second.pattern, second.placed) == (TUESDAY, 6)


def test_what_is_missing_is_named_and_short_of_both_is_no_way():
    room, teacher = Resource("r", (), 14), Resource("t", ())
    busy_room, busy_teacher = Resource("r", TUESDAY, 14), Resource("t", TUESDAY)

    def lacks(rooms, teachers):
        return [way.lacks for way in weigh([need()], [], [hours(TUESDAY)], rooms, teachers)]

    assert lacks([room], [teacher]) == [Lacks.NOTHING]
    assert lacks([room], [busy_teacher]) == [Lacks.TEACHER]
    assert lacks([busy_room], [teacher]) == [Lacks.ROOM]
    assert lacks([busy_room], [busy_teacher]) == []
    assert lacks([room], [Resource("another", ())]) == [Lacks.TEACHER]


def test_a_larger_room_places_as_many_as_it_has_seats_more_and_costs_no_teacher():
    group = Full("robots-1", "robots", "small", 10, TUESDAY, Decimal(45))
    rooms = [Resource("small", TUESDAY, 10), Resource("large", (), 14), Resource("huge", TUESDAY, 60)]
    [way] = weigh([need()], [group], [], rooms, [], COSTS)
    assert (way.lacks, way.room, way.placed) == (Lacks.LARGER_ROOM, "large", 4)
    assert (way.cost, way.each) == (Decimal("337.50"), Decimal("84.38"))


def test_without_written_costs_no_cost_is_named():
    [way] = weigh([need()], [], [hours(THURSDAY)], [Resource("r", (), 14)], [Resource("t", ())])
    assert (way.cost, way.each) == (None, None)


AN_HOUR = st.integers(0, 10).map(lambda n: (n * 60, n * 60 + 90))
SPANS = st.lists(AN_HOUR, max_size=2).map(tuple)


def resources(letters):
    each = st.tuples(SPANS, st.integers(1, 20))
    return st.lists(each, max_size=len(letters)).map(
        lambda many: [Resource(key, *said) for key, said in zip(letters, many, strict=False)]
    )


ROOMS, TEACHERS = resources("abc"), resources("xyz")
NEEDS = st.tuples(st.lists(SPANS, max_size=5), st.integers(1, 15), st.sets(st.sampled_from("xyz"))).map(
    lambda said: Need("n", {str(n): busy for n, busy in enumerate(said[0])}, said[1], 1, frozenset(said[2]))
)
PATTERNS = st.lists(AN_HOUR, max_size=3).map(lambda many: [hours((span,)) for span in many])


@quick
@given(need=NEEDS, at=PATTERNS, rooms=ROOMS, teachers=TEACHERS)
def test_no_way_uses_what_is_busy_or_places_whom_it_cannot(need, at, rooms, teachers):
    by_room, by_teacher = ({one.key: one for one in many} for many in (rooms, teachers))
    ways = weigh([need], [], at, rooms, teachers, COSTS)
    assert [way.placed for way in ways] == sorted((way.placed for way in ways), reverse=True)
    for way in ways:
        free = sum(not overlap(busy, way.pattern) for busy in need.children.values())
        assert 1 <= way.placed <= min(free, need.size, way.waiting)
        if way.room:
            assert not overlap(by_room[way.room].busy, way.pattern)
            assert way.placed <= by_room[way.room].seats
        if way.teacher:
            assert not overlap(by_teacher[way.teacher].busy, way.pattern)
            assert way.teacher in need.teachers
        assert (way.lacks is Lacks.NOTHING) == bool(way.room and way.teacher)


@quick
@given(need=NEEDS, at=PATTERNS, rooms=ROOMS, teachers=TEACHERS, more=st.integers(1, 30))
def test_one_more_room_never_places_fewer(need, at, rooms, teachers, more):
    best = max((way.placed for way in weigh([need], [], at, rooms, teachers)), default=0)
    with_room = [*rooms, Resource("new", (), more)]
    ready = [way for way in weigh([need], [], at, rooms, teachers) if way.lacks is not Lacks.ROOM]
    after = max((way.placed for way in weigh([need], [], at, with_room, teachers)), default=0)
    assert after >= max((way.placed for way in ready), default=0)
    assert best <= need.size


@pytest.fixture
def waited(city):
    """A drawn round: two have a place on Tuesdays, three wait, and the rooms are free on Thursdays."""
    teacher = city.person("Juris", born=None)
    robots = city.group("robots-1", room=city.rooms[0], teachers=[teacher])
    city.group("games-1", times=[THURSDAYS])
    round = opened(city, Places(pool_of(robots)), synthetic=True)
    for n in range(5):
        applied(city, round, city.person(f"Child {n}"), robots)
    return drawn(city, round)


def test_the_advice_after_a_draw_is_read_from_the_records(city, waited, settings):
    settings.KURSS_COURSE_COSTS = {"teacher_hour": "18.00", "room_hour": "7.50", "source": "Order 12"}
    advice = advise(waited, at=DRAWN)
    assert advice.waiting == 3
    best = advice.ways[0]
    assert best.way.lacks is Lacks.NOTHING
    assert (best.way.placed, best.way.hours) == (2, Decimal("7.5"))  # five Thursdays of September, 90 minutes
    assert best.way.cost == Decimal("191.250")
    assert (
        "On Thursdays 16:00–17:30, room 1, with Juris Zariņa. Room and teacher are free then."
        in best.sentence
    )
    assert "It places 2 of 3 who wait." in best.sentence


def test_the_advice_stands_on_a_page_with_the_source_of_its_costs(
    city, waited, client, monkeypatch, settings
):
    del settings.DEMO_DATE
    monkeypatch.setattr(clock, "now", lambda: DRAWN)
    client.force_login(city.administrator)
    page = "/en/planning/rounds/autumn-children/advice/"
    text = " ".join(re.sub(r"<[^>]+>", " ", client.get(page).content.decode()).split())
    assert "One change for “Robots” would place 2 of 3 who wait" in text
    assert "What an hour costs is written down nowhere" in text
    settings.KURSS_COURSE_COSTS = {"teacher_hour": "18.00", "room_hour": "7.50", "source": "Order 12"}
    text = " ".join(re.sub(r"<[^>]+>", " ", client.get(page).content.decode()).split())
    assert "Source: Order 12." in text
    assert "95.63" in text
    settings.LANGUAGE_CODE = "lv"
    assert client.get("/lv/planning/rounds/autumn-children/advice/").status_code == 200


def test_where_nobody_waits_there_is_nothing_to_advise(city):
    group = city.group("games-1", times=[TUESDAYS])
    round = opened(city, Places(pool_of(group)), policy=Policy.INVITATION, public_value_name="")
    advice = advise(round, at=DRAWN)
    assert (advice.waiting, list(advice.ways)) == (0, [])
