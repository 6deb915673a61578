"""Time stamps (RFC 3161) over release digests, where the city names an authority.

What is stamped is the release text with SHA-256, so the stamp's imprint is the printed digest itself. An authority
that does not answer delays nothing: the release stands, and the stamp is asked for again.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from django.conf import settings
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from kurss.evidence.models import Release, ReleaseStamp

SECONDS = 10
"""How long an authority may take to answer."""
LARGEST = 1 << 20
"""A stamp with its certificates has some kilobytes; more than this is no stamp."""


class StampRefused(RuntimeError):
    """The authority gave no stamp, or one that does not hold; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """A stamp that holds: who says so, and that the digest was there at this moment."""

    release: Release
    authority: str
    at: datetime


def stamp(release: Release, *, authority: str) -> ReleaseStamp:
    """Ask the authority for a stamp over a release and keep it once it holds. Raises StampRefused."""
    request = (
        TimestampRequestBuilder().data(release.text.encode()).hash_algorithm(HashAlgorithm.SHA256).build()
    )
    token = _asked(authority, request.as_bytes())
    at = _checked(token, release, nonce=request.nonce)
    return ReleaseStamp.objects.create(release=release, authority=authority, stamped_at=at, token=token)


def check(kept: ReleaseStamp) -> Stamped:
    """Verify a kept stamp again. Raises StampRefused where it does not hold over this release."""
    return Stamped(kept.release, kept.authority, _checked(bytes(kept.token), kept.release, nonce=None))


def stamp_missing() -> tuple[list[ReleaseStamp], list[str]]:
    """Stamp every release that has no stamp yet: the new stamps, and a sentence for each that failed.

    Does nothing where no authority is configured.
    """
    authority: str = settings.KURSS_TIMESTAMP_URL
    made: list[ReleaseStamp] = []
    failed: list[str] = []
    if not authority:
        return made, failed
    for release in Release.objects.released().filter(stamps__isnull=True).order_by("number"):
        try:
            made.append(stamp(release, authority=authority))
        except StampRefused as refused:
            failed.append(f"Release {release.number}: {refused} It will be asked again.")
    return made, failed


def _asked(authority: str, request: bytes) -> bytes:
    if not authority.startswith(("https://", "http://")):
        raise StampRefused(f"{authority} is not an address on the web: correct KURSS_TIMESTAMP_URL.")
    asked = urllib.request.Request(  # noqa: S310 - the scheme was looked at above
        authority, data=request, headers={"Content-Type": "application/timestamp-query"}
    )
    try:
        with urllib.request.urlopen(asked, timeout=SECONDS) as answer:  # noqa: S310
            return answer.read(LARGEST)
    except (urllib.error.URLError, OSError) as error:
        reason = getattr(error, "reason", error)
        raise StampRefused(f"{authority} did not answer ({reason}).") from error


def _checked(token: bytes, release: Release, *, nonce: int | None) -> datetime:
    """The moment that a stamp names. Raises StampRefused where it does not hold."""
    builder = VerifierBuilder(roots=list(_roots()), nonce=nonce)
    try:
        response = decode_timestamp_response(token)
        builder.build().verify(response, bytes.fromhex(release.digest))
    except (ValueError, VerificationError) as error:
        raise StampRefused(f"The stamp over release {release.number} does not hold ({error}).") from error
    return response.tst_info.gen_time


def _roots() -> Sequence[x509.Certificate]:
    named = settings.KURSS_TIMESTAMP_ROOTS
    if not named:
        raise StampRefused(
            "No certificate of the authority is named: set KURSS_TIMESTAMP_ROOTS to a PEM file."
        )
    try:
        return x509.load_pem_x509_certificates(Path(named).read_bytes())
    except (OSError, ValueError) as error:
        raise StampRefused(f"{named} holds no certificates ({error}).") from error
