"""The forms of a programme's money: sources, budget lines, contracts, payments and what takes them back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _

from kurss.partners.models import Operation
from kurss.programme.definition_words import in_language
from kurss.programme.ledger.amounts import cents_from, plain
from kurss.programme.models import BudgetLine, Initiative, MoneySource, SourceKind
from kurss.programme.pages.charter_forms import line
from kurss.programme.pages.organisations import chosen, to_choose
from kurss.programme.pages.plan_forms import PlanForm, day
from kurss.programme.pages.questions import TICK, select, text


class CentsField(forms.Field):
    """An amount as people write it, in cents."""

    def __init__(
        self, label: str, *, required: str = "", help_text: str = "", below_nought: bool = False
    ) -> None:
        self.below_nought = below_nought
        super().__init__(
            label=label,
            required=bool(required),
            help_text=help_text,
            error_messages={"required": required} if required else None,
            widget=forms.TextInput(attrs={"class": "form-control month", "inputmode": "decimal"}),
        )

    def to_python(self, value: Any) -> int | None:
        given = str(value or "").strip()
        if not given:
            return None
        cents = cents_from(given)
        if cents is None:
            raise forms.ValidationError(_("Write an amount in whole cents, such as 26000000 or 245136.50."))
        if cents < 0 and not self.below_nought:
            raise forms.ValidationError(_("An amount of money is never below nought."))
        return cents

    def prepare_value(self, value: Any) -> str:
        return plain(value) if isinstance(value, int) else str(value or "")


def currency_field() -> forms.CharField:
    return forms.CharField(
        label=_("Currency"),
        max_length=3,
        initial="EUR",
        error_messages={"required": _("Give the currency by its three letters, as EUR.")},
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Give the currency by its three letters, as EUR."))],
        widget=forms.TextInput(attrs={"class": "form-control month", "autocapitalize": "characters"}),
    )


def reason(label: str, missing: str) -> forms.CharField:
    return text(label, missing)


class SourceForm(PlanForm):
    """Who pays."""

    def __init__(self, data: Any = None, initial: dict[str, Any] | None = None, *, new: bool = False) -> None:
        super().__init__(data, initial)
        if new:
            self.fields["key"] = forms.SlugField(
                label=_("Short key"),
                max_length=80,
                help_text=_("Letters, digits and hyphens; it stands in lists and never changes."),
                error_messages={
                    "required": _("Give it a short key, such as erdf-1."),
                    "invalid": _("Write the key with plain letters, digits and hyphens."),
                },
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )
        self.fields["kind"] = select(
            _("Whose money it is"),
            [("", "–"), *((one.value, str(one.label)) for one in SourceKind)],
            required=_("Choose whose money it is."),
        )
        self.fields["title"] = text(_("Name in Latvian"), _("Write its name in Latvian."))
        self.fields["title_en"] = text(_("Name in English"), _("Write its name in English."))
        self.fields["partner"] = select(
            _("Who pays, in the register of partners"), to_choose(_("nobody named"))
        )
        self.fields["operation"] = select(
            _("The funder’s operation"),
            [
                ("", _("nobody named")),
                *((str(one.pk), in_language(one.title, one.title_en)) for one in Operation.objects.all()),
            ],
        )
        self.fields["place"] = line(_("Where it is written"))

    @staticmethod
    def of(source: MoneySource) -> dict[str, Any]:
        names = ("kind", "title", "title_en", "place")
        return {name: getattr(source, name) for name in names} | {
            "partner": str(source.partner_id or ""),
            "operation": str(source.operation_id or ""),
        }

    def verb_words(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        partner, operation = given["partner"], given["operation"]
        return given | {
            "kind": SourceKind(given["kind"]),
            "partner": chosen(partner),
            "operation": Operation.objects.filter(pk=operation).first() if operation else None,
        }


class LineForm(PlanForm):
    """What one source gives in one year."""

    def __init__(self, initiative: Initiative, data: Any = None) -> None:
        super().__init__(data)
        self.own = {str(one.pk): one for one in MoneySource.objects.filter(programme=initiative.programme_id)}
        self.fields["source"] = select(
            _("Source"),
            [("", "–"), *((key, in_language(one.title, one.title_en)) for key, one in self.own.items())],
            required=_("Choose the source; a new one is added on the page of the money."),
        )
        self.fields["year"] = forms.IntegerField(
            label=_("Year"),
            required=False,
            min_value=1990,
            max_value=2100,
            help_text=_("Empty where the document gives none."),
            error_messages={
                "invalid": _("Write a year as 2022."),
                "min_value": _("Write a year as 2022."),
                "max_value": _("Write a year as 2022."),
            },
            widget=forms.TextInput(attrs={"class": "form-control month", "inputmode": "numeric"}),
        )
        self.fields["amount_cents"] = CentsField(
            _("Amount"), help_text=_("Empty where it is not stated; it is never worked out.")
        )
        self.fields["currency"] = currency_field()
        self.fields["place"] = line(_("Where it is written"))

    def verb_words(self) -> dict[str, Any]:
        return self.cleaned_data | {"source": self.own[self.cleaned_data["source"]]}


class LineChangeForm(PlanForm):
    """Another amount for a line, and why."""

    def __init__(self, row: BudgetLine, data: Any = None) -> None:
        names = ("amount_cents", "currency", "place")
        super().__init__(data, {name: getattr(row, name) for name in names})
        self.fields["amount_cents"] = CentsField(_("Amount"), help_text=_("Empty where it is not stated."))
        self.fields["currency"] = currency_field()
        self.fields["place"] = line(_("Where it is written"))
        self.fields["reason"] = reason(_("Why the budget changes"), _("Say why the budget changes."))


class ContractForm(PlanForm):
    """A document by which the city binds itself to pay."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["document"] = number_of(_("Number of the contract"))
        self.fields["supplier"] = text(
            _("Supplier"), _("Say who is paid."), _("Its name in words, as in the contract.")
        )
        self.fields["supplier_is_person"] = forms.BooleanField(
            label=_("The supplier is a natural person"),
            required=False,
            help_text=_("The name is then forgotten when accounting needs it no longer; amounts stay."),
            widget=forms.CheckboxInput(attrs=TICK),
        )
        self.fields["subject"] = line(_("What for"), 300)
        self.fields["on"] = day(_("Signed on"), required=_("Give the day of the contract."))
        self.fields["amount_cents"] = CentsField(
            _("Amount"), required=_("Give the amount of the contract, or the part that this line pays.")
        )


class AmendmentForm(PlanForm):
    """A later document that makes a contract larger or smaller."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["document"] = number_of(_("Number of the amendment"))
        self.fields["on"] = day(_("Signed on"), required=_("Give the day of the amendment."))
        self.fields["amount_cents"] = CentsField(
            _("By how much"),
            required=_("Give the amount by which the contract changes."),
            help_text=_("Less is written with a minus: -5000."),
            below_nought=True,
        )
        self.fields["why"] = line(_("Why"), 300)


class PaymentForm(PlanForm):
    """Money that was paid."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["document"] = number_of(_("Number of the payment order or invoice"))
        self.fields["on"] = day(_("Paid on"), required=_("Give the day of the payment."))
        self.fields["amount_cents"] = CentsField(_("Amount"), required=_("Give the amount that was paid."))


class TakeBackForm(PlanForm):
    """A row that takes another one back."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["document"] = number_of(_("Number of the document that corrects it"))
        self.fields["on"] = day(_("On"), required=_("Give the day."))
        self.fields["why"] = reason(_("Why it is taken back"), _("Say why it is taken back."))


def number_of(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=80,
        error_messages={
            "required": _("Give the number of its document."),
            "max_length": _("A document number has 80 characters at most."),
        },
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
