"""What is counted, as a noun that agrees with its number: 1 bērns, 2 bērni, 540 bērnu. Pure.

An indicator names its unit in the nominative plural. The nouns that a city counts are declined here; a unit
that is not among them is written as the indicator names it, after any number.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kurss.evidence.canonical import places_shown
from kurss.publication.numerals import LATVIAN, NO_BREAK, is_many, is_one, number, rounded

SINGULAR_EN = {
    "adults": "adult",
    "buildings": "building",
    "children": "child",
    "classes": "class",
    "classrooms": "classroom",
    "contracts": "contract",
    "days": "day",
    "graduates": "graduate",
    "institutions": "institution",
    "participants": "participant",
    "participations": "participation",
    "people": "person",
    "programmes": "programme",
    "pupils": "pupil",
    "residents": "resident",
    "rooms": "room",
    "schools": "school",
    "specialists": "specialist",
    "students": "student",
    "teachers": "teacher",
    "visitors": "visitor",
    "visits": "visit",
}

_FEMININE = True


@dataclass(frozen=True, slots=True)
class Noun:
    """A Latvian noun: "bērns" (one), "bērnu" (of many)."""

    one: str
    of_many: str
    feminine: bool = False


NOUNS = {
    "absolventi": Noun("absolvents", "absolventu"),
    "apmeklējumi": Noun("apmeklējums", "apmeklējumu"),
    "apmeklētāji": Noun("apmeklētājs", "apmeklētāju"),
    "bērni": Noun("bērns", "bērnu"),
    "cilvēki": Noun("cilvēks", "cilvēku"),
    "dalības": Noun("dalība", "dalību", _FEMININE),
    "dalībnieki": Noun("dalībnieks", "dalībnieku"),
    "dienas": Noun("diena", "dienu", _FEMININE),
    "ēkas": Noun("ēka", "ēku", _FEMININE),
    "iedzīvotāji": Noun("iedzīvotājs", "iedzīvotāju"),
    "iestādes": Noun("iestāde", "iestāžu", _FEMININE),
    "klases": Noun("klase", "klašu", _FEMININE),
    "līgumi": Noun("līgums", "līgumu"),
    "pedagogi": Noun("pedagogs", "pedagogu"),
    "pieaugušie": Noun("pieaugušais", "pieaugušo"),
    "programmas": Noun("programma", "programmu", _FEMININE),
    "pulciņi": Noun("pulciņš", "pulciņu"),
    "skolas": Noun("skola", "skolu", _FEMININE),
    "skolēni": Noun("skolēns", "skolēnu"),
    "skolotāji": Noun("skolotājs", "skolotāju"),
    "speciālisti": Noun("speciālists", "speciālistu"),
    "studenti": Noun("students", "studentu"),
    "telpas": Noun("telpa", "telpu", _FEMININE),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of an indicator in both languages; `percent` where its values are shown in per cent."""

    name: str
    name_en: str
    percent: bool = False

    @property
    def is_percent(self) -> bool:
        return self.percent or self.name_en.startswith("%")

    def places(self, value: Decimal) -> int | None:
        """Decimals of a computed value: one for a percentage, none for a count, two for other quotients; more for
        a small one, which would look like zero."""
        usual = 1 if self.is_percent else 0 if value == value.to_integral_value() else 2
        return places_shown(value, usual)

    def as_shown(self, value: Decimal) -> Decimal:
        """The value as far as a reader sees it: what is compared in words is what stands in them."""
        return rounded(value, self.places(value) or 0)

    def number(self, value: Decimal, language: str) -> str:
        """A computed value without its noun: "1 312", "4,0 %"."""
        sign = f"{NO_BREAK}%" if self.is_percent else ""
        return number(value, language, places=self.places(value)) + sign

    def said(self, value: Decimal, language: str) -> str:
        """A value somebody wrote, as exact as they wrote it, with its noun: "1 500 adults", "6 %"."""
        return self._with_noun(value, number(value, language), language)

    def of(self, value: Decimal, language: str) -> str:
        """A computed value with its noun: "540 children", "4.0 %"."""
        return self._with_noun(value, number(value, language, places=self.places(value)), language)

    def _with_noun(self, value: Decimal, digits: str, language: str) -> str:
        if self.is_percent:
            noun = self.name if language == LATVIAN else self.name_en
            return f"{digits}{NO_BREAK}{noun}" if noun.startswith("%") else f"{digits}{NO_BREAK}%"
        return f"{digits}{NO_BREAK}{self.noun(value, language)}"

    def noun(self, value: Decimal, language: str) -> str:
        """The noun as it stands after this number."""
        if language != LATVIAN:
            return _replaced(self.name_en, SINGULAR_EN) if value == 1 else self.name_en
        if is_one(value):
            return _replaced(self.name, {many: noun.one for many, noun in NOUNS.items()})
        if is_many(value):
            return self.of_many()
        return self.name

    def of_many(self) -> str:
        """The Latvian genitive plural: "bērnu"."""
        return _replaced(self.name, {many: noun.of_many for many, noun in NOUNS.items()})

    def one(self, language: str) -> str:
        """The noun for a single one, or nothing where it is not known."""
        known = SINGULAR_EN if language != LATVIAN else {many: noun.one for many, noun in NOUNS.items()}
        name = self.name_en if language != LATVIAN else self.name
        return _replaced(name, known) if name in known else ""

    @property
    def feminine(self) -> bool:
        return any(noun.feminine for many, noun in NOUNS.items() if many in self.name.split())


def _replaced(name: str, forms: dict[str, str]) -> str:
    """The name with every noun that is known in another form."""
    return " ".join(forms.get(word, word) for word in name.split())
