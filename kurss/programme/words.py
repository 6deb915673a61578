"""Words in the two languages of a programme, as verbs take them. Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kurss.programme.refusals import LinesDiffer, WordsMissing


@dataclass(frozen=True, slots=True)
class Words:
    """One statement in the city's own language and in English, and the place of the document that says it."""

    text: str
    text_en: str
    place: str

    def __post_init__(self) -> None:
        for name, value in (("text", self.text), ("text_en", self.text_en), ("place", self.place)):
            if not value.strip():
                raise WordsMissing(
                    f"{name} is empty: write the words in both languages and name their place."
                )


@dataclass(frozen=True, slots=True)
class Box:
    """A box of a charter: one paragraph or list item a line, the same number of lines in both languages."""

    text: str = ""
    text_en: str = ""

    def __post_init__(self) -> None:
        if bool(self.text.strip()) != bool(self.text_en.strip()):
            raise WordsMissing(_("The box is filled in one language only: write it in both or in neither."))
        own, english = len(lines(self.text)), len(lines(self.text_en))
        if own != english:
            raise LinesDiffer(
                _(
                    "The box has {own} lines in the city’s language and {english} in English: "
                    "make them pair up."
                ).format(own=own, english=english)
            )


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph or list item of a box, in both languages."""

    text: str
    text_en: str


def lines(text: str) -> tuple[str, ...]:
    """The lines of a box that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def paired(text: str, text_en: str) -> tuple[Line, ...]:
    """The lines of a box, each with its translation."""
    return tuple(Line(own, english) for own, english in zip(lines(text), lines(text_en), strict=True))
