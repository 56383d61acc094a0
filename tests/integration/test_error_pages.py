"""Pages of errors: in the portal's words, with a way back, for anybody, and without the database."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.views.defaults import page_not_found, permission_denied, server_error

from supervision.enums import Role
from tests.browsing import entered
from tests.world import World


def is_ours(page: HttpResponse) -> bool:
    text = page.content.decode()
    return 'class="hc-title"' in text and 'href="/"' in text and "Traceback" not in text


def test_a_page_that_is_not_there_shows_the_way_back_to_anybody(client: Client, db: None) -> None:
    page = client.get("/no/such/page/")
    assert page.status_code == 404 and is_ours(page)
    assert "Resolver404" not in page.content.decode()


def test_a_refusal_of_rights_shows_the_way_back(world: World) -> None:
    page = entered("inspector", Role.INSPECTOR).get("/admin/auth/user/")
    assert page.status_code == 403 and is_ours(page)


def test_a_form_of_another_session_shows_the_way_back(db: None) -> None:
    page = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a", "password": "b"})
    assert page.status_code == 403 and is_ours(page)


def test_no_page_of_an_error_asks_the_database() -> None:
    """Without the mark of the database a query fails the test."""
    request = RequestFactory().get("/")
    pages = [server_error(request), page_not_found(request, ValueError()), permission_denied(request, ValueError())]
    assert [page.status_code for page in pages] == [500, 404, 403] and all(map(is_ours, pages))


@pytest.mark.parametrize("address", ["/api/nothing/", "/api/v1/nothing/"])
def test_a_program_is_answered_in_its_own_form(client: Client, db: None, address: str) -> None:
    page = client.get(address)
    assert "html" not in page["Content-Type"] and page.status_code in (401, 404)
