"""Addresses of signing in, under the names by which django-allauth finds them. What is not here does not exist.

`identity-shown` stands outside the languages (`outside`): issuers know one address.
"""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from allauth.socialaccount import views as identity
from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from kurss.people.signin import views

FORM = "people/signin/form.html"


def form(view: Any, title: Any, button: Any, lede: Any = "", **more: Any) -> Any:
    """A page with one form of ours: a heading, a sentence, the fields, a button."""
    said = {"title": title, "button": button, "lede": lede} | more
    return never_cache(view.as_view(template_name=FORM, extra_context=said))


def page(view: Any, name: str) -> Any:
    return never_cache(view.as_view(template_name=f"people/signin/{name}.html"))


urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="account_login"),
    path("sign-up/", views.SignUp.as_view(), name="account_signup"),
    path("sign-up/check-your-mail/", views.CheckYourMail.as_view(), name="account_email_verification_sent"),
    re_path(
        r"^confirm-address/(?P<key>[-:\w]+)/$",
        never_cache(views.ConfirmAddress.as_view()),
        name="account_confirm_email",
    ),
    path(
        "sign-in/code/",
        form(
            account.RequestLoginCodeView,
            _("Sign in with a code by e-mail"),
            _("Send the code"),
            _("We send a code to the address of your account. It holds for 15 minutes."),
        ),
        name="account_request_login_code",
    ),
    path(
        "sign-in/code/enter/",
        form(
            account.ConfirmLoginCodeView,
            _("Enter the code from the letter"),
            _("Sign in"),
            _("If the address has an account, the letter is there within a minute or two."),
        ),
        name="account_confirm_login_code",
    ),
    path("sign-in/passkey/", views.SignInWithPasskey.as_view(), name="mfa_login_webauthn"),
    path("sign-in/second/", page(factor.AuthenticateView, "second_factor"), name="mfa_authenticate"),
    path("sign-in/with/<slug:issuer>/", views.show_identity, name="show-identity"),
    path(
        "sign-in/identity/",
        form(
            identity.SignupView,
            _("One more thing about you"),
            _("Make the account"),
            _("The issuer has said who you are. What it did not say, we need from you."),
        ),
        name="socialaccount_signup",
    ),
    path(
        "sign-in/not-shown/",
        page(identity.LoginCancelledView, "not_shown"),
        name="socialaccount_login_cancelled",
    ),
    path(
        "password/forgotten/",
        form(
            account.PasswordResetView,
            _("Set a new password"),
            _("Send the letter"),
            _("We send a link to the address of your account. It holds for two hours."),
        ),
        name="account_reset_password",
    ),
    path(
        "password/forgotten/check-your-mail/",
        page(account.PasswordResetDoneView, "reset_sent"),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        page(account.PasswordResetFromKeyView, "new_password"),
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done/",
        page(account.PasswordResetFromKeyDoneView, "new_password_set"),
        name="account_reset_password_from_key_done",
    ),
    path("account/address/", views.Address.as_view(), name="account_email"),
    path(
        "account/password/",
        form(
            account.PasswordChangeView,
            _("Change your password"),
            _("Change the password"),
            _("Everywhere else you are signed out."),
        ),
        name="account_change_password",
    ),
    path(
        "account/password/first/",
        form(account.PasswordSetView, _("Set a password"), _("Set the password")),
        name="account_set_password",
    ),
    path("account/identities/", views.Connections.as_view(), name="socialaccount_connections"),
    path("account/second/", page(factor.IndexView, "factors"), name="mfa_index"),
    path("account/second/app/", never_cache(views.AddAuthenticator.as_view()), name="mfa_activate_totp"),
    path(
        "account/second/app/remove/",
        page(totp.DeactivateTOTPView, "remove_authenticator"),
        name="mfa_deactivate_totp",
    ),
    path("account/second/passkey/", never_cache(views.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path(
        "account/second/passkeys/",
        never_cache(passkey.ListWebAuthnView.as_view(template_name="people/signin/passkeys.html")),
        name="mfa_list_webauthn",
    ),
    path(
        "account/second/passkeys/<int:pk>/",
        form(passkey.EditWebAuthnView, _("Name the passkey"), _("Save the name")),
        name="mfa_edit_webauthn",
    ),
    path(
        "account/second/passkeys/<int:pk>/remove/",
        page(passkey.RemoveWebAuthnView, "remove_passkey"),
        name="mfa_remove_webauthn",
    ),
    path(
        "account/second/recovery/",
        page(recovery.ViewRecoveryCodesView, "recovery_codes"),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/second/recovery/new/",
        form(
            recovery.GenerateRecoveryCodesView,
            _("Make new recovery codes"),
            _("Make new codes"),
            _("The codes you have now stop working."),
        ),
        name="mfa_generate_recovery_codes",
    ),
    path("prove/password/", page(account.ReauthenticateView, "prove"), name="account_reauthenticate"),
    path(
        "prove/code/",
        page(account.RequestReauthenticationCodeView, "prove_by_code"),
        name="account_request_reauthentication_code",
    ),
    path(
        "prove/code/enter/",
        page(account.ConfirmReauthenticationCodeView, "prove"),
        name="account_confirm_reauthentication_code",
    ),
    path("prove/second/", page(factor.ReauthenticateView, "prove"), name="mfa_reauthenticate"),
    path(
        "prove/passkey/",
        never_cache(views.ProveByPasskey.as_view()),
        name="mfa_reauthenticate_webauthn",
    ),
]

outside = [
    path("identity/<slug:issuer>/", views.identity_shown, name="identity-shown"),
]
