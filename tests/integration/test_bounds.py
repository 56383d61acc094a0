"""What is too long, too large or too odd is refused before it costs anything, whoever sends it and wherever to."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from supervision.enums import Role
from supervision.models import ApiRequest, UnprovenCount
from tests.browsing import of_root, signed_in
from tests.integration.test_access_table import PAGES
from tests.programs import Caller
from tests.sampled import sampled
from tests.terms import carry_out
from tests.world import World

ABSURD = ("0", "-1", "x", "99999999999999999999", "ы", "%00", "1.5", "a" * 300)
QUERIES = ("s=a&page=x", "page=x", "page=99999999999", "q=%00", "o=x", "p=-1", "_facets=x", "e=1", "next=//x", "s=a")
ONE_IN = 11  # prime to the number of values and of queries, so that each comes at some page
LARGE = 4 * 1024 * 1024
# end the session, and with it the walk
NOT_WALKED = ("account_logout", "admin:logout")


@pytest.fixture
def root(world: World) -> Client:
    return of_root(raise_request_exception=False)


def absurd_addresses() -> Iterator[str]:
    """Every address of the portal: each of its parameters absurd in every way, and every query that nobody asks."""
    for page in PAGES:
        if page.key in NOT_WALKED:
            continue
        plain = page.route.replace("(?P<url>.*)$", "<path:url>")
        for value in ABSURD if "<" in plain else ("",):
            yield "/" + re.sub(r"<[^>]+>", value, plain)
        yield from (f"/{re.sub(r'<[^>]+>', '1', plain)}?{query}" for query in QUERIES)


@pytest.mark.walk
@pytest.mark.filterwarnings("ignore:No directory at")
def test_no_address_fails_at_what_nobody_would_ask(root: Client) -> None:
    broken = []
    for address in sampled(dict.fromkeys(absurd_addresses()), ONE_IN):
        answer = root.get(address)
        if answer.streaming:
            answer.getvalue()
        if answer.status_code >= 500:
            broken.append(address)
    assert broken == []


def places_that_are_not() -> Iterator[tuple[str, str]]:
    """Every address with parameters, each of them absurd in every way; with its page's name."""
    for page in PAGES:
        if "<" in page.route.replace("(?P<url>.*)$", "<path:url>"):
            plain = page.route.replace("(?P<url>.*)$", "<path:url>")
            yield from ((page.key, "/" + re.sub(r"<[^>]+>", value, plain)) for value in ABSURD)


@pytest.mark.walk
@pytest.mark.filterwarnings("ignore:No directory at")
@pytest.mark.parametrize("who", ["administrator", *(Role.HEAD, Role.INSPECTOR, Role.ANALYST)])
def test_a_place_that_is_not_answers_4xx_to_everybody(world: World, who: str) -> None:
    """Looked at and sent a form to, to where a redirect leads: never another page in its place."""
    browser = of_root() if who == "administrator" else signed_in(world, "somebody", Role(who))
    browser.raise_request_exception = False
    odd = []
    for key, address in sampled(tuple(places_that_are_not()), 4 * ONE_IN - 1, len(who)):
        for method in ("get", "post"):
            with transaction.atomic():
                answer = getattr(browser, method)(address, follow=True)
                if answer.streaming:
                    answer.getvalue()
                transaction.set_rollback(True)
            if not 400 <= answer.status_code < 500:
                odd.append((key, method, address, answer.status_code))
    assert odd == []


def test_the_addresses_that_failed_answer_404(root: Client) -> None:
    for address in ("/admin/search/?s=a&page=x", "/admin/r/7/5/", "/admin/search/?s=" + "a" * 300):
        assert root.get(address).status_code == 404, address


def test_a_long_address_or_parameter_is_refused(root: Client) -> None:
    assert root.get("/admin/", {"q": "x" * 2001}).status_code == 400
    assert root.get("/admin/?" + "&".join(f"q{number}={'x' * 100}" for number in range(60))).status_code == 414


def large() -> dict[str, Any]:
    return {"file": SimpleUploadedFile("frt.csv", b"x" * LARGE), "region": "55"}


@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/admin/", "/admin/supervision/upload/new/", "/api/v1/imports/", "/api/token/"]
)
def test_a_stranger_puts_no_file_on_the_disk(world: World, settings: Any, tmp_path: Path, path: str) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "is not there")  # whoever writes there fails
    assert Client().post(path, large()).status_code == 413
    assert Client(headers={"cookie": "sessionid=guessed"}).post(path, large()).status_code == 413


def test_a_wrong_token_is_refused_before_the_body(world: World, settings: Any, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "is not there")
    answer = Client(headers={"authorization": "Bearer wrong"}).post("/api/v1/imports/", large())
    assert answer.status_code == 401


def test_files_are_for_the_pages_of_files(world: World) -> None:
    inspector = signed_in(world, "Анна", Role.INSPECTOR)
    assert inspector.post("/admin/find/", large()).status_code == 413
    assert inspector.post("/admin/supervision/upload/new/", large()).status_code == 302


def test_two_files_of_one_upload_count_together(world: World, settings: Any) -> None:
    """As the proxy lets pass: its limit is of one UPLOAD_MAX_MB and a form around it."""
    settings.UPLOAD_MAX_BYTES = LARGE + 1024
    inspector = signed_in(world, "Анна", Role.INSPECTOR)
    second = SimpleUploadedFile("organisations.csv", b"x" * LARGE)
    assert inspector.post("/admin/supervision/upload/new/", large()).status_code == 302
    assert inspector.post("/admin/supervision/upload/new/", large() | {"second": second}).status_code == 413


def test_strangers_are_counted_and_not_kept_one_by_one(world: World) -> None:
    for _time in range(3):
        Client().get("/api/v1/houses/")
    assert not ApiRequest.objects.exists()
    assert UnprovenCount.objects.get(status=401).requests == 3
    Caller.of(world.region).get("/houses/")
    assert ApiRequest.objects.filter(status=200, client__isnull=False).exists()
    world.wait(days=181)
    assert carry_out()["UNPROVEN"] == 1
    assert not UnprovenCount.objects.exists()
