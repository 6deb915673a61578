"""Where a report says something, in the reader's language. Pure.

Places are written as the deliverable's own headings, in English: "Section 2, charter 1, outputs". The headings are
those of the programme's template and few, so they are put into Latvian one by one. A place with a heading that is
not known here stays as it is written: half a translation would lead nobody to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LATVIAN = "lv"
DOCUMENTS_LANGUAGE = "en"
"""The language of the deliverable, in which its headings and quotations stand."""

_SEPARATORS = re.compile(r"(; |, |: )")
_NUMBERS = re.compile(r"\d+(?:\+\d+)?")

_HEADINGS = {
    "#": "{}.",
    "# Year plan": "{} gadu plāns",
    "# key lessons": "{} galvenās mācības",
    "Assessment of city ecosystem and activities": "Pilsētas ekosistēmas un darbību izvērtējums",
    "Assessment of city performance": "Pilsētas snieguma izvērtējums",
    "Assessment of solution maturity": "Risinājumu gatavības izvērtējums",
    "City Ecosystem": "Pilsētas ekosistēma",
    "City ecosystem and the main stakeholders": "Pilsētas ekosistēma un galvenās iesaistītās puses",
    "City needs": "Pilsētas vajadzības",
    "City strategy": "Pilsētas stratēģija",
    "Commitments": "Apņemšanās",
    "Commitments to on-going KPIs": "Apņemšanās par turpmākiem rādītājiem",
    "Commitments to on-going collaboration": "Apņemšanās par turpmāku sadarbību",
    "Commitments to on-going resources": "Apņemšanās par turpmākiem resursiem",
    "Executive summary": "Kopsavilkums",
    "Governance structure for roadmap implementation": "Ceļveža īstenošanas pārvaldība",
    "High level implementation roadmap": "Īstenošanas ceļvedis",
    "ICC strategy": "ICC stratēģija",
    "Impact executive summary (#)": "Ietekmes kopsavilkums ({})",
    "Impact executive summary (#) and (#)": "Ietekmes kopsavilkums ({}) un ({})",
    "Initiative charters # to #": "{}.–{}. iniciatīvas pase",
    "Introduction": "Ievads",
    "KPI #": "{}. rādītājs",
    "Key Performance indicators": "Galvenie snieguma rādītāji",
    "Key insights from city performance analysis": "Galvenais no pilsētas snieguma analīzes",
    "Overview to the city's journey": "Pārskats par pilsētas gājumu",
    "Population Increase Triangle": "Iedzīvotāju skaita pieauguma trijstūris",
    "Section #": "{}. sadaļa",
    "State of the city overview": "Pilsētas stāvokļa pārskats",
    "Title page": "Titullapa",
    "Ventspils Vision and ambition statements": "Ventspils vīzija un ieceres",
    "action plan": "rīcības plāns",
    "activity #": "{}. darbība",
    "ambitions": "ieceres",
    "ambitions and targets": "ieceres un mērķi",
    "charter #": "{}. iniciatīvas pase",
    "charters # and #": "{}. un {}. iniciatīvas pase",
    "charters # to #": "{}.–{}. iniciatīvas pase",
    "commitments for the next # years": "apņemšanās turpmākajiem {} gadiem",
    "cons #": "{}. trūkums",
    "contributors": "dalībnieki",
    "contributors and funding": "dalībnieki un finansējums",
    "cross cutting indicators": "caurviju rādītāji",
    "discussion": "pārrunas",
    "expected impact and timing": "gaidāmā ietekme un laiks",
    "factor #": "{}. faktors",
    "final results": "galarezultāti",
    "higher #": "{}. no augstākajiem",
    "initiative #": "{}. iniciatīva",
    "justification (#)": "pamatojums ({})",
    "justification (#) and (#)": "pamatojums ({}) un ({})",
    "long-term goals": "ilgtermiņa mērķi",
    "lower #": "{}. no zemākajiem",
    "midway": "vidusposms",
    "next # years": "turpmākie {} gadi",
    "obstacles": "šķēršļi",
    "outcome #": "{}. rezultāts",
    "outcomes": "rezultāti",
    "outputs": "iznākumi",
    "overarching milestone": "visaptverošs atskaites punkts",
    "overview": "pārskats",
    "progress against KPIs": "virzība pēc rādītājiem",
    "pros #": "{}. priekšrocība",
    "pros and cons": "priekšrocības un trūkumi",
    "reaction": "attieksme",
    "roadmap": "ceļvedis",
    "solution lead": "risinājuma vadītājs",
    "stage #": "{}. posms",
    "stakeholders involved": "iesaistītās puses",
    "successes": "panākumi",
    "targets": "mērķi",
    "targets of initiative #": "{}. iniciatīvas mērķi",
    "thought #": "{}. doma",
    "title page": "titullapa",
    "working team": "darba grupa",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place in words and the language they are in, which a page and a document must tell a reading voice."""

    text: str
    language: str


def place_in(text: str, language: str) -> Place:
    """The place in the reader's language, or as it stands where a heading of it is not known."""
    if language != LATVIAN or not text:
        return Place(text, DOCUMENTS_LANGUAGE)
    told = [part if index % 2 else _heading(part) for index, part in enumerate(_SEPARATORS.split(text))]
    if None in told:
        return Place(text, DOCUMENTS_LANGUAGE)
    return Place("".join(part or "" for part in told), LATVIAN)


def _heading(text: str) -> str | None:
    known = _HEADINGS.get(_NUMBERS.sub("#", text))
    if known is None:
        return None
    said = known.format(*_NUMBERS.findall(text))
    return said[:1].upper() + said[1:] if text[:1].isupper() else said
