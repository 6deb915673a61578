"""What officers and approvers fill in about a release."""

from django import forms
from django.utils.translation import gettext_lazy as _


def _words(rows: int, hint: str) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "form-control", "rows": rows, "aria-describedby": hint})


class Begin(forms.Form):
    """What a release is called, in both languages."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("Name in Latvian"),
        max_length=200,
        error_messages={"required": _("Enter a name in Latvian")},
        widget=forms.TextInput(attrs={"class": "form-control", "lang": "lv"}),
    )
    name_en = forms.CharField(
        label=_("Name in English"),
        max_length=200,
        error_messages={"required": _("Enter a name in English")},
        widget=forms.TextInput(attrs={"class": "form-control", "lang": "en"}),
    )


class Restate(forms.Form):
    """Why a locked figure changes; readers see it beside both values."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("Reason in Latvian"),
        help_text=_("Readers see it beside the old and the new value, for ever."),
        error_messages={"required": _("Say in Latvian why the figure changes")},
        widget=_words(3, "id_reason_helptext"),
    )
    reason_en = forms.CharField(
        label=_("Reason in English"),
        error_messages={"required": _("Say in English why the figure changes")},
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )


class Return(forms.Form):
    """Why a proposal goes back to its author."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("What has to change"),
        error_messages={"required": _("Say what has to change before you return the release")},
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )
