"""Sign-in through an identity provider (OpenID Connect), stricter than allauth does it by itself.

The issuer is the one of the configuration; the answer names it (RFC 9207) wherever the provider says that it does; the
identity token's signature is always checked, with a nonce that belongs to this very sign-in; userinfo speaks of the same person; nobody
signs up; what a browser adds to the address changes nothing.
"""

from __future__ import annotations

from typing import Any

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import urlencode
from django.utils.translation import get_language

from wenming.kernel.models import Account
from wenming.kernel.rules import normal_phone

LEEWAY = 60  # seconds that two clocks may differ
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
UNKNOWN = "unknown_identity"
"""Key of the session: the identity that a provider proved and no account has."""


def nonce_of(state_id: str) -> str:
    """Return the nonce that belongs to a state: whoever knows the state still cannot work it out."""
    return salted_hmac("wenming.kernel.oidc.nonce", state_id, algorithm="sha256").hexdigest()


class NoncingClient(OAuth2Client):
    """Sends the nonce of its state along."""

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, Any]) -> str:
        """Return the provider's address with everything that it must give back."""
        return super().get_redirect_url(authorization_url, scope, {**extra_params, "nonce": nonce_of(self.state)})


class StrictAdapter(OpenIDConnectOAuth2Adapter):
    """The protocol."""

    client_class = NoncingClient

    def get_provider(self) -> OfficeProvider:
        """Return our own provider."""
        app = OfficeAdapter(self.request).get_app(self.request, provider=self.provider_id)
        return OfficeProvider(self.request, app=app)

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return what the provider says of itself; another issuer's word is refused."""
        said = super().openid_config
        issuer = self.get_provider().app.settings["issuer"]
        if said.get("issuer") != issuer:
            raise OAuth2Error(f"the provider calls itself {said.get('issuer')!r}, not {issuer!r}")
        return said

    def get_access_token_data(self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str = "") -> Any:
        """Fetch the tokens, once it is sure that the answer came from our provider."""
        said, issuer = request.GET.get("iss"), self.openid_config["issuer"]
        promised = self.openid_config.get("authorization_response_iss_parameter_supported", False)
        if said is None and promised:
            raise OAuth2Error("the answer does not name its issuer")
        if said is not None and said != issuer:
            raise OAuth2Error(f"the answer comes from {said!r}, not from {issuer!r}")
        return super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        """Return who it is: from the identity token, completed by userinfo about the same person."""
        credential = kwargs["response"].get("id_token")
        if not credential:
            raise OAuth2Error("the provider sent no identity token")
        claims = self.claims_of(credential, app.client_id, nonce_of(request.GET["state"]))
        said = self._fetch_user_info(token.token) if "userinfo_endpoint" in self.openid_config else {}
        if said and said.get("sub") != claims["sub"]:
            raise OAuth2Error("userinfo speaks of somebody else")
        return self.get_provider().sociallogin_from_response(request, {"userinfo": {**claims, **said}})

    def claims_of(self, credential: str, client_id: str, nonce: str) -> dict[str, Any]:
        """Return the claims of an identity token whose signature, issuer, audience, times and nonce are right."""
        with OfficeAdapter(self.request).get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            keys = answer.json()
        try:
            header = jwt.get_unverified_header(credential)
            found = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key.key_id == header.get("kid")]
            if header["alg"] not in ALGORITHMS or len(found) != 1:
                raise OAuth2Error("the identity token is signed by nobody we know")
            claims = jwt.decode(
                credential,
                key=found[0].key,
                algorithms=[header["alg"]],
                issuer=self.openid_config["issuer"],
                audience=client_id,
                leeway=LEEWAY,
                options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error(f"the identity token is not valid: {error}") from None
        if not constant_time_compare(str(claims["nonce"]), nonce):
            raise OAuth2Error("the identity token belongs to another sign-in")
        return claims


class OfficeProvider(OpenIDConnectProvider):
    """One provider of the installation."""

    oauth2_adapter_class = StrictAdapter

    @property
    def shown_name(self) -> str:
        """The name in the reader's language."""
        return str(self.app.settings["name_en"] if get_language() == "en" else self.app.name)

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:  # noqa: ARG002  what the address adds is not heard
        """Return the configured scopes, whatever the address says."""
        return self.get_scope()

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, Any]:  # noqa: ARG002
        """Return the configured parameters, whatever the address says."""
        return self.get_auth_params()

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, str]:
        """Keep the name only: everything else stays with the provider."""
        return {"name": str(data["userinfo"].get("name", ""))[:40]}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:  # noqa: ARG002  nobody is known by e-mail
        """Take over no address."""
        return []

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Hand on what an account may be known by, apart from the identity itself."""
        said = data["userinfo"]
        self.request.oidc_claims = said
        return {"name": said.get("name"), "username": said.get("preferred_username")}


class OfficeAdapter(DefaultSocialAccountAdapter):
    """Who may come in: linked accounts, and those whom the configured claim names. Nobody signs up."""

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:  # noqa: ARG002
        """Return the providers of the configuration; none lies in the database."""
        from allauth.socialaccount.adapter import _build_apps_from_settings  # noqa: PLC0415  models must be loaded first

        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def list_providers(self, request: HttpRequest) -> list[OfficeProvider]:
        """Return the providers in the order of their file."""
        return [OfficeProvider(request, app=app) for app in self.list_apps(request)]

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> OfficeProvider:
        """Return one provider by its id. Raises SocialApp.DoesNotExist."""
        return OfficeProvider(request, app=self.get_app(request, provider=provider, client_id=client_id))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Nobody signs up."""
        return False

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Account:  # noqa: ARG002
        """Leave the account that is never created empty."""
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find whose identity this is; somebody whom nobody knows is told how to be linked."""
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        app = sociallogin.provider.app
        account = account_named(app.settings["account_claim"], request.oidc_claims)
        if account is not None:
            sociallogin.connect(request, account)
            return
        request.session[UNKNOWN] = {
            "provider": app.provider_id,
            "identity": sociallogin.account.uid,
            "name": sociallogin.account.extra_data["name"],
        }
        raise ImmediateHttpResponse(redirect("kernel:unknown_identity"))


def account_named(claim: str, said: dict[str, Any]) -> Account | None:
    """Return the account that a provider's word names: by the verified telephone number, or by the sign-in name; by ``sub`` none."""
    if claim == "phone_number" and said.get("phone_number_verified", True) is True:
        try:
            number = normal_phone(str(said.get("phone_number", "")))
        except ValidationError:
            return None
        return Account.objects.filter(phone=number, is_active=True).first()
    if claim == "preferred_username" and said.get("preferred_username"):
        return Account.objects.filter(username__iexact=said["preferred_username"], is_active=True).first()
    return None


def shown_providers(request: HttpRequest) -> list[dict[str, str]]:
    """Return the providers of the installation for pages: id, name, first letter."""
    if not settings.OIDC_PROVIDERS:
        return []
    return [
        {"id": one.app.provider_id, "name": one.shown_name, "url": one.get_login_url(request)}
        for one in OfficeAdapter(request).list_providers(request)
    ]


def leave_url(request: HttpRequest, provider_id: str, back: str) -> str:
    """Return where one signs out of the provider itself, "" where it offers no such page. Raises OAuth2Error, RequestException."""
    adapter = StrictAdapter(request, provider_id)
    end = adapter.openid_config.get("end_session_endpoint", "")
    if not end:
        return ""
    app = adapter.get_provider().app
    return _with_query(end, {"client_id": app.client_id, "post_logout_redirect_uri": back})


def _with_query(url: str, query: dict[str, str]) -> str:
    """Add parameters to an address."""
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query)}"
