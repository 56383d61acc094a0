"""Who gets which role where, and who loses it: one role at a place, given by who may, never by oneself.

A region keeps one head who has a way in and is not leaving, the installation one administrator: the last ones cannot be
withdrawn, made something else or switched off, so that somebody is always left to let the others in. Facts and rules
for every way that a role is given: pages and commands.
"""

from contextlib import AbstractContextManager, nullcontext

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from supervision import access, audit
from supervision.actions import deciding, last_ones, login_links, openings
from supervision.enums import Role
from supervision.errors import Refused
from supervision.models import ClaimedRole, Event, Region

CLAIM = "claim"  # the cause of what the identity provider's table gives and takes


@transaction.atomic
def give(
    *, login: User, role: Role, region: Region | None, by: User | None = None, cause: str = "", reason: str = ""
) -> None:
    """Sets exactly the rights of the role at its place; `by` None is a command or another system (`cause`).

    Raises Refused: nobody gives themselves a role, a head gives inspector and head in the own region only, and nobody
    takes the place of the last head or administrator by becoming something else. An open link of the login is closed,
    and whatever else opened it by the hand of somebody who may not open it as it is now.
    """
    if (role in access.OF_NO_REGION) != (region is None):
        raise Refused(_("An analyst and an administrator have no region, an inspector and a head have one each."))
    by = deciding.about(login, by)
    before = role_at(login, region)
    _refuse_hand(by, login, role, region, before)
    came_by_claim = ClaimedRole.objects.filter(login=login, region=region)
    if before == role and not came_by_claim.exists():
        return
    said = _event("role.assigned", login, region, by=by, cause=cause, reason=reason, role=role, before=before)
    with last_ones.somebody_stays(login), said:
        came_by_claim.delete()  # given now by hand, or anew by a claim, which says so itself
        try:
            access.assign_role(login, role, region)
        except ValueError as error:
            raise Refused(_("A login belongs to a person or to a program, never to both.")) from error
        if cause == CLAIM:
            ClaimedRole.objects.create(login=login, region=region, value=reason)
        login_links.close(login)  # made when the login could do something else
        openings.close_lapsed(login)


@transaction.atomic
def withdraw(
    *, login: User, region: Region | None, by: User | None = None, cause: str = "", reason: str = "", last: bool = False
) -> None:
    """Takes the role at the place; without any role left the login's sessions end at their next request.

    `last` lets even the last head go: somebody who has left does not stay in because nobody else is there.
    """
    by = deciding.about(login, by)
    before = role_at(login, region)
    if before is None:
        raise Refused(_("%(login)s has no role there.") % {"login": login})
    _refuse_hand(by, login, before, region, before)
    said = _event("role.withdrawn", login, region, by=by, cause=cause, reason=reason, role=None, before=before)
    with nullcontext() if last else last_ones.somebody_stays(login), said:
        ClaimedRole.objects.filter(login=login, region=region).delete()
        access.withdraw_role(login, region)
        openings.close_lapsed(login)


def role_at(login: User, region: Region | None) -> Role | None:
    code = region and region.pk
    return next((held.role for held in access.held_by(login) if held.region == code), None)


def _refuse_hand(by: User | None, login: User, role: Role, region: Region | None, before: Role | None) -> None:
    """Raises Refused where `by` may not give this role, or not take what the login has there."""
    if by is None:
        return
    if by.pk == login.pk:
        raise Refused(_("Nobody changes their own role: ask another head or administrator."))
    if not all(access.may_give(by, one, region) for one in (role, before) if one):
        raise Refused(_("A head gives the roles inspector and head, in the own region only."))


def _event(
    name: str,
    login: User,
    region: Region | None,
    *,
    by: User | None,
    cause: str,
    reason: str,
    role: Role | None,
    before: Role | None,
) -> AbstractContextManager[Event]:
    details = audit.of_login(login) | {"role": role and role.value, "before": before and before.value}
    return audit.event(name, by=by, cause=cause, reason=reason, region=region, details=details)
