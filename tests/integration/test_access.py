"""Who sees and does what: an inspector of the region, one of another region, an analyst, the head, a superuser."""

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from supervision import access
from supervision.enums import Role
from supervision.models import Event, Region
from tests.world import World


def fresh(name: str, role: Role | None = None, code: str | None = None) -> User:
    """A login with the role, read anew as a request would."""
    user = User.objects.create_user(name)
    if role:
        access.assign_role(user, role, Region.objects.get(pk=code) if code else None)
    return User.objects.get(pk=user.pk)


def test_an_inspector_sees_houses_of_the_own_region_only(world: World) -> None:
    house = world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «УК»"))
    inspector, stranger = fresh("ours", Role.INSPECTOR, "55"), fresh("theirs", Role.INSPECTOR, "25")
    assert list(access.houses(inspector)) == [house]
    assert list(access.houses(stranger)) == []


@pytest.mark.parametrize(
    "rows",
    [access.houses, access.chats, access.organisations, access.periods, access.requests],
    ids=lambda f: f.__name__,
)
def test_every_kind_of_row_is_limited_to_the_region(world: World, rows: object) -> None:
    world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «УК»"))
    assert rows(fresh("ours", Role.INSPECTOR, "55")).count() == 1
    assert rows(fresh("theirs", Role.INSPECTOR, "25")).count() == 0
    assert rows(fresh("analyst", Role.ANALYST)).count() == 1
    assert rows(fresh("nobody")).count() == 0


def test_an_analyst_sees_every_region_and_changes_none(world: World) -> None:
    analyst = fresh("analyst", Role.ANALYST)
    assert access.regions(analyst).count() == 89
    assert not access.can_supervise(analyst, world.region)
    assert not access.can_manage(analyst, world.region)


def test_an_inspector_supervises_and_only_the_head_manages(world: World) -> None:
    inspector, head = fresh("inspector", Role.INSPECTOR, "55"), fresh("chief", Role.HEAD, "55")
    assert access.can_supervise(inspector, world.region)
    assert not access.can_manage(inspector, world.region)
    assert access.can_manage(head, world.region)
    assert not access.can_manage(head, Region.objects.get(pk="25"))


def test_an_analyst_who_is_inspector_of_one_region_changes_only_that_one(world: World) -> None:
    both = fresh("both", Role.ANALYST)
    access.assign_role(both, Role.INSPECTOR, world.region)
    assert access.regions(both).count() == 89
    assert access.can_supervise(both, world.region)
    assert not access.can_supervise(both, Region.objects.get(pk="25"))


def test_a_program_has_the_facts_of_its_region_and_no_pages(world: World) -> None:
    program = fresh("program", Role.API_CLIENT, "55")
    assert access.can_supervise(program, world.region)
    assert not access.can_manage(program, world.region)
    assert not program.is_staff


def test_an_administrator_keeps_logins_and_sees_every_region(world: World) -> None:
    administrator = fresh("root", Role.ADMINISTRATOR)
    assert administrator.is_superuser
    assert access.regions(administrator).count() == 89


def test_the_group_of_a_role_names_it_and_carries_no_right(world: World) -> None:
    head = fresh("chief", Role.HEAD, "55")
    group = head.groups.get()
    assert group.name == Role.HEAD
    assert not group.permissions.exists()
    access.withdraw_role(head, world.region)
    assert not head.groups.exists()


def test_a_role_can_be_withdrawn(world: World) -> None:
    inspector = fresh("inspector", Role.INSPECTOR, "55")
    access.withdraw_role(inspector, world.region)
    assert not access.sees_anything(inspector)


def test_a_login_that_was_switched_off_sees_and_changes_nothing(world: World) -> None:
    head = fresh("chief", Role.HEAD, "55")
    head.is_active = False
    assert not access.sees_anything(head)
    assert not access.can_supervise(head, world.region)


def test_a_role_without_its_region_is_an_error_of_the_program(world: World) -> None:
    with pytest.raises(ValueError, match="region"):
        access.assign_role(world.by, Role.HEAD)


def test_the_regions_of_a_user_are_asked_for_once_a_request(world: World) -> None:
    inspector = fresh("inspector", Role.INSPECTOR, "55")
    list(access.houses(inspector))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        list(access.chats(inspector))
        list(access.organisations(inspector))
    assert len(queries) == 2


def test_a_role_is_assigned_from_the_console_and_recorded(world: World) -> None:
    User.objects.create_user("newcomer")
    call_command("assign_role", "newcomer", "head", "--region", "55")
    assert access.can_manage(User.objects.get(username="newcomer"), world.region)
    assert Event.objects.get(name="role.assigned").details == {
        "login": "newcomer",
        "login_id": User.objects.get(username="newcomer").pk,
        "role": "head",
        "before": None,
    }


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("head", "head"), "--region"),
        (("head", "api_client"), "--region"),
        (("head", "administrator", "--region", "55"), "--region"),
        (("head", "analyst", "--region", "55"), "--region"),
        (("nobody", "analyst"), "no login"),
        (("head", "head", "--region", "00"), "no region"),
    ],
)
def test_a_role_that_makes_no_sense_is_refused_in_words(world: World, arguments: tuple[str, ...], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("assign_role", *arguments)
