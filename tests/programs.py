"""Programs of other systems, as they come: with a token that /api/token/ gave them."""

from dataclasses import dataclass
from typing import Any, Self

from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client

from supervision.actions import programs
from supervision.enums import ApiScope
from supervision.models import ApiClient, Region

V1 = "/api/v1"
EVERYTHING = tuple(ApiScope)


@dataclass
class Caller:
    """Asks in English, so that a test reads the source's words."""

    client: ApiClient
    secret: str
    token: str = ""
    address: str = "127.0.0.1"

    @classmethod
    def of(cls, *regions: Region | str, scopes: tuple[ApiScope, ...] = EVERYTHING, rate: int = 600) -> Self:
        """A new program of these regions, with its token."""
        rows = [each if isinstance(each, Region) else Region.objects.get(pk=each) for each in regions]
        by = User.objects.get_or_create(username="administrator")[0]
        made = programs.create(name="ГИС ЖКХ", regions=rows, scopes=scopes, requests_per_minute=rate, by=by)
        caller = cls(*made)
        caller.renew()
        return caller

    def renew(self) -> None:
        """A new token: it serves an hour."""
        self.token = self.ask_for_token().json()["access_token"]

    def ask_for_token(self, **changed: str) -> Any:
        form = {"grant_type": "client_credentials", "client_id": self.client.client_id, "client_secret": self.secret}
        return Client(REMOTE_ADDR=self.address).post("/api/token/", {**form, **changed})

    def request(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """`path` after /api/v1, or a whole address; `body` goes as JSON. Headers as if_none_match="..."."""
        address = path if path.startswith(("http", "/api")) else V1 + path
        known = {"Authorization": f"Bearer {self.token}", "Accept-Language": "en"}
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {} if body is None else {"data": body, "content_type": given.pop("content-type", "application/json")}
        caller = Client(raise_request_exception=True, REMOTE_ADDR=self.address)
        return getattr(caller, method.lower())(address, headers={**known, **given}, **sent)

    def get(self, path: str, **headers: str) -> Any:
        return self.request("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.request("POST", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.request("PATCH", path, body, **headers)

    def state(self) -> dict[str, int]:
        """How many rows every table has, but for those that keep requests and not facts."""
        kept = ("apirequest", "idempotentanswer", "accesstoken", "session")
        tables = [model for model in apps.get_models() if model._meta.model_name not in kept and model._meta.managed]
        return {model._meta.label: model._default_manager.count() for model in tables}

    def problem(self, path: str, status: int, **headers: str) -> dict[str, Any]:
        """The refusal of a GET, of which the status and the media type are as expected."""
        return refusal(self.get(path, **headers), status)


def refusal(response: Any, status: int) -> dict[str, Any]:
    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json"), (
        response.content
    )
    return response.json()
