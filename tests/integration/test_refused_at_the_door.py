"""Whoever is refused at a door twenty times leaves a bounded number of events: the record is nobody's to fill.

A NEW DOOR? Give it a try that is refused.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from supervision.access import ACTS, Needed
from supervision.actions import claimed_roles
from supervision.enums import Role
from supervision.models import ClaimRule, Event, UnprovenCount
from supervision.signin import devices
from tests.doors import LOGIN, PASSWORD, at_the_door, kept_password, set_up, sign_in
from tests.identity_provider import LoopbackProvider, idp, loopback_provider
from tests.integration.test_roles import person, region_of

__all__ = ["idp", "loopback_provider"]
pytestmark = pytest.mark.filterwarnings("ignore:No directory at", "ignore::DeprecationWarning")
TRIES = 20
MOST = devices.FREE + 2  # then there is a wait between two tries, and the owner is told once
# of nobody with a right: told by those whom the portal lets in, answers, or serves
NO_DOOR = {
    *("representative.known", "representative.named", "representative.name_withdrawn", "company_link.opened"),
    *("company_link.code_sent", "company_link.confirmed", "inspector.known", "invitation.answered"),
    *("invitation.declined", "chat.changed_by_hand", "run.held", "run.released", "login.opening_closed"),
    *("installation.restored", "record.segment_removed", "record.words_erased", "person.forgotten"),
    *("login.ended_by_provider", "webhook.given_up"),
    "codes.guessed",  # of a dialog, once an hour (dialogs/guessing.py)
}


@dataclass
class Doorstep:
    login: User
    idp: LoopbackProvider
    subject: str
    secret: str


@pytest.fixture
def doorstep(db: None, idp: LoopbackProvider) -> Doorstep:
    login = person(f"login-{secrets.token_hex(3)}", Role.INSPECTOR, "55")
    ClaimRule.objects.create(value="heads", role=Role.HEAD, region=region_of("55"))
    subject = f"s-{secrets.token_hex(4)}"
    idp.person(subject, groups=[f"{number:03} " + "длинное имя группы " * 10 for number in range(30)])
    return Doorstep(login, idp, subject, "")


def wrong_password(at: Doorstep) -> None:
    sign_in(at_the_door(), at.login, "не тот пароль 1")


def unknown_name(at: Doorstep) -> None:
    at_the_door().post(LOGIN, {"login": f"nobody-{secrets.token_hex(3)}", "password": PASSWORD})


def wrong_code(at: Doorstep) -> None:
    if not at.secret:
        own = at_the_door()
        sign_in(own, at.login)
        at.secret = set_up(own)
    client = at_the_door()
    sign_in(client, at.login)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})


def stranger_of_the_provider(at: Doorstep) -> None:
    assert at.idp.sign_in(at_the_door(), at.subject).status_code == HTTPStatus.FORBIDDEN


def last_head_whom_the_provider_does_not_know(at: Doorstep) -> None:
    """Let in, and refused what the claim says: at every sign-in anew."""
    head = User.objects.filter(username="last").first() or User.objects.create(
        username="last", password=kept_password()
    )
    claimed_roles.settle(head, ["heads"])
    claimed_roles.settle(head, [])


def wrong_token(at: Doorstep) -> None:
    Client(REMOTE_ADDR="fd00::7").get("/api/v1/houses/", headers={"Authorization": f"Bearer {secrets.token_hex()}"})


def wrong_link(at: Doorstep) -> None:
    at_the_door().get(reverse("login_link", args=[secrets.token_urlsafe(32)]))


DOORS: dict[Callable[[Doorstep], None], set[str]] = {
    wrong_password: {"login.failed", "login.guessed"},
    unknown_name: set(),
    wrong_code: {"login.code_failed"},
    stranger_of_the_provider: {"login.unknown_to_claims"},
    last_head_whom_the_provider_does_not_know: {"claim.not_followed"},
    wrong_token: set(),
    wrong_link: set(),
}


def test_every_act_that_anybody_can_bring_about_has_its_door_here() -> None:
    of_nobody = {act.name for act in ACTS.values() if act.right is Needed.NOBODY}
    assert set().union(*DOORS.values()) | NO_DOOR == of_nobody


@pytest.mark.usefixtures("nobody_has_tried")
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_twenty_refused_tries_leave_a_bounded_number_of_events(
    doorstep: Doorstep, door: Callable[[Doorstep], None]
) -> None:
    for _try in range(TRIES):
        door(doorstep)
    left = {name: Event.objects.filter(name=name).count() for name in set().union(*DOORS.values())}
    assert {name for name, count in left.items() if count} <= DOORS[door]
    assert max(left.values()) <= MOST


@pytest.mark.usefixtures("nobody_has_tried")
def test_a_stranger_of_the_provider_is_on_record_once_a_day_and_counted_after_that(doorstep: Doorstep) -> None:
    for _try in range(TRIES):
        stranger_of_the_provider(doorstep)
    assert Event.objects.get(name="login.unknown_to_claims").details["subject"] == doorstep.subject
    assert sum(UnprovenCount.objects.filter(status=403).values_list("requests", flat=True)) == TRIES - 1
    another = Doorstep(doorstep.login, doorstep.idp, f"{doorstep.subject}-2", "")
    doorstep.idp.person(another.subject)
    stranger_of_the_provider(another)
    assert Event.objects.filter(name="login.unknown_to_claims").count() == 2
