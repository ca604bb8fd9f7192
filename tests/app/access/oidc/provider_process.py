"""A small OpenID provider in a process of its own, which can be told to misbehave.

It does what OpenID Connect Core says of the code flow, PKCE and client secrets included, for one client and one person.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

ROOT = Path(__file__).resolve().parents[4]
CLIENT, SECRET = "caseload", "a secret/with signs"


def unpadded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


class State:
    """What the provider knows, and how it misbehaves."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
        self.foreign = RSAKey.generate_key(2048, {"kid": "first"})
        self.issuer = ""
        self.mode = ""
        self.person: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []

    def token(self, claims: dict[str, Any], header: dict[str, str] | None = None, key: str = "") -> str:
        now = int(time.time())
        said = {"iss": self.issuer, "aud": CLIENT, "sub": "ada", "iat": now, "exp": now + 300, **self.person, **claims}
        said = {name: value for name, value in said.items() if value is not None}
        head = {"alg": "RS256", "kid": self.key.kid or "", **(header or {})}
        if key == "public":  # the oldest trick: the public key as the secret of an HMAC
            signed = ".".join(unpadded(json.dumps(part).encode()) for part in (head, said))
            secret = self.key.as_pem(private=False)
            return f"{signed}.{unpadded(hmac.new(secret, signed.encode(), hashlib.sha256).digest())}"
        signer = self.foreign if key == "foreign" else self.key
        return jwt.encode(head, said, signer, algorithms=["RS256", "RS512"])


class Handler(BaseHTTPRequestHandler):
    state: State

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base has it
        """Nothing."""

    def do_GET(self) -> None:
        state, parts = self.state, urlsplit(self.path)
        state.asked.append(parts.path)
        if parts.path == "/.well-known/openid-configuration":
            self._discovery()
        elif parts.path == "/jwks":
            self._json(KeySet([state.key]).as_dict(private=False))
        elif parts.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            assert asked["client_id"] == CLIENT
            assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
            code = f"code-{len(state.codes)}"
            state.codes[code] = asked
            back = {"code": code, "state": asked["state"], "iss": state.issuer}
            self._answer(302, b"", {"Location": f"{asked['redirect_uri']}?{urlencode(back)}"})
        else:
            self._answer(404, b"")

    def _discovery(self) -> None:
        here, mode = self.state.issuer, self.state.mode
        found = {
            "issuer": "http://127.0.0.1:1" if mode == "issuer" else here,
            "authorization_endpoint": f"{here}/authorize",
            "token_endpoint": f"{here}/token",
            "jwks_uri": "http://127.0.0.1:1/jwks" if mode == "elsewhere" else f"{here}/jwks",
        }
        if mode == "redirect":
            self._answer(302, b"", {"Location": f"{here}/jwks"})
        elif mode == "huge":
            self._answer(200, b'{"x": "' + b"x" * 1_000_000 + b'"}')
        elif mode == "list":
            self._answer(200, b"[]")
        elif mode == "nested":
            self._answer(200, b"[" * 100_000)
        elif mode == "error":
            self._answer(500, b"{}")
        elif mode == "trickle":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            for _ in range(100):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.1)
        else:
            self._json(found)

    def do_POST(self) -> None:
        state = self.state
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.path == "/token":
            self._token({name: values[0] for name, values in parse_qs(body.decode()).items()})
            return
        told = json.loads(body)
        if self.path == "/mint":
            self._json({"token": state.token(**told)})
        elif self.path == "/rotate":
            state.key = RSAKey.generate_key(2048, {"kid": told["kid"], "use": "sig"})
            self._json({})
        elif self.path == "/asked":
            asked, state.asked = state.asked, []
            self._json({"asked": asked})
        else:
            vars(state).update(told)
            self._json({})

    def _token(self, form: dict[str, str]) -> None:
        asked = self.state.codes.pop(form["code"], None)
        challenge = unpadded(hashlib.sha256(form["code_verifier"].encode()).digest())
        basic = base64.b64encode(b"caseload:a%20secret%2Fwith%20signs").decode()
        is_right = (
            asked is not None
            and challenge == asked["code_challenge"]
            and form["redirect_uri"] == asked["redirect_uri"]
            and self.headers.get("Authorization") == f"Basic {basic}"
        )
        if not is_right or asked is None:
            self._answer(400, b'{"error": "invalid_grant"}')
        else:
            self._json({"id_token": self.state.token({"nonce": asked["nonce"]}), "token_type": "Bearer"})

    def _json(self, content: Any) -> None:
        self._answer(200, json.dumps(content).encode())

    def _answer(self, status: int, content: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


class RunningProvider:
    """The provider, as a test tells it what to do."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.client = httpx.Client(base_url=issuer, timeout=30, trust_env=False)

    def tell(self, **told: Any) -> None:
        """Set ``mode`` or ``person``."""
        self.client.post("/tell", json=told).raise_for_status()

    def mint(self, header: dict[str, str] | None = None, key: str = "", **claims: Any) -> str:
        """A token with these claims; one that is None is left out."""
        token: str = self.client.post("/mint", json={"claims": claims, "header": header, "key": key}).json()["token"]
        return token

    def rotate(self, kid: str) -> None:
        """Sign with another key from now on."""
        self.client.post("/rotate", json={"kid": kid}).raise_for_status()

    def asked(self) -> list[str]:
        """What was asked for since the last call."""
        asked: list[str] = self.client.post("/asked", json={}).json()["asked"]
        return asked


@contextmanager
def running_provider() -> Iterator[RunningProvider]:
    """Run it until the block ends."""
    command = [sys.executable, "-m", "tests.app.access.oidc.provider_process"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        provider = RunningProvider(process.stdout.readline().strip())
        try:
            yield provider
        finally:
            provider.client.close()
            process.terminate()


if __name__ == "__main__":
    Handler.state = State()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Handler.state.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    print(Handler.state.issuer, flush=True)
    server.serve_forever()
