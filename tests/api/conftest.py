"""One portal for all tests, and a token for each kind of program (`scene.py`). Installed by `make test-api`."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import portal as portals
import pytest
from portal import Portal

SCENE = Path(__file__).with_name("scene.py")
PATIENCE_SECONDS = 120
TokenOf = Callable[[str], str]


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with portals.running(tmp_path_factory.mktemp("portal") / "data", SCENE) as running:
        yield running


@pytest.fixture(scope="session")
def token_of(portal: Portal) -> TokenOf:
    """By the name of the program; that of the revoked one was given before it was shut out."""
    kept = {"revoked": portal.scene["token_of_revoked"]}

    def token(name: str) -> str:
        if name not in kept:
            client_id, secret = portal.scene["programs"][name]
            form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
            answer = httpx.post(f"{portal.url}/api/token/", data=form, timeout=PATIENCE_SECONDS)
            kept[name] = answer.raise_for_status().json()["access_token"]
        return kept[name]

    return token
