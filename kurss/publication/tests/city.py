"""A small city that publishes: a programme, newcomers counted from the register of people, promises, a seal.

What counts here is people entering the register, and everybody in it: facts of this test alone, so that no
operational module is needed to see a figure from its records to its page.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import BooleanField, DateField, IntegerField, Value

from kurss.evidence import figures, indicators, lens_figures, promises, queries, releases, snapshots
from kurss.evidence.definition import Condition, Definition, Sheet
from kurss.evidence.facts import Dimension, Event, Fact, Quantity, State
from kurss.evidence.lenses import Lens
from kurss.evidence.models import Indicator, Release, Snapshot
from kurss.people.models import Person
from kurss.people.permissions import Role
from kurss.people.register import register_person
from kurss.programme.charters import (
    CharterContent,
    CharterText,
    FundingSource,
    RiskSeen,
    report_charter,
)
from kurss.programme.measures import measure, report_progress
from kurss.programme.models import CharterPartner, Funding, Measure
from kurss.programme.money import Money
from kurss.programme.roadmap import (
    draw_roadmap,
    plan_activity,
    plan_milestone,
    reach_milestone,
)
from kurss.programme.tests.office import NOW, WORDS, Office, account, another_initiative, found_office
from kurss.programme.words import Box, Words

AS_OF = date(2022, 9, 30)
BY = {"by_key": "officer", "at": NOW}


def _people():
    return Person.objects.annotate(
        made_up=Value(True, output_field=BooleanField()),
        one=Value(1, output_field=IntegerField()),
        until=Value(None, output_field=DateField()),
    )


NEWCOMERS = Fact(
    key="test.newcomers",
    title="Ienācēji",
    title_en="Newcomers",
    explains="Cilvēki, kas ierakstīti reģistrā.",
    explains_en="People entered in the register.",
    rows=_people,
    record="key",
    subject="key",
    subject_kind="person",
    time=Event("since"),
    synthetic="made_up",
    record_page="publication:figure",
    act="evidence.open",
    dimensions=(
        Dimension(
            "gender",
            "identity__gender",
            "Dzimums",
            "Gender",
            {"female": ("sieviete", "female"), "male": ("vīrietis", "male")},
        ),
    ),
)

EVERYBODY = Fact(
    key="test.everybody",
    title="Visi",
    title_en="Everybody",
    explains="Visi, kas ir reģistrā.",
    explains_en="All in the register.",
    rows=_people,
    record="key",
    time=State("since", "until"),
    synthetic="made_up",
    record_page="",
    act="",
    quantities=(Quantity("one", "one", "", "Cilvēki", "People"),),
)

_WORDS = {
    "rule": "Noteikums",
    "rule_en": "A rule",
    "source": "A guidance",
    "address": "https://funder.example/",
}
EACH = Lens("each", 1, "Katrā", "In each", **_WORDS, paid_by="gender", once_per_payer=True)
IN_ALL = Lens(
    "all", 1, "Kopā", "In all", **_WORDS, paid_by="gender", once_per_payer=False, is_our_reading=True
)

FACTS = ("kurss.publication.tests.city.NEWCOMERS", "kurss.publication.tests.city.EVERYBODY")


@dataclass(frozen=True)
class City:
    office: Office
    snapshot: Snapshot
    release: Release
    newcomers: Indicator
    promised_only: Indicator
    women: Indicator


def found_city() -> City:
    office = found_office()
    newcomers = _indicators()
    _measures(office, newcomers)
    _charter(office)
    _roadmap(office)
    _register_people()
    snapshot = seal()
    known = (newcomers[f"test.{key}"] for key in ("newcomers", "rooms", "women"))
    return City(office, snapshot, release(), *known)


def seal(hours_later: int = 0) -> Snapshot:
    by = {"by_key": "officer", "at": NOW + timedelta(hours=hours_later)}
    snapshot = snapshots.seal(as_of=AS_OF, **by)
    figures.compute(snapshot=snapshot, **by)
    lens_figures.compute(snapshot=snapshot, **by)
    return snapshot


def release(hours_later: int = 0, **restated: str) -> Release:
    """The newest snapshot, released by two people; `restated` gives a reason by indicator and period."""
    at = NOW + timedelta(hours=hours_later)
    made = releases.draft(
        snapshot=queries.latest_snapshot(),
        name="Pārskats",
        name_en="Review",
        by_key="officer",
        by_label="Officer",
        at=at,
    )
    for named, reason in restated.items():
        indicator, _, period = named.rpartition("_")
        releases.restate(
            release=made,
            indicator=indicator.replace("_", "."),
            period=period,
            reason=reason,
            reason_en=reason,
            at=at,
        )
    proposed = releases.propose(release=made, at=at)
    return releases.approve(release=proposed, by_key="approver", by_label="Approver", at=at)


def register(count: int, day: date, gender: str = "female") -> list[Person]:
    clerk = account(f"clerk-{day}-{gender}", Role.COURSE_ADMINISTRATOR)
    people = [
        register_person(
            given_name="Anna", family_name="Bērziņa", gender=gender, synthetic=True, by=clerk, at=NOW
        )
        for _ in range(count)
    ]
    # The register notes the day of entry; a test sets the calendar back.
    Person.objects.filter(pk__in=[person.pk for person in people]).update(since=day)
    return people


def _register_people() -> None:
    register(3, date(2020, 3, 1))
    register(5, date(2021, 3, 1))
    register(3, date(2021, 6, 1), "male")
    register(2, date(2022, 2, 1))


def _declared(key: str, code: str, name: tuple[str, str], unit: tuple[str, str], **more) -> Indicator:
    return indicators.declare(
        **({"key": key, "code": code, "name": name[0], "name_en": name[1], "level": "output"} | more),
        unit=unit[0],
        unit_en=unit[1],
        **BY,
    )


def _indicators() -> dict[str, Indicator]:
    newcomers, women = _counted()
    everybody, share, pupils, of_pupils = _divided()
    rooms, gaps = _uncounted()
    _promises(newcomers, share, of_pupils, rooms)
    found = (newcomers, women, everybody, share, pupils, of_pupils, rooms, gaps)
    return {indicator.key: indicator for indicator in found}


def _counted() -> tuple[Indicator, ...]:
    newcomers = _declared("test.newcomers", "N-01", ("Jauni cilvēki", "New people"), ("pieaugušie", "adults"))
    sheet = Sheet(
        definition="Katrs vienreiz.", definition_en="Each once.", method="Skaits.", method_en="A count."
    )
    by_gender = Definition(
        fact="test.newcomers", counts="distinct", grain="year", breakdowns=("gender",), sheet=sheet
    )
    indicators.define(indicator=newcomers, definition=by_gender, **BY)
    women = _declared("test.women", "N-02", ("Sievietes", "Women"), ("pieaugušie", "adults"))
    only_women = (Condition("gender", one_of=("female",)),)
    indicators.define(
        indicator=women,
        definition=Definition(fact="test.newcomers", grain="year", conditions=only_women),
        **BY,
    )
    return newcomers, women


def _divided() -> tuple[Indicator, ...]:
    everybody = _declared(
        "test.everybody", "P-01", ("Iedzīvotāji", "Residents"), ("iedzīvotāji", "residents"), level="context"
    )
    indicators.define(
        indicator=everybody,
        definition=Definition(fact="test.everybody", counts="sum", quantity="one", grain="year"),
        **BY,
    )
    share = _declared("test.share", "N-03", ("Jauno daļa", "Share of new"), ("%", "%"), level="outcome")
    indicators.define(
        indicator=share,
        definition=Definition(
            counts="ratio",
            grain="year",
            numerator="test.newcomers",
            denominator="test.everybody",
            percent=True,
        ),
        **BY,
    )
    pupils = _declared(
        "test.pupils",
        "P-02",
        ("Skolēni", "Pupils"),
        ("skolēni", "pupils"),
        level="context",
        uncounted="Nav avota.",
        uncounted_en="There is no source.",
    )
    of_pupils = _declared("test.of_pupils", "N-04", ("Skolēnu daļa", "Share of pupils"), ("%", "%"))
    indicators.define(
        indicator=of_pupils,
        definition=Definition(
            counts="ratio", grain="year", numerator="test.newcomers", denominator="test.pupils", percent=True
        ),
        **BY,
    )
    return everybody, share, pupils, of_pupils


def _uncounted() -> tuple[Indicator, ...]:
    rooms = _declared(
        "test.rooms",
        "C-01",
        ("Telpas ar Wi-Fi", "Rooms with Wi-Fi"),
        ("telpas", "rooms"),
        uncounted="Telpas vēl neuzskaita.",
        uncounted_en="Rooms are not recorded yet.",
    )
    kinds = _declared(
        "test.gaps",
        "X-01",
        ("Atšķirības", "Gaps"),
        ("nav noteikta", "not set"),
        uncounted="Nav aptauju.",
        uncounted_en="There are no surveys.",
    )
    return rooms, kinds


def _promises(newcomers: Indicator, share: Indicator, of_pupils: Indicator, rooms: Indicator) -> None:
    where = {"document": "report", "quote": "Their words.", **BY}
    said = {"said_on": AS_OF, "author": "City", **where}
    promises.promise(
        indicator=newcomers,
        kind="final",
        comparison="at_least",
        value=Decimal(10),
        period="Y2021",
        place="Section 2, outputs",
        **where,
    )
    promises.state(
        indicator=newcomers,
        comparison="exactly",
        value=Decimal(9),
        period="Y2021",
        place="Section 3, KPI 1",
        **said,
    )
    promises.state(indicator=share, comparison="about", value=Decimal(20), place="Section 1, vision", **said)
    promises.promise(
        indicator=of_pupils,
        kind="final",
        comparison="more_than",
        value=Decimal(15),
        place="Section 2, timing",
        **where,
    )
    promises.promise(
        indicator=rooms,
        kind="final",
        comparison="all",
        value=None,
        due_on=date(2021, 12, 31),
        place="Section 2, charter 2",
        **where,
    )
    promises.state(indicator=rooms, comparison="all", value=None, place="Section 3, outputs", **said)


def _measures(office: Office, known: dict[str, Indicator]) -> None:
    said = {"programme": office.programme, "by": office.officer, "at": NOW}
    of = {"column": Measure.Column.OUTPUT, "words": WORDS, "initiative": office.initiative}
    for order, key in enumerate(("test.newcomers", "test.of_pupils"), 1):
        measure(indicator=known[key], order=order, **of, **said)
    measure(
        indicator=known["test.share"],
        order=1,
        column=Measure.Column.OUTCOME,
        words=WORDS,
        initiative=office.initiative,
        **said,
    )
    nets = another_initiative(office.officer, office.programme, "nets", 2)
    measure(indicator=known["test.rooms"], order=1, **{**of, "initiative": nets}, **said)
    across = measure(
        indicator=known["test.gaps"],
        order=1,
        column=Measure.Column.CROSS_CUTTING,
        words=Words("Mazākas atšķirības", "Smaller gaps", "Section 3"),
        **said,
    )
    told = Words("Pasākumi notika.", "Activities were held.", "Section 3")
    report_progress(measure=across, started=told, midway=told, final=told, by=office.officer, at=NOW)


def _charter(office: Office) -> None:
    report_charter(
        initiative=office.initiative,
        content=CharterContent(
            text=CharterText(
                what=Box("Māca\nSkaita", "Teaches\nCounts"), why=Box("Jo vajag", "It is needed")
            ),
            cost=Money(24_513_600, "EUR"),
            cost_quote="245 136 EUR",
            partners=((CharterPartner.Role.LEAD, office.partner),),
            funding=(FundingSource(Funding.Kind.MUNICIPAL, "Pašvaldība", "Municipality"),),
            risks=(RiskSeen(Box("Kavēšanās", "Delays")),),
        ),
        source=office.programme.document,
        place="Section 2, charter 3",
        by=office.officer,
        at=NOW,
    )


def _roadmap(office: Office) -> None:
    said = {"initiative": office.initiative, "place": "Section 2", "by": office.officer, "at": NOW}
    draw_roadmap(
        initiative=office.initiative,
        note_words=Words("Zīmējums bez mēnešiem.", "A drawing without months.", "Section 2"),
        drawn_from=date(2021, 9, 1),
        drawn_until=date(2022, 8, 1),
        by=office.officer,
        at=NOW,
    )
    plan_activity(
        order=1,
        title="Kursi",
        title_en="Courses",
        planned_from=date(2021, 9, 1),
        planned_until=date(2022, 5, 1),
        **said,
    )
    plan_activity(order=2, title="Iepirkums", title_en="Purchase", planned_until=date(2021, 12, 1), **said)
    plan_activity(order=3, title="Bez laika", title_en="Undated", **said)
    opening = plan_milestone(
        order=1, title="Atklāšana", title_en="Opening", planned_month=date(2022, 4, 1), **said
    )
    reach_milestone(milestone=opening, on=date(2022, 6, 18), source="The press", by=office.officer, at=NOW)
    plan_milestone(order=2, title="Nekad", title_en="Never", planned_month=date(2021, 12, 1), **said)
