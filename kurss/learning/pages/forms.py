"""What a family fills in to apply. The rules are the verbs'; a form only reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kurss.learning.models import CameBy
from kurss.learning.models.onday import Resident

WISHES = 5
"""So many wishes the form asks for; the verb takes up to `applying.MOST_WISHES`."""

ORDINALS = (_("First wish"), _("Second wish"), _("Third wish"), _("Fourth wish"), _("Fifth wish"))


class Apply(forms.Form):
    """For whom, which groups in which order, how many of them, and with whom."""

    person = forms.ChoiceField(label=_("For whom"))
    resident = forms.ChoiceField(
        label=_("Where they live"), choices=Resident.choices, initial=Resident.YES.value
    )
    wants = forms.IntegerField(label=_("How many of these groups"), min_value=1, initial=1)
    together = forms.ChoiceField(label=_("Together with a brother or sister"), required=False)
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(
        self,
        *args: Any,
        people: Mapping[UUID, str],
        groups: Sequence[tuple[str, str]],
        siblings: Sequence[tuple[str, str]],
        most: int,
        clerk: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(str(key), name) for key, name in people.items()]  # type: ignore[attr-defined]
        for n, label in enumerate(ORDINALS, start=1):
            self.fields[f"wish{n}"] = forms.ChoiceField(
                label=label, choices=[("", _("none")), *groups], required=n == 1
            )
        if most == 1:
            del self.fields["wants"]
        else:
            self.fields["wants"].max_value = most  # type: ignore[attr-defined]
        if siblings:
            self.fields["together"].choices = [("", _("no")), *siblings]  # type: ignore[attr-defined]
        else:
            del self.fields["together"]
        if clerk:
            self.fields["came_by"] = forms.ChoiceField(
                label=_("How they came"),
                choices=[choice for choice in CameBy.choices if choice[0] != CameBy.WEB],
                initial=CameBy.PHONE.value,
            )
        self.order_fields(["person", *(f"wish{n}" for n in range(1, WISHES + 1))])
        for field in self.fields.values():
            if isinstance(field.widget, forms.Select):
                field.widget.attrs["class"] = "form-select"
            elif not isinstance(field.widget, forms.HiddenInput):
                field.widget.attrs["class"] = "form-control"

    def wished(self) -> list[str]:
        """The groups named, dearest first."""
        return [self.cleaned_data[f"wish{n}"] for n in range(1, WISHES + 1) if self.cleaned_data[f"wish{n}"]]


class AtOnceForm(forms.Form):
    """What a family sends; which child is theirs, and whether there is a place, the verb says."""

    person = forms.UUIDField(error_messages={"required": _("Say for whom."), "invalid": _("Say for whom.")})
    mode = forms.CharField(required=False, max_length=7)
    resident = forms.ChoiceField(choices=Resident.choices, initial=Resident.YES.value)
    came_by = forms.ChoiceField(choices=CameBy.choices, required=False)
    once = forms.CharField(required=False, max_length=80)
