"""An issuer of identities on loopback whose every answer a test can spoil."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from kurss.people.signin.issuers import Issuer

LOW, HIGH = "urn:example:low", "urn:example:high"


class FakeIssuer:
    """Signs what it is told to. `claims` are added to the token, `spoil` may change anything before it is sent."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims: dict[str, Any] = {"sub": "person-1", "acr": LOW}
        self.header: dict[str, Any] = {"kid": "one"}
        self.describes_itself_as = address
        self.signed_by = self.key
        self.algorithm = "RS256"
        self.nonce = ""
        self.challenge = ""
        self.info: dict[str, Any] | None = {"sub": "person-1", "given_name": "Ilze", "family_name": "Ozola"}
        self.asked_with: dict[str, str] = {}

    def known_as(self, **more: Any) -> Issuer:
        usual = {
            "key": "issuer",
            "name": "Issuer",
            "issuer": self.address,
            "client_id": "kurss",
            "client_secret": "the client's secret",
            "assurance": {LOW: "low", HIGH: "high"},
        }
        return Issuer(**(usual | more))

    def token(self) -> str:
        now = int(time.time())
        said = {
            "iss": self.address,
            "aud": "kurss",
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
        } | self.claims
        said = {name: value for name, value in said.items() if value is not None}
        key = "a shared secret that is long enough" if self.algorithm == "HS256" else self.signed_by
        return jwt.encode(said, key, algorithm=self.algorithm, headers=self.header)

    def answer(self, path: str, sent: dict[str, str]) -> tuple[int, Any]:
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.describes_itself_as,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/jwks",
                "userinfo_endpoint": f"{self.address}/info",
            }
        if path == "/jwks":
            public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
            return 200, {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}
        if path == "/token":
            self.asked_with = sent
            proof = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
            if base64.urlsafe_b64encode(proof).rstrip(b"=").decode() != self.challenge:
                return 400, {"error": "invalid_grant"}
            return 200, {"access_token": "an access token", "id_token": self.token(), "token_type": "Bearer"}
        if path == "/info" and self.info is not None:
            return 200, self.info
        return 404, {}


@contextmanager
def running() -> Iterator[FakeIssuer]:
    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["content-length"])).decode()
            self._answer({name: values[0] for name, values in parse_qs(text).items()})

        def _answer(self, sent: dict[str, str]) -> None:
            status, said = issuer.answer(self.path, sent)
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            """A test needs no access log."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        issuer = FakeIssuer(f"http://127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield issuer
        finally:
            server.shutdown()
