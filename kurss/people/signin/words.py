"""What is said where django-allauth would speak: letters, news on a page, refusals. One table each."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Letter:
    """Subject and body; words in braces are filled in. The body ends with a line about the site."""

    subject: Promise
    body: Promise


IF_NOT_YOU: Final = _(
    "It happened on {moment}, from the address {ip}. If it was not you, set a new password at once:\n\n{reset_url}"
)

LETTERS: Final[Mapping[str, Letter]] = MappingProxyType(
    {
        "account/email/email_confirmation_signup": Letter(
            _("Confirm your e-mail address"),
            _(
                "Somebody, we hope you, signed up with this address. To confirm that it is yours, open:\n\n"
                "{activate_url}\n\n"
                "The link holds for three days. If it was not you, do nothing: "
                "without it the account is forgotten."
            ),
        ),
        "account/email/email_confirmation": Letter(
            _("Confirm your e-mail address"),
            _(
                "To confirm that this address is yours, open:\n\n{activate_url}\n\n"
                "The link holds for three days. If you did not ask for it, do nothing."
            ),
        ),
        "account/email/account_already_exists": Letter(
            _("You have an account already"),
            _(
                "Somebody, we hope you, signed up with this address, which has an account already. "
                "If you do not know the password any more, set a new one here:\n\n{password_reset_url}\n\n"
                "If it was not you, do nothing."
            ),
        ),
        "account/email/unknown_account": Letter(
            _("There is no account with this address"),
            _(
                "Somebody, we hope you, wanted to sign in with this address, which has no account. "
                "You may have signed up with another one. To make an account, open:\n\n{signup_url}\n\n"
                "If it was not you, do nothing."
            ),
        ),
        "account/email/password_reset_key": Letter(
            _("Set a new password"),
            _(
                "To set a new password, open:\n\n{password_reset_url}\n\n"
                "The link holds for two hours and works once. If you did not ask for it, do nothing: "
                "your password stays as it is."
            ),
        ),
        "account/email/login_code": Letter(
            _("Your code"),
            _(
                "Your code is\n\n{code}\n\nIt holds for 15 minutes. Tell it to nobody: nobody from the city "
                "will ask you for it. If you did not ask for it, do nothing."
            ),
        ),
        "account/email/password_changed": Letter(_("Your password was changed"), IF_NOT_YOU),
        "account/email/password_reset": Letter(_("Your password was changed"), IF_NOT_YOU),
        "account/email/password_set": Letter(_("A password was set for your account"), IF_NOT_YOU),
        "account/email/email_changed": Letter(
            _("The e-mail address of your account was changed"),
            _(
                "Letters about your account go to {to_email} from now on.\n\n"
                "It happened on {moment}, from the address {ip}. If it was not you, write to the city at once."
            ),
        ),
        "mfa/email/totp_activated": Letter(_("An authenticator app was added to your account"), IF_NOT_YOU),
        "mfa/email/totp_deactivated": Letter(
            _("The authenticator app was taken from your account"), IF_NOT_YOU
        ),
        "mfa/email/webauthn_added": Letter(_("A passkey was added to your account"), IF_NOT_YOU),
        "mfa/email/webauthn_removed": Letter(_("A passkey was taken from your account"), IF_NOT_YOU),
        "mfa/email/recovery_codes_generated": Letter(
            _("New recovery codes were made for your account"), IF_NOT_YOU
        ),
        "socialaccount/email/account_connected": Letter(
            _("An identity was added to your account"), IF_NOT_YOU
        ),
        "socialaccount/email/account_disconnected": Letter(
            _("An identity was taken from your account"), IF_NOT_YOU
        ),
    }
)

NEWS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "account/messages/email_confirmed.txt": _("The address {email} is confirmed."),
        "account/messages/email_confirmation_failed.txt": _(
            "The address {email} cannot be confirmed: it belongs to another account by now."
        ),
        "account/messages/login_code_sent.txt": _("A code is on its way to {recipient}."),
        "account/messages/password_changed.txt": _("Your password is changed."),
        "account/messages/password_set.txt": _("Your password is set."),
        "account/messages/email_deleted.txt": _("The address {email} is not used any more."),
        "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
        "mfa/messages/totp_deactivated.txt": _("The authenticator app is not used any more."),
        "mfa/messages/webauthn_added.txt": _("The passkey is added."),
        "mfa/messages/webauthn_removed.txt": _("The passkey is not used any more."),
        "socialaccount/messages/account_connected.txt": _("You can sign in with this identity from now on."),
        "socialaccount/messages/account_connected_updated.txt": _(
            "You could sign in with this identity already."
        ),
        "socialaccount/messages/account_connected_other.txt": _(
            "This identity belongs to another account. Sign in to that one, or take it away from there first."
        ),
        "socialaccount/messages/account_disconnected.txt": _("The identity is not used any more."),
    }
)
"""What is not here is not said; signing in, above all, speaks for itself."""

REFUSALS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "email_password_mismatch": _("The e-mail address or the password is not right. Check both."),
        "too_many_login_attempts": _(
            "There were too many wrong attempts. Wait a quarter of an hour, "
            "or sign in with a passkey or with a code by e-mail."
        ),
        "rate_limited": _("That was too often. Wait a few minutes and try again."),
        "incorrect_code": _("The code is not right, or too old. Check it, or ask for a new one."),
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("This is not your present password."),
        "duplicate_email": _("This is your address already."),
        "email_taken": _("This address belongs to another account."),
        "same_as_current": _("This is your address already."),
        "invalid_or_expired_key": _("The link is not valid any more."),
        "invalid_password_reset": _("The link is not valid any more. Ask for a new one."),
        "unverified_email": _("Confirm your e-mail address first."),
        "no_password": _("This is your only way in. Set a password first, then take the identity away."),
        "no_verified_email": _("Confirm your e-mail address first."),
    }
)
