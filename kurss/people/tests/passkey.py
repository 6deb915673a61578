"""A passkey in software: what a phone or a security key would answer (WebAuthn, level 2), for the tests."""

import json
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

PRESENT_AND_VERIFIED = 0x01 | 0x04
WITH_CREDENTIAL = 0x40


class Passkey:
    """One key pair that belongs to one site."""

    def __init__(self, site: str = "testserver", origin: str = "https://testserver") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._site, self._origin = sha256(site.encode()).digest(), origin
        self._id = sha256(str(id(self)).encode()).digest()
        self._counter = 0

    def made(self, challenge: str) -> dict:
        """The answer to a page that asks for a new passkey."""
        credential = AttestedCredentialData.create(
            b"\0" * 16, self._id, ES256.from_cryptography_key(self._key.public_key())
        )
        data = AuthenticatorData.create(self._site, PRESENT_AND_VERIFIED | WITH_CREDENTIAL, 0, credential)
        return self._said(
            CollectedClientData.TYPE.CREATE,
            challenge,
            attestationObject=websafe_encode(AttestationObject.create("none", data, {})),
            transports=["internal"],
        )

    def shown(self, challenge: str, account_key: str = "") -> dict:
        """The answer to a page that asks for a proof."""
        self._counter += 1
        data = AuthenticatorData.create(self._site, PRESENT_AND_VERIFIED, self._counter)
        client = self._client(CollectedClientData.TYPE.GET, challenge)
        signature = self._key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._said(
            CollectedClientData.TYPE.GET,
            challenge,
            authenticatorData=websafe_encode(data),
            signature=websafe_encode(signature),
            userHandle=websafe_encode(account_key.encode()) if account_key else None,
        )

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self._origin}).encode()

    def _said(self, kind: str, challenge: str, **more) -> dict:
        return {
            "id": websafe_encode(self._id),
            "rawId": websafe_encode(self._id),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {"clientDataJSON": websafe_encode(self._client(kind, challenge)), **more},
        }
