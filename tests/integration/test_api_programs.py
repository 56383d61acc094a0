"""How a program gets its token, and how it is shut out."""

import re

import pytest
from django.test import Client

from supervision.actions import interface_records, programs
from supervision.enums import ApiScope
from supervision.models import ApiClient, Event, IdempotentAnswer
from tests.programs import Caller, administrator, refusal
from tests.terms import carry_out
from tests.world import World


@pytest.fixture
def program(world: World) -> Caller:
    return Caller.of(world.region, scopes=(ApiScope.READ,))


def test_a_program_gets_an_hour_with_what_it_may_do(program: Caller) -> None:
    answer = program.ask_for_token().json()
    assert {name: answer[name] for name in ("token_type", "expires_in", "scope")} == {
        "token_type": "Bearer",
        "expires_in": 3600,
        "scope": "read",
    }
    assert "refresh_token" not in answer


@pytest.mark.parametrize("grant", ["password", "authorization_code", "refresh_token", "implicit", ""])
def test_every_other_grant_is_refused(program: Caller, grant: str) -> None:
    response = program.ask_for_token(grant_type=grant)
    assert (response.status_code, response.json()["error"]) == (400, "unsupported_grant_type")


@pytest.mark.parametrize("changed", [{"client_secret": "wrong"}, {"client_id": "nobody"}, {"client_id": "a\0b"}])
def test_a_wrong_secret_gets_no_token(program: Caller, changed: dict[str, str]) -> None:
    response = program.ask_for_token(**changed)
    assert (response.status_code, response.json()["error"]) == (401, "invalid_client")


def test_a_scope_that_the_program_has_not_is_not_given(program: Caller) -> None:
    response = program.ask_for_token(scope="read people")
    assert (response.status_code, response.json()["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"grant_type": "password"}, "no other grant is given"),
        ({"client_secret": "wrong"}, "id or the secret is wrong"),
        ({"client_id": "a\0b"}, "id or the secret is wrong"),
        ({"scope": "nothing"}, "not every scope"),
    ],
)
def test_a_refusal_says_what_to_do_in_ascii(program: Caller, changed: dict[str, str], words: str) -> None:
    response = program.ask_for_token(**changed)
    told = response.json()
    assert told.keys() == {"error", "error_description"}
    assert words in told["error_description"]
    assert re.fullmatch(r"[\x20-\x21\x23-\x5B\x5D-\x7E]+", told["error_description"])
    assert int(response.headers.get("Content-Length", len(response.content))) == len(response.content)


def test_secret_and_token_are_nowhere_in_the_database(program: Caller) -> None:
    kept = ApiClient.objects.get()
    token = kept.accesstoken_set.get()
    assert kept.client_secret.startswith("pbkdf2_")
    assert program.secret not in kept.client_secret
    assert program.token not in (token.token, token.token_checksum)


def test_a_revoked_program_is_out_at_once(world: World, program: Caller) -> None:
    assert program.get("/regions/").status_code == 200
    programs.revoke(program.client, by=administrator())
    assert refusal(program.get("/regions/"), 401)["type"] == "/api/problems/unauthenticated"
    assert program.ask_for_token().json()["error"] == "invalid_client"
    assert Event.objects.filter(name="program.revoked", by=administrator()).count() == 1


def test_a_login_that_is_switched_off_is_out_at_once_with_a_live_token(program: Caller) -> None:
    program.client.user.is_active = False
    program.client.user.save()
    assert program.client.accesstoken_set.exists()
    assert program.get("/regions/").status_code == 401


def test_a_scope_taken_away_counts_for_tokens_already_given(world: World) -> None:
    program = Caller.of(world.region, scopes=(ApiScope.READ, ApiScope.PEOPLE))
    assert program.get("/inspectors/").status_code == 200
    programs.change(program.client, scopes=[ApiScope.READ], requests_per_minute=600, by=administrator())
    assert program.get("/inspectors/").status_code == 403


def test_a_new_secret_ends_the_old_one_and_its_tokens(world: World, program: Caller) -> None:
    secret = programs.new_secret(program.client, by=administrator())
    assert program.get("/regions/").status_code == 401
    assert program.ask_for_token().status_code == 401
    assert program.ask_for_token(client_secret=secret).status_code == 200


def test_a_token_ends_after_an_hour(world: World, program: Caller) -> None:
    world.wait(minutes=59)
    assert program.get("/regions/").status_code == 200
    world.wait(minutes=1)
    assert program.get("/regions/").status_code == 401


def test_the_last_use_is_remembered_once_a_minute(world: World, program: Caller) -> None:
    def last_use() -> object:
        return ApiClient.objects.get().last_used_at

    program.get("/regions/")
    first = last_use()
    world.wait(seconds=30)
    program.get("/regions/")
    assert last_use() == first
    world.wait(seconds=30)
    program.get("/regions/")
    assert last_use() != first


@pytest.mark.parametrize("path", ["applications/", "authorize/", "revoke_token/", "introspect/"])
def test_no_other_page_of_oauth_is_there(db: None, path: str) -> None:
    assert refusal(Client().get(f"/api/{path}"), 404)["type"] == "/api/problems/not-found"


def test_what_is_old_is_forgotten(world: World, program: Caller) -> None:
    interface_records.keep_answer(world.by, "1", "digest", status=201, headers={}, body=b"{}")
    world.wait(hours=25)
    carry_out()
    assert not IdempotentAnswer.objects.exists()
    assert not program.client.accesstoken_set.exists()
