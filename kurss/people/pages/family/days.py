"""A day asked for in three fields, as people know it by heart: day, month, year."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PARTS = (("bday-day", _("Day"), 2), ("bday-month", _("Month"), 2), ("bday-year", _("Year"), 4))


class DayWidget(forms.MultiWidget):
    """Three small fields in one group, each with its label."""

    template_name = "people/widgets/day.html"
    use_fieldset = True

    def __init__(self, own: bool) -> None:
        # Only a reader's own birth date is filled in by the browser, not that of a child.
        attrs = [
            {"class": "form-control", "inputmode": "numeric", "maxlength": size, "size": size}
            | ({"autocomplete": name} if own else {"autocomplete": "off"})
            for name, _label, size in PARTS
        ]
        super().__init__([forms.TextInput(attrs=each) for each in attrs])

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, (_name, label, _size) in zip(context["widget"]["subwidgets"], PARTS, strict=True):
            part["label"] = label
        return context

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0"


class DayField(forms.MultiValueField):
    """A day of the calendar. Said in one sentence what is wrong, whichever of the three fields it is in."""

    def __init__(self, *, own: bool = False, empty: Any, **said: Any) -> None:
        fields = [forms.CharField(required=False, max_length=size) for _name, _label, size in PARTS]
        super().__init__(fields=fields, widget=DayWidget(own), require_all_fields=False, **said)
        self.error_messages["required"] = empty

    def compress(self, values: list[str]) -> date | None:
        if not any(values):
            return None
        try:
            day, month, year = (int(value) for value in values)
            return date(year, month, day)
        except ValueError as error:
            raise ValidationError(
                _("There is no such day. Write it in figures, such as 27 3 2014."), code="no_such_day"
            ) from error
