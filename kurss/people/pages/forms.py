from django import forms
from django.utils.translation import gettext_lazy as _


class SignIn(forms.Form):
    """E-mail address and password."""

    use_required_attribute = False

    email = forms.EmailField(
        label=_("E-mail address"),
        error_messages={
            "required": _("Enter your e-mail address"),
            "invalid": _("Enter an e-mail address in the form name@example.lv"),
        },
        widget=forms.EmailInput(
            attrs={"class": "form-control", "autocomplete": "username", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        error_messages={"required": _("Enter your password")},
        widget=forms.PasswordInput(attrs={"class": "form-control", "autocomplete": "current-password"}),
    )
