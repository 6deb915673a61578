"""What an administrator fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kurss.people.pages.grants.scopes import initiatives, places
from kurss.people.permissions import Role, Scope

TEXT = {"class": "form-control", "autocomplete": "off"}
SELECT = {"class": "form-select"}
DAYS = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%Y."]
NO_DAY = {"invalid": _("This is no date. Write it as 2012-03-01 or 01.03.2012.")}


class Find(forms.Form):
    """Whose account."""

    use_required_attribute = False
    email = forms.CharField(
        label=_("E-mail address, or part of it"),
        max_length=254,
        error_messages={"required": _("Enter the e-mail address of the account")},
        widget=forms.TextInput(attrs={**TEXT, "spellcheck": "false"}),
    )


class Give(forms.Form):
    """Which role, for what, until when, and why."""

    use_required_attribute = False
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", _("Choose a role")), *Role.choices],
        error_messages={"required": _("Choose a role")},
        widget=forms.Select(attrs=SELECT),
    )
    within = forms.ChoiceField(label=_("For what"), required=False, widget=forms.Select(attrs=SELECT))
    holds_until = forms.DateField(
        label=_("Last day"),
        help_text=_("The role still holds on this day. Leave it empty for a role without an end."),
        required=False,
        input_formats=DAYS,
        error_messages=NO_DAY,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={**TEXT, "inputmode": "numeric"}),
    )
    because = forms.CharField(
        label=_("Why"),
        help_text=_("For the journal: the order or the request it rests on. No private matters."),
        max_length=200,
        error_messages={"required": _("Say why, so that it can be understood later")},
        widget=forms.TextInput(attrs=TEXT),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        within = self.fields["within"]
        assert isinstance(within, forms.ChoiceField)
        within.choices = [
            ("", Scope.EVERYTHING.label),
            (_("One place"), [(f"place:{key}", name) for key, name in places()]),
            (_("One initiative"), [(f"initiative:{key}", name) for key, name in initiatives()]),
        ]

    def scope(self) -> tuple[Scope, str]:
        kind, _colon, key = self.cleaned_data["within"].partition(":")
        return (Scope(kind), key) if kind else (Scope.EVERYTHING, "")


class End(forms.Form):
    """From which day the role holds no more, and why."""

    use_required_attribute = False
    last_day = forms.DateField(
        label=_("Last day"),
        help_text=_("Leave it empty to end the role at once."),
        required=False,
        input_formats=DAYS,
        error_messages=NO_DAY,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={**TEXT, "inputmode": "numeric"}),
    )
    because = forms.CharField(
        label=_("Why"),
        max_length=200,
        error_messages={"required": _("Say why, so that it can be understood later")},
        widget=forms.TextInput(attrs=TEXT),
    )


class Close(forms.Form):
    """Why an account is closed."""

    use_required_attribute = False
    because = forms.CharField(
        label=_("Why"),
        max_length=200,
        error_messages={"required": _("Say why, so that it can be understood later")},
        widget=forms.TextInput(attrs=TEXT),
    )
