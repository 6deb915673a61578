"""The kinds of question a form of the programme office asks, and what there is to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kurss.evidence.facts import Dimension, Fact, declared
from kurss.evidence.models import Indicator
from kurss.programme.definition_words import Choice, in_language, titled

TICK = {"class": "form-check-input"}


def explained(choice: Choice) -> str:
    """A choice with what it means beneath its name."""
    if not choice.explains:
        return str(choice.title)
    return format_html('{} <span class="sub">{}</span>', choice.title, choice.explains)


def radio(
    label: str, choices: Iterable[tuple[str, str]], missing: str, help_text: str = ""
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=list(choices),
        help_text=help_text,
        error_messages={"required": missing, "invalid_choice": missing},
        widget=forms.RadioSelect(attrs=TICK),
    )


def ticks(label: str, choices: Iterable[tuple[str, str]], help_text: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=list(choices),
        required=False,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple(attrs=TICK),
    )


def select(
    label: str, choices: Iterable[tuple[str, str | Promise]], *, required: str = "", help_text: str = ""
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=list(choices),
        required=bool(required),
        help_text=help_text,
        error_messages={"required": required} if required else None,
        widget=forms.Select(attrs={"class": "form-select"}),
    )


def text(label: str, missing: str, help_text: str = "", length: int = 300) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        help_text=help_text,
        error_messages={"required": missing},
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )


def of_dimension(
    prefix: str, dimension: Dimension, values: list[tuple[str, str]]
) -> Mapping[str, forms.Field]:
    """Any, one of, none of; or for a number, from and below."""
    tests = [("", _("any")), ("one_of", _("one of")), ("none_of", _("none of"))]
    if dimension.whole_number:
        tests = [("", _("any")), ("between", _("from, up to"))]
    found: dict[str, forms.Field] = {f"{prefix}-test": select(_("Value"), tests)}
    if dimension.whole_number:
        for name, label in (("at_least", _("at least")), ("below", _("below"))):
            found[f"{prefix}-{name}"] = forms.IntegerField(
                label=label,
                required=False,
                error_messages={"invalid": _("Write a whole number.")},
                widget=forms.NumberInput(attrs={"class": "form-control"}),
            )
        return found
    if values:
        found[f"{prefix}-values"] = ticks(_("Which"), values)
    else:
        found[f"{prefix}-more"] = forms.CharField(
            label=_("Which"),
            required=False,
            help_text=_("One key a line, for example %(keys)s.") % {"keys": ", ".join(dimension.examples)},
            widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
        )
    return found


def facts() -> list[Fact]:
    return sorted(declared().values(), key=titled)


def explains(each: Fact) -> str:
    return in_language(each.explains, each.explains_en)


def defined() -> Iterable[Indicator]:
    return Indicator.objects.filter(versions__isnull=False).distinct().order_by("code")


def name_of(indicator: Indicator) -> str:
    return in_language(indicator.name, indicator.name_en)


def groups() -> list[tuple[str, str]]:
    """Every value of every listed dimension of the declared facts, as `dimension=value`."""
    found: dict[str, str] = {}
    for each in facts():
        for dimension in each.dimensions:
            for key in dimension.values or ():
                title = dimension.value_title(key, get_language() or "lv")
                found[f"{dimension.key}={key}"] = f"{titled(dimension)}: {title}"
    return sorted(found.items(), key=lambda item: item[1])
