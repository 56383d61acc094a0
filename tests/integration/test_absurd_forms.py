"""What nobody types into a form: every field of every page, and every action of every list, with absurd values.

A NEW PAGE? Its forms are read off the page itself; nothing is listed here.
"""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.browsing import of_root
from tests.deed_calls import read_whole
from tests.everything import populate
from tests.integration.test_access_table import PAGES
from tests.sampled import IS_WHOLE, sampled
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")

ABSURD = ("", "x", "-1", "1.5", "²", "٣", "9" * 19, "9" * 40, "2026-02-31", "9999-12-31")
FEW = ("", "x", "9" * 40)
# end the session, and with it the walk
NOT_POSTED = ("account_logout", "admin:logout", "account_own", "account_reauthenticate")
FIXED = {"csrfmiddlewaretoken", "confirm", "act", "action", "button"}  # they choose what is done with the others
LISTS = [
    (str(model._meta.model_name), shown)
    for model, shown in admin.site._registry.items()
    if model._meta.app_label == "supervision" and shown.actions
]


@pytest.fixture
def root(world: World) -> Client:
    """The administrator of the portal, before whom no page is shut."""
    return of_root(raise_request_exception=False)


class Forms(HTMLParser):
    """The POST forms of a page: where each goes, and the fields with their values; a button's value is a form's."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str]]]] = []
        self.fields: list[tuple[str, str]] | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.fields = [] if given.get("method", "").lower() == "post" else None
            if self.fields is not None:
                self.found.append((given.get("action", ""), self.fields))
        elif tag in ("input", "select", "textarea", "button") and self.fields is not None and given.get("name"):
            self.fields.append((given["name"], given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.fields = None


def forms_of(page: str) -> list[tuple[str, list[tuple[str, str]]]]:
    reader = Forms()
    reader.feed(page)
    return reader.found


def absurd(fields: list[tuple[str, str]], values: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Every field at once; as the form stands first, then with each of its buttons."""
    plain = dict(fields)
    pressed = [{}, *({name: value} for name, value in fields if name in FIXED)]
    own = [name for name in plain if name not in FIXED]
    for value in values if own else ("",):
        for button in pressed:
            yield {**plain, **dict.fromkeys(own, value), **button}


def status_of(answer: Any) -> int:
    """A file is read to its end, which closes it."""
    read_whole(answer)
    return int(answer.status_code)


@pytest.mark.walk
@pytest.mark.parametrize(("model", "shown"), LISTS, ids=[model for model, _shown in LISTS])
def test_no_action_of_a_list_fails_at_an_absurd_choice(world: World, root: Client, model: str, shown: Any) -> None:
    populate(world)
    url = reverse(f"admin:supervision_{model}_changelist")
    request = RequestFactory().get("/")
    request.user = User.objects.get(username="root")
    names = [name for name, _words in admin.site.get_model_admin(shown.model).get_action_choices(request) if name]
    assert names
    broken = []
    for name in names:
        for value in ABSURD:
            for more in ({}, {"index": value}):
                form = {"action": name, ACTION_CHECKBOX_NAME: [value], **more}
                if status_of(root.post(url, form)) >= 500:
                    broken.append((name, value, more))
    assert broken == []


@pytest.mark.parametrize(
    "values", [pytest.param(FEW, marks=pytest.mark.walk), pytest.param(ABSURD, marks=pytest.mark.night)]
)
def test_no_form_of_a_page_fails_at_absurd_values(world: World, root: Client, values: tuple[str, ...]) -> None:
    objects = populate(world)
    broken, posted = [], set()
    for page in sampled(PAGES, 3):
        path = page.path(_with_rows(objects))
        if page.key in NOT_POSTED or path.startswith("/api/"):
            continue
        shown = root.get(path)
        if status_of(shown) != 200 or shown.streaming:
            continue
        for target, fields in forms_of(shown.content.decode()):
            names = (page.key, target, tuple(sorted({name for name, _value in fields})))
            if names in posted or "logout" in target:
                continue
            posted.add(names)
            for form in absurd(fields, values):
                if status_of(root.post(target or path, form)) >= 500:
                    broken.append((target or path, {name: value[:20] for name, value in form.items()}))
    assert broken == []
    assert len(posted) > (30 if IS_WHOLE else 8)


class _Rows(dict[str, object]):
    def __missing__(self, name: str) -> object:
        return 1


def _with_rows(objects: dict[str, object]) -> dict[str, object]:
    return _Rows({name: key for name, key in objects.items() if key is not None})
