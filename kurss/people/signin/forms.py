"""The forms of signing in: django-allauth's, with labels, hints and errors of ours, in our fields."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as identity
from allauth.socialaccount.models import SocialAccount
from django import forms
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kurss.people.models import Account
from kurss.people.refusals import AccountExists, NameUnreadable
from kurss.people.register import check_name

EMAIL = (_("E-mail address"), "", _("Enter your e-mail address"))
PASSWORD = (_("Password"), "", _("Enter your password"))
NEW_PASSWORD = (
    _("New password"),
    _("At least 12 characters; three or four words you alone would put together are good."),
    _("Enter a password"),
)
AGAIN = (_("New password once more"), "", _("Enter the password once more"))
CODE = (_("Code"), "", _("Enter the code"))


class Worded:
    """Mixed into a form of allauth: `words` gives label, hint and what is said where a field is empty."""

    words: ClassVar[dict[str, tuple[Any, Any, Any]]] = {}
    use_required_attribute = False

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text, field.error_messages["required"] = self.words[name]
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = _("Enter an e-mail address in the form name@example.lv")
                field.widget.attrs |= {"spellcheck": "false", "autocomplete": "email"}
            if name == "code":
                field.widget.attrs |= {"spellcheck": "false", "autocapitalize": "characters"}
            if not isinstance(field.widget, forms.CheckboxInput | forms.RadioSelect | forms.HiddenInput):
                field.widget.attrs["class"] = "form-control"


class TwiceTheSame(Worded):
    """Says in our words that two passwords differ."""

    def add_error(self, field: str | None, error: Any) -> None:
        if field == "password2":
            error = _("The two passwords are not the same. Enter both again.")
        super().add_error(field, error)  # type: ignore[misc]


class SignIn(Worded, account.LoginForm):
    words = {"login": EMAIL, "password": PASSWORD}

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"


class _Names(forms.Form):
    given_name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "given-name"}))
    family_name = forms.CharField(
        max_length=120, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )

    def clean_given_name(self) -> str:
        return _a_name(self.cleaned_data["given_name"])

    def clean_family_name(self) -> str:
        return _a_name(self.cleaned_data["family_name"])


def _a_name(name: str) -> str:
    try:
        check_name(name)
    except NameUnreadable as refusal:
        raise forms.ValidationError(str(refusal)) from refusal
    return name


NAMES = {
    "given_name": (_("Given name"), "", _("Enter your given name")),
    "family_name": (_("Family name"), "", _("Enter your family name")),
}


class SignUp(Worded, account.SignupForm, _Names):
    """Names, address, password. Whether the address has an account already is said to its owner alone."""

    field_order = ("given_name", "family_name", "email", "password1")
    words = NAMES | {
        "email": (EMAIL[0], _("You will get a letter to confirm that it is yours."), EMAIL[2]),
        "password1": (PASSWORD[0], NEW_PASSWORD[1], NEW_PASSWORD[2]),
    }

    account_already_exists: bool

    def try_save(self, request: HttpRequest) -> tuple[Account | None, HttpResponse | None]:
        if self.account_already_exists:
            # A new account costs the digest of a password; the answer for a known address must take as long.
            make_password(self.cleaned_data.get("password1"))
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except AccountExists:
            # Two sign-ups with one address at the same moment: the second is told as if it had come later.
            self.account_already_exists = True
            return super().try_save(request)


class SignUpWithIdentity(Worded, identity.SignupForm, _Names):
    """What the issuer did not say: an address, and the names where it gave none."""

    field_order = ("given_name", "family_name", "email")
    words = SignUp.words

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        shown = self.sociallogin.state["shown"]
        if shown["given_name"] or shown["family_name"]:
            del self.fields["given_name"], self.fields["family_name"]

    def try_save(self, request: HttpRequest) -> tuple[Account | None, HttpResponse | None]:
        try:
            with transaction.atomic():
                return super().try_save(request)
        except AccountExists:
            self.account_already_exists = True
            return super().try_save(request)


class ForgottenPassword(Worded, account.ResetPasswordForm):
    words = {"email": EMAIL}


class NewPassword(TwiceTheSame, account.ResetPasswordKeyForm):
    words = {"password1": NEW_PASSWORD, "password2": AGAIN}


class FirstPassword(TwiceTheSame, account.SetPasswordForm):
    words = {"password1": NEW_PASSWORD, "password2": AGAIN}


class OtherPassword(TwiceTheSame, account.ChangePasswordForm):
    words = {
        "oldpassword": (_("Present password"), "", _("Enter your present password")),
        "password1": NEW_PASSWORD,
        "password2": AGAIN,
    }


class OtherAddress(Worded, account.AddEmailForm):
    words = {
        "email": (
            _("New e-mail address"),
            _("You will get a letter there. The address changes when you open the link in it."),
            EMAIL[2],
        )
    }


class PasswordAgain(Worded, account.ReauthenticateForm):
    words = {"password": PASSWORD}


class CodeByMail(Worded, account.RequestLoginCodeForm):
    words = {"email": EMAIL}


class CodeFromMail(Worded, account.ConfirmLoginCodeForm):
    words = {"code": CODE}


class CodeFromMailAgain(Worded, account.ConfirmReauthenticationCodeForm):
    words = {"code": CODE}


ANY_CODE = (
    CODE[0],
    _("Six digits from your authenticator app, or one of your recovery codes."),
    CODE[2],
)


class SecondFactor(Worded, factor.AuthenticateForm):
    words = {"code": ANY_CODE}


class SecondFactorAgain(Worded, factor.ReauthenticateForm):
    words = {"code": ANY_CODE}


class StartCodes(Worded, totp.ActivateTOTPForm):
    words = {"code": (CODE[0], _("Six digits that the app shows now."), CODE[2])}


PASSKEY_NAME = (
    _("Name of the passkey"),
    _("So that you know it again, such as: my phone."),
    _("Give it a name"),
)


class AddPasskey(Worded, webauthn.AddWebAuthnForm):
    words = {"name": PASSKEY_NAME}

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        # Whether a passkey can stand alone is decided by the device and checked at each sign-in.
        self.fields.pop("passwordless", None)
        self.fields["credential"].error_messages["required"] = _(
            "No passkey came from your device. Press the button once more."
        )
        self.fields["name"].max_length = 60


class NamePasskey(Worded, webauthn.EditWebAuthnForm):
    words = {"name": PASSKEY_NAME}


class LetGo(Worded, identity.DisconnectForm):
    """Which identity to take away from the account."""

    account = forms.ModelChoiceField(queryset=SocialAccount.objects.none(), widget=forms.HiddenInput)
    words = {"account": ("", "", _("Choose the identity to take away"))}
