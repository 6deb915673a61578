"""OpenID Connect on django-allauth's flow (state, PKCE, exchange of the code), with every token believed first.

What allauth 65 leaves out is done here: a nonce, the signature of a token that came straight from the issuer, its
clock, the level of assurance, and the subject of the user information (docs/decisions).
"""

import secrets
from typing import Any
from urllib.parse import urlsplit

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from requests import RequestException

from kurss.people.identity_links import digest_of
from kurss.people.models import Assurance
from kurss.people.refusals import NameUnreadable
from kurss.people.register import check_name
from kurss.people.signin.issuers import LOOPBACK, Issuer
from kurss.people.signin.tokens import IdentityRefused, IssuerWrong, Shown, SomebodyElse, believe

ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def app_of(issuer: Issuer) -> SocialApp:
    """An issuer of the settings as allauth knows it; nothing of it stands in the database."""
    return SocialApp(
        provider="openid_connect",
        provider_id=issuer.key,
        name=issuer.name,
        client_id=issuer.client_id,
        secret=issuer.client_secret,
        settings={"server_url": issuer.issuer.rstrip("/"), "oauth_pkce_enabled": True},
    )


class Flow(OpenIDConnectOAuth2Adapter):
    """One sign-in at one issuer, from the way there to a believed identity."""

    state: dict[str, Any]

    def __init__(self, request: HttpRequest, provider_id: str) -> None:
        super().__init__(request, provider_id)
        self.state = {}

    @property
    def issuer(self) -> Issuer:
        return settings.KURSS_ISSUERS[self.provider_id]

    @property
    def openid_config(self) -> dict[str, Any]:
        """The issuer's description of itself; refused where it names another issuer or an unsafe address."""
        if not hasattr(self, "_openid_config"):
            found = super().openid_config
            if not isinstance(found, dict) or found.get("issuer") != self.issuer.issuer:
                del self._openid_config
                raise IssuerWrong(
                    _(
                        "{name} describes itself as another issuer. Nobody was signed in; tell the city."
                    ).format(name=self.issuer.name)
                )
            if not all(_safe(found.get(name)) for name in ENDPOINTS):
                raise IdentityRefused(
                    _(
                        "{name} gives no safe address to sign in at. Nobody was signed in; tell the city."
                    ).format(name=self.issuer.name)
                )
        return self._openid_config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """One address for all languages: it is registered with the issuer."""
        return build_absolute_uri(request, reverse("identity-shown", args=[self.provider_id]))

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """The identity that was shown, with names and address taken over and nothing else kept."""
        response = kwargs["response"]
        if request.GET.get("iss", self.issuer.issuer) != self.issuer.issuer:
            # RFC 9207: the answer says which issuer it comes from, so that two cannot be mixed up.
            raise IssuerWrong(
                _("The identity comes from another issuer than {name}. Nobody was signed in.").format(
                    name=self.issuer.name
                )
            )
        shown = believe(
            str(response.get("id_token", "")),
            issuer=self.issuer,
            keys=self._keys(),
            nonce=self.state.get("nonce", ""),
            asked=Assurance(self.state.get("asked", Assurance.NONE)),
            at=timezone.now(),
        )
        claims = self._claims(shown, token)
        self.state["shown"] = {
            "issuer": self.issuer.issuer,
            "scheme": self.issuer.scheme,
            "digest": digest_of(self.issuer.issuer, self.issuer.scheme, shown.identifier),
            "assurance": shown.assurance.value,
            "given_name": _name(claims.get(self.issuer.given_name)),
            "family_name": _name(claims.get(self.issuer.family_name)),
            "birth_date": str(claims.get(self.issuer.birth_date) or ""),
            "email": str(claims.get(self.issuer.email) or ""),
            "email_verified": self.issuer.trust_email and claims.get("email_verified") is True,
        }
        return self.get_provider().sociallogin_from_response(request, self.state["shown"])

    def _keys(self) -> list[dict[str, Any]]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            found = answer.json()
        keys = found.get("keys") if isinstance(found, dict) else None
        return [key for key in keys if isinstance(key, dict)] if isinstance(keys, list) else []

    def _claims(self, shown: Shown, token: SocialToken) -> dict[str, Any]:
        """The claims of the token, and what it leaves out from the user information of the same subject."""
        claims = dict(shown.claims)
        if claims.get(self.issuer.family_name) or not _safe(self.openid_config.get("userinfo_endpoint")):
            return claims
        more = self._fetch_user_info(token.token)
        if not isinstance(more, dict) or more.get("sub") != claims["sub"]:
            raise SomebodyElse(
                _("Two answers of {name} name two people. Nobody was signed in; tell the city.").format(
                    name=self.issuer.name
                )
            )
        return more | claims


class Way(OpenIDConnectProvider):
    """An issuer as allauth's provider: what is taken over, under which key, and how the way there begins."""

    oauth2_adapter_class = Flow

    @property
    def name(self) -> str:
        issuer = self.issuer
        return issuer.name_en or issuer.name if get_language() == "en" else issuer.name

    @name.setter
    def name(self, _said: str) -> None:
        """Set by allauth from its own record; the settings know better."""

    @property
    def issuer(self) -> Issuer:
        return settings.KURSS_ISSUERS[self.app.provider_id]

    def get_default_scope(self) -> list[str]:
        return list(self.issuer.scopes)

    def begin(
        self, request: HttpRequest, *, process: str, next_url: str, asked: Assurance, account: str = ""
    ) -> HttpResponse:
        """To the issuer, with a nonce of this sign-in's own and the level that is asked for."""
        asked = max(asked, Assurance(self.issuer.ask), key=lambda level: level.rank)
        nonce = secrets.token_urlsafe(32)
        wish: dict[str, str] = {"nonce": nonce}
        if asked is not Assurance.NONE:
            wish["acr_values"] = " ".join(self.issuer.acr_for(asked))
        if account:
            wish["prompt"] = "login"
        return self.redirect(
            request,
            process,
            next_url=next_url,
            auth_params=wish,
            nonce=nonce,
            asked=asked.value,
            account=account,
            language=get_language() or settings.LANGUAGE_CODE,
        )

    def extract_uid(self, data: dict[str, Any]) -> str:
        return data["digest"]

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing of what the issuer tells about a person is kept beside the account."""
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"email": data["email"]}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        from allauth.account.models import EmailAddress

        if not data["email"]:
            return []
        return [EmailAddress(email=data["email"], verified=data["email_verified"], primary=True)]


class Callback(OAuth2CallbackView):
    """Coming back from the issuer: the state of this sign-in is known before the token is looked at."""

    adapter: Flow

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except (IdentityRefused, RequestException) as refusal:
            # Before the code is exchanged allauth catches nothing: the issuer's description is read there.
            return render_authentication_error(request, self.adapter.get_provider(), exception=refusal)

    def _get_state(
        self, request: HttpRequest, provider: Way
    ) -> tuple[dict[str, Any] | None, HttpResponse | None]:
        state, answer = super()._get_state(request, provider)
        self.adapter.state = state if state is not None else {}
        return state, answer


def _name(said: Any) -> str:
    """A name as the issuer tells it, where it is one; otherwise the reader is asked."""
    name = str(said or "")[:120]
    try:
        check_name(name)
    except NameUnreadable:
        return ""
    return name


def _safe(address: Any) -> bool:
    parts = urlsplit(address) if isinstance(address, str) else None
    return parts is not None and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    )
