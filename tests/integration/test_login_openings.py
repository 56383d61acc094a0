"""Whatever somebody else made and lets one in with a login holds no longer than its maker may open the login."""

import secrets
from collections.abc import Callable

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from supervision import access, audit
from supervision.actions import logins, provider_logins, roles
from supervision.actions.provider_logins import Identity
from supervision.enums import Role
from supervision.errors import Refused
from supervision.models import Event, PasswordToChange
from tests.doors import START, at_the_door, sign_in
from tests.identity_provider import LoopbackProvider, idp, loopback_provider
from tests.integration.test_login_links import MAKERS, PASSWORD, ROLES, fresh, guest
from tests.integration.test_roles import PLACES, person, region_of, rights
from tests.world import World

__all__ = ["idp", "loopback_provider"]
pytestmark = pytest.mark.filterwarnings("ignore:No directory at", "ignore::DeprecationWarning")
ANYBODY = st.sampled_from(("guest", *MAKERS))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("give"), ANYBODY, st.sampled_from(ROLES)),
        st.tuples(st.just("take"), ANYBODY, st.sampled_from(PLACES)),
        st.tuples(st.just("switch"), ANYBODY, st.booleans()),
        st.tuples(st.sampled_from(["link", "join", "part", "password"]), st.sampled_from(MAKERS), st.none()),
    ),
    min_size=2,
    max_size=8,
)


class Everybody:
    """A guest, those who make openings of the guest's login, and what they have made so far."""

    def __init__(self, world: World, idp: LoopbackProvider) -> None:
        mark = secrets.token_hex(4)
        self.idp, self.chief = idp, person(f"chief_{mark}", Role.ADMINISTRATOR)
        person(f"stays_{mark}", Role.HEAD, "55")
        self.people = {
            "head55": person(f"a_{mark}", Role.HEAD, "55"),
            "head25": person(f"b_{mark}", Role.HEAD, "25"),
            "root": person(f"c_{mark}", Role.ADMINISTRATOR),
        }
        self.people["guest"], _token = guest(world, fresh(self.people["head55"]))
        self.ways: list[tuple[User, Callable[[], bool]]] = []  # whose, and whether it lets in

    def take(self, act: str, who: str, what: object) -> None:
        target = fresh(self.people[who])
        match act:
            case "give":
                role, code = what  # type: ignore[misc]
                roles.give(login=target, role=role, region=region_of(code), by=self.chief)
            case "take":
                roles.withdraw(login=target, region=region_of(what), by=self.chief)  # type: ignore[arg-type]
            case "switch":
                logins.switch(login=target, on=bool(what), by=self.chief)
            case _:
                self.open(act, target)

    def open(self, way: str, by: User) -> None:
        login = fresh(self.people["guest"])
        match way:
            case "link":
                token = logins.send_new_link(login=login, by=by)
                self.ways.append((by, lambda: logins.invited(token) is not None))
            case "part":
                provider_logins.part(login=login, by=by, reason="Приказ")
            case "join":
                subject = f"s-{secrets.token_hex(4)}"
                provider_logins.join(login=login, who=Identity(self.idp.address, subject), by=by, reason="Приказ")
                self.idp.person(subject)
                self.ways += [(by, by_session(self.come(subject))), (by, lambda: inside(self.come(subject)))]
            case "password" if by.is_superuser and by.is_active:
                password = f"{PASSWORD} {secrets.token_hex(4)}"
                typed(login, password, by)
                self.ways += [
                    (by, by_session(self.sign_in(password))),
                    (by, lambda: inside(self.sign_in(password))),
                ]

    def come(self, subject: str) -> Client:
        client = at_the_door()
        self.idp.sign_in(client, subject)
        return client

    def sign_in(self, password: str) -> Client:
        client = at_the_door()
        sign_in(client, self.people["guest"], password)
        return client


def typed(login: User, password: str, by: User) -> None:
    login.set_password(password)
    login.save(update_fields=["password"])
    logins.set_by_another(login, by)


def by_session(client: Client) -> Callable[[], bool]:
    return lambda: inside(client)


def inside(client: Client) -> bool:
    """Also where the page of another password is the only one that opens."""
    answer = client.get(START)
    return answer.status_code == 200 or answer.headers.get("Location", "") == reverse("account_change_password")


@example(steps=[("join", "head55", None), ("give", "guest", (Role.ADMINISTRATOR, None))])
@example(steps=[("password", "root", None), ("take", "root", None)])
@example(steps=[("link", "head55", None), ("give", "guest", (Role.INSPECTOR, "25"))])
@given(steps=steps)
@examples(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nobody_comes_in_by_what_they_made_further_than_they_may_open_now(
    world: World, idp: LoopbackProvider, steps: list[tuple[str, str, object]]
) -> None:
    """Whatever happens to both of them in between: by a link, a join with the provider, a password that they typed,
    or a session that began by one of these."""
    everybody = Everybody(world, idp)
    for step in steps:
        try:
            everybody.take(*step)
        except Refused:
            continue
    opened = rights(fresh(everybody.people["guest"]))
    for maker, lets_in in everybody.ways:
        if lets_in():
            maker = fresh(maker)
            own = rights(maker)
            assert maker.is_active
            assert (None, "everything") in own or opened <= own


def maker_and_chief() -> tuple[User, User]:
    """A head who is not the only one, and an administrator."""
    person("stays", Role.HEAD, "55")
    return person("maker", Role.HEAD, "55"), person("chief", Role.ADMINISTRATOR)


def joined(world: World, idp: LoopbackProvider, by: User) -> tuple[User, str, Client]:
    """A login, who it is at the provider, and a browser that came in by that."""
    login, subject = person(f"clerk_{secrets.token_hex(3)}", Role.INSPECTOR, "55"), f"s-{secrets.token_hex(4)}"
    provider_logins.join(login=login, who=Identity(idp.address, subject), by=by, reason="Приказ 3")
    idp.person(subject)
    client = at_the_door()
    idp.sign_in(client, subject)
    assert inside(client)
    return login, subject, client


WIDENED: dict[str, Callable[[User, User, User], None]] = {
    "made administrator": lambda login, by, chief: roles.give(
        login=fresh(login), role=Role.ADMINISTRATOR, region=None, by=chief
    ),
    "given another region": lambda login, by, chief: roles.give(
        login=fresh(login), role=Role.INSPECTOR, region=region_of("25"), by=chief
    ),
    "its maker withdrawn": lambda login, by, chief: roles.withdraw(login=fresh(by), region=region_of("55"), by=chief),
    "its maker made an inspector": lambda login, by, chief: roles.give(
        login=fresh(by), role=Role.INSPECTOR, region=region_of("55"), by=chief
    ),
    "its maker switched off": lambda login, by, chief: logins.switch(login=fresh(by), on=False, by=chief),
}


@pytest.mark.parametrize("change", WIDENED)
def test_a_join_ends_with_the_right_of_whoever_made_it_and_its_owner_is_told(
    world: World, idp: LoopbackProvider, settings: Settings, change: str
) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1"
    head, chief = maker_and_chief()
    login, subject, client = joined(world, idp, head)
    User.objects.filter(pk=login.pk).update(email="clerk@example.org")
    WIDENED[change](login, head, chief)
    assert not SocialAccount.objects.filter(user=login).exists()
    assert not inside(client)
    again = at_the_door()
    assert idp.sign_in(again, subject).status_code == 403
    event = Event.objects.get(name="login.opening_closed")
    told = {"way": "provider", "maker": head.username, "subject": subject}
    assert event.details == audit.of_login(login) | told
    assert event.by is None


def test_a_right_that_ended_unheard_ends_the_join_at_the_next_sign_in(world: World, idp: LoopbackProvider) -> None:
    """Rights change in several ways; one that closes nothing is no way in."""
    head = person("maker", Role.HEAD, "55")
    _login, subject, _client = joined(world, idp, head)
    User.objects.filter(pk=head.pk).update(is_active=False)
    client = at_the_door()
    assert idp.sign_in(client, subject).status_code == 403
    assert not inside(client)


def test_another_keeper_answers_for_a_join_before_its_maker_leaves(world: World, idp: LoopbackProvider) -> None:
    head, chief = maker_and_chief()
    other = person("second", Role.HEAD, "55")
    login, subject, client = joined(world, idp, head)
    provider_logins.join(login=fresh(login), who=Identity(idp.address, subject), by=other, reason="Вместо maker")
    roles.withdraw(login=fresh(head), region=world.region, by=chief)
    assert inside(client)
    with pytest.raises(Refused):
        provider_logins.join(login=fresh(login), who=Identity(idp.address, "another"), by=other, reason="Другой")


def test_a_join_by_its_owner_stays_whatever_the_login_becomes(world: World, idp: LoopbackProvider) -> None:
    login, subject = person("clerk", Role.INSPECTOR, "55"), f"s-{secrets.token_hex(4)}"
    provider_logins.join_own(login=login, who=Identity(idp.address, subject))
    roles.give(login=fresh(login), role=Role.ADMINISTRATOR, region=None, by=person("chief", Role.ADMINISTRATOR))
    idp.person(subject)
    client = at_the_door()
    idp.sign_in(client, subject)
    assert inside(client)


def test_a_typed_password_ends_with_the_right_of_whoever_typed_it(world: World) -> None:
    root, chief = person("root", Role.ADMINISTRATOR), person("chief", Role.ADMINISTRATOR)
    login = person("clerk", Role.INSPECTOR, "55")
    typed(login, PASSWORD, root)
    client = at_the_door()
    sign_in(client, login, PASSWORD)
    assert inside(client)
    roles.withdraw(login=fresh(root), region=None, by=chief)
    assert not inside(client)
    sign_in(client, login, PASSWORD)
    assert not inside(client) and not fresh(login).has_usable_password()
    assert not PasswordToChange.objects.filter(login=login).exists()
    details = Event.objects.get(name="login.opening_closed").details
    assert details == audit.of_login(login) | {"way": "password", "maker": "root"}


def test_what_the_owner_chose_stays_when_whoever_typed_the_first_one_goes(world: World) -> None:
    root, chief = person("root", Role.ADMINISTRATOR), person("chief", Role.ADMINISTRATOR)
    login = person("clerk", Role.INSPECTOR, "55")
    typed(login, PASSWORD, root)
    client, own = at_the_door(), "сачок верблюд туман"
    sign_in(client, login, PASSWORD)
    form = {"oldpassword": PASSWORD, "password1": own, "password2": own}
    client.post(reverse("account_change_password"), form)
    roles.withdraw(login=fresh(root), region=None, by=chief)
    assert inside(client)


def test_the_owner_is_told_by_mail_that_an_opening_was_closed(
    world: World, idp: LoopbackProvider, settings: Settings, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1"
    head, chief = maker_and_chief()
    login, _subject, _client = joined(world, idp, head)
    User.objects.filter(pk=login.pk).update(email="clerk@example.org")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        roles.withdraw(login=fresh(head), region=world.region, by=chief)
    assert "clerk@example.org" in [address for message in mail.outbox for address in message.to]
    assert access.held_by(login)
