"""The forms of the funding pipeline: calls, proposals, who takes part, what is asked for, what was decided."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kurss.partners.models import PartnerKind
from kurss.programme.definition_words import in_language
from kurss.programme.models import Call, Initiative, Programme, Proposal, SourceKind
from kurss.programme.pages.charter_forms import area, boxed, line
from kurss.programme.pages.money_forms import CentsField, currency_field
from kurss.programme.pages.organisations import chosen, to_choose
from kurss.programme.pages.plan_forms import PlanForm, day
from kurss.programme.pages.questions import select, text
from kurss.programme.pipeline.calls import CallTerms
from kurss.programme.pipeline.proposals import NEXT, State
from kurss.programme.refusals import Refused
from kurss.programme.words import Box


def whole(label: str, most: int, missing: str, help_text: str = "", least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        help_text=help_text,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), missing),
        widget=forms.TextInput(attrs={"class": "form-control month", "inputmode": "numeric"}),
    )


class TwoLanguages(PlanForm):
    """A form with one text in both languages or in neither."""

    box = "about"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        try:
            self.words = boxed(given.get(self.box, ""), given.get(f"{self.box}_en", ""))
        except Refused as refused:
            self.words = Box()
            self.add_error(self.box, str(refused))
        return given


def titles(form: PlanForm) -> None:
    form.fields["title"] = text(_("Name in Latvian"), _("Write its name in Latvian."))
    form.fields["title_en"] = text(_("Name in English"), _("Write its name in English."))


class CallForm(TwoLanguages):
    """What a call says; what it does not say stays empty."""

    box = "who"
    names = (
        "title", "title_en", "funder", "opens_on", "deadline", "rate_percent", "ceiling_cents", "currency",
        "partners_needed", "who", "who_en", "address", "place",
    )  # fmt: skip

    def __init__(self, data: Any = None, call: Call | None = None) -> None:
        held = {name: getattr(call, name) for name in self.names} if call else {}
        super().__init__(data, held | ({"partner": str(call.partner_id or "")} if call else {}))
        titles(self)
        self.fields["funder"] = text(_("Funding programme"), _("Say which programme pays."))
        self.fields["partner"] = select(
            _("Who pays, in the register of partners"), to_choose(_("nobody named"))
        )
        self.fields["opens_on"] = day(_("Opens on"))
        self.fields["deadline"] = day(_("Closes on"))
        self.fields["rate_percent"] = forms.DecimalField(
            label=_("Share of the cost that it pays, %"),
            required=False,
            max_digits=5,
            decimal_places=2,
            min_value=1,
            max_value=100,
            error_messages=dict.fromkeys(
                ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places"),
                _("Write a share from 1 to 100."),
            ),
            widget=forms.TextInput(attrs={"class": "form-control month", "inputmode": "decimal"}),
        )
        self.fields["ceiling_cents"] = CentsField(_("The most that it pays"))
        self.fields["currency"] = currency_field()
        self.fields["partners_needed"] = whole(
            _("Partners needed beside the city"), 99, _("Write a whole number of partners.")
        )
        self.fields["who"] = area(_("Who may apply, in Latvian"), rows=2)
        self.fields["who_en"] = area(_("Who may apply, in English"), rows=2)
        self.fields["address"] = forms.URLField(
            label=_("Address on the web"),
            required=False,
            assume_scheme="https",
            error_messages={"invalid": _("Write an address such as https://example.org/call.")},
            widget=forms.URLInput(attrs={"class": "form-control"}),
        )
        self.fields["place"] = line(_("Where it is written"))

    def terms(self) -> CallTerms:
        """What was answered, as the verbs take it. Raises EndsBeforeItStarts."""
        given = dict(self.cleaned_data)
        key = given.pop("partner")
        partner = chosen(key)
        return CallTerms(partner=partner, **given)


class ProposalForm(TwoLanguages):
    """What is to be asked for, and of whom."""

    def __init__(self, programme: Programme, data: Any = None, proposal: Proposal | None = None) -> None:
        names = ("title", "title_en", "about", "about_en", "currency", "place")
        held = {name: getattr(proposal, name) for name in names} if proposal else {}
        super().__init__(data, held | ({"call": str(proposal.call_id or "")} if proposal else {}))
        self.calls = {str(one.pk): one for one in Call.objects.filter(programme=programme)}
        titles(self)
        self.fields["about"] = area(_("What it is about, in Latvian"), rows=3)
        self.fields["about_en"] = area(_("What it is about, in English"), rows=3)
        self.fields["call"] = select(
            _("Which call it answers"),
            [
                ("", _("no call is named")),
                *((key, in_language(one.title, one.title_en)) for key, one in self.calls.items()),
            ],
        )
        self.fields["currency"] = currency_field()
        self.fields["place"] = line(_("Where it is written"))

    def verb_words(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = ("title", "title_en", "currency", "place")
        return {name: given[name] for name in names} | {
            "about": self.words,
            "call": self.calls.get(given["call"]),
        }


class PartForm(PlanForm):
    """Who takes part beside the city."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["name"] = text(_("Name in Latvian"), _("Write its name in Latvian."))
        self.fields["name_en"] = text(_("Name in English"), _("Write its name in English."))
        self.fields["kind"] = select(
            _("What it is"),
            [("", "–"), *((one.value, str(one.label)) for one in PartnerKind)],
            required=_("Choose what it is."),
        )
        self.fields["country"] = line(_("Country, in Latvian"), 80)
        self.fields["country_en"] = line(_("Country, in English"), 80)
        self.fields["partner"] = select(
            _("The same in the register of partners"), to_choose(_("nobody named"))
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("country")) != bool(given.get("country_en")):
            self.add_error("country", _("Name the country in both languages, or in neither."))
        return given

    def verb_words(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        key = given["partner"]
        return given | {"partner": chosen(key)}


class CostForm(PlanForm):
    """What a proposal would pay for."""

    def __init__(self, programme: Programme, data: Any = None) -> None:
        super().__init__(data)
        self.own = {one.pk: one for one in Initiative.objects.filter(programme=programme)}
        self.fields["initiative"] = select(
            _("For which initiative"),
            [("", "–"), *((key, in_language(one.short, one.short_en)) for key, one in self.own.items())],
            required=_("Choose the initiative."),
        )
        self.fields["what"] = text(_("What for, in Latvian"), _("Say in Latvian what it pays for."))
        self.fields["what_en"] = text(_("What for, in English"), _("Say in English what it pays for."))
        self.fields["year"] = whole(_("Year"), 2100, _("Write a year as 2022."), least=1990)
        self.fields["cost_cents"] = CentsField(_("What it costs"))
        self.fields["asked_cents"] = CentsField(
            _("Of that, asked for"), help_text=_("Empty where it is not stated.")
        )

    def verb_words(self) -> dict[str, Any]:
        return self.cleaned_data | {"initiative": self.own[self.cleaned_data["initiative"]]}


class DecisionForm(TwoLanguages):
    """What became of a proposal, and when."""

    box = "text"

    def __init__(self, proposal: Proposal, data: Any = None) -> None:
        super().__init__(data)
        self.fields["state"] = select(
            _("It is now"),
            [("", "–"), *((one.value, str(one.label)) for one in NEXT[proposal.state])],
            required=_("Choose what became of it."),
        )
        self.fields["on"] = day(_("On"), help_text=_("May be empty while it is only being written."))
        self.fields["text"] = area(_("In words, in Latvian"), rows=2)
        self.fields["text_en"] = area(_("In words, in English"), rows=2)
        self.fields["place"] = line(_("Where it is written"))

    def verb_words(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "state": State(given["state"]),
            "on": given["on"],
            "words": self.words,
            "place": given["place"],
        }


class GrantForm(PlanForm):
    """As which kind of source a grant comes into the budget."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["kind"] = select(
            _("Whose money it is"),
            [("", "–"), *((one.value, str(one.label)) for one in SourceKind)],
            required=_("Choose whose money it is."),
        )

    def verb_words(self) -> dict[str, Any]:
        return {"kind": SourceKind(self.cleaned_data["kind"])}
