"""What a registrar fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kurss.people.importing.columns import Field
from kurss.people.models import Gender, Identity
from kurss.sheets.csv_files import ENCODINGS

TEXT = {"class": "form-control", "autocomplete": "off"}
SELECT = {"class": "form-select"}


class Search(forms.Form):
    """Whom to look for."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("Name, or part of it"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "form-control", "type": "search", "autocomplete": "off"}),
    )
    born = forms.DateField(
        label=_("Birth date"),
        required=False,
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%Y."],
        error_messages={"invalid": _("This is no date. Write it as 2012-03-01 or 01.03.2012.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={**TEXT, "inputmode": "numeric"}),
    )


class ByCode(forms.Form):
    """A personal code, which never stands in an address."""

    use_required_attribute = False

    code = forms.CharField(
        label=_("Personal code"),
        max_length=20,
        error_messages={"required": _("Write the personal code.")},
        widget=forms.TextInput(attrs={**TEXT, "inputmode": "numeric", "size": "14"}),
    )


class Upload(forms.Form):
    """A list, and where it is from."""

    use_required_attribute = False

    source = forms.CharField(
        label=_("Where the list comes from"),
        help_text=_("For example the school. Keys of the list count within this source alone."),
        max_length=60,
        error_messages={
            "required": _(
                "Say where the list comes from, for example the school: its keys count there alone."
            )
        },
        widget=forms.TextInput(attrs=TEXT),
    )
    file = forms.FileField(
        label=_("File with the list"),
        help_text=_("CSV or XLSX with headings in the first row; at most 50 000 rows and 10 MiB."),
        error_messages={
            "required": _("Choose the file with the list."),
            "empty": _("The file is empty. Choose the file with the list."),
        },
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".csv,.xlsx,.txt"}),
    )


class Columns(forms.Form):
    """What each column of a list means, and how its letters are written."""

    use_required_attribute = False

    def __init__(
        self, *args: Any, headings: tuple[str, ...], chosen: list[str], encoding: str, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        meanings = [("", _("Do not read")), *Field.choices]
        for place, (heading, field) in enumerate(zip(headings, chosen, strict=True)):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading,
                choices=meanings,
                initial=field,
                required=False,
                widget=forms.Select(attrs=SELECT),
            )
        if encoding:
            self.fields["encoding"] = forms.ChoiceField(
                label=_("How the letters are written"),
                choices=[(name, name.upper().replace("WINDOWS", "Windows")) for name in ENCODINGS],
                initial=encoding,
                widget=forms.Select(attrs=SELECT),
            )

    def meanings(self) -> list[str]:
        return [value for name, value in self.cleaned_data.items() if name.startswith("column_")]


class Correct(forms.ModelForm):
    """Who somebody is. `looked_at` carries what stood here when the page was opened."""

    use_required_attribute = False
    looked_at = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = Identity
        fields = ("given_name", "family_name", "birth_date", "gender", "language", "email", "phone")
        labels = {
            "given_name": _("Given name"),
            "family_name": _("Family name"),
            "birth_date": _("Birth date"),
            "gender": _("Gender"),
            "language": _("Language to write in"),
            "email": _("E-mail address"),
            "phone": _("Telephone"),
        }
        widgets = {
            "given_name": forms.TextInput(attrs=TEXT),
            "family_name": forms.TextInput(attrs=TEXT),
            "birth_date": forms.DateInput(format="%Y-%m-%d", attrs={**TEXT, "inputmode": "numeric"}),
            "gender": forms.Select(attrs=SELECT, choices=Gender.choices),
            "language": forms.TextInput(attrs=TEXT),
            "email": forms.EmailInput(attrs=TEXT),
            "phone": forms.TextInput(attrs=TEXT),
        }

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("given_name", "family_name"):
            self.fields[name].required = False
        day = self.fields["birth_date"]
        assert isinstance(day, forms.DateField)
        day.input_formats = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%Y."]
        day.error_messages["invalid"] = _("This is no date. Write it as 2012-03-01 or 01.03.2012.")
        self.fields["email"].error_messages["invalid"] = _(
            "This is no e-mail address. Write it as name@example.lv, or leave it empty."
        )

    def _post_clean(self) -> None:
        """The rules stand in the verb; the form only reads what was typed."""
