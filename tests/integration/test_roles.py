"""Roles are exact: whatever was given and taken before, a login may do what its last role at a place says, no more."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from guardian.models import UserObjectPermission
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from supervision import access
from supervision.access.granting import PERMISSIONS
from supervision.actions import absences, dismissals, inspectors, logins, roles
from supervision.actions.absences import Leave
from supervision.enums import Role
from supervision.errors import Refused
from supervision.models import Absence, Event, Inspector, Region
from tests.doors import kept_password
from tests.world import World

PLACES = (None, "55", "25")
OF_PEOPLE = [Role.INSPECTOR, Role.HEAD, Role.ANALYST, Role.ADMINISTRATOR]


def region_of(code: str | None) -> Region | None:
    return Region.objects.get(pk=code) if code else None


def rights(login: User) -> set[tuple[str | None, str]]:
    """As the tables have them."""
    rows = UserObjectPermission.objects.filter(user=login).values_list("object_pk", "permission__codename")
    found: set[tuple[str | None, str]] = {(region, name) for region, name in rows}
    found |= {(None, name) for name in login.user_permissions.values_list("codename", flat=True)}
    return found | ({(None, "everything")} if User.objects.get(pk=login.pk).is_superuser else set())


def rights_of(role: Role, place: str | None) -> set[tuple[str | None, str]]:
    if role == Role.ADMINISTRATOR:
        return {(None, "everything")}
    return {(place, name) for name in (("view_region",) if role == Role.ANALYST else PERMISSIONS[role])}


steps = st.lists(
    st.one_of(
        st.tuples(st.just(None), st.sampled_from([Role.ANALYST, Role.ADMINISTRATOR, None])),
        st.tuples(st.sampled_from(["55", "25"]), st.sampled_from([Role.INSPECTOR, Role.HEAD, None])),
    ),
    max_size=8,
)


@given(steps=steps)
@examples(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_leaves_exactly_the_rights_of_the_last_role_at_each_place(
    db: None, steps: list[tuple[str | None, Role | None]]
) -> None:
    login = User.objects.create_user(f"login{User.objects.count()}")
    last: dict[str | None, Role] = {}
    for place, role in steps:
        if role is None:
            access.withdraw_role(login, region_of(place))
            last.pop(place, None)
        else:
            access.assign_role(login, role, region_of(place))
            last[place] = role
        expected = set().union(*(rights_of(held, where) for where, held in last.items()))
        assert rights(login) == expected
        assert {(one.region, one.role) for one in access.held_by(login)} == set(last.items())
        assert login.is_staff is bool(last)
        assert set(login.groups.values_list("name", flat=True)) == {held.value for held in last.values()}


def person(name: str, role: Role, code: str | None = None) -> User:
    """Who has come in already."""
    login = User.objects.create(username=name, password=kept_password())
    access.assign_role(login, role, region_of(code))
    return User.objects.get(pk=login.pk)


def test_a_head_who_becomes_an_inspector_keeps_nothing_of_a_head(world: World) -> None:
    admin, head = person("admin", Role.ADMINISTRATOR), person("chief", Role.HEAD, "55")
    person("other", Role.HEAD, "55")
    roles.give(login=head, role=Role.INSPECTOR, region=world.region, by=admin, reason="Приказ 1")
    head = User.objects.get(pk=head.pk)
    assert access.can_supervise(head, world.region) and not access.can_manage(head, world.region)
    details = Event.objects.get(name="role.assigned").details
    assert (details["role"], details["before"]) == ("inspector", "head")


@pytest.mark.parametrize("role", OF_PEOPLE)
def test_nobody_changes_their_own_role(world: World, role: Role) -> None:
    admin = person("admin", Role.ADMINISTRATOR)
    person("admin2", Role.ADMINISTRATOR)
    place = None if role in access.OF_NO_REGION else world.region
    with pytest.raises(Refused):
        roles.give(login=admin, role=role, region=place, by=admin)
    with pytest.raises(Refused):
        roles.withdraw(login=admin, region=None, by=admin)


@pytest.mark.parametrize(
    ("role", "code", "is_given"),
    [
        (Role.INSPECTOR, "55", True),
        (Role.HEAD, "55", True),
        (Role.INSPECTOR, "25", False),
        (Role.HEAD, "25", False),
        (Role.ANALYST, None, False),
        (Role.ADMINISTRATOR, None, False),
        (Role.API_CLIENT, "55", False),
    ],
)
def test_a_head_gives_inspector_and_head_in_the_own_region_only(
    world: World, role: Role, code: str | None, is_given: bool
) -> None:
    head, login = person("chief", Role.HEAD, "55"), User.objects.create_user("new")
    if is_given:
        roles.give(login=login, role=role, region=region_of(code), by=head)
        assert [(one.role, one.region) for one in access.held_by(login)] == [(role, code)]
    else:
        with pytest.raises(Refused):
            roles.give(login=login, role=role, region=region_of(code), by=head)
        assert access.held_by(login) == []


def test_an_inspector_gives_no_role(world: World) -> None:
    inspector, login = person("inspector", Role.INSPECTOR, "55"), User.objects.create_user("new")
    with pytest.raises(Refused):
        roles.give(login=login, role=Role.INSPECTOR, region=world.region, by=inspector)


def test_the_last_head_and_the_last_administrator_stay(world: World) -> None:
    access.withdraw_role(world.by, world.region)
    admin, head = person("admin", Role.ADMINISTRATOR), person("chief", Role.HEAD, "55")
    with pytest.raises(Refused):
        roles.withdraw(login=head, region=world.region, by=admin)
    with pytest.raises(Refused):
        roles.give(login=head, role=Role.INSPECTOR, region=world.region, by=admin)
    with pytest.raises(Refused):
        logins.switch(login=head, on=False, by=admin)
    with pytest.raises(Refused):
        roles.withdraw(login=admin, region=None, cause="withdraw_role by root")
    person("second", Role.HEAD, "55")
    roles.withdraw(login=head, region=world.region, by=admin)
    assert access.held_by(head) == []


def test_a_head_that_is_switched_off_is_nobody_s_successor(world: World) -> None:
    access.withdraw_role(world.by, world.region)
    admin, head = person("admin", Role.ADMINISTRATOR), person("chief", Role.HEAD, "55")
    gone = person("gone", Role.HEAD, "55")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    with pytest.raises(Refused):
        roles.withdraw(login=head, region=world.region, by=admin)


def test_a_login_is_a_person_s_or_a_program_s(world: World) -> None:
    head, program = person("chief", Role.HEAD, "55"), person("program", Role.API_CLIENT, "55")
    with pytest.raises(ValueError, match="program"):
        access.assign_role(program, Role.ANALYST)
    with pytest.raises(ValueError, match="program"):
        access.assign_role(head, Role.API_CLIENT, Region.objects.get(pk="25"))


def test_a_head_opens_no_login_that_has_more_rights(world: World) -> None:
    head, both = person("chief", Role.HEAD, "55"), person("both", Role.INSPECTOR, "55")
    assert access.may_open(head, both)
    access.assign_role(both, Role.INSPECTOR, Region.objects.get(pk="25"))
    with pytest.raises(Refused):
        logins.send_new_link(login=both, by=head)
    access.assign_role(both, Role.ADMINISTRATOR)
    for act in (logins.send_new_link, logins.take_second_factor, logins.end_sessions):
        with pytest.raises(Refused):
            act(login=both, by=head)


def test_a_leaving_colleague_loses_the_role_and_with_the_last_one_the_login(world: World) -> None:
    head, inspector = person("chief", Role.HEAD, "55"), world.inspector("Петрова")
    login = person("petrova", Role.INSPECTOR, "55")
    logins.join_inspector(login=login, inspector=inspector, by=head)
    inspector.refresh_from_db()
    inspectors.dismiss(inspector=inspector, on=world.region.today(), by=head, reason="Приказ", closes_login=True)
    login.refresh_from_db()
    assert (access.held_by(login), login.is_active) == ([], False)


def test_a_colleague_who_serves_another_region_too_keeps_the_login_for_it(world: World) -> None:
    head, inspector = person("chief", Role.HEAD, "55"), world.inspector("Петрова")
    login = person("petrova", Role.INSPECTOR, "55")
    access.assign_role(login, Role.INSPECTOR, Region.objects.get(pk="25"))
    logins.join_inspector(login=login, inspector=inspector, by=head)
    inspector.refresh_from_db()
    inspectors.dismiss(inspector=inspector, on=world.region.today(), by=head, reason="Приказ", closes_login=True)
    login.refresh_from_db()
    assert [one.region for one in access.held_by(login)] == ["25"]
    assert login.is_active


def test_the_last_head_does_not_leave_with_the_login(world: World) -> None:
    access.withdraw_role(world.by, world.region)
    admin, inspector = person("admin", Role.ADMINISTRATOR), world.inspector("Петрова")
    login = person("petrova", Role.HEAD, "55")
    logins.join_inspector(login=login, inspector=inspector, by=admin)
    inspector.refresh_from_db()
    leave = Leave(reason="Приказ", ends_in_dismissal=True, closes_login=True)
    with pytest.raises(Refused, match="последний"):
        dismissals.leave_for_good(inspector=inspector, since=world.region.today(), leave=leave, by=admin)


def leaving(world: World, *, of: str, by: User, closes_login: bool = True) -> User:
    """A head of the region whose dismissal is under way: chats go over still."""
    login, inspector = person(of, Role.HEAD, "55"), world.inspector(of)
    world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «УК»"), inspector=inspector)
    world.push()
    logins.join_inspector(login=login, inspector=inspector, by=by)
    inspector.refresh_from_db()
    leave = Leave(
        substitute=world.inspector(f"Вместо {of}", zone=False),
        reason="Приказ",
        ends_in_dismissal=True,
        closes_login=closes_login,
    )
    assert dismissals.leave_for_good(inspector=inspector, since=world.region.today(), leave=leave, by=by)
    return User.objects.get(pk=login.pk)


def taken_away(world: World, other: User, by: User) -> None:
    roles.withdraw(login=other, region=world.region, by=by)


def made_less(world: World, other: User, by: User) -> None:
    roles.give(login=other, role=Role.INSPECTOR, region=world.region, by=by)


def switched_off(world: World, other: User, by: User) -> None:
    logins.switch(login=other, on=False, by=by)


def sent_away(world: World, other: User, by: User) -> None:
    inspector = world.inspector("Вторая", zone=False)
    logins.join_inspector(login=other, inspector=inspector, by=by)
    inspector.refresh_from_db()
    leave = Leave(reason="Приказ", ends_in_dismissal=True, closes_login=True)
    dismissals.leave_for_good(inspector=inspector, since=world.region.today(), leave=leave, by=by)


def joined_to_who_leaves(world: World, other: User, by: User) -> None:
    inspector = Inspector.objects.get(absences__ends_in_dismissal=True)
    logins.join_inspector(login=User.objects.get(pk=inspector.user_id), inspector=None, by=by)
    inspector.refresh_from_db()
    access.withdraw_role(User.objects.get(username="petrova"), world.region)
    logins.join_inspector(login=other, inspector=inspector, by=by)


@pytest.mark.parametrize("goes", [taken_away, made_less, switched_off, sent_away, joined_to_who_leaves])
def test_whoever_leaves_with_the_login_is_no_successor_of_the_last_head(
    world: World, goes: Callable[[World, User, User], None]
) -> None:
    """When the dismissal is through nobody would be left."""
    access.withdraw_role(world.by, world.region)
    admin, other = person("admin", Role.ADMINISTRATOR), person("other", Role.HEAD, "55")
    leaving(world, of="petrova", by=admin)
    with pytest.raises(Refused, match="последний"):
        goes(world, other, admin)
    assert set(access.heads(world.region).values_list("username", flat=True)) >= {"other"}


def test_a_dismissal_that_comes_to_close_the_login_asks_for_another_head(world: World) -> None:
    access.withdraw_role(world.by, world.region)
    admin = person("admin", Role.ADMINISTRATOR)
    login = leaving(world, of="petrova", by=admin, closes_login=False)
    absence = Absence.objects.get()
    leave = Leave(substitute=absence.substitute, reason="x", ends_in_dismissal=True, closes_login=True)
    with pytest.raises(Refused, match="последний"):
        absences.change(absence=absence, leave=leave, until=None, by=admin)
    with pytest.raises(Refused, match="Себе вход"):
        absences.change(absence=absence, leave=leave, until=None, by=login)


def test_a_login_is_joined_to_an_inspector_of_its_own_region_once(world: World) -> None:
    head, inspector = person("chief", Role.HEAD, "55"), world.inspector("Петрова")
    login, other = person("one", Role.INSPECTOR, "55"), person("two", Role.INSPECTOR, "25")
    with pytest.raises(Refused):
        logins.join_inspector(login=other, inspector=inspector, by=head)
    logins.join_inspector(login=login, inspector=inspector, by=head)
    inspector.refresh_from_db()
    third = person("three", Role.INSPECTOR, "55")
    with pytest.raises(Refused):
        logins.join_inspector(login=third, inspector=inspector, by=head)
    logins.join_inspector(login=login, inspector=None, by=head)
    inspector.refresh_from_db()
    assert inspector.user is None


def test_a_role_is_withdrawn_from_the_console(world: World) -> None:
    access.withdraw_role(world.by, world.region)
    login = person("one", Role.INSPECTOR, "55")
    call_command("withdraw_role", "one", "--region", "55", "--reason", "Приказ 5")
    assert access.held_by(login) == []
    assert Event.objects.get(name="role.withdrawn").reason == "Приказ 5"
    with pytest.raises(CommandError):
        call_command("withdraw_role", "one", "--region", "55")
    person("chief", Role.HEAD, "55")
    with pytest.raises(CommandError):
        call_command("withdraw_role", "chief", "--region", "55")
