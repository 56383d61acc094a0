"""A page elsewhere sends a form with a person's cookie: no address of the portal takes it.

A NEW PAGE? Nothing is listed but what takes forms without the portal's token, with why a cookie does nothing there.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import reverse

from supervision.models import Event
from tests.browsing import browser_of
from tests.everything import populate
from tests.integration.test_access_table import PAGES
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
FORGED = "403_csrf.html"
SECURE = {"secure": True, "headers": {"Origin": "https://evil.example", "Referer": "https://evil.example/"}}
OF_TOKENS = "a session only reads here (test_sessions_only_read.py); what writes is the token in a header"
# by the address's name: what is asked for instead
EXEMPT = {
    "api-": OF_TOKENS,
    "account_provider_logout": "a token that the provider signed",
    "webhook": "the secret that the messenger was given",
    "health/": "answered before sessions are looked at; changes nothing",
}


def exemptions(key: str) -> set[str]:
    return {name for name in EXEMPT if key == name or (name.endswith("-") and key.startswith(name))}


def is_refused(answer: Any) -> bool:
    return answer.status_code == 403 and FORGED in [template.name for template in answer.templates]


def posted(browser: Client, path: str, **sent: Any) -> Any:
    """As if nothing was asked before."""
    with transaction.atomic():
        answer = browser.post(path, {"reason": "Приказ 7", "confirm": "1"}, **sent)
        transaction.set_rollback(True)
    return answer


@pytest.fixture
def people(world: World) -> list[Callable[[], Client]]:
    root = User.objects.create_superuser("root")
    return [
        lambda: browser_of(root, enforce_csrf_checks=True, raise_request_exception=False),
        lambda: Client(enforce_csrf_checks=True, raise_request_exception=False),  # a form that signs in as another
    ]


@pytest.mark.parametrize("who", [0, 1], ids=["administrator", "nobody"])
def test_no_page_takes_a_form_that_it_did_not_give_out(
    world: World, people: list[Callable[[], Client]], who: int
) -> None:
    objects = populate(world)
    browser, events = people[who](), Event.objects.count()
    taken = {page.key for page in PAGES if not is_refused(posted(browser, page.path(objects)))}
    assert not {key for key in taken if not exemptions(key)}
    assert set().union(*map(exemptions, taken)) == EXEMPT.keys()
    assert Event.objects.count() == events


def test_what_takes_no_token_of_forms_does_nothing_for_a_cookie(
    world: World, people: list[Callable[[], Client]]
) -> None:
    objects = populate(world)
    browser = people[0]()
    done = {}
    for page in PAGES:
        if exemptions(page.key) and page.key != "health/":
            status = posted(browser, page.path(objects)).status_code
            if not 400 <= status < 500:
                done[page.key] = status
    assert not done


def test_a_form_of_the_portal_s_own_passes(world: World, people: list[Callable[[], Client]]) -> None:
    """The same browser with the token: the check above is of the token and of nothing else."""
    house = world.house("г. Омск, ул. Мира, д. 1")
    browser, path = people[0](), reverse("admin:supervision_chat_press", args=[world.chat(house).pk, "look"])
    page = browser.get(reverse("admin:supervision_chat_change", args=[world.chat(house).pk]))
    token = str(page.context["csrf_token"])
    assert is_refused(browser.post(path))
    assert browser.post(path, {"csrfmiddlewaretoken": token}).status_code == 302
    assert is_refused(browser.post(path, {"csrfmiddlewaretoken": token}, **SECURE))
