"""The forms by which an officer writes a charter, one box at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kurss.programme.charter_boxes import mark, part
from kurss.programme.charters import CharterContent, FundingSource, RiskSeen
from kurss.programme.definition_words import in_language
from kurss.programme.models import AmbitionStatement, Basis, CharterPartner, Funding, Programme, Vision
from kurss.programme.money import MINOR_UNITS, Money
from kurss.programme.pages.organisations import called, organisations
from kurss.programme.pages.questions import select, ticks
from kurss.programme.refusals import Refused
from kurss.programme.words import Box, lines

MOST_ROWS = 40
SPARE_ROWS = 2

Held = Mapping[str, Any]


def area(label: str, help_text: str = "", rows: int = 5) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=20_000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": rows}),
    )


def line(label: str, length: int = 200) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=length,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )


def amount(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_digits=16,
        decimal_places=2,
        localize=True,
        error_messages={
            "invalid": _("Write an amount, such as 26000000 or 245136.50."),
            "min_value": _("An amount of money is never below nought."),
            "max_decimal_places": _("Write an amount in whole cents."),
        },
        widget=forms.TextInput(attrs={"class": "form-control", "inputmode": "decimal"}),
    )


def currency() -> forms.RegexField:
    return forms.RegexField(
        r"^[A-Za-z]{3}$",
        label=_("Currency"),
        required=False,
        error_messages={"invalid": _("Write the three letters of the currency, such as EUR.")},
        widget=forms.TextInput(attrs={"class": "form-control", "maxlength": 3}),
    )


class BoxForm(forms.Form):
    """One box: its words in both languages. `held()` is what the box then holds."""

    use_required_attribute = False
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, content: CharterContent, box: str, programme: Programme, data: Any = None) -> None:
        self.content, self.box, self.programme = content, box, programme
        super().__init__(data, auto_id="%s", initial={"seen": mark(content, box)})
        self.build(part(content, box))

    def build(self, held: Held) -> None:
        self.fields["text"] = area(_("In Latvian"), _("One paragraph or item a line."))
        self.fields["text_en"] = area(_("In English"), _("The same lines, in the same order."))
        self.initial.update({"text": held["text"].text, "text_en": held["text"].text_en})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            try:
                self.kept = self.held()
            except Refused as refused:
                self.add_error(self.refused_at(), str(refused))
        return given

    def refused_at(self) -> str | None:
        return "text"

    def held(self) -> dict[str, Any]:
        box = boxed(self.cleaned_data.get("text", ""), self.cleaned_data.get("text_en", ""))
        if self.box == "what" and not box.text:
            raise Refused(_("A charter says at least what is done: write it in both languages."))
        return {"text": box}

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """Rows of a list, each with the fields of one line."""
        return []

    @property
    def single(self) -> list[forms.BoundField]:
        """Fields that stand alone and can be seen."""
        inside = {field.name for row in self.rows for field in row}
        return [field for field in self.visible_fields() if field.name not in inside]


class LinksForm(BoxForm):
    """Words, and which vision or ambitions the initiative serves."""

    def build(self, held: Held) -> None:
        super().build(held)
        self.links = "visions" if self.box == "link_to_vision" else "ambitions"
        model: type[Vision] | type[AmbitionStatement] = (
            Vision if self.links == "visions" else AmbitionStatement
        )
        self.statements = {str(one.pk): one for one in model.objects.filter(programme=self.programme)}
        self.fields["serves"] = ticks(
            _("Serves"),
            [(key, in_language(one.text, one.text_en)) for key, one in self.statements.items()],
            _("Tick every statement of the programme that this initiative serves."),
        )
        self.initial["serves"] = [str(one.pk) for one, _basis in held[self.links]]

    def held(self) -> dict[str, Any]:
        bases = {one.pk: basis for one, basis in part(self.content, self.box)[self.links]}
        chosen = (self.statements[key] for key in self.cleaned_data["serves"])
        return {
            **super().held(),
            self.links: tuple((one, bases.get(one.pk, Basis.STATED)) for one in chosen),
        }


class TeamForm(BoxForm):
    """Who leads, who works on it, who contributes."""

    def build(self, held: Held) -> None:
        self.register = organisations()
        named = [(key, called(one)) for key, one in self.register.items()]
        self.fields["lead"] = select(_("Lead"), [("", _("not stated")), *named])
        self.fields["team"] = ticks(_("Working team"), named)
        self.fields["contributors"] = ticks(_("Contributors"), named)
        role = CharterPartner.Role
        for name, of in (("team", role.TEAM), ("contributors", role.CONTRIBUTOR)):
            self.initial[name] = [str(one.pk) for each, one in held["partners"] if each == of]
        self.initial["lead"] = next((str(one.pk) for each, one in held["partners"] if each == role.LEAD), "")

    def refused_at(self) -> str | None:
        return "lead"

    def held(self) -> dict[str, Any]:
        role, given = CharterPartner.Role, self.cleaned_data
        lead = [(role.LEAD, self.register[given["lead"]])] if given["lead"] else []
        return {
            "partners": (
                *lead,
                *((role.TEAM, self.register[key]) for key in given["team"]),
                *((role.CONTRIBUTOR, self.register[key]) for key in given["contributors"]),
            )
        }


class RowsForm(BoxForm):
    """A list of lines of several fields; an empty line is left out."""

    names: tuple[str, ...] = ()

    def build(self, held: Held) -> None:
        lines = self.lines_of(held)
        self.count = len(lines) + SPARE_ROWS
        if self.is_bound:
            posted = str(self.data.get("rows", ""))
            more = bool(self.data.get("more"))
            self.count = min(int(posted) if posted.isdecimal() else self.count, MOST_ROWS) + more
        for index in range(self.count):
            for name, field in self.line_fields().items():
                self.fields[f"{name}-{index}"] = field
        for index, values in enumerate(lines):
            self.initial.update({f"{name}-{index}": value for name, value in values.items()})

    def lines_of(self, held: Held) -> list[dict[str, Any]]:
        raise NotImplementedError

    def line_fields(self) -> dict[str, forms.Field]:
        raise NotImplementedError

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        return [[self[f"{name}-{index}"] for name in self.names] for index in range(self.count)]

    def refused_at(self) -> str | None:
        return None

    def filled(self) -> list[tuple[int, dict[str, Any]]]:
        """The lines in which something stands, by their number."""
        every = (
            (index, {name: self.cleaned_data.get(f"{name}-{index}") for name in self.names})
            for index in range(self.count)
        )
        return [(index, row) for index, row in every if any(row[name] for name in self.names[-4:])]


class FundingForm(RowsForm):
    """What it costs, and where the money comes from. A share that is not known stays empty."""

    names = ("kind", "source", "source_en", "amount", "currency")

    def build(self, held: Held) -> None:
        self.fields["cost"] = amount(_("Estimated cost of the whole"))
        self.fields["cost_currency"] = currency()
        cost = held["cost"]
        self.initial["cost"] = cost.amount if cost else None
        self.initial["cost_currency"] = cost.currency if cost else "EUR"
        super().build(held)

    def lines_of(self, held: Held) -> list[dict[str, Any]]:
        self.payers = {(one.source, one.source_en): one.partner for one in held["funding"]}
        return [
            {
                "kind": one.kind,
                "source": one.source,
                "source_en": one.source_en,
                "amount": one.amount.amount if one.amount else None,
                "currency": one.amount.currency if one.amount else "",
            }
            for one in held["funding"]
        ]

    def line_fields(self) -> dict[str, forms.Field]:
        return {
            "kind": select(_("Kind of money"), [(one.value, str(one.label)) for one in Funding.Kind]),
            "source": line(_("Source, in Latvian")),
            "source_en": line(_("Source, in English")),
            "amount": amount(_("Amount, if known")),
            "currency": currency(),
        }

    def held(self) -> dict[str, Any]:
        given = self.cleaned_data
        cost = _money(given.get("cost"), given.get("cost_currency", ""))
        funding = []
        for index, row in self.filled():
            source = boxed(row["source"] or "", row["source_en"] or "")
            if not source.text:
                raise Refused(_("Line {number}: name the source in both languages.").format(number=index + 1))
            funding.append(
                FundingSource(
                    Funding.Kind(row["kind"] or Funding.Kind.MUNICIPAL),
                    source.text,
                    source.text_en,
                    _money(row["amount"], row["currency"] or given.get("cost_currency", "")),
                    self.payers.get((source.text, source.text_en)),
                )
            )
        same = cost == self.content.cost
        return {
            "cost": cost,
            "cost_quote": self.content.cost_quote if same else "",
            "funding": tuple(funding),
        }

    def filled(self) -> list[tuple[int, dict[str, Any]]]:
        found = super().filled()
        return [(index, row) for index, row in found if row["source"] or row["source_en"] or row["amount"]]


class RisksForm(RowsForm):
    """What may go wrong, and what is done about it."""

    names = ("text", "text_en", "mitigation", "mitigation_en")

    def lines_of(self, held: Held) -> list[dict[str, Any]]:
        return [
            {
                "text": one.text.text,
                "text_en": one.text.text_en,
                "mitigation": one.mitigation.text,
                "mitigation_en": one.mitigation.text_en,
            }
            for one in held["risks"]
        ]

    def line_fields(self) -> dict[str, forms.Field]:
        return {
            "text": area(_("Risk, in Latvian"), rows=2),
            "text_en": area(_("Risk, in English"), rows=2),
            "mitigation": area(_("Mitigation, in Latvian"), rows=2),
            "mitigation_en": area(_("Mitigation, in English"), rows=2),
        }

    def held(self) -> dict[str, Any]:
        risks = []
        for index, row in self.filled():
            try:
                risk = RiskSeen(
                    boxed(row["text"] or "", row["text_en"] or ""),
                    boxed(row["mitigation"] or "", row["mitigation_en"] or ""),
                )
            except Refused as refused:
                raise Refused(_("Line {number}: {why}").format(number=index + 1, why=refused)) from refused
            if not risk.text.text:
                raise Refused(_("Line {number}: say what the risk is.").format(number=index + 1))
            risks.append(risk)
        return {"risks": tuple(risks)}


class ReasonForm(forms.Form):
    """A sentence that the journal keeps."""

    use_required_attribute = False

    def __init__(self, label: str, missing: str, data: Any = None) -> None:
        super().__init__(data, auto_id="%s")
        self.fields["reason"] = forms.CharField(
            label=label,
            max_length=1_000,
            error_messages={"required": missing},
            widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
        )


FORMS: Mapping[str, type[BoxForm]] = {
    "link_to_vision": LinksForm,
    "link_to_ambition": LinksForm,
    "team": TeamForm,
    "funding": FundingForm,
    "risks": RisksForm,
}


def form_of(content: CharterContent, box: str, programme: Programme, data: Any = None) -> BoxForm:
    """The form of a box."""
    return FORMS.get(box, BoxForm)(content, box, programme, data)


def boxed(text: str, text_en: str) -> Box:
    """Words as they were typed, a line each, without blank lines."""
    return Box("\n".join(lines(text)), "\n".join(lines(text_en)))


def _money(value: Any, currency: str) -> Money | None:
    """The amount in cents; nothing where none is written. Raises Refused for an amount without a currency."""
    if value is None:
        return None
    if not currency:
        raise Refused(_("Write the currency of the amount, such as EUR."))
    return Money(int(value * MINOR_UNITS), currency.upper())
