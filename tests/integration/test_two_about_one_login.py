"""Two decide about one login at the same moment, each by what they read before: it ends as if one had come after the
other. Whoever is second decides about the login as the first left it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connections, transaction

from supervision import access
from supervision.actions import claimed_roles, forgetting, inspectors, logins, provider_logins, roles
from supervision.actions.provider_logins import Identity
from supervision.enums import Role
from supervision.errors import Refused
from supervision.models import ClaimedRole, ClaimRule, Inspector
from supervision.retention.names import FORMER_LOGIN
from tests.integration.test_roles import person, region_of, rights
from tests.integration.test_two_at_one_house import somebody_waits
from tests.sampled import sampled
from tests.transactions import until
from tests.world import World

GROUP, ISSUER = "housing-inspectors", "https://id.example"


@dataclass(frozen=True)
class Scene:
    by: User
    other: User


Decision = Callable[[User, User], object]


def gives(role: Role, code: str | None) -> Decision:
    def decide(login: User, by: User) -> None:
        roles.give(login=login, role=role, region=region_of(code), by=by)

    decide.__name__ = f"{role} at {code}"
    return decide


def withdraws(code: str | None) -> Decision:
    def decide(login: User, by: User) -> None:
        roles.withdraw(login=login, region=region_of(code), by=by)

    decide.__name__ = f"nothing at {code}"
    return decide


def switches_off(login: User, by: User) -> None:
    logins.switch(login=login, on=False, by=by)


def switches_on(login: User, by: User) -> None:
    logins.switch(login=login, on=True, by=by)


def provider_says_nothing(login: User, by: User) -> None:
    claimed_roles.settle(login, [])


def provider_says_the_group(login: User, by: User) -> None:
    claimed_roles.settle(login, [GROUP])


def has_left_the_region(login: User, by: User) -> None:
    region = region_of("55")
    assert region is not None
    logins.close(login, region, by=by, cause="", reason="Уволен")


def is_dismissed(login: User, by: User) -> None:
    record, _ = Inspector.objects.get_or_create(user=login, defaults={"region_id": "55", "full_name": login.username})
    inspectors.dismiss(inspector=record, on=date(2026, 11, 20), by=by, reason="Уволен", closes_login=True)


def is_joined(login: User, by: User) -> None:
    provider_logins.join(login=login, who=Identity(ISSUER, f"{login.pk} by {by.username}"), by=by, reason="")


def is_parted(login: User, by: User) -> None:
    provider_logins.part(login=login, by=by, reason="")


def is_forgotten(login: User, by: User) -> None:
    forgetting.forget_login(login)


DECISIONS: tuple[Decision, ...] = (
    gives(Role.HEAD, "55"),
    gives(Role.INSPECTOR, "25"),
    gives(Role.ANALYST, None),
    gives(Role.ADMINISTRATOR, None),
    *(withdraws(code) for code in ("55", "25", None)),
    switches_off,
    switches_on,
    provider_says_nothing,
    provider_says_the_group,
    has_left_the_region,
    is_dismissed,
    is_joined,
    is_parted,
    is_forgotten,
)


@pytest.fixture
def scene(committed_world: World) -> Scene:
    ClaimRule.objects.create(value=GROUP, role=Role.HEAD, region_id="55")
    for code in ("55", "25"):  # so that nobody is the last one
        person(f"stays in {code}", Role.HEAD, code)
    return Scene(person("admin", Role.ADMINISTRATOR), person("another", Role.ADMINISTRATOR))


def somebody(name: str) -> User:
    """An administrator with a role in one region, and in another by the provider's word."""
    login = person(name, Role.ADMINISTRATOR)
    access.assign_role(login, Role.INSPECTOR, region_of("55"))
    roles.give(login=login, role=Role.HEAD, region=region_of("25"), cause="claim", reason="former group")
    return login


def as_read(login: User) -> User:
    """With what a request remembers of rights."""
    found = User.objects.get(pk=login.pk)
    access.roles(found), access.can_manage(found, region_of("55"))
    return found


def decided(decision: Decision, login: User, by: User) -> str:
    """What came of it; what was refused leaves nothing."""
    try:
        with transaction.atomic():
            decision(login, by)
    except Refused as refusal:
        return refusal.message.replace(login.username, "X")
    return ""


def decided_elsewhere(decision: Decision, login: User, by: User) -> str:
    try:
        return decided(decision, login, by)
    finally:
        connections.close_all()


def standing(login: User) -> tuple[object, ...]:
    now = User.objects.get(pk=login.pk)
    has_no_name = now.username.startswith(FORMER_LOGIN)
    claimed = sorted(ClaimedRole.objects.filter(login=now).values_list("region", flat=True), key=str)
    joined = now.socialaccount_set.count()
    groups = sorted(now.groups.values_list("name", flat=True))
    return rights(now), now.is_active, now.is_superuser, now.is_staff, claimed, groups, joined, has_no_name


@pytest.mark.walk
@pytest.mark.parametrize("first", DECISIONS, ids=lambda decision: decision.__name__)
def test_of_two_decisions_at_once_the_later_one_is_about_what_the_earlier_one_left(
    scene: Scene, first: Decision
) -> None:
    wrong = []
    for number, second in sampled(enumerate(DECISIONS), 4, DECISIONS.index(first)):
        after, at_once = somebody(f"after-{number}"), somebody(f"at-once-{number}")
        expected = [decided(first, as_read(after), scene.by), decided(second, as_read(after), scene.other)]
        early, late = as_read(at_once), as_read(at_once)
        with ThreadPoolExecutor(1) as elsewhere:
            with transaction.atomic():
                came = [decided(first, early, scene.by)]
                sent = elsewhere.submit(decided_elsewhere, second, late, scene.other)
                until(lambda sent=sent: sent.done() or somebody_waits())  # type: ignore[misc]
            came.append(sent.result())
        if (came, standing(at_once)) != (expected, standing(after)):
            wrong.append(f"{second.__name__}: {came} {standing(at_once)}, not {expected} {standing(after)}")
        User.objects.filter(pk__in=[after.pk, at_once.pk]).update(is_superuser=False, is_active=False)
    assert wrong == []


def test_whose_right_ends_meanwhile_gives_nothing_any_more(scene: Scene) -> None:
    """The head's request was read while the right was there, and decides after it was withdrawn."""
    head, colleague = person("a_head", Role.HEAD, "55"), person("colleague", Role.INSPECTOR, "55")
    read = as_read(head)
    gives_head = gives(Role.HEAD, "55")
    assert at_once((withdraws("55"), head, scene.by), (gives_head, colleague, read))
    assert roles.role_at(colleague, region_of("55")) == Role.INSPECTOR


def test_one_inspector_is_joined_with_one_login_by_two_heads_at_once(scene: Scene) -> None:
    record = Inspector.objects.create(region_id="55", full_name="Инспектор 1")
    one, two = person("one", Role.INSPECTOR, "55"), person("two", Role.INSPECTOR, "55")

    def joins(login: User, by: User) -> None:
        logins.join_inspector(login=login, inspector=record, by=by)

    assert at_once((joins, one, scene.by), (joins, two, scene.other))
    record = Inspector.objects.get(pk=record.pk)
    assert (record.user, Inspector.objects.filter(user=two).exists()) == (one, False)


def test_a_login_that_is_joined_while_its_inspector_is_dismissed_is_closed_or_not_joined(scene: Scene) -> None:
    record = Inspector.objects.create(region_id="55", full_name="Инспектор 1")
    login = person("login", Role.INSPECTOR, "55")

    def joins(login: User, by: User) -> None:
        logins.join_inspector(login=login, inspector=record, by=by)

    def dismisses(login: User, by: User) -> None:
        inspectors.dismiss(inspector=record, on=date(2026, 11, 20), by=by, reason="Уволен", closes_login=True)

    assert at_once((joins, login, scene.by), (dismisses, login, scene.other)) == ""
    assert not User.objects.get(pk=login.pk).is_active
    again = Inspector.objects.create(region_id="55", full_name="Инспектор 2")
    record, other = again, person("other", Role.INSPECTOR, "55")
    assert at_once((dismisses, other, scene.by), (joins, other, scene.other))
    assert Inspector.objects.get(pk=again.pk).user is None


def at_once(first: tuple[Decision, User, User], second: tuple[Decision, User, User]) -> str:
    """What came of the second, begun before the first is committed; the first is not refused."""
    with ThreadPoolExecutor(1) as elsewhere:
        with transaction.atomic():
            assert decided(first[0], as_read(first[1]), first[2]) == ""
            sent = elsewhere.submit(decided_elsewhere, second[0], as_read(second[1]), second[2])
            until(lambda: sent.done() or somebody_waits())
        return sent.result()
