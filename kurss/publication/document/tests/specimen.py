"""A small document of made-up words that holds every kind of block once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from kurss.publication.document import tree
from kurss.publication.document.tree import Quote, State, Text, plain, quiet

SIGNS = (
    "#let x = 1; *not strong* _not slanted_ @nobody $x^2$ <label> `raw` \\ // [box] «ģirts» „pēdiņas” ~ -- ="
)
"""Signs that Typst's markup gives a meaning, and signs that Latvian needs."""

NUMBER = tree.Number(
    value="1\u00a0312",
    code="L-01",
    address="L-01.SY2021.3f2a9c41d07b",
    url="http://127.0.0.1:8000/figures/L-01.SY2021.3f2a9c41d07b",
    marks=("so far", "synthetic"),
)
ON = State("on", "On track")


def blocks() -> tuple[tree.Block, ...]:
    words = (plain(SIGNS), plain("Second line"))
    table = tree.Table(
        columns=(tree.Column("Name", 3), tree.Column("Value", 1, numeric=True)),
        groups=(tree.Group("Group", ((plain(SIGNS), (NUMBER,)),)), tree.Group("", ((plain("b"), (ON,)),))),
    )
    box = tree.Box("Box", words)
    return (
        tree.Contents("Contents"),
        tree.Heading(SIGNS),
        tree.Heading("Third", 3),
        tree.Lede(plain(SIGNS)),
        tree.Paragraph((Text("strong ", "strong"), Quote("a quotation", "en"), NUMBER)),
        tree.Note(quiet(SIGNS)),
        tree.Aside("A point.", plain(SIGNS)),
        tree.Points(words),
        tree.Points(words, ordered=True),
        tree.Entries((tree.Entry("Entry", words, beside=words),), numbered=True),
        tree.Columns((box, tree.Box("Empty", (), "Nothing said.")), ordered=True),
        table,
        tree.Promises((tree.Promise("Promise", NUMBER, "promised: 500", ON, "1312", "500"),)),
        tree.Strip(
            titles=("Activity", "Months", "Words"),
            years=(tree.Year("2021", 0), tree.Year("2022", 2)),
            months=("N", "D", "J", "F"),
            rows=(
                tree.StripRow("Both ends", plain(SIGNS), (tree.Stretch(1, 2, True, True),)),
                tree.StripRow("Open", plain("x"), (tree.Stretch(0, 3, False, False),)),
                tree.StripRow("Milestone", plain("x"), planned=1, reached=1),
                tree.StripRow("Unknown", quiet("–"), blank="no month stated"),
            ),
        ),
        tree.LineChart(
            finding=(Text("From "), NUMBER),
            measure=plain("A measure"),
            points=(
                tree.Point("2020", 0, "1200", NUMBER, joined=False),
                tree.Point("2021", 365, "1312", NUMBER, joined=True),
            ),
            grid=(("0", "0"), ("1000", "1 000"), ("2000", "2 000")),
        ),
        tree.Charter(
            title="Charter 1: " + SIGNS,
            facts=(box,),
            columns=((box, box), (box,)),
            standing="Standing",
            promises=table,
            note=plain(SIGNS),
        ),
        tree.Ledger(
            titles=("Figure", "Period", "Value", "Records"),
            entries=(tree.LedgerEntry(NUMBER, "Children", "2021/22", "9 876", "0f" * 32),),
        ),
    )


def document(language: str = "en", *more: tree.Block) -> tree.Document:
    states = (
        "met",
        "on",
        "risk",
        "off",
        "missed",
        "said",
        "none",
        "supp",
        "undef",
        "na",
        "stale",
        "unpromised",
    )
    return tree.Document(
        language=language,
        title="A specimen: " + SIGNS,
        author="Nobody",
        footer=SIGNS,
        sealed_at=datetime(2022, 10, 1, 9, 0, tzinfo=UTC),
        ruler=tree.Ruler(25, 25, (4, 16)),
        cover=tree.Cover(
            city="City",
            product="Digital course",
            title="A specimen",
            finding=SIGNS,
            tally=tuple(tree.TallyRow(State(one, one), 2) for one in states),
            left=("left", SIGNS),
            right=("right",),
        ),
        sections=(
            tree.Section("First", (*blocks(), *more), kicker="Section 1"),
            tree.Section("Second", (tree.Paragraph(plain("The end.")),)),
        ),
    )


def saying(text: str) -> tree.Document:
    """A document whose only section says these words."""
    return replace(document(), sections=(tree.Section("One", (tree.Paragraph(plain(text)),)),))
