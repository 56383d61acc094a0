"""Roles by what the identity provider says: the administrator's table, and a login brought to it at every sign-in.

A claim gives a role only where the table has a row for it. A role that came by a claim goes with it; one that was given
by hand is left alone, also where the table would give another one at the same place. Roles are given and taken by
`roles`, so that the last head and the last administrator stay whatever the provider says.
"""

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from supervision import access, audit
from supervision.actions import deciding, once_a_day, roles
from supervision.enums import Role
from supervision.errors import Refused
from supervision.models import ClaimedRole, ClaimRule, Region

CAUSE = roles.CLAIM
STRENGTH = (Role.INSPECTOR, Role.HEAD, Role.ANALYST, Role.ADMINISTRATOR)  # of two at one place the later one


@transaction.atomic
def add_rule(*, value: str, role: Role, region: Region | None, by: User, reason: str) -> ClaimRule:
    """A row of the table. It gives nothing to anybody before their next sign-in."""
    value = value.strip()
    if not value or role in access.WITHOUT_PAGES or (role in access.OF_NO_REGION) != (region is None):
        raise Refused(_("An analyst and an administrator have no region, an inspector and a head have one each."))
    if ClaimRule.objects.filter(value=value, region=region).exists():
        raise Refused(_("This value gives a role at this place already: remove that row first."))
    with audit.event("claim.added", by=by, reason=reason, region=region, details={"value": value, "role": role.value}):
        return ClaimRule.objects.create(value=value, role=role, region=region)


@transaction.atomic
def remove_rule(*, rule: ClaimRule, by: User, reason: str) -> None:
    """Whoever has a role by this row alone loses it at their next sign-in."""
    details = {"value": rule.value, "role": rule.role}
    with audit.event("claim.removed", by=by, reason=reason, region=rule.region, details=details):
        ClaimRule.objects.filter(pk=rule.pk).delete()


def wanted(values: Iterable[str]) -> dict[str | None, ClaimRule]:
    """By the code of the place: the strongest role that the table gives there for one of these values."""
    found: dict[str | None, ClaimRule] = {}
    for rule in ClaimRule.objects.filter(value__in=list(values)).select_related("region").order_by("pk"):
        former = found.get(rule.region_id)
        if former is None or STRENGTH.index(Role(rule.role)) > STRENGTH.index(Role(former.role)):
            found[rule.region_id] = rule
    return found


@transaction.atomic
def settle(login: User, values: Sequence[str]) -> None:
    """Brings the roles that came by claims to what the table says of these values; not of a login that is off."""
    deciding.about(login, None)
    if not login.is_active:
        return
    due = wanted(values)
    marks = {mark.region_id: mark for mark in ClaimedRole.objects.filter(login=login).select_related("region")}
    for code, rule in due.items():
        held = roles.role_at(login, rule.region)
        if held is None or code in marks:
            _give(login, rule, held)
    for code, mark in marks.items():
        if code not in due:
            _take(login, mark)


def _give(login: User, rule: ClaimRule, held: Role | None) -> None:
    if held == rule.role:
        ClaimedRole.objects.filter(login=login, region=rule.region).update(value=rule.value)
        return
    try:
        with transaction.atomic():
            roles.give(login=login, role=Role(rule.role), region=rule.region, cause=CAUSE, reason=rule.value)
    except Refused as refusal:
        _kept(login, rule.region, refusal)


def _take(login: User, mark: ClaimedRole) -> None:
    if roles.role_at(login, mark.region) is None:
        mark.delete()
        return
    try:
        with transaction.atomic():
            roles.withdraw(login=login, region=mark.region, cause=CAUSE, reason=mark.value)
    except Refused as refusal:
        _kept(login, mark.region, refusal)


def _kept(login: User, region: Region | None, refusal: Refused) -> None:
    """The last of a place stays, and everybody who reads the record sees that the provider says otherwise: once a day,
    however often they sign in."""
    name, details = "claim.not_followed", audit.of_login(login) | {"why": refusal.message}
    if once_a_day.is_first(name, {"login_id": login.pk, "why": refusal.message}):
        audit.record(name, cause=CAUSE, region=region, details=details)
