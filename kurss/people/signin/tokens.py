"""Whether what an issuer returned may be believed: OpenID Connect Core 1.0, section 3.1.3.7, checked in full.

Pure: no request, no network and no clock here. The signature is always checked, also where the token came
straight from the issuer: a city's proxy or a mistaken address must not be able to name people.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt
from allauth.socialaccount.providers.base.provider import ProviderException
from django.utils.translation import gettext as _

from kurss.people.models import Assurance
from kurss.people.refusals import PeopleRefusal
from kurss.people.signin.issuers import Issuer

SKEW = 60
"""Seconds by which the clocks of site and issuer may differ."""
OLDEST = 600
"""Seconds since a token was made; a sign-in here lasts as long at the most."""


class IdentityRefused(ProviderException, PeopleRefusal):
    """What the issuer said cannot be believed; the message says why, and nobody is signed in."""


class SignatureWrong(IdentityRefused):
    """Not signed by a published key of the issuer, in a way the site accepts."""


class IssuerWrong(IdentityRefused):
    """The token, or the issuer's own description, names another issuer."""


class AudienceWrong(IdentityRefused):
    """The token is for another site."""


class NonceWrong(IdentityRefused):
    """The token does not answer this sign-in: an old one, or somebody else's."""


class ClockWrong(IdentityRefused):
    """The token is over, not yet valid, or says no time."""


class AssuranceUnknown(IdentityRefused):
    """The level of assurance in the token is none that the city has mapped."""


class AssuranceTooLow(IdentityRefused):
    """The level of assurance in the token is below the one that was asked for."""


class ClaimMissing(IdentityRefused):
    """The claim that names the person is not there."""


class SomebodyElse(IdentityRefused):
    """Two answers of the issuer, or of two sign-ins, name two people."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a believed token says: who, by the identifier of the issuer's scheme, and how surely."""

    identifier: str
    assurance: Assurance
    claims: Mapping[str, Any]


def believe(
    token: str,
    *,
    issuer: Issuer,
    keys: Sequence[Mapping[str, Any]],
    nonce: str,
    asked: Assurance,
    at: datetime,
) -> Shown:
    """The content of an id_token, or an IdentityRefused that names the first thing wrong with it."""
    claims = _signed(token, issuer, keys)
    if claims.get("iss") != issuer.issuer:
        raise IssuerWrong(
            _("The identity comes from another issuer than {name}. Nobody was signed in.").format(
                name=issuer.name
            )
        )
    _for_this_site(claims, issuer)
    if not nonce or claims.get("nonce") != nonce:
        raise NonceWrong(
            _("The identity does not belong to this sign-in. Start again from the sign-in page.")
        )
    _in_time(claims, at)
    identifier = claims.get(issuer.identifier)
    if not isinstance(identifier, str) or not identifier or not claims.get("sub"):
        raise ClaimMissing(
            _("{name} did not say who you are (“{claim}” is missing). Tell the city.").format(
                name=issuer.name, claim=issuer.identifier
            )
        )
    return Shown(identifier, _assured(claims, issuer, asked), claims)


def _signed(token: str, issuer: Issuer, keys: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    refusal = SignatureWrong(
        _(
            "The identity is not signed by {name}. Nobody was signed in; tell the city if it happens again."
        ).format(name=issuer.name)
    )
    try:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if algorithm not in issuer.algorithms:
            raise refusal
        fitting = [key for key in keys if _fits(key, header)]
        for key in fitting:
            public = jwt.get_algorithm_by_name(algorithm).from_jwk(json.dumps(dict(key)))
            try:
                # Only the signature is left to the library; each claim is checked here, with its own sentence.
                claims = jwt.decode(
                    token,
                    key=public,
                    algorithms=[algorithm],
                    options={
                        "verify_signature": True,
                        "verify_exp": False,
                        "verify_nbf": False,
                        "verify_iat": False,
                        "verify_aud": False,
                        "verify_iss": False,
                        "verify_sub": False,
                        "verify_jti": False,
                    },
                )
            except jwt.InvalidSignatureError:
                continue
            return dict(claims)
    except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
        raise refusal from error
    raise refusal


def _fits(key: Mapping[str, Any], header: Mapping[str, Any]) -> bool:
    return (
        key.get("use", "sig") == "sig"
        and key.get("kty") in ("RSA", "EC", "OKP")
        and key.get("alg", header["alg"]) == header["alg"]
        and (header.get("kid") is None or key.get("kid") in (None, header["kid"]))
    )


def _for_this_site(claims: Mapping[str, Any], issuer: Issuer) -> None:
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else audience
    party = claims.get("azp")
    if (
        not isinstance(audiences, list)
        or issuer.client_id not in audiences
        or (len(audiences) > 1 and party is None)
        or party not in (None, issuer.client_id)
    ):
        raise AudienceWrong(_("The identity was made for another site than this one. Nobody was signed in."))


def _in_time(claims: Mapping[str, Any], at: datetime) -> None:
    now = at.timestamp()
    until, since, begins = claims.get("exp"), claims.get("iat"), claims.get("nbf", 0)
    times = (until, since, begins)
    if not all(isinstance(time, int | float) and not isinstance(time, bool) for time in times):
        raise ClockWrong(_("The identity does not say for how long it holds. Tell the city."))
    if now >= until + SKEW or now >= since + OLDEST + SKEW:  # type: ignore[operator]
        raise ClockWrong(_("The identity is out of date. Start again from the sign-in page."))
    if since > now + SKEW or begins > now + SKEW:  # type: ignore[operator]
        raise ClockWrong(
            _(
                "The identity is dated in the future: "
                "the clock of the issuer or of this site is wrong. Tell the city."
            )
        )


def _assured(claims: Mapping[str, Any], issuer: Issuer, asked: Assurance) -> Assurance:
    """The level of the token that was returned. An `acr` nobody has mapped is no level at all."""
    acr = claims.get("acr")
    known = isinstance(acr, str) and acr in issuer.assurance
    if not known and (issuer.assurance or asked is not Assurance.NONE):
        raise AssuranceUnknown(
            _(
                "{name} did not say how surely it knows you, in words this site knows. Nobody was signed in."
            ).format(name=issuer.name)
        )
    level = Assurance(issuer.assurance[str(acr)]) if known else Assurance.NONE
    if not level.reaches(asked):
        raise AssuranceTooLow(
            _(
                "This needs an identity of level “{asked}”; {name} returned “{level}”. Use a surer means there."
            ).format(asked=asked.label, name=issuer.name, level=level.label)
        )
    return level
