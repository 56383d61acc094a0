"""A link lets in whoever has it, so it holds no longer than the right of whoever made it."""

import secrets

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervision import access
from supervision.actions import logins, roles
from supervision.enums import Role
from supervision.errors import Refused
from tests.integration.test_roles import PLACES, person, region_of, rights
from tests.world import World

PASSWORD = "верблюд сачок туман"
ROLES = [
    *((role, None) for role in (Role.ANALYST, Role.ADMINISTRATOR)),
    *((role, code) for role in (Role.INSPECTOR, Role.HEAD) for code in ("55", "25")),
]
MAKERS = ("head55", "head25", "root")
steps = st.lists(
    st.one_of(
        st.tuples(st.just("give"), st.sampled_from(("guest", *MAKERS)), st.sampled_from(ROLES)),
        st.tuples(st.just("take"), st.sampled_from(("guest", *MAKERS)), st.sampled_from(PLACES)),
        st.tuples(st.just("switch"), st.sampled_from(("guest", *MAKERS)), st.booleans()),
        st.tuples(st.just("link"), st.sampled_from(MAKERS), st.none()),
    ),
    min_size=2,
    max_size=8,
)


def guest(world: World, by: User) -> tuple[User, str]:
    return logins.invite(
        name=f"guest_{secrets.token_hex(3)}",
        last_name="Гость",
        first_name="",
        email="",
        role=Role.INSPECTOR,
        region=world.region,
        by=by,
        reason="Приказ",
    )


def fresh(login: User) -> User:
    return User.objects.get(pk=login.pk)


@given(steps=steps)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whoever_made_a_link_opens_no_more_by_it_than_they_may_open_now(
    world: World, steps: list[tuple[str, str, object]]
) -> None:
    """Whatever happens to both of them between the link and its use."""
    mark = secrets.token_hex(4)
    chief = person(f"chief_{mark}", Role.ADMINISTRATOR)
    person(f"stays_{mark}", Role.HEAD, "55")
    people = {
        "head55": person(f"a_{mark}", Role.HEAD, "55"),
        "head25": person(f"b_{mark}", Role.HEAD, "25"),
        "root": person(f"c_{mark}", Role.ADMINISTRATOR),
    }
    people["guest"], token = guest(world, fresh(people["head55"]))
    maker = people["head55"]
    for act, who, what in steps:
        try:
            if act == "link":
                token, maker = logins.send_new_link(login=fresh(people["guest"]), by=fresh(people[who])), people[who]
            elif act == "switch":
                logins.switch(login=fresh(people[who]), on=bool(what), by=chief)
            elif act == "give":
                role, code = what  # type: ignore[misc]
                roles.give(login=fresh(people[who]), role=role, region=region_of(code), by=chief)
            else:
                roles.withdraw(login=fresh(people[who]), region=region_of(what), by=chief)  # type: ignore[arg-type]
        except Refused:
            continue
    maker, opened = fresh(maker), logins.accept(token, PASSWORD, address="::1")
    if opened is None:
        return
    own = rights(maker)
    assert maker.is_active
    assert (None, "everything") in own or rights(fresh(opened)) <= own


def test_the_link_of_a_login_that_became_more_is_closed_in_words(world: World) -> None:
    head, root = person("maker", Role.HEAD, "55"), User.objects.create_superuser("chief")
    login, token = guest(world, fresh(head))
    roles.give(login=fresh(login), role=Role.ADMINISTRATOR, region=None, by=root)
    page = Client().get(reverse("login_link", args=[token]))
    assert page.status_code == 404 and "не действует" in page.content.decode()
    form = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert Client().post(reverse("login_link", args=[token]), form).status_code == 404
    assert not fresh(login).has_usable_password()


@pytest.mark.parametrize("end", ["switched off", "withdrawn"])
def test_the_link_ends_with_its_maker_s_right(world: World, end: str) -> None:
    head, root = person("maker", Role.HEAD, "55"), User.objects.create_superuser("chief")
    person("second", Role.HEAD, "55")
    login, token = guest(world, fresh(head))
    if end == "withdrawn":
        roles.withdraw(login=fresh(head), region=world.region, by=root)
    else:
        logins.switch(login=fresh(head), on=False, by=root)
    assert logins.invited(token) is None
    again = logins.send_new_link(login=fresh(login), by=root)
    assert logins.accept(again, PASSWORD, address="::1") == login


def test_a_change_of_the_role_or_a_switch_closes_the_link(world: World) -> None:
    """Also where its maker may open the login still: it was handed over for something else."""
    root = User.objects.create_superuser("chief")
    login, token = guest(world, root)
    roles.give(login=fresh(login), role=Role.HEAD, region=world.region, by=root)
    assert logins.invited(token) is None
    token = logins.send_new_link(login=fresh(login), by=root)
    person("second", Role.HEAD, "55")
    for on in (False, True):
        logins.switch(login=fresh(login), on=on, by=root)
    assert logins.invited(token) is None
    assert access.held_by(login)
