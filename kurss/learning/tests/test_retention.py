"""What goes once a round is long over, and what stays: the draw that everybody may check."""

import json
from datetime import datetime, time, timedelta

from django.utils import timezone

from kurss.learning import draw, retention
from kurss.learning.models import Application, PublishedDraw, WaitingMove
from kurss.learning.retention import WAITED
from kurss.learning.rounds.offering import accept
from kurss.learning.rounds.planning import Places
from kurss.learning.rounds.queries import standing_of
from kurss.learning.tests.rounds import SOON, applied, drawn, opened, pool_of
from kurss.people.erasure import erase_identity
from kurss.people.models import Identity
from kurss.people.queries import unattended
from kurss.people.refusals import ErasureHindered


def test_whoever_waited_and_got_no_place_is_forgotten_while_line_and_draw_stay(city):
    group = city.group()
    round = opened(city, Places(pool_of(group)))
    for n in range(4):
        applied(city, round, city.person(f"Bērns {n}"), group)
    drawn(city, round)
    offered = Application.objects.filter(offers__isnull=False)
    for offer in [application.offers.get() for application in offered]:
        accept(offer=offer, by=city.administrator, at=SOON)
    waited = set(Application.objects.filter(offers__isnull=True).values_list("person", flat=True))
    start = timezone.make_aware(datetime.combine(city.season.starts_on, time()))
    moves, tickets = WaitingMove.objects.count(), Application.objects.count()
    assert WAITED.count(start) == 0
    before = start + timedelta(days=1)
    assert WAITED.count(before) == len(waited) == 2
    assert WAITED.remove(before=before, because="rule", by=unattended(), at=before) == 2
    assert not Identity.objects.filter(person__in=waited).exists()
    assert Identity.objects.filter(person__in=offered.values("person")).count() == 2
    assert (WaitingMove.objects.count(), Application.objects.count()) == (moves, tickets)
    assert draw.faults(json.loads(PublishedDraw.objects.get().document)) == []


def test_who_must_not_go_yet_keeps_nobody_waiting_who_comes_after(city, monkeypatch):
    round = opened(city, Places(pool_of(group := city.group())))
    people = sorted((city.person(f"Bērns {n}") for n in range(3)), key=lambda one: one.pk)
    for one in people:
        applied(city, round, one, group)
    monkeypatch.setattr(retention, "A_NIGHT", 1)
    erase = retention.erase_identity

    def hindered(*, person, **said):
        if person == people[0]:
            raise ErasureHindered(["Somebody is alone."])
        erase(person=person, **said)

    monkeypatch.setattr(retention, "erase_identity", hindered)
    before = timezone.make_aware(datetime.combine(city.season.starts_on, time())) + timedelta(days=1)
    said = {"before": before, "because": "rule", "by": unattended(), "at": before}
    assert [WAITED.remove(**said) for _night in range(3)] == [1, 1, 0]
    assert set(Identity.objects.filter(person__in=people).values_list("person", flat=True)) == {people[0].pk}


def test_once_a_round_is_drawn_an_erased_child_is_nobodys_sibling_any_more(city):
    group = city.group()
    round = opened(city, Places(pool_of(group)))
    anna = applied(city, round, city.person("Anna"), group)
    juris = applied(city, round, city.person("Juris"), group, together_with=anna)
    drawn(city, round)
    anna, juris = (Application.objects.get(pk=one.pk) for one in (anna, juris))
    number = standing_of(anna).number
    assert standing_of(juris).number == number
    erase_identity(person=anna.person, because="Article 17", by=unattended(), at=SOON)
    anna.refresh_from_db()
    juris.refresh_from_db()
    assert (anna.bundle, juris.bundle is None) == (None, False)
    assert (standing_of(anna).number, standing_of(juris).number) == (number, number)
    assert draw.faults(json.loads(PublishedDraw.objects.get().document)) == []
