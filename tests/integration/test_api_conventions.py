"""What every list and object of the interface has in common: pages, filters, fields, ETag, problems."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from supervision import access
from supervision.enums import ApiScope, Role
from tests.browsing import browser_of, entered
from tests.programs import Caller, refusal
from tests.world import World

MUNICIPALITIES = ["cursor", "fields", "ids", "ordering", "page_size", "region", "region__in"]


@pytest.fixture
def program(world: World) -> Caller:
    return Caller.of(world.region)


def numbers(answer: Any) -> list[int]:
    return [int(house["address"].rpartition(" ")[2]) for house in answer["results"]]


# --- pages ---


def test_pages_follow_one_another_and_lead_back(world: World, program: Caller) -> None:
    world.houses(5)
    first = program.get("/houses/?page_size=2").json()
    second = program.get(first["next"]).json()
    third = program.get(second["next"]).json()
    assert [numbers(page) for page in (first, second, third)] == [[1, 2], [3, 4], [5]]
    assert (first["previous"], third["next"]) == (None, None)
    back = program.get(third["previous"]).json()
    assert numbers(back) == [3, 4]
    assert numbers(program.get(back["previous"]).json()) == [1, 2]
    assert program.get(back["previous"]).json()["previous"] is None


def test_rows_added_and_removed_meanwhile_move_no_page(world: World, program: Caller) -> None:
    houses = world.houses(5)
    newest = program.get("/houses/?page_size=2&ordering=-id").json()
    world.house("ул. Новая, д. 99")
    houses[4].chat.delete()
    houses[4].delete()
    assert numbers(newest) == [5, 4]
    assert numbers(program.get(newest["next"]).json()) == [3, 2]


@pytest.mark.parametrize("changed", ["kind=blocked", "ordering=-id"])
def test_a_cursor_with_other_filters_or_another_order_is_refused(world: World, program: Caller, changed: str) -> None:
    world.houses(3)
    cursor = program.get("/houses/?page_size=2").json()["next"].partition("cursor=")[2].partition("&")[0]
    problem = program.problem(f"/houses/?cursor={cursor}&{changed}", 400)
    assert (problem["type"], problem["errors"][0]["field"]) == ("/api/problems/bad-cursor", "cursor")


@pytest.mark.parametrize("path", ["/chats/", "/organisations/"])
def test_a_cursor_of_another_list_is_refused(world: World, program: Caller, path: str) -> None:
    world.houses(3)
    cursor = program.get("/houses/?page_size=2").json()["next"].partition("cursor=")[2].partition("&")[0]
    assert program.problem(f"{path}?cursor={cursor}", 400)["type"] == "/api/problems/bad-cursor"
    assert program.problem(f"{path}?cursor=made-up", 400)["type"] == "/api/problems/bad-cursor"


def test_pages_in_an_order_of_two_columns_leave_nothing_out(world: World, program: Caller) -> None:
    for house in world.houses(3, world.company("ООО «УК 1»")):
        house.periods.update(until=date(2026, 1, 1))
        world.period(house, world.company("ООО «УК 2»"), date(2026, 1, 1))
    for order in ("house", "-house"):
        found, following = [], f"/management-periods/?page_size=1&ordering={order}"
        while following:
            page = program.get(following).json()
            found += [(period["house"], period["since"]) for period in page["results"]]
            following = page["next"]
        assert found == sorted(found, reverse=order == "-house")
        assert len(set(found)) == 6


def test_a_page_may_be_larger_or_smaller_with_the_same_cursor(world: World, program: Caller) -> None:
    world.houses(5)
    following = program.get("/houses/?page_size=1").json()["next"].replace("page_size=1", "page_size=3")
    assert numbers(program.get(following).json()) == [2, 3, 4]


# --- parameters ---


def test_an_unknown_filter_is_refused_and_the_known_ones_are_named(world: World, program: Caller) -> None:
    problem = program.problem("/municipalities/?colour=red", 400)
    assert problem == {
        "type": "/api/problems/unknown-filter",
        "title": "There is no such parameter",
        "status": 400,
        "detail": "No such parameter: colour. Allowed here: " + ", ".join(MUNICIPALITIES) + ".",
        "instance": "/api/v1/municipalities/",
        "errors": [{"field": "colour", "message": "There is no such parameter."}],
        "allowed": MUNICIPALITIES,
    }


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("kind=castle", "kind"),
        ("organisation=one", "organisation"),
        ("fias_guid=1", "fias_guid"),
        ("page_size=501", "page_size"),
        ("page_size=0", "page_size"),
        ("ordering=address", "ordering"),
        ("region=55&region=25", "region"),
        ("cadastral_number=%00", "cadastral_number"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_name(program: Caller, query: str, field: str) -> None:
    problem = program.problem(f"/houses/?{query}", 400)
    assert (problem["type"], [fault["field"] for fault in problem["errors"]]) == (
        "/api/problems/bad-parameter",
        [field],
    )


def test_only_the_fields_asked_for_are_given(world: World, program: Caller) -> None:
    house = world.house("ул. Мира, д. 1")
    wanted = {"id": house.pk, "address": "ул. Мира, д. 1"}
    assert program.get("/houses/?fields=address").json()["results"] == [wanted]
    assert program.get(f"/houses/{house.pk}/?fields=id,address").json() == wanted
    problem = program.problem("/houses/?fields=address,colour", 400)
    assert problem["type"] == "/api/problems/unknown-field"
    assert "colour" in problem["detail"]


def test_fields_that_are_not_asked_for_are_not_read(
    world: World, program: Caller, django_assert_max_num_queries: Any
) -> None:
    world.houses(3)
    with django_assert_max_num_queries(12) as queries:
        program.get("/houses/?fields=address")
    [rows] = [query["sql"] for query in queries.captured_queries if 'FROM "supervision_house"' in query["sql"]]
    assert "cadastral_number" not in rows


@pytest.mark.parametrize("path", ["/houses/", "/chats/", "/management-periods/", "/work-orders/", "/sync-requests/"])
def test_a_longer_page_takes_no_more_queries(
    world: World, program: Caller, django_assert_num_queries: Any, path: str
) -> None:
    world.houses(20, world.company("ООО «УК»"))
    program.get(path)
    more = path == "/management-periods/"  # where the region's houses begin and end
    with django_assert_num_queries(6 + more):  # token, rights of the login (3), rows, the line of the log
        program.get(f"{path}?page_size=1")
    with django_assert_num_queries(6 + more):
        program.get(f"{path}?page_size=500")


# --- single objects ---


def test_who_has_the_object_already_gets_304_until_it_changes(world: World, program: Caller) -> None:
    house = world.house("ул. Мира, д. 1")
    tag = program.get(f"/houses/{house.pk}/").headers["ETag"]
    known = program.get(f"/houses/{house.pk}/", if_none_match=tag)
    assert (known.status_code, known.content, known.headers["ETag"]) == (304, b"", tag)
    house.flats = 41
    house.save()
    assert program.get(f"/houses/{house.pk}/", if_none_match=tag).json()["flats"] == 41


# --- who ---


def test_nobody_is_told_how_to_come_in(db: None) -> None:
    response = Client().get("/api/v1/houses/", headers={"Accept-Language": "en"})
    assert refusal(response, 401)["type"] == "/api/problems/unauthenticated"
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="api"'


def test_a_wrong_token_is_refused_even_beside_a_session(world: World) -> None:
    client = entered(world.by, Role.HEAD, world.region)
    response = client.get("/api/v1/houses/", headers={"Authorization": "Bearer wrong"})
    assert refusal(response, 401)["type"] == "/api/problems/unauthenticated"
    assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]


def test_an_analyst_reads_every_region_by_session_and_no_people(world: World) -> None:
    analyst = User.objects.create_user("analyst")
    access.assign_role(analyst, Role.ANALYST)
    client = browser_of(analyst)
    world.house("ул. Мира, д. 1")
    assert numbers(client.get("/api/v1/houses/").json()) == [1]
    problem = refusal(client.get("/api/v1/inspectors/", headers={"Accept-Language": "en"}), 403)
    assert problem["detail"] == "Analysts see people as counts only."


def test_a_scope_that_the_program_has_not_is_named(world: World) -> None:
    program = Caller.of(world.region, scopes=(ApiScope.READ,))
    problem = program.problem("/representatives/", 403)
    assert (problem["type"], problem["scope"]) == ("/api/problems/scope-missing", "people")


# --- refusals of every kind ---


def test_an_address_that_does_not_exist(program: Caller) -> None:
    assert program.problem("/castles/", 404)["type"] == "/api/problems/not-found"
    assert program.problem("/houses", 404)["detail"].endswith("end with a slash.")


def test_what_cannot_be_done_here(program: Caller) -> None:
    response = program.request("DELETE", "/regions/55/")
    assert refusal(response, 405)["type"] == "/api/problems/method-not-allowed"
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert program.problem("/regions/", 406, accept="text/csv")["type"] == "/api/problems/not-acceptable"


def test_a_body_that_is_too_large_is_refused_before_it_is_read(program: Caller) -> None:
    response = program.request("POST", "/houses/", "x", content_length=str(settings.API_MOST_BYTES + 1))
    assert refusal(response, 413)["type"] == "/api/problems/too-large"


@pytest.mark.parametrize(
    ("languages", "answered", "title"),
    [("en", "en", "Not found"), ("", "ru", None), ("de, en;q=0.5", "en", "Not found"), ("de", "ru", None)],
)
def test_messages_are_in_the_language_asked_for(
    program: Caller, languages: str, answered: str, title: str | None
) -> None:
    response = program.get("/castles/", accept_language=languages)
    assert response.headers["Content-Language"] == answered
    assert "Accept-Language" in response.headers["Vary"]
    assert title is None or response.json()["title"] == title


# --- what cannot be read ---


def test_an_address_that_no_text_can_hold_is_nowhere(program: Caller) -> None:
    assert refusal(program.get("/regions/%00/"), 404)["type"] == "/api/problems/not-found"


def test_a_body_without_a_length_is_refused_and_not_taken_for_an_empty_one(program: Caller) -> None:
    problem = refusal(program.post("/organisations/", {"name": "УК"}, transfer_encoding="chunked"), 411)
    assert problem["type"] == "/api/problems/length-required"


def test_a_body_a_little_too_large_is_not_called_as_large_as_is_taken(program: Caller) -> None:
    sent = program.post("/organisations/", {"name": "x" * settings.API_MOST_BYTES})
    assert refusal(sent, 413)["detail"] == "The request has 11 MB, 10 MB are taken at most."


@pytest.mark.parametrize("day", ["12/05/2026", "05.12.2026", "Dec 5 2026", "20261205", "2026-12-5", "2026-W49-6"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_day_is_written_in_one_way_in_every_language(program: Caller, day: str, language: str) -> None:
    asked = program.get(f"/management-periods/?since_from={day}", accept_language=language)
    assert [fault["field"] for fault in refusal(asked, 400)["errors"]] == ["since_from"]


def test_a_fault_in_a_list_is_told_with_its_place(program: Caller) -> None:
    asked = {"url": "https://example.org/", "events": ["chat.changed", "nothing"]}
    assert [fault["field"] for fault in refusal(program.post("/webhooks/", asked), 422)["errors"]] == ["events[1]"]
