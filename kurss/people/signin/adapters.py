"""Where django-allauth asks what the site wants: the register's own verbs, our words, our limits."""

import base64
import hashlib
import time
from datetime import date, datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kurss.people import clock, joining
from kurss.people.identity_links import link_identity
from kurss.people.models import Account, Assurance
from kurss.people.refusals import IdentityOfAnother
from kurss.people.signin import assurance, letters, words
from kurss.people.signin.attempts import client_address
from kurss.people.signin.oidc import app_of
from kurss.people.signin.tokens import SomebodyElse
from kurss.people.ways_in import LETTERS, letters_about


class Accounts(DefaultAccountAdapter):
    """Accounts by e-mail address and password."""

    error_messages = DefaultAccountAdapter.error_messages | dict(words.REFUSALS)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Address and account together: wrong passwords from elsewhere never hold up the owner."""
        return f"{ratelimit.get_ip(request)} {str(credentials.get('email', '')).lower()}"

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: Account, form: Any, commit: bool = True) -> Account:
        said = form.cleaned_data
        return joining.sign_up(
            email=said["email"],
            given_name=said["given_name"],
            family_name=said["family_name"],
            password=said.get("password1"),
            language=get_language() or settings.LANGUAGE_CODE,
            at=clock.now(),
        )

    @transaction.atomic
    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        confirmed = super().confirm_email(request, email_address)
        if confirmed:
            joining.join(account=Account.objects.get(pk=email_address.user_id), at=clock.now())
        return confirmed

    def post_login(self, request: HttpRequest, user: Account, **more: Any) -> HttpResponse:
        sign_in = (more.get("signal_kwargs") or {}).get("sociallogin")
        if sign_in is not None:
            assurance.remember(request, Assurance(sign_in.state["shown"]["assurance"]), at=timezone.now())
        return super().post_login(request, user, **more)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, _("This account is not in use any more."))
        return redirect("account_login")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return f"/{get_language()}/"

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return f"/{get_language()}/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:account")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        return reverse("people:account" if self.request.user.is_authenticated else "account_login")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """One of our letters, in the language of the page that it comes from."""
        letter = words.LETTERS[template_prefix]
        moment = timezone.localtime()
        known = {name: value for name, value in context.items() if isinstance(value, str)}
        known |= {
            "moment": f"{date_format(moment, 'DATE_FORMAT')}, {date_format(moment, 'TIME_FORMAT')}",
            "reset_url": self.request.build_absolute_uri(reverse("account_reset_password")),
        }
        owner = Account.objects.filter(email__iexact=email).first()
        letters.send(
            about=letters_about(owner) if owner else LETTERS,
            to=email,
            subject=str(letter.subject),
            body=str(letter.body).format_map(known),
            language=get_language() or settings.LANGUAGE_CODE,
            at=timezone.now(),
        )

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        news = message or str(words.NEWS.get(message_template or "", ""))
        if news:
            said = news if message else news.format_map(message_context or {})
            messages.add_message(request, level, said, extra_tags=extra_tags)

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not within a quarter of an hour of signing in, by whatever way: that was the proof.

        Nor of an account that has nothing to show, as those of one-click sign-in: it could only be locked out.
        """
        if not get_reauthentication_flows(self.request.user):
            return False
        records = get_authentication_records(self.request, self.request.user)
        lately = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not any(record["at"] > lately for record in records) and super().is_reauthentication_required(
            app=app, **more
        )

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        said = {
            "reauthenticate": _("With your password"),
            "reauthenticate_by_code": _("With a code by e-mail"),
            "mfa_reauthenticate": _("With a code of the authenticator app"),
            "mfa_reauthenticate:webauthn": _("With a passkey"),
        }
        return [one | {"description": said[one["id"]]} for one in super().get_reauthentication_methods(user)]


class Identities(DefaultSocialAccountAdapter):
    """Accounts by an identity that an issuer vouches for."""

    error_messages = DefaultSocialAccountAdapter.error_messages | dict(words.REFUSALS)

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The issuers of the settings, and only those: nobody adds one by writing a row."""
        return [
            app_of(issuer)
            for issuer in settings.KURSS_ISSUERS.values()
            if provider in (None, issuer.key, "openid_connect") and client_id in (None, issuer.client_id)
        ]

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Account:
        account: Account = sociallogin.user
        account.email = data.get("email") or None
        return account

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        shown = sociallogin.state["shown"]
        return bool(shown["given_name"] or shown["family_name"])

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """A known identity is shown again: keep how surely. A stronger sign-in must name the same account."""
        stays = sociallogin.state.get("account")
        if stays and (not sociallogin.is_existing or str(sociallogin.user.pk) != stays):
            refusal = SomebodyElse(
                _(
                    "The identity belongs to somebody else than the account you are signed in to. "
                    "Nothing was changed."
                )
            )
            raise ImmediateHttpResponse(
                render_authentication_error(request, sociallogin.provider, exception=refusal)
            )
        if sociallogin.is_existing:
            _keep(request, sociallogin)

    @transaction.atomic
    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Account:
        shown = sociallogin.state["shown"]
        said = form.cleaned_data if form else {}
        account = joining.sign_up(
            email=said.get("email") or sociallogin.user.email or "",
            given_name=shown["given_name"] or said.get("given_name", ""),
            family_name=shown["family_name"] or said.get("family_name", ""),
            birth_date=_day(shown["birth_date"]),
            language=get_language() or settings.LANGUAGE_CODE,
            at=clock.now(),
        )
        sociallogin.user = account
        if form:
            sociallogin.email_addresses = [
                one for one in sociallogin.email_addresses if one.email == account.email
            ]
        sociallogin.save(request)
        _keep(request, sociallogin)
        if EmailAddress.objects.filter(user=account, email__iexact=account.email, verified=True).exists():
            joining.join(account=account, at=clock.now())
        return account

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("socialaccount_connections")


class Factors(DefaultMFAAdapter):
    """Passkeys, authenticator apps, recovery codes. Their secrets are kept encrypted."""

    error_messages = DefaultMFAAdapter.error_messages | dict(words.REFUSALS)

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return settings.KURSS_CITY

    def _get_site_name(self) -> str:
        return settings.KURSS_CITY

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey {number}").format(number=number)


def _keep(request: HttpRequest, sociallogin: SocialLogin) -> None:
    shown = sociallogin.state["shown"]
    try:
        link_identity(
            account=sociallogin.user,
            issuer=shown["issuer"],
            scheme=shown["scheme"],
            digest=shown["digest"],
            assurance=Assurance(shown["assurance"]),
            by=sociallogin.user,
            at=timezone.now(),
        )
    except IdentityOfAnother as refusal:
        raise ImmediateHttpResponse(
            render_authentication_error(request, sociallogin.provider, exception=refusal)
        ) from refusal


def keep_added(account: Account, shown: dict[str, Any] | None, *, at: datetime) -> None:
    """An identity was added to the account: keep the link, if it was added indeed."""
    if shown and SocialAccount.objects.filter(user=account, uid=shown["digest"]).exists():
        link_identity(
            account=account,
            issuer=shown["issuer"],
            scheme=shown["scheme"],
            digest=shown["digest"],
            assurance=Assurance(shown["assurance"]),
            by=account,
            at=at,
        )


def _cipher() -> MultiFernet:
    """From the site's secret key, and from those before it, so that a new key can be set."""
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"kurss.factors\n" + key.encode()).digest()))
            for key in keys
        ]
    )


def _day(text: str) -> date | None:
    """A birth date as issuers write it; nothing where it is not a whole date or still to come."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day <= timezone.localdate() else None
