"""The administrator's pages of programs."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client

from supervision import access
from supervision.actions import programs
from supervision.admin import links
from supervision.enums import ApiScope, Role
from supervision.models import ApiClient, Event
from supervision.outgoing import endpoints
from tests.browsing import entered
from tests.programs import Caller, administrator
from tests.world import World

LIST = "/admin/supervision/apiclient/"


@pytest.fixture
def pages(world: World) -> Client:
    root = User.objects.create_user("root")
    return entered(root, Role.ADMINISTRATOR)


def shown_secret(page: str) -> str:
    [secret] = re.findall(r"client_secret: <code[^>]*>(\w+)</code>", page)
    return secret


def create(pages: Client) -> tuple[ApiClient, str]:
    asked = {"name": "ГИС ЖКХ", "regions": ["55", "25"], "scopes": ["read", "people"], "requests_per_minute": 60}
    response = pages.post(f"{LIST}add/", asked)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    return ApiClient.objects.get(), shown_secret(response.content.decode())


def test_a_program_is_created_with_its_login_and_its_secret_is_shown_once(world: World, pages: Client) -> None:
    client, secret = create(pages)
    assert client.user is not None
    assert not client.user.has_usable_password()
    assert not client.user.is_staff
    assert set(access.regions(client.user).values_list("pk", flat=True)) == {"55", "25"}
    assert (client.scopes, client.requests_per_minute) == (["read", "people"], 60)
    assert Event.objects.get(name="program.created").details["regions"] == ["25", "55"]
    assert Caller(client, secret).ask_for_token().status_code == 200
    assert secret not in pages.get(f"{LIST}{client.pk}/change/").content.decode()


def test_a_program_has_no_scope_that_nobody_chose(pages: Client) -> None:
    form = pages.get(f"{LIST}add/").context["adminform"].form
    assert {scope.value for scope in ApiScope} <= {value for value, _label in form.fields["scopes"].choices}
    assert not form["scopes"].value()
    asked = {"name": "ГИС ЖКХ", "regions": ["55"], "requests_per_minute": 60}
    assert pages.post(f"{LIST}add/", asked).status_code == 200
    assert not ApiClient.objects.exists()


def test_a_program_without_a_region_is_not_created(pages: Client) -> None:
    asked = {"name": "ГИС ЖКХ", "scopes": ["read"], "requests_per_minute": 60}
    assert pages.post(f"{LIST}add/", asked).status_code == 200
    assert not ApiClient.objects.exists()


def test_what_a_program_may_do_is_changed(pages: Client) -> None:
    client, _secret = create(pages)
    pages.post(f"{LIST}{client.pk}/change/", {"scopes": ["read"], "requests_per_minute": 10})
    client.refresh_from_db()
    assert (client.name, client.scopes, client.requests_per_minute) == ("ГИС ЖКХ", ["read"], 10)
    assert Event.objects.filter(name="program.changed").count() == 1


def test_a_new_secret_is_shown_once_and_the_old_one_ends(pages: Client) -> None:
    client, old = create(pages)
    page = pages.post(f"{LIST}{client.pk}/new-secret/")
    assert Caller(client, old).ask_for_token().status_code == 401
    assert Caller(client, shown_secret(page.content.decode())).ask_for_token().status_code == 200


def test_a_program_is_shut_out_by_a_button(pages: Client) -> None:
    client, secret = create(pages)
    pages.post(f"{LIST}{client.pk}/press/revoke/")
    assert Caller(client, secret).ask_for_token().status_code == 401


def test_a_program_that_is_shut_out_is_only_shown(pages: Client) -> None:
    client, _secret = create(pages)
    address = f"{LIST}{client.pk}/change/"
    assert 'name="_save"' in pages.get(address).content.decode()
    pages.post(f"{LIST}{client.pk}/press/revoke/")
    page = pages.get(address)
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode() and 'name="scopes"' not in page.content.decode()
    before = ApiClient.objects.get().scopes
    assert pages.post(address, {"scopes": ["read"], "requests_per_minute": 1}).status_code == 403
    assert ApiClient.objects.get().scopes == before


def test_the_page_shows_when_it_came_and_what_it_asked(world: World, pages: Client) -> None:
    program = Caller.of(world.region)
    program.get("/regions/")
    page = pages.get(f"{LIST}{program.client.pk}/change/").content.decode()
    assert "GET /api/v1/regions/" in page
    assert "20.11.2026 03:00" in page


def test_the_page_lists_its_webhooks_and_whether_they_work(world: World, pages: Client) -> None:
    program, other = Caller.of(world.region), Caller.of(world.region)
    for caller, name in ((program, "one"), (program, "two"), (other, "foreign")):
        caller.post("/webhooks/", {"url": f"https://93.184.215.14/{name}", "events": ["chat.changed"]})
    one, two = programs.webhooks_of(program.client)
    endpoints.switch(two, on=False, by=administrator())
    page = pages.get(f"{LIST}{program.client.pk}/change/").content.decode()
    [table] = re.findall(r'<table[^>]*aria-labelledby="webhooks">(.*?)</table>', page, re.DOTALL)
    shown = re.findall(r'href="([^"]+)">([^<]+)</a></td><td>([^<]*)</td><td>([^<]+)</td>', table)
    assert shown == [
        (links.change_url(one), one.url, "chat.changed", "Работает"),
        (links.change_url(two), two.url, "chat.changed", "Выключен"),
    ]


def test_tokens_are_nowhere_in_the_portal(db: None) -> None:
    assert [model for model in admin.site._registry if model._meta.app_label == "oauth2_provider"] == []


def test_the_documentation_loads_nothing_from_outside_and_runs_no_inline_script(db: None) -> None:
    page = Client().get("/api/docs/")
    sources = re.findall(r'(?:src|href)="([^"]+)"', page.content.decode())
    assert sources
    assert all(source.startswith(("/static/", "/api/docs/", "/api/v1/schema/")) for source in sources)
    assert re.findall(r"<script(?![^>]*\bsrc=)", page.content.decode()) == []
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"].partition("script-src")[2].partition(";")[0]
    assert "SwaggerUIBundle" in Client().get("/api/docs/?script=").content.decode()


def test_the_schema_is_served(db: None) -> None:
    schema = Client().get("/api/v1/schema/").json()
    assert schema["openapi"] == "3.1.1"
    assert "/api/v1/chats/{chat}/journal/" in schema["paths"]
