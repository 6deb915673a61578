"""What a family is told after a draw is what anybody reads off the published bytes, and costs one row."""

import json
import random
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kurss.learning import draw
from kurss.learning.erasing import part_siblings
from kurss.learning.models import Application, Mark, PublishedDraw, TicketTold
from kurss.learning.rounds import told as telling
from kurss.learning.rounds.applying import withdraw_application
from kurss.learning.rounds.planning import Places
from kurss.learning.rounds.queries import standing_of, standings_of
from kurss.learning.rounds.told import said_of_all, told
from kurss.learning.tests.city import THURSDAYS, TUESDAYS
from kurss.learning.tests.rounds import DURING, SOON, applied, drawn, opened, pool_of


def by_hand(published: dict, ticket: str) -> tuple[str, list[draw.Reason]]:
    """Number and reasons of a ticket, read off the published draw by the verifier's own way."""
    final = draw.final_seed(bytes.fromhex(published["seed"]), published["public_value"])
    row = next(row for row in published["input"]["applicants"] if row["ticket"] == ticket)
    number = draw.number_of(ticket, final, row.get("bundle", ""))
    return number, draw.reasons(published["input"], published["output"], final, ticket)


def marks_by_hand(published: dict, group: str, ticket: str) -> list[str]:
    output = published["output"]
    inside = [row["ticket"] for row in output["places"] if row["group"] == group]
    everybody = [*inside, *output["waiting"].get(group, [])]
    return ["me" if one == ticket else "in" if n < len(inside) else "out" for n, one in enumerate(everybody)]


@pytest.fixture
def round(city):
    """Drawn: places for few, several wishes, two wanted, a reserve, siblings, hours that clash, one withdrawn."""
    chance = random.Random(7)
    groups = [city.group(f"g{n}", capacity=3, times=[TUESDAYS if n % 2 else THURSDAYS]) for n in range(4)]
    places = [Places(pool_of(group), reserve=1, mark=Mark.GIRLS) for group in groups]
    round, made = opened(city, *places, most_places=2, priorities=["resident"]), []
    for n in range(24):
        child = city.person(f"Bērns {n}", gender=chance.choice(("female", "male")))
        wishes = chance.sample(groups, chance.choice((1, 2, 3, 4)))
        together = made[-1] if n % 8 == 7 else None
        said = {"wants": chance.choice((1, 2)), "resident": chance.choice(("yes", "no"))}
        made.append(applied(city, round, child, *wishes, together_with=together, **said))
    withdraw_application(application=made[0], reason="", by=city.administrator, at=DURING)
    return drawn(city, round)


def test_what_each_family_is_told_is_what_the_published_draw_says(city, round):
    published = json.loads(PublishedDraw.objects.get().document)
    took_part = {row["ticket"] for row in published["input"]["applicants"]}
    applications = list(Application.objects.all())
    said = told(applications)
    seen = set()
    for one in applications:
        if one.ticket not in took_part:
            assert one.pk not in said, "whoever withdrew before the closing was not drawn"
            continue
        number, reasons = by_hand(published, one.ticket)
        assert said[one.pk].number == number
        assert list(said[one.pk].reasons.values()) == reasons
        for reason in reasons:
            assert list(said[one.pk].marks(reason.group)) == marks_by_hand(
                published, reason.group, one.ticket
            )
            seen.add(reason.why)
    assert seen == {"given", "full", "hours", "enough"}, "every kind of answer was compared"
    assert len(said) == 23


def test_a_draw_of_a_thousand_families_is_told_as_the_verifier_reads_it():
    chance = random.Random(3)
    groups = [
        draw.Group(f"g{n}", 5, [(n % 6 * 60, n % 6 * 60 + 90)], {"A": 2} if n % 2 else {}) for n in range(20)
    ]
    families = []
    for n in range(1_000):
        wishes = [
            draw.Wish(f"g{g}", chance.choice((0, 1, 2)), "A" if n % 3 and g % 2 else "")
            for g in chance.sample(range(20), 4)
        ]
        bundle = "together" if n in (5, 6) else ""
        families.append(
            draw.Applicant(f"{chance.getrandbits(128):032x}", wishes, chance.choice((1, 1, 2)), bundle)
        )
    published = draw.publish(
        draw.as_input("r", groups, families), seed=bytes(32), public_name="x", public_value="1"
    )
    for ticket, said in said_of_all(published):
        read = telling._read(json.loads(draw.canonical(said)))
        assert (read.number, list(read.reasons.values())) == by_hand(published, ticket)


def test_what_was_told_stays_also_where_the_sibling_is_forgotten(city, round):
    bundled = Application.objects.filter(bundle__isnull=False).first()
    before = told([bundled])
    part_siblings(person=bundled.person, at=SOON)
    assert told([bundled]) == before
    row = TicketTold.objects.filter(application=bundled)
    for change in (lambda: row.update(document="{}"), lambda: row.delete()):
        with pytest.raises(IntegrityError, match="only added"), transaction.atomic():
            change()


def test_one_application_is_answered_without_reading_the_draw(city, round):
    one = Application.objects.select_related("round").filter(told__isnull=False).first()
    with CaptureQueriesContext(connection) as queries:
        standing = standing_of(one)
    assert standing.number
    assert not any("learning_publisheddraw" in query["sql"] for query in queries)
    many = list(Application.objects.select_related("round"))
    with CaptureQueriesContext(connection) as of_many:
        standings = standings_of(many)
    waiting = sum(wish.line is not None for each in standings for wish in each.wishes)
    alone = sum(wish.line is not None for wish in standing.wishes)
    assert len(of_many) - 2 * waiting == len(queries) - 2 * alone


def test_who_withdrew_before_the_closing_has_a_page_without_a_number(city, round):
    gone = Application.objects.get(withdrawn_at__isnull=False)
    assert standing_of(gone).number == ""


def test_draws_that_were_published_before_are_told_by_the_migration(city, round):
    before = dict(TicketTold.objects.values_list("application", "document"))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE learning_tickettold DISABLE TRIGGER what_a_ticket_was_told_stays")
        cursor.execute("DELETE FROM learning_tickettold")
        cursor.execute("ALTER TABLE learning_tickettold ENABLE TRIGGER what_a_ticket_was_told_stays")
    import_module("kurss.learning.migrations.0013_what_tickets_are_told").tell_of_earlier_draws(apps, None)
    assert dict(TicketTold.objects.values_list("application", "document")) == before
