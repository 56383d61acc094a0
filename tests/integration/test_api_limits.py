"""How much may be asked, by programs and by nobody, and the line that every request leaves."""

from concurrent.futures import ThreadPoolExecutor
from secrets import randbelow
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings as installed
from django.db import connections
from django.http import HttpResponse
from django.test import Client

from supervision.enums import ApiScope
from supervision.models import ApiClient, ApiRequest, UnprovenCount
from tests.programs import Caller, refusal
from tests.world import World

MOST = 3


@pytest.fixture
def address(settings: Any) -> str:
    """One that no other test asks from, for the tests' minutes are all the same one."""
    settings.API_UNPROVEN_PER_MINUTE = MOST
    return ".".join(["10", *(str(randbelow(256)) for _ in range(3))])


@pytest.fixture
def program(world: World) -> Caller:
    return Caller.of(world.region)


def ask(address: str, path: str = "/api/v1/houses/", **headers: str) -> HttpResponse:
    return Client(REMOTE_ADDR=address).get(path, headers={"Accept-Language": "en", **headers})


def statuses(address: str, path: str = "/api/v1/houses/", **headers: str) -> list[int]:
    return [ask(address, path, **headers).status_code for _ in range(MOST + 1)]


# --- programs ---


def test_a_program_that_asks_too_much_waits_for_the_next_minute(world: World) -> None:
    program = Caller.of(world.region, rate=2)
    first = program.get("/regions/")
    assert first.headers["RateLimit-Policy"] == '"minute";q=2;w=60'
    assert first.headers["RateLimit"] == '"minute";r=1;t=60'
    assert program.get("/regions/").status_code == 200
    third = program.get("/regions/")
    problem = refusal(third, 429)
    assert problem["type"] == "/api/problems/too-many-requests"
    assert problem["detail"] == f"The minute's requests are used up. Ask again in {third.headers['Retry-After']} s."
    assert third.headers["Retry-After"] == "60"
    world.wait(seconds=60)
    assert program.get("/regions/").status_code == 200


@pytest.mark.parametrize(("path", "status"), [("/inspectors/", 403), ("/castles/", 404)])
def test_what_is_refused_counts_as_well(world: World, path: str, status: int) -> None:
    program = Caller.of(world.region, scopes=(ApiScope.READ,), rate=2)
    assert [program.get(path).status_code for _ in range(3)] == [status, status, 429]


def test_requests_through_several_connections_are_one_count(committed_world: World) -> None:
    """Each thread asks Redis and the database by connections of its own, as web processes do."""
    program, start = Caller.of(committed_world.region, rate=10), Barrier(3)

    def some() -> list[int]:
        start.wait(timeout=600)
        try:
            return [program.get("/regions/").status_code for _ in range(6)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as threads:
        found = [status for thread in [threads.submit(some) for _ in range(3)] for status in thread.result()]
    assert sorted(found) == [200] * 10 + [429] * 8


def test_a_program_gets_only_so_many_tokens_a_minute(world: World) -> None:
    program = Caller.of(world.region, rate=2)  # which took one
    assert program.ask_for_token().status_code == 200
    refused = program.ask_for_token()
    assert refusal(refused, 429)["type"] == "/api/problems/too-many-requests"
    assert int(refused.headers["Retry-After"]) == 60
    assert program.client.accesstoken_set.count() == 2
    assert program.get("/regions/").status_code == 200


# --- nobody ---


@pytest.mark.parametrize("path", ["/api/v1/houses/", "/api/v1/schema/", "/api/docs/", "/api/v1/castles/"])
@pytest.mark.usefixtures("world")  # whose minute does not end before the last request
def test_who_has_no_token_is_held_up_by_address(address: str, path: str) -> None:
    *taken, last = statuses(address, path)
    assert 429 not in taken
    assert last == 429
    response = ask(address, path)
    assert refusal(response, 429)["type"] == "/api/problems/too-many-requests"
    assert 1 <= int(response.headers["Retry-After"]) <= 60


def test_nothing_is_read_for_who_is_held_up(db: None, address: str, django_assert_num_queries: Any) -> None:
    statuses(address)
    with django_assert_num_queries(1):  # the line in the log
        assert ask(address).status_code == 429


def test_another_address_and_the_next_minute_begin_anew(world: World, address: str) -> None:
    assert statuses(address) == [401, 401, 401, 429]
    assert ask(f"172.{address[3:]}").status_code == 401
    world.wait(seconds=60)
    assert ask(address).status_code == 401


def test_a_wrong_token_is_held_up_and_a_right_one_behind_the_same_address_is_not(program: Caller, address: str) -> None:
    assert statuses(address, Authorization="Bearer wrong") == [401, 401, 401, 429]
    assert ask(address, Authorization="Basic wrong").status_code == 429
    program.address = address
    assert program.get("/regions/").status_code == 200


def test_wrong_secrets_are_held_up_and_shut_no_program_out(program: Caller, address: str) -> None:
    program.address = address
    found = [program.ask_for_token(client_secret="wrong") for _ in range(MOST + 1)]
    assert [answer.status_code for answer in found] == [401, 401, 401, 429]
    assert refusal(found[-1], 429)["type"] == "/api/problems/too-many-requests"
    assert int(found[-1].headers["Retry-After"]) >= 1
    assert program.ask_for_token(grant_type="password").status_code == 429
    assert program.ask_for_token().status_code == 200
    program.renew()
    assert program.get("/regions/").status_code == 200


def test_the_address_is_the_one_that_the_proxy_saw(db: None, address: str, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    made_up = (f"203.0.113.{number}, {address}" for number in range(MOST + 1))
    found = [ask("127.0.0.1", **{"X-Forwarded-For": hops}).status_code for hops in made_up]
    assert found == [401, 401, 401, 429]


def test_addresses_of_one_network_of_version_6_are_one(db: None, address: str) -> None:
    network = f"2001:db8:{randbelow(65536):x}:{randbelow(65536):x}"
    found = [ask(f"{network}::{number}").status_code for number in range(1, MOST + 2)]
    assert found == [401, 401, 401, 429]


# --- the log ---


def lines() -> list[Any]:
    return list(ApiRequest.objects.order_by("id").values_list("client", "user", "method", "path", "status"))


def strangers() -> list[Any]:
    """Requests of nobody known are counted, an hour and status at a time."""
    return list(UnprovenCount.objects.order_by("pk").values_list("status", "requests"))


def test_every_request_of_a_program_leaves_one_line_also_the_refused(program: Caller) -> None:
    ApiRequest.objects.all().delete()
    program.get("/regions/?region=55")
    program.get("/castles/")
    program.ask_for_token()
    Client().get("/api/v1/regions/")
    known = (program.client.pk, program.client.user_id)
    assert lines() == [
        (*known, "GET", "/api/v1/regions/", 400),
        (*known, "GET", "/api/v1/castles/", 404),
        (*known, "POST", "/api/token/", 200),
    ]
    assert strangers() == [(401, 1)]


def test_a_body_that_is_too_large_is_logged_with_its_program(program: Caller) -> None:
    ApiRequest.objects.all().delete()
    too_large = str(installed.API_MOST_BYTES + 1)
    assert program.post("/houses/", {}, content_length=too_large).status_code == 413
    assert ApiClient.objects.get().last_used_at is not None
    program.token = "wrong"
    assert program.post("/houses/", {}, content_length=too_large).status_code == 401
    known = (program.client.pk, program.client.user_id)
    assert lines() == [(*known, "POST", "/api/v1/houses/", 413)]
    assert strangers() == [(401, 1)]


def test_bodies_that_are_too_large_count_as_well(world: World, address: str) -> None:
    program, too_large = Caller.of(world.region, rate=2), str(installed.API_MOST_BYTES + 1)
    sent = [program.post("/houses/", {}, content_length=too_large).status_code for _ in range(3)]
    assert sent == [413, 413, 429]
    nobody = Client(REMOTE_ADDR=address, CONTENT_LENGTH=too_large)
    assert [nobody.get("/api/v1/houses/").status_code for _ in range(MOST + 1)] == [413, 413, 413, 429]
