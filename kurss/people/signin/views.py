"""Pages of signing in that django-allauth does not have, or that need a word of ours."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import (
    ConfirmEmailView,
    EmailVerificationSentView,
    EmailView,
    LoginView,
    SignupView,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView, ReauthenticateWebAuthnView
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base.provider import ProviderException
from allauth.socialaccount.views import ConnectionsView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from kurss.people import clock
from kurss.people.acting import may_somewhere
from kurss.people.identity_links import end_link
from kurss.people.models import Account, Assurance, IdentityLink
from kurss.people.permissions import Act
from kurss.people.signin import sessions
from kurss.people.signin.adapters import keep_added
from kurss.people.signin.attempts import limited
from kurss.people.signin.oidc import Callback, Flow


class SignIn(LoginView):
    """By address and password; beside it the other ways in."""

    template_name = "people/signin/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = {"issuers": settings.KURSS_ISSUERS.values(), "next": get_next_redirect_url(self.request) or ""}
        return super().get_context_data(**kwargs) | more


class SignUp(SignupView):
    template_name = "people/signin/sign_up.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = {"issuers": settings.KURSS_ISSUERS.values(), "next": get_next_redirect_url(self.request) or ""}
        return super().get_context_data(**kwargs) | more


class CheckYourMail(EmailVerificationSentView):
    template_name = "people/signin/check_your_mail.html"


class ConfirmAddress(ConfirmEmailView):
    """A link from a letter. It confirms on the press of a button: mail programs open links by themselves."""

    template_name = "people/signin/confirm_address.html"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(*args, **kwargs)
        except Http404:
            self.object = None
            return self.render_to_response(self.get_context_data())


class Address(EmailView):
    template_name = "people/signin/address.html"


class AddAuthenticator(ActivateTOTPView):
    template_name = "people/signin/add_authenticator.html"

    def form_valid(self, form: BaseForm) -> HttpResponse:
        answer = super().form_valid(form)
        _second_factor_was_shown(self.request, Authenticator.Type.TOTP)
        return answer


class AddPasskey(AddWebAuthnView):
    template_name = "people/signin/add_passkey.html"

    def form_valid(self, form: BaseForm) -> HttpResponse:
        answer = super().form_valid(form)
        _second_factor_was_shown(self.request, Authenticator.Type.WEBAUTHN)
        return answer


class SignInWithPasskey(LoginWebAuthnView):
    """Answers the script of the sign-in page; the way there and back is kept."""

    def form_valid(self, form: BaseForm) -> HttpResponse:
        answer = super().form_valid(form)
        wanted = get_next_redirect_url(self.request)
        if wanted and self.request.user.is_authenticated and answer.status_code == 302:
            answer["location"] = wanted
        return answer


class ProveByPasskey(ReauthenticateWebAuthnView):
    template_name = "people/signin/prove_by_passkey.html"

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Asked again where it was asked, not at the sign-in page: the reader has signed in."""
        for sentence in form.errors.get("credential", []):
            messages.error(self.request, str(sentence))
        return redirect(self.request.get_full_path())


class Connections(ConnectionsView):
    """The identities that sign in to this account, and those that could."""

    template_name = "people/signin/identities.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = {one.provider: one for one in SocialAccount.objects.filter(user=self.request.user)}
        links = {
            link.identifier_digest: link
            for link in IdentityLink.objects.filter(account=self.request.user).valid_at(timezone.now())
        }
        rows = [
            {
                "issuer": issuer,
                "held": held.get(issuer.key),
                "link": links.get(held[issuer.key].uid) if issuer.key in held else None,
            }
            for issuer in settings.KURSS_ISSUERS.values()
        ]
        return super().get_context_data(**kwargs) | {"rows": rows}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        account, digest = self.request.user, form.cleaned_data["account"].uid
        answer = super().form_valid(form)
        if not SocialAccount.objects.filter(user=account, uid=digest).exists():
            end_link(account=account, digest=digest, by=account, at=timezone.now())
        return answer


@login_required
@require_safe
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """How this account is signed in to, and where it is signed in now."""
    reader: Account = request.user  # type: ignore[assignment]
    held = list(Authenticator.objects.filter(user=reader).order_by("created_at"))
    rows = [
        {"session": one, "device": sessions.device(one.user_agent), "here": _is_here(request, one)}
        for one in sessions.of(reader)
    ]
    said = {
        "passkeys": [one for one in held if one.type == Authenticator.Type.WEBAUTHN],
        "app": next((one for one in held if one.type == Authenticator.Type.TOTP), None),
        "issuers": settings.KURSS_ISSUERS,
        "identities": IdentityLink.objects.filter(account=reader).valid_at(timezone.now()).count(),
        "rows": rows,
        "life": sessions.life_of(reader),
        "has_family": may_somewhere(reader, Act.KEEP_FAMILY, at=clock.now()),
    }
    return render(request, "people/signin/account.html", said)


@login_required
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End one other session, or all others, of the reader's own account."""
    reader: Account = request.user  # type: ignore[assignment]
    here = request.session.session_key or ""
    if "all" in request.POST:
        count = sessions.end_others(reader, kept=here)
        messages.info(
            request,
            ngettext("{count} other session was ended.", "{count} other sessions were ended.", count).format(
                count=count
            ),
        )
    else:
        wanted = request.POST.get("session", "")
        own = UserSession.objects.filter(user=reader, pk=wanted).first() if wanted.isdecimal() else None
        if own is not None and not _is_here(request, own):
            sessions.end(own)
        messages.info(request, _("The session was ended."))
    return redirect("people:account")


@require_POST
@never_cache
@limited("identity")
def show_identity(request: HttpRequest, issuer: str) -> HttpResponse:
    """The way to an issuer: to sign in, to add the identity to this account, or to show more than before."""
    if issuer not in settings.KURSS_ISSUERS:
        raise Http404
    provider = get_adapter(request).get_provider(request, provider=issuer)
    wish = request.POST.get("wish", "sign-in")
    level = request.POST.get("level", Assurance.NONE)
    if level not in Assurance.values or wish not in ("sign-in", "add", "more"):
        raise Http404
    if wish != "sign-in" and not request.user.is_authenticated:
        return redirect("people:sign-in")
    if wish == "add":
        raise_if_reauthentication_required(request, app="allauth.socialaccount")
    try:
        going = provider.begin(
            request,
            process="connect" if wish == "add" else "login",
            next_url=get_next_redirect_url(request) or "",
            asked=Assurance(level),
            account=str(request.user.pk) if wish == "more" else "",
        )
    except (RequestException, ProviderException, ValueError) as fault:
        return render_authentication_error(request, provider, exception=fault)
    # A form may lead to this site only (form-action 'self'), and browsers follow that rule through redirects. So
    # the form is answered by a page, and the page goes on.
    if going.status_code != 302:
        return going
    said = {"name": provider.name, "address": going["location"]}
    return render(request, "people/signin/going.html", said)


@require_safe
@never_cache
def identity_shown(request: HttpRequest, issuer: str) -> HttpResponse:
    """Coming back from an issuer. The address has no language: it is registered there; the sign-in knows it."""
    if issuer not in settings.KURSS_ISSUERS:
        raise Http404
    flow = Flow(request, issuer)
    states = request.session.get("socialaccount_states", {})
    begun = states.get(request.GET.get("state", "")) if isinstance(states, dict) else None
    language = begun[0].get("language") if begun else None
    if language in dict(settings.LANGUAGES):
        translation.activate(language)
        request.LANGUAGE_CODE = language
    answer = Callback.adapter_view(flow)(request)
    if flow.state.get("process") == "connect" and isinstance(request.user, Account):
        keep_added(request.user, flow.state.get("shown"), at=timezone.now())
    return answer


def _second_factor_was_shown(request: HttpRequest, kind: str) -> None:
    """Setting one up takes showing it; asking for it again at once would only annoy."""
    record_authentication(request, request.user, "mfa", type=str(kind))


def _is_here(request: HttpRequest, session: UserSession) -> bool:
    return session.session_key == request.session.session_key
