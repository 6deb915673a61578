"""What a family fills in to apply. The rules are the verbs'; a form only reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kurss.learning.models import CameBy
from kurss.learning.models.onday import Resident
from kurss.people.pages.family.days import DayField

WISHES = 5
"""So many wishes the form asks for; the verb takes up to `applying.MOST_WISHES`."""

ORDINALS = (_("First wish"), _("Second wish"), _("Third wish"), _("Fourth wish"), _("Fifth wish"))

LIVES = (
    (Resident.YES.value, _("In the city")),
    (Resident.NO.value, _("Elsewhere")),
    (Resident.NOT_RECORDED.value, _("I prefer not to say")),
)


class Choice(forms.RadioSelect):
    """Radio buttons in a group; the summary of errors leads to the first."""

    template_name = "people/widgets/choice.html"
    option_template_name = "django/forms/widgets/input.html"

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0" if index is None else super().id_for_label(id_, index)


class Several(forms.CheckboxSelectMultiple):
    """The same with boxes to tick."""

    template_name = "people/widgets/choice.html"
    option_template_name = "django/forms/widgets/input.html"

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0" if index is None else super().id_for_label(id_, index)


class Wishes(forms.Form):
    """Which groups, in which order, and how many of them."""

    use_required_attribute = False

    def __init__(self, *args: Any, groups: Sequence[tuple[str, str]], most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n, label in enumerate(ORDINALS, start=1):
            self.fields[f"wish{n}"] = forms.ChoiceField(
                label=label,
                choices=[("", _("none")), *groups],
                required=n == 1,
                error_messages={"required": _("Choose the group you would like best")},
                widget=forms.Select(attrs={"class": "form-select"}),
            )
        if most > 1:
            self.fields["wants"] = forms.IntegerField(
                label=_("How many of these groups"),
                help_text=_(
                    "Usually one. With more, each further place is given after everybody had the first."
                ),
                min_value=1,
                max_value=most,
                initial=1,
                widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
            )

    def wished(self) -> list[str]:
        """The groups named, dearest first."""
        return [self.cleaned_data[f"wish{n}"] for n in range(1, WISHES + 1) if self.cleaned_data[f"wish{n}"]]

    @property
    def first_wishes(self) -> list[forms.BoundField]:
        return [self[f"wish{n}"] for n in (1, 2, 3)]

    @property
    def more_wishes(self) -> list[forms.BoundField]:
        return [self[f"wish{n}"] for n in range(4, WISHES + 1)]


class Apply(Wishes):
    """For whom, the wishes, with whom together, and where they live."""

    person = forms.MultipleChoiceField(
        label=_("For whom"), required=False, widget=Several(attrs={"class": "form-check-input"})
    )
    given_name = forms.CharField(label=_("Given name"), required=False, max_length=120)
    family_name = forms.CharField(label=_("Family name"), required=False, max_length=120)
    birth_date = DayField(
        label=_("Birth date"),
        help_text=_("For example, 27 3 2014"),
        empty=_("Enter the child’s birth date"),
        required=False,
    )
    resident = forms.ChoiceField(
        label=_("Where do they live?"),
        choices=LIVES,
        error_messages={"required": _("Choose one")},
        widget=Choice(attrs={"class": "form-check-input"}),
    )
    together = forms.BooleanField(
        label=_("Keep brothers and sisters together where it can be done"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(self, *args: Any, people: Mapping[UUID, str], siblings: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(str(key), name) for key, name in people.items()]  # type: ignore[attr-defined]
        if not people:
            del self.fields["person"]
        if not siblings:
            del self.fields["together"]
        for name in ("given_name", "family_name"):
            self.fields[name].widget.attrs |= {"class": "form-control", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        """Somebody is named: an existing one, or a new child with name and birth date."""
        said = super().clean() or {}
        new = [said.get(name) for name in ("given_name", "family_name", "birth_date")]
        if any(new) or (not said.get("person") and "person" not in self.fields):
            self._all_of_a_child(said)
        elif not said.get("person") and "person" in self.fields:
            self.add_error("person", _("Choose for whom you apply"))
        return said

    def _all_of_a_child(self, said: Mapping[str, Any]) -> None:
        missing: Iterable[tuple[str, Any]] = (
            ("given_name", _("Enter the child’s given name")),
            ("family_name", _("Enter the child’s family name")),
            ("birth_date", _("Enter the child’s birth date")),
        )
        for name, sentence in missing:
            if not said.get(name) and name not in self.errors:
                self.add_error(name, sentence)

    @property
    def new_child(self) -> list[forms.BoundField]:
        return [self["given_name"], self["family_name"], self["birth_date"]]

    @property
    def asks_for_new_child(self) -> bool:
        """Whether the fields of a new child stand open: nobody else is there, or something was written there."""
        return "person" not in self.fields or any(
            field.errors or (field.value() and any(field.value())) for field in self.new_child
        )


class AtOnceForm(forms.Form):
    """What a family sends; which child is theirs, and whether there is a place, the verb says."""

    person = forms.UUIDField(error_messages={"required": _("Say for whom."), "invalid": _("Say for whom.")})
    mode = forms.CharField(required=False, max_length=7)
    resident = forms.ChoiceField(choices=Resident.choices, initial=Resident.YES.value)
    came_by = forms.ChoiceField(choices=CameBy.choices, required=False)
    once = forms.CharField(required=False, max_length=80)
