"""allauth's seams of OpenID Connect: the way to the provider, and the answer that comes back.

State and PKCE are allauth's; nonce, signature and the rest of the ID token are checked by us, and nothing goes out but
through `calls`. What was verified travels in the state of the sign-in as `SAID`, which may wait in the session for the
portal's own second factor.
"""

import secrets
import time
from typing import Any

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from supervision.signin.provider import metadata, tokens
from supervision.signin.provider.calls import Calls, NotTrusted

SIGN_IN, JOIN, AGAIN = "sign in", "join", "again"  # what somebody goes to the provider for
SAID = "said"  # key in the state: what the provider said, as far as it is used


class RegionClient(OAuth2Client):
    """The exchange of the code, within the time of the request."""

    calls: Calls

    def get_access_token(self, code: str, pkce_code_verifier: str = "", extra_data: Any = None) -> dict[str, Any]:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.callback_url}
        form["code_verifier"] = pkce_code_verifier or ""
        basic = (self.consumer_key, self.consumer_secret) if self.basic_auth else None
        if basic is None:
            form |= {"client_id": self.consumer_key, "client_secret": self.consumer_secret}
        found = self.calls.post(self.access_token_url, form, basic=basic)
        if not (isinstance(found.get("access_token"), str) and isinstance(found.get("id_token"), str)):
            raise NotTrusted("the answer to the code has no tokens")
        return found


class RegionAdapter(OpenIDConnectOAuth2Adapter):
    """One way there and back; `state` is what this browser was sent with."""

    client_class = RegionClient

    def __init__(self, request: HttpRequest, provider_id: str) -> None:
        super().__init__(request, provider_id)
        self.calls = Calls()
        self.state: dict[str, Any] = {}

    @property
    def openid_config(self) -> dict[str, Any]:
        return metadata.description(self.calls)

    @property
    def basic_auth(self) -> bool:
        """What the provider does not name is `client_secret_basic` (Discovery 1.0, 3)."""
        methods = self.openid_config.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return "client_secret_post" not in methods

    def get_client(self, request: HttpRequest, app: SocialApp) -> RegionClient:
        client: RegionClient = super().get_client(request, app)
        client.calls = self.calls
        return client

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return str(build_absolute_uri(request, reverse("account_provider_callback")))

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> Any:
        answer = kwargs["response"]
        not_before = self.state.get("asked_at") if self.state.get("purpose") == AGAIN else None

        def check(trust: tokens.Trust) -> dict[str, Any]:
            nonce = self.state.get("nonce", "")
            return tokens.of_sign_in(answer["id_token"], trust, nonce=nonce, not_before=not_before)

        signed = metadata.checked(self.calls, check)
        more = self._more(signed, answer["access_token"])
        self.state[SAID] = _used(signed, more)
        return self.get_provider().sociallogin_from_response(request, {**more, **signed})

    def _more(self, signed: dict[str, Any], token: str) -> dict[str, Any]:
        """What only the address of user info says; about the same person, or nothing of it is believed (Core 5.3.2)."""
        address = self.openid_config.get("userinfo_endpoint")
        if not address:
            return {}
        found = self.calls.get(address, token=token)
        if found.get("sub") != signed["sub"]:
            raise NotTrusted("user info is about somebody else")
        return found


def _used(signed: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Who it is, what the table of claims reads, and how they were asked. That last only from the signed token."""
    both = {**more, **signed}
    amr = signed.get("amr")
    return {
        "subject": signed["sub"],
        "sid": signed.get("sid") if isinstance(signed.get("sid"), str) else "",
        "issued": signed["iat"],
        "factor": isinstance(amr, list) and any(one in settings.OIDC_SECOND_FACTOR_AMR for one in amr),
        "values": tokens.values_of(both, settings.OIDC_CLAIM),
        "username": _text(both.get("preferred_username")),
        "first_name": _text(both.get("given_name")),
        "last_name": _text(both.get("family_name")) or _text(both.get("name")),
        "email": _text(both.get("email")) if both.get("email_verified") is True else "",
    }


def _text(value: Any) -> str:
    return value.strip()[:150] if isinstance(value, str) else ""


class RegionProvider(OpenIDConnectProvider):
    id = "region"
    name = "OpenID Connect"
    oauth2_adapter_class = RegionAdapter

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["sub"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing of what the provider says of a person is kept beside the login itself."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """No login is ever found by an address."""
        return []

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}


class Callback(OAuth2CallbackView):
    """The answer: the state is taken once, and handed to whoever checks the nonce."""

    def _get_state(self, request: HttpRequest, provider: RegionProvider) -> tuple[Any, HttpResponse | None]:
        state, response = super()._get_state(request, provider)
        self.adapter.state = state or {}
        return state, response


def app() -> SocialApp:
    """Of the settings; the issuer is part of who somebody is, so that another issuer's subjects are others."""
    return SocialApp(
        provider=RegionProvider.id,
        provider_id=settings.OIDC_ISSUER,
        name=settings.OIDC_NAME,
        client_id=settings.OIDC_CLIENT_ID,
        secret=settings.OIDC_CLIENT_SECRET,
        settings={"oauth_pkce_enabled": True, "scope": settings.OIDC_SCOPES},
    )


def leave(request: HttpRequest, purpose: str, way_back: str) -> HttpResponse:
    """To the provider, from where the browser comes back to the callback; `way_back` is an address of the portal."""
    nonce = secrets.token_urlsafe(32)
    asked = {"nonce": nonce} | ({"prompt": "login", "max_age": "0"} if purpose == AGAIN else {})
    kept = {"purpose": purpose, "nonce": nonce, "asked_at": time.time()}
    provider = RegionProvider(request, app=app())
    answer: HttpResponse = provider.redirect(request, "login", next_url=way_back, auth_params=asked, **kept)
    return answer
