"""What is asked again goes on as it was sent, whatever stands in its address: every button and file, walked.

Lists and reports are narrowed by the address, so a file that is asked about has one. What goes on is compared with what
somebody is answered who signed in a moment ago: the same answer, and the same on record.
"""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from supervision import access
from supervision.enums import Role
from supervision.models import Event
from tests.doors import PASSWORD, at_the_door, sign_in
from tests.everything import populate
from tests.integration.test_access_table import PAGES
from tests.kept_sessions import all_held
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
ASKED = reverse("account_reauthenticate")
OF_SIGNING_IN = ("account_", "api-", "mfa_", "admin:login", "admin:logout", "login_link")
# nobody is asked on these pages, or they have tables of their own
NEVER_ASKING = ("_changelist", "_change", "_history", "_delete", "_add", "_keepfilter", "_columns", "_removefilter")
HOLDS_A_SECRET = {"admin:supervision_messengeraccount_token"}  # is not kept meanwhile (test_step_up.py)
QUERY = "?" + urlencode({"q": "ул. Мира"})
FORM = {"reason": "Приказ 7", "named": "4711", "act": "slips"}
# some of those that ask: the walk would find nothing if it were never asked
SURELY = {"admin:supervision_chat_listfile", "access_review_file", "admin:supervision_messengeraccount_press"}


def answered(client: Client, address: str, form: dict[str, str]) -> tuple[Any, ...]:
    """What the browser gets and what is put on record; nothing of it stays."""
    with transaction.atomic():
        newest = Event.objects.latest("pk").pk
        answer = client.post(address, form)
        if answer.streaming:
            b"".join(answer.streaming_content)  # type: ignore[arg-type]
        names = list(Event.objects.filter(pk__gt=newest).order_by("pk").values_list("name", flat=True))
        transaction.set_rollback(True)
    return answer.status_code, answer.headers.get("Location", ""), answer.headers.get("Content-Type", ""), names


def is_asked(client: Client, address: str) -> bool:
    return bool(answered(client, address, FORM)[1].startswith(ASKED))


def test_what_has_a_query_goes_on_after_the_answer(world: World) -> None:
    objects = populate(world)
    root = User.objects.create_superuser("root", password=PASSWORD)
    earlier, now = at_the_door(), at_the_door()
    sign_in(earlier, root)
    world.wait(minutes=11)
    sign_in(now, root)
    wrong, asked = [], set()
    for page in PAGES:
        if page.key.startswith(OF_SIGNING_IN) or page.key.endswith(NEVER_ASKING) or page.key in HOLDS_A_SECRET:
            continue
        address = page.path(objects) + QUERY
        if not is_asked(earlier, address):
            continue
        asked.add(page.key)
        cache.clear()  # of one login so many answers a minute are taken
        question = earlier.post(address, FORM).headers["Location"]
        found, expected = answered(earlier, question, {"password": PASSWORD}), answered(now, address, FORM)
        if found != expected:
            wrong.append(f"{page.key}: {found}, not {expected}")
    assert asked >= SURELY
    assert not wrong, "\n".join(wrong)


def test_only_the_address_that_was_asked_for_goes_on(world: World) -> None:
    """What somebody left unanswered is not done by an answer to another question."""
    populate(world)
    root, client = User.objects.create_superuser("root", password=PASSWORD), at_the_door()
    sign_in(client, root)
    world.wait(minutes=11)
    path = reverse("admin:supervision_chat_listfile", args=["csv"])
    client.post(f"{path}?q=1", {})
    other = f"{ASKED}?{urlencode({'next': f'{path}?q=2'})}"
    assert client.post(other, {"password": PASSWORD}).headers["Location"] == f"{path}?q=2"
    assert not Event.objects.filter(name="list.exported").exists()


def test_nothing_is_held_but_the_address_and_the_form(world: World) -> None:
    """The table of sessions lies in every backup."""
    head = User.objects.create_user("asked", password=PASSWORD)
    access.assign_role(head, Role.HEAD, world.region)
    client = at_the_door()
    sign_in(client, head)
    world.wait(minutes=11)
    path = reverse("admin:supervision_messengeraccount_press", args=["55", "approve"])
    client.post(f"{path}?from=desk", {"reason": "Приказ 7"}, headers={"User-Agent": "Browser of Anna"})
    kept = str(all_held())
    assert "from=desk" in kept
    for said in (client.session.session_key, "HTTP_", "Browser of Anna", "REMOTE_ADDR"):
        assert said not in kept
