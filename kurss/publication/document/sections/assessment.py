"""Section 1: preparation and assessment, from the state of the city to the reasons for its strategy."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from kurss.evidence.canonical import decimal_text
from kurss.evidence.models import Figure, Level
from kurss.evidence.periods import Grain
from kurss.evidence.queries import Account
from kurss.publication import findings, numerals, stocks
from kurss.publication.document.material import Material, place
from kurss.publication.document.tree import (
    Block,
    Box,
    Column,
    Columns,
    Entries,
    Entry,
    Group,
    Heading,
    Lede,
    LineChart,
    Note,
    Paragraph,
    Point,
    Points,
    Section,
    Table,
    plain,
)
from kurss.publication.reported import name_of, unit_of

FEW = 7
A_YEAR = 366
"""Days between two points that a whole line joins: no year is missing between them."""


def assessment(material: Material) -> Section:
    return Section(
        kicker=_("Section 1"),
        title=_("Preparation and assessment"),
        blocks=(*_needs(material), *_ecosystem(material), *_strategy(material)),
    )


def _needs(material: Material) -> tuple[Block, ...]:
    strategy = material.strategy
    introduction = material.each(strategy.introduction)
    return (
        *(Lede(words) for words in introduction[:1]),
        *(Paragraph(words) for words in introduction[1:]),
        Heading(_("Long-term goals of the city")),
        Points(material.each(strategy.municipal_goals)),
        Heading(_("The state of the city")),
        *(Paragraph(words) for words in material.each(strategy.state_of_city)),
        *_context(material),
        Heading(_("How the city performs")),
        Columns(
            (
                Box(_("Higher performance"), material.each(strategy.higher)),
                Box(_("Lower performance"), material.each(strategy.lower)),
            ),
            ordered=True,
        ),
    )


def _context(material: Material) -> tuple[Block, ...]:
    """Each yearly stock of the city's surroundings counted more than once: a line and its numbers."""
    blocks: list[Block] = []
    for account in material.accounts.values():
        version = account.version
        if version is None or version.grain != Grain.YEAR or account.indicator.level != Level.CONTEXT:
            continue
        counted = stocks.counted(account)
        if len(counted) > 1:
            points = _points(material, account, counted)
            blocks += [_line(material, account, points), _numbers(material, account, points)]
    return tuple(blocks)


def _points(material: Material, account: Account, counted: tuple[Figure, ...]) -> tuple[Point, ...]:
    """The values on the first day after each year, which is what a stock of that year says."""
    unit = unit_of(account)
    points: list[Point] = []
    for figure in counted:
        value = figure.shown or Decimal(0)
        moment = figure.period.day_after
        day = (moment - counted[0].period.day_after).days
        points.append(
            Point(
                label=str(moment.year),
                day=day,
                value=decimal_text(value),
                number=material.number(figure, unit.number(value, material.language)),
                joined=bool(points) and day - points[-1].day <= A_YEAR,
            )
        )
    return tuple(points)


def _line(material: Material, account: Account, points: tuple[Point, ...]) -> LineChart:
    first, last = (findings.Moment(point.label, Decimal(point.value)) for point in (points[0], points[-1]))
    source = material.said(account.version, "source")
    return LineChart(
        finding=plain(
            findings.change_of_stock(material.city, first, last, unit_of(account), material.language)
        ),
        measure=plain(
            _("%(indicator)s on 1 January. Dotted where no count lies between two years. %(source)s")
            % {"indicator": name_of(account.indicator, material.language), "source": source}
        ),
        points=points,
        grid=_grid(material, max(Decimal(point.value) for point in points)),
    )


def _grid(material: Material, most: Decimal) -> tuple[tuple[str, str], ...]:
    """At most four lines above zero, at round values."""
    size = Decimal(1)
    while size * 40 < most:
        size *= 10
    step = next(
        size * times
        for times in (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
        if size * times * 4 >= most
    )
    lines = []
    value = Decimal(0)
    while True:
        lines.append((decimal_text(value), numerals.number(value, material.language)))
        if value >= most:
            return tuple(lines)
        value += step


def _numbers(material: Material, account: Account, points: tuple[Point, ...]) -> Table:
    """The same values as a table: across while they are few, downwards when they are many."""
    if len(points) > FEW:
        return Table(
            columns=(Column(_("When"), 3), Column(name_of(account.indicator, material.language), 5)),
            groups=(Group("", tuple((plain(point.label), (point.number,)) for point in points)),),
        )
    return Table(
        columns=tuple(Column(point.label) for point in points),
        groups=(Group("", (tuple((point.number,) for point in points),)),),
    )


def _ecosystem(material: Material) -> tuple[Block, ...]:
    strategy = material.strategy
    blocks: list[Block] = [
        Heading(_("Ecosystem and main stakeholders")),
        *(Paragraph(words) for words in material.each(strategy.shared)),
        Table(
            columns=(
                Column(_("Organisation"), 5),
                Column(_("Its part"), 8),
                Column(_("Where the report says it"), 7),
            ),
            groups=(
                Group(
                    "",
                    tuple(
                        (
                            material.words(one.partner, "name"),
                            material.words(one),
                            place(one.place, material.language),
                        )
                        for one in strategy.stakeholders
                    ),
                ),
            ),
        ),
    ]
    if strategy.stakeholders and material.is_unwritten("stakeholders"):
        blocks.append(
            Note(
                plain(
                    _(
                        "The report draws its ecosystem as a picture without words. The list is put together "
                        "from the places where the report names each organisation."
                    )
                )
            )
        )
    return (
        *blocks,
        Heading(_("Pros and cons of the ecosystem")),
        Columns(
            (Box(_("Pros"), material.each(strategy.pros)), Box(_("Cons"), material.each(strategy.cons))),
            ordered=True,
        ),
    )


def _strategy(material: Material) -> tuple[Block, ...]:
    strategy = material.strategy
    return (
        Heading(_("Vision and ambitions")),
        *((Lede(material.words(strategy.vision)),) if strategy.vision is not None else ()),
        Entries(
            tuple(
                Entry(
                    material.said(one, "text"),
                    (material.words(one, "explanation"),) if one.explanation else (),
                )
                for one in strategy.ambitions
            ),
            numbered=True,
        ),
        Heading(_("Why this strategy")),
        Entries(
            tuple(
                Entry(material.said(one, "heading"), (material.words(one),))
                for one in strategy.justifications
            ),
            wide=True,
        ),
        Columns(
            (
                Box(_("Thoughts that guided the city"), material.each(strategy.guiding_thoughts)),
                Box(_("What decides success"), material.each(strategy.success_factors)),
            ),
            ordered=True,
        ),
    )
