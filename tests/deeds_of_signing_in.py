"""Of tests/deeds.py: what people do to their own way in, and what the portal notes at the door."""

import os
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.signals import authentication_failed
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.base import SessionBase
from django.core.management import call_command
from django.http import HttpRequest
from django.test import RequestFactory, override_settings
from django.urls import resolve, reverse

from supervision.actions import claimed_roles, provider_logins, roles, telling
from supervision.enums import Role
from supervision.signin import adapters, whose
from supervision.signin.sealed_sessions import row_key
from tests.browsing import browser_of
from tests.deed_calls import Call, Deed, post
from tests.deed_scenes import WHO, WHY, administrator, invited, rule_of_claims
from tests.doors import PASSWORD, address, code, kept_password
from tests.world import World

ANOTHER = "верблюд сачок туман"
Step = Callable[[HttpRequest], object]


def owner(w: World) -> User:
    """Of a login with a password of their own."""
    login = administrator(w)
    login.password = kept_password()
    login.save()
    return login


def kept_session(login: User) -> str:
    """Key of a session in which somebody has just shown who they are."""
    browser = browser_of(login)
    request = HttpRequest()
    request.session = browser.session
    record_authentication(request, login, "password")
    request.session.save()
    return str(browser.session.session_key)


def at_work(login: User | None, step: Step, path: str = "/", key: str = "", /, **form: str) -> Call:
    """`step` with a request as it comes out of the middleware, and what the session keeps, again at each call."""

    def call() -> object:
        request = RequestFactory(REMOTE_ADDR=address()).post(path, form)
        made: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(key or None)
        request.session = made
        request.user = User.objects.get(pk=login.pk) if login and key else AnonymousUser()
        request._messages = CookieStorage(request)  # type: ignore[attr-defined]
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        request.allauth = SimpleNamespace()  # type: ignore[attr-defined]
        with context.request_context(request), override_settings(ACCOUNT_RATE_LIMITS=False):
            return step(request)

    return call


def own_page(name: str, make: Callable[[User], Callable[[], dict[str, str]]]) -> Deed:
    """A form of a page on which the owner of a login is asked; `make` prepares, and fills it in anew at each call."""

    def deed(w: World, folder: Path) -> Call:
        login = owner(w)
        fill = make(login)
        key, path = kept_session(login), reverse(name)
        page: Any = resolve(path).func
        return lambda: at_work(login, page, path, key, **fill())()

    return deed


def another_password(login: User) -> Callable[[], dict[str, str]]:
    return lambda: {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}


def with_second_factor(login: User) -> Callable[[], dict[str, str]]:
    with whose.of(login.pk):
        TOTP.activate(login, generate_totp_secret())
        RecoveryCodes.activate(login)
    return dict


def another_browser(login: User) -> Callable[[], dict[str, str]]:
    other = browser_of(login)
    UserSession.objects.get_or_create(
        user=login, session_key=row_key(other.session.session_key), defaults={"ip": "::1"}
    )
    return dict


def second_factor(w: World, folder: Path) -> Call:
    """Set up with the code of a secret that the page has shown."""
    login = owner(w)
    key, path = kept_session(login), reverse("mfa_activate_totp")
    page: Any = resolve(path).func
    secret = generate_totp_secret()

    def step(request: HttpRequest) -> object:
        request.session["mfa.totp.secret"] = secret
        return page(request)

    return at_work(login, step, path, key, code=code(secret))


def entering(w: World, folder: Path) -> Call:
    """The password was right."""
    login = owner(w)

    def step(request: HttpRequest) -> None:
        door = adapters.SignInAdapter(request)
        door.pre_login(
            request, login, email_verification="none", signal_kwargs=None, email=None, signup=False, redirect_url=None
        )
        door.login(request, login)

    return at_work(None, step)


def mistyped(w: World, folder: Path) -> Call:
    name = owner(w).username
    return at_work(None, lambda request: adapters.SignInAdapter(request).authentication_failed(request, username=name))


def leaving(w: World, folder: Path) -> Call:
    login = owner(w)
    return at_work(login, lambda request: adapters.SignInAdapter(request).logout(request), "/", kept_session(login))


def wrong_code(w: World, folder: Path) -> Call:
    login = owner(w)
    said = {"sender": Authenticator, "user": login, "authenticator": None, "reauthenticated": False}
    return at_work(None, lambda request: authentication_failed.send(request=request, **said))


def by_claim(w: World, folder: Path) -> Call:
    """The provider says less than it did: the one role goes, and the last head stays, which is on record."""
    login = User.objects.create_user("petrova")
    rule_of_claims(w)
    claimed_roles.add_rule(value="all", role=Role.ANALYST, region=None, by=w.by, reason=WHY)
    claimed_roles.settle(login, ["heads", "all"])
    roles.withdraw(login=w.by, region=w.region, by=User.objects.create_superuser("root"), reason=WHY)
    return partial(claimed_roles.settle, login, [])


def ended_there(w: World, folder: Path) -> Call:
    login = owner(w)
    data = {"issuer": WHO.issuer, "subject": WHO.subject, "sid": "1"}
    key = kept_session(login)
    UserSession.objects.update_or_create(session_key=row_key(key), defaults={"user": login, "ip": "::1", "data": data})
    return partial(provider_logins.end_sessions_of, WHO, "")


def on_the_server(w: World, folder: Path) -> Call:
    """With a password, so that it is noted that its owner has to choose another."""

    def call() -> None:
        with mock.patch.dict(os.environ, DJANGO_SUPERUSER_PASSWORD=ANOTHER):
            call_command("createsuperuser", username="root", email="", interactive=False, verbosity=0)

    return call


def of_another(w: World, **form: str) -> Call:
    """A login as the administrator's page has it."""
    login = invited(w)
    known = {"username": login.username, "last_name": "Новая", "first_name": "", "email": ""}
    return post(w, reverse("admin:auth_user_change", args=[login.pk]), **known | form)


def typed_by_another(w: World, folder: Path) -> Call:
    login = invited(w)
    form = {"password1": ANOTHER, "password2": ANOTHER, "usable_password": "true"}
    path = reverse("admin:auth_user_password_change", args=[login.pk])
    page = resolve(path)
    return at_work(
        owner(w), lambda request: page.func(request, *page.args, **page.kwargs), path, kept_session(w.by), **form
    )


OF_SIGNING_IN: dict[str, Deed] = {
    "actions.claimed_roles.settle": by_claim,
    "actions.provider_logins.end_sessions_of": ended_there,
    "actions.telling.tell_guessed": lambda w, folder: partial(telling.tell_guessed, owner(w)),
    "admin.logins.users.UserAdmin.log_change": lambda w, folder: of_another(w, last_name="Иная"),
    "admin.logins.users.UserAdmin.log_change: of a password": typed_by_another,
    "signin.adapters.SignInAdapter.authentication_failed": mistyped,
    "signin.adapters.SignInAdapter.login": entering,
    "signin.adapters.SignInAdapter.logout": leaving,
    "signin.adapters.record_wrong_code": wrong_code,
    "signin.management.commands.createsuperuser.Command.handle": on_the_server,
    "signin.own_page.own_page": own_page("account_own", another_browser),
    "signin.own_forms.WithItsEvent.form_valid: of a password": own_page("account_change_password", another_password),
    "signin.own_forms.WithItsEvent.form_valid: of a second factor": second_factor,
    "signin.own_forms.WithItsEvent.form_valid: of none": own_page("mfa_deactivate_totp", with_second_factor),
    "signin.own_forms.WithItsEvent.form_valid: of codes": own_page("mfa_generate_recovery_codes", with_second_factor),
}
