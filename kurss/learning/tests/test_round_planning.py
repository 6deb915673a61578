"""An administrator plans a round in the browser, reads it as families will, opens it, and gives out the rest."""

import re

import pytest

from kurss.learning.models import EnrolmentRound, Mark, Policy, RoundState
from kurss.learning.refusals import NotThisState, RoundDatesUnclear
from kurss.learning.rounds.planning import Places, discard_round, end_round
from kurss.learning.tests.city import THURSDAYS
from kurss.learning.tests.rounds import CLOSES, DRAWN, OPENS, applied, drawn, opened, planned, pool_of
from kurss.people import clock


@pytest.fixture
def desk(city, client, monkeypatch, settings):
    del settings.DEMO_DATE

    def at(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    at(OPENS)
    client.force_login(city.administrator)
    client.at = at
    return client


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def round_said(*groups, **said) -> dict:
    usual = {
        "title": "Rudens kārta", "title_en": "Autumn round", "key": "autumn-round", "policy": "draw",
        "opens_at": "2021-08-10T09:00", "closes_at": "2021-08-20T23:00", "answer_days": "5", "most_places": "1",
        "disclosure": "public", "public_value_name": "The lottery of 21 August", "priority1": "continuing",
        "priority2": "sibling",
    }  # fmt: skip
    chosen = {f"pool{pool_of(group).pk}": "on" for group in groups}
    return usual | chosen | said


NEW = "/en/planning/seasons/autumn/rounds/new/"


def test_a_round_is_planned_read_as_families_will_read_it_and_opened(desk, city):
    robots, games = city.group(), city.group("games-1", times=[THURSDAYS])
    pool = pool_of(robots).pk
    said = round_said(robots, games, **{f"reserve{pool}": "1", f"mark{pool}": "girls"})
    answer = desk.post(NEW, said)
    assert answer["location"] == "/en/planning/rounds/autumn-round/preview/"
    page = words(desk.get(answer["location"]))
    assert "This is what families will read once the round opens" in page
    assert "Learned the same curriculum in the season before" in page
    assert "Girls: 1" in page
    assert "at the opening the city commits to its seed" in page
    desk.logout()
    assert desk.get("/en/courses/rounds/autumn-round/").status_code == 404
    desk.force_login(city.administrator)
    run = "/en/courses/rounds/autumn-round/run/"
    assert "What families will read" in words(desk.get(run))
    desk.post(run, {"step": "open"})
    found = EnrolmentRound.objects.get()
    assert (found.state, found.pools.count()) == (RoundState.OPEN, 2)
    assert [one.criterion for one in found.priorities.all()] == ["continuing", "sibling"]
    assert found.pools.get(pool=pool).reserves.get().mark == Mark.GIRLS


def test_a_planned_round_is_changed_or_thrown_away_and_an_open_one_is_neither(desk, city):
    robots, games = city.group(), city.group("games-1", times=[THURSDAYS])
    desk.post(NEW, round_said(robots))
    change = "/en/planning/rounds/autumn-round/change/"
    assert 'value="autumn-round"' in desk.get(change).content.decode()
    desk.post(change, round_said(games, answer_days="7"))
    found = EnrolmentRound.objects.get()
    assert (found.answer_days, found.pools.get().pool) == (7, pool_of(games))
    desk.post("/en/planning/rounds/autumn-round/discard/")
    assert not EnrolmentRound.objects.exists()
    desk.post(NEW, round_said(robots))
    desk.post("/en/courses/rounds/autumn-round/run/", {"step": "open"})
    assert "is “Open”" in words(desk.post(change, round_said(robots, games), follow=True))
    found = EnrolmentRound.objects.get()
    assert found.pools.count() == 1
    with pytest.raises(NotThisState):
        discard_round(planned=found, by=city.administrator, at=OPENS)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"public_value_name": ""}, "A draw needs a public value"),
        ({"closes_at": "2021-08-10T08:00"}, "would close before it opens"),
        ({"opens_at": "2020-08-10T08:00", "closes_at": "2020-08-20T08:00"}, "which has passed"),
        ({"closes_at": "soon"}, "This is no day with an hour"),
        ({"priority2": "continuing"}, "One reason is named twice"),
    ],
)
def test_a_round_said_wrongly_is_answered_in_a_sentence_and_not_planned(desk, city, said, sentence):
    answer = desk.post(NEW, round_said(city.group(), **said))
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not EnrolmentRound.objects.exists()


def test_reserves_and_groups_said_wrongly_are_refused(desk, city):
    robots = city.group()
    pool = pool_of(robots).pk
    for more, sentence in (
        ({f"reserve{pool}": "1"}, "Say both: how many places are kept first, and for whom"),
        ({f"reserve{pool}": "5", f"mark{pool}": "girls"}, "5 of them cannot be reserved"),
    ):
        assert sentence in words(desk.post(NEW, round_said(robots, **more)))
    assert "gives out no places" in words(desk.post(NEW, round_said()))
    opened(city, Places(pool_of(robots)))
    assert "No group of this season has free places" in words(desk.get(NEW))


def test_last_years_days_are_refused_by_the_verb(city):
    group = city.group()
    with pytest.raises(RoundDatesUnclear, match="has passed"):
        planned(city, Places(pool_of(group)), at=DRAWN)


def test_what_a_draw_left_is_given_out_by_a_second_round(desk, city):
    robots, games = city.group(), city.group("games-1", times=[THURSDAYS])
    round = opened(city, Places(pool_of(robots)), Places(pool_of(games)))
    for name in ("Anna", "Bruno"):
        applied(city, round, city.person(name), robots)
    done = drawn(city, round)
    desk.at(DRAWN)
    end_round(drawn=done, by=city.administrator, at=DRAWN)
    page = desk.get("/en/courses/rounds/autumn-children/run/")
    assert "2 places were left" in words(page)
    form = desk.get(f"{NEW}?left=autumn-children&policy=first_come").content.decode()
    assert f'name="pool{pool_of(games).pk}"' in form
    assert f'name="pool{pool_of(robots).pk}"' not in form
    said = round_said(
        games, key="autumn-children-2", policy="first_come", public_value_name="",
        opens_at="2021-08-22T09:00", closes_at="2021-09-20T23:00",
    )  # fmt: skip
    desk.post(NEW, said)
    assert EnrolmentRound.objects.get(key="autumn-children-2").policy == Policy.FIRST_COME
    assert CLOSES < DRAWN
