"""An identity provider on this machine, for tests of the protocol: it says what a test tells it to say, right or wrong."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "wenming-test"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGE_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """The provider: ``claims`` go into the identity token, ``said`` into userinfo, ``metadata`` into what it says of itself."""

    def __init__(self) -> None:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.answer(self, provider.get(urlsplit(self.path).path))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                provider.asked = {name: values[0] for name, values in parse_qs(body).items()}
                provider.answer(self, provider.tokens())

            def log_message(self, *_arguments: object) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        self.claims: dict[str, Any] = {"sub": "u-1"}
        self.said: dict[str, Any] = {"sub": "u-1", "name": "高长明"}
        self.metadata: dict[str, Any] = {}
        self.nonce = ""
        self.key, self.kid, self.down = KEY, "k1", False
        self.asked: dict[str, str] = {}

    def answer(self, handler: BaseHTTPRequestHandler, content: dict[str, Any] | None) -> None:
        """Send JSON, or 500 where the provider is down."""
        handler.send_response(500 if content is None or self.down else 200)
        handler.send_header("Content-Type", "application/json")
        handler.end_headers()
        handler.wfile.write(json.dumps(content).encode())

    def get(self, path: str) -> dict[str, Any] | None:
        """Return what lies at a path."""
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {
            "/.well-known/openid-configuration": {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/auth",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/me",
                "jwks_uri": f"{self.issuer}/jwks",
                **self.metadata,
            },
            "/jwks": {"keys": [{**public, "kid": "k1", "alg": "RS256", "use": "sig"}]},
            "/me": self.said,
        }.get(path)

    def tokens(self) -> dict[str, Any]:
        """Return the tokens."""
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": self.nonce, **self.claims}
        claims = {name: value for name, value in claims.items() if value is not None}
        token = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": self.kid})
        return {"access_token": "a", "token_type": "Bearer", **({"id_token": token} if self.kid else {})}

    def settings(self, claim: str = "sub") -> dict[str, Any]:
        """Return the provider as the installation's file would make it."""
        own = {
            "server_url": self.issuer,
            "issuer": self.issuer,
            "scope": ["openid", "profile"],
            "oauth_pkce_enabled": True,
            "name_en": "DingTalk for Government",
            "account_claim": claim,
        }
        return {"provider_id": "zwdd", "name": "政务钉钉", "client_id": CLIENT, "secret": "s", "settings": own}

    def close(self) -> None:
        """Go away."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
