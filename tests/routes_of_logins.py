"""Of tests/routes.py: pages about logins, rights, programs, targets, and a person's own way in."""

from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.urls import reverse

from supervision.figures import TargetFigure
from supervision.signin.sealed_sessions import row_key
from tests.browsing import browser_of
from tests.deed_scenes import WHO, inspector, invited, joined, program, rule_of_claims, target
from tests.deeds_of_signing_in import ANOTHER, with_second_factor
from tests.doors import PASSWORD, code
from tests.routes_of_houses import REASON
from tests.seats import Flow, Form, Made, Page, Seat, Values, nothing, nowhere, post, press
from tests.world import World

PROGRAM: Form = {"scopes": ["read"], "requests_per_minute": "5"}


def of_login(act: str, make: Callable[[World], User] = invited, **more: str) -> Page:
    """A button of the page of one login."""
    return post("access_login", make, lambda seat, made: {"act": act, **REASON, **more})


def invite(seat: Seat, made: Made) -> Form:
    known = {"name": "ivanova", "last_name": "Иванова", "first_name": "", "email": "", "inspector": ""}
    return {**known, "role": "inspector", "region": "55", **REASON}


def joining(seat: Seat, made: Made) -> Form:
    return {"act": "join", "inspector": seat.w.region.inspectors.get(full_name="Иванова").pk}


def provider(seat: Seat) -> Flow:
    seat.settings.OIDC_ISSUER = WHO.issuer
    return of_login("provider", subject=WHO.subject)(seat)


def login_and_inspector(w: World) -> User:
    inspector(w)
    return invited(w)


def with_a_factor(login: User) -> User:
    with_second_factor(login)
    return login


def named(seat: Seat, made: User) -> Form:
    return {"username": made.username, "last_name": "Иная", "first_name": "", "email": "new@example.org"}


def goal(percent: str) -> Values:
    day = {"day": "01.01.2027", "region": "", "basis": "Письмо"}
    return lambda seat, made: {"figure": TargetFigure.values[0], "percent": percent, **day}


def own(page: str, make: Callable[[User], object], form: Values = nothing) -> Page:
    """A form about one's own way in, filled in by its owner."""

    def owner(w: World) -> User:
        make(w.by)
        return w.by

    return post(page, owner, form, nowhere)


def another_browser(login: User) -> None:
    other = browser_of(login)
    UserSession.objects.get_or_create(
        user=login, session_key=row_key(other.session.session_key), defaults={"ip": "::1"}
    )


def second_factor(seat: Seat) -> Flow:
    """Set up with the code of the secret that the page has shown; the session keeps it."""
    address = reverse("mfa_activate_totp")
    secret: Any = seat.browser().get(address).context["form"].secret
    return lambda: seat.post(address, {"code": code(secret)})


def with_a_password(w: World) -> User:
    login = invited(w)
    login.set_password(PASSWORD)
    login.save()
    return login


new = post("access_invite", lambda w: w.region, invite, nowhere)
link, sessions, switch = of_login("link"), of_login("sessions"), of_login("switch")
factor = of_login("factor", lambda w: with_a_factor(invited(w)))
join = post("access_login", login_and_inspector, joining)
give = of_login("", role="head", region="55")
withdraw = of_login("withdraw", region="55")
part = of_login("part", joined)
change = post("admin:auth_user_change", invited, named)
password = post(
    "admin:auth_user_password_change",
    invited,
    lambda seat, made: {"password1": ANOTHER, "password2": ANOTHER, "usable_password": "true"},
)
no_password = post(
    "admin:auth_user_password_change",
    with_a_password,
    lambda seat, made: {"usable_password": "false", "unset-password": "1"},
)
add_rule = post(
    "access_claims",
    lambda w: w.region,
    lambda seat, made: {"value": "heads", "role": "head", "region": "55", **REASON},
    nowhere,
)
remove_rule = post("access_claims", rule_of_claims, lambda seat, made: {"rule": made.pk, **REASON}, nowhere)
new_program = post(
    "admin:supervision_apiclient_add",
    lambda w: w.region,
    lambda seat, made: {"name": "ГИС", "regions": ["55"], **PROGRAM},
    nowhere,
)
change_program = post("admin:supervision_apiclient_change", program, lambda seat, made: PROGRAM)
new_secret = post("admin:supervision_apiclient_new_secret", program)
revoke_program = press("apiclient", "revoke", program)
set_target = post("admin:supervision_target_add", lambda w: w.region, goal("90"), nowhere)
change_target = post("admin:supervision_target_change", target, goal("95"))
remove_target = post("admin:supervision_target_delete", target, lambda seat, made: {"post": "yes"})
rights = post("access_review_file", lambda w: w.region, named=lambda made: ["csv"])
own_password = own(
    "account_change_password",
    lambda login: None,
    lambda seat, made: {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER},
)
own_sessions = own("account_own", another_browser)
factor_off, own_codes = (own(page, with_a_factor) for page in ("mfa_deactivate_totp", "mfa_generate_recovery_codes"))
