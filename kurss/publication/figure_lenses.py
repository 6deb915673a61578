"""The same records under other rules: what a funder counts beside the city, and why it differs, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from kurss.evidence import lens_figures
from kurss.evidence.lenses import Lens
from kurss.evidence.models import Figure, LensFigure
from kurss.publication.numerals import LATVIAN, MINUS, number


@dataclass(frozen=True, slots=True)
class LensRow:
    """One rule in one language: its count, what sets it apart from the city's, and where the rule stands."""

    title: str
    value: str
    why: str
    rule: str
    source: str
    source_address: str
    is_our_reading: bool
    address: str
    digest: str
    synthetic: bool


def rows(figure: Figure, language: str) -> tuple[LensRow, ...]:
    """The rules that fit the figure, in the order the site declares them (one query)."""
    return tuple(_row(lens, reading, language) for lens, reading in lens_figures.beside(figure))


def _row(lens: Lens, reading: LensFigure, language: str) -> LensRow:
    latvian = language == LATVIAN
    return LensRow(
        title=lens.title if latvian else lens.title_en,
        value=number(reading.value, language),
        why=why(lens, reading, language),
        rule=lens.rule if latvian else lens.rule_en,
        source=lens.source,
        source_address=lens.address,
        is_our_reading=lens.is_our_reading,
        address=reading.address,
        digest=reading.digest,
        synthetic=reading.synthetic,
    )


def why(lens: Lens, reading: LensFigure, language: str) -> str:
    """What sets the rule's count apart from the city's, part by part with its sign. Every part is counted from
    the records, and together they make up the whole difference."""
    latvian = language == LATVIAN
    if reading.outside == reading.base:
        return (
            "Neviens ieraksts nenosauc projektu, tāpēc pēc šī noteikuma nav ko skaitīt."
            if latvian
            else "No record names a project, so by this rule there is nobody to count."
        )
    told = [
        f"{sign}{number(count, language)} {said}"
        for sign, count, said in _parts(lens, reading, latvian=latvian)
        if count
    ]
    if not told:
        return (
            "Tikpat: neviens nebija divos projektos un neviens neienāca jau agrāk."
            if latvian
            else "The same: nobody was in two projects, and nobody had entered before."
        )
    return "; ".join(told) + "."


def _parts(lens: Lens, reading: LensFigure, *, latvian: bool) -> tuple[tuple[str, int, str], ...]:
    if latvian:
        where = "tajā pašā projektā" if lens.once_per_payer else "kādā projektā"
        return (
            (MINUS, reading.outside, "bija tikai grupās, kurām nav projekta"),
            ("+", reading.again, "par dalību vēl citā projektā"),
            (MINUS, reading.earlier, f"{where} ienāca jau agrāk"),
        )
    where = "the same project" if lens.once_per_payer else "one of the projects"
    return (
        (MINUS, reading.outside, "were only in groups that no project pays for"),
        ("+", reading.again, "for taking part in a further project"),
        (MINUS, reading.earlier, f"had entered {where} in an earlier period"),
    )
