from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kurss.people.models import Ground, Person
from kurss.privacy.models import Activity, Kind, Outcome, Way
from kurss.privacy.models.activity import TEXTS
from kurss.privacy.retention import DAYS_MOST

CONTROL, SELECT = {"class": "form-control"}, {"class": "form-select"}
DAY = {"required": _("Enter the day"), "invalid": _("Enter the day as 2022-09-30")}

LABELS = {
    "title": _("Name"),
    "purpose": _("Purpose"),
    "people": _("Whose data"),
    "data": _("Which data"),
    "legal_basis": _("Legal basis"),
    "recipients": _("Who receives them"),
    "kept": _("How long they are kept"),
    "safeguards": _("Safeguards"),
}


def _select(label: Any, choices: Sequence[tuple[str, Any]], missing: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", "–"), *choices],
        widget=forms.Select(attrs=SELECT),
        error_messages={"required": missing, "invalid_choice": missing},
    )


class Received(forms.Form):
    """A request that came in."""

    use_required_attribute = False

    kind = _select(_("What is asked"), Kind.choices, _("Choose what is asked"))
    way = _select(_("How it came"), Way.choices, _("Choose how it came"))
    received_on = forms.DateField(
        label=_("Day on which it came"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs=CONTROL | {"type": "date"}, format="%Y-%m-%d"),
        error_messages=DAY,
    )
    name = forms.CharField(
        label=_("Who asks"),
        max_length=200,
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"required": _("Enter who asks")},
    )
    contact = forms.CharField(
        label=_("Where to answer"),
        help_text=_("An address, an e-mail address or a telephone number."),
        max_length=200,
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"required": _("Enter where to answer")},
    )
    words = forms.CharField(
        label=_("What was said"), required=False, widget=forms.Textarea(attrs=CONTROL | {"rows": 4})
    )
    person = forms.UUIDField(
        label=_("Key of the person, if known"),
        required=False,
        widget=forms.TextInput(attrs=CONTROL | {"spellcheck": "false"}),
        error_messages={
            "invalid": _("This is not a key. Copy it from the person’s record, or leave it open.")
        },
    )

    def clean_person(self) -> Person | None:
        key = self.cleaned_data["person"]
        if key is None:
            return None
        found = Person.objects.filter(pk=key).first()
        if found is None:
            raise ValidationError(
                _("Nobody has this key. Copy it from the person’s record, or leave it open.")
            )
        return found


class Extended(forms.Form):
    use_required_attribute = False

    because = forms.CharField(
        label=_("Why more time is needed"),
        help_text=_("The person must be told this within the first month."),
        max_length=500,
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"required": _("Say why more time is needed: the person must be told.")},
    )


class Closed(forms.Form):
    use_required_attribute = False

    outcome = _select(_("What came of it"), Outcome.choices, _("Choose what came of it"))
    answer = forms.CharField(
        label=_("What was answered"),
        help_text=_("A refusal says why, and that the person may complain to the supervisory authority."),
        required=False,
        widget=forms.Textarea(attrs=CONTROL | {"rows": 4}),
    )


class Decided(forms.Form):
    """How long a kind of record is kept."""

    use_required_attribute = False

    days = forms.IntegerField(
        label=_("Days"),
        min_value=0,
        max_value=DAYS_MOST,
        widget=forms.NumberInput(attrs=CONTROL),
        error_messages={"required": _("Enter the number of days"), "invalid": _("Enter the number of days")},
    )
    is_on = forms.BooleanField(
        label=_("Apply this rule every night"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    source = forms.CharField(
        label=_("Where the rule comes from, in Latvian"),
        max_length=300,
        widget=forms.TextInput(attrs=CONTROL | {"lang": "lv"}),
        error_messages={"required": _("Say where the rule comes from")},
    )
    source_en = forms.CharField(
        label=_("Where the rule comes from, in English"),
        max_length=300,
        widget=forms.TextInput(attrs=CONTROL | {"lang": "en"}),
        error_messages={"required": _("Say where the rule comes from")},
    )


class Confirmed(forms.ModelForm):
    """One activity of the register, in both languages."""

    use_required_attribute = False

    class Meta:
        model = Activity
        fields = [f"{name}{ending}" for name in TEXTS for ending in ("", "_en")]

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        for name, field in self.fields.items():
            base = name.removesuffix("_en")
            english = name != base
            field.label = (_("%(what)s, in English") if english else _("%(what)s, in Latvian")) % {
                "what": LABELS[base]
            }
            field.error_messages["required"] = _("The register leaves nothing unsaid")
            widget = forms.TextInput if base == "title" else forms.Textarea
            field.widget = widget(attrs=CONTROL | {"lang": "en" if english else "lv"})
            if widget is forms.Textarea:
                field.widget.attrs["rows"] = 2


class Sought(forms.Form):
    """Whom a request is about, by name or birth date."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs=CONTROL | {"spellcheck": "false"}),
    )
    born = forms.DateField(
        label=_("Birth date"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs=CONTROL | {"type": "date"}, format="%Y-%m-%d"),
        error_messages=DAY,
    )


class Sure(forms.Form):
    use_required_attribute = False

    sure = forms.BooleanField(
        label=_("Erase who this is. I have made sure that whoever asks may ask for it."),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        error_messages={"required": _("Tick that you have made sure, or go back")},
    )


class Restricted(forms.Form):
    use_required_attribute = False

    ground = _select(_("Ground"), Ground.choices, _("Choose the ground"))


class Lifted(forms.Form):
    use_required_attribute = False

    told = forms.CharField(
        label=_("How and when the person was told"),
        help_text=_("The law wants that before the restriction is lifted (Article 18(3))."),
        max_length=300,
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"required": _("Say how the person was told")},
    )
