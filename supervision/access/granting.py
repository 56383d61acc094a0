"""Letting somebody in and out: a role as the exact set of permissions at one place, a region or the whole country.

At each place a login has one role or none. Giving it one takes away whatever it could do there before, and touches no
other place. Who may give what to whom is decided above (`actions.logins`).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from guardian.models import UserObjectPermission
from guardian.shortcuts import assign_perm

from supervision.access.who import MANAGE, SUPERVISE, VIEW, Login, of_regions, region_rights
from supervision.enums import Role
from supervision.models import Region

PERMISSIONS: dict[str, tuple[str, ...]] = {
    Role.INSPECTOR: (VIEW, SUPERVISE),
    Role.HEAD: (VIEW, SUPERVISE, MANAGE),
    Role.API_CLIENT: (VIEW, SUPERVISE),
}
OF_NO_REGION = (Role.ANALYST, Role.ADMINISTRATOR)
WITHOUT_PAGES = (Role.API_CLIENT,)


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role at its place; `region` is the code, None for the whole country."""

    role: Role
    region: str | None


@transaction.atomic
def assign_role(user: User, role: Role, region: Region | None = None) -> None:
    """Lets the user into the portal: into one region, or as analyst or administrator into all of them (no `region`).

    Afterwards the user has exactly the rights of the role there. Raises ValueError for a place that the role has not,
    and for a login that would be a person's and a program's at once.
    """
    if (role in OF_NO_REGION) != (region is None):
        raise ValueError(f"{role}: analysts and administrators have no region, everybody else has one each")
    others = {held.role for held in held_by(user) if held.region != (region and region.pk)}
    if any((other in WITHOUT_PAGES) != (role in WITHOUT_PAGES) for other in others):
        raise ValueError(f"{role}: a login belongs to a person or to a program, never to both")
    _clear(user, region)
    if region is not None:
        _grant(user, PERMISSIONS[role], region)
    elif role == Role.ANALYST:
        assign_perm(f"supervision.{VIEW}", user)
    else:
        _set_superuser(user, True)
    _settle(user, is_program=role in WITHOUT_PAGES)


@transaction.atomic
def withdraw_role(user: User, region: Region | None = None) -> None:
    """Takes the role at the place, with every right; without any role left, the login's sessions end."""
    is_program = any(held.role in WITHOUT_PAGES for held in held_by(user))
    _clear(user, region)
    _settle(user, is_program=is_program)


def held_by(user: Login) -> list[RoleHeld]:
    """The roles of a login, place by place, the country first; asked of the tables, also for one that is switched off.

    `is_superuser` hides no role in a region: withdrawn as administrator, the login has that one still.
    """
    return held_by_each([user])[user.pk]


def held_by_each(users: Iterable[Login]) -> dict[int | None, list[RoleHeld]]:
    """The same for many logins, by their ids, in three statements."""
    users = list(users)
    keys = [user.pk for user in users if user.pk is not None]
    rights: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    rows = region_rights().filter(user__in=keys)
    for key, region, permission in rows.values_list("user", "object_pk", "permission__codename"):
        rights[key][region].add(permission)
    programs = _among(keys, groups__name__in=[role.value for role in WITHOUT_PAGES])
    views = Permission.objects.filter(codename=VIEW, content_type=of_regions())
    analysts = _among(keys, user_permissions__in=views)
    found: dict[int | None, list[RoleHeld]] = {}
    for user in users:
        held = [RoleHeld(Role.ADMINISTRATOR, None)] if user.is_superuser else []
        if not user.is_superuser and user.pk in analysts:
            held.append(RoleHeld(Role.ANALYST, None))
        places = sorted(rights[user.pk or 0].items())
        found[user.pk] = held + [RoleHeld(_role_of(each, user.pk in programs), region) for region, each in places]
    return found


def _among(keys: list[int], **condition: object) -> set[int]:
    return set(User.objects.filter(pk__in=keys, **condition).values_list("pk", flat=True))


def _role_of(rights: set[str], is_program: bool) -> Role:
    if is_program:
        return Role.API_CLIENT
    return Role.HEAD if MANAGE in rights else Role.INSPECTOR


def _grant(user: User, codenames: tuple[str, ...], region: Region) -> None:
    """Together, where guardian takes five statements for each of them."""
    rights = Permission.objects.filter(content_type=of_regions(), codename__in=codenames)
    UserObjectPermission.objects.bulk_create(
        UserObjectPermission(user=user, permission=right, content_type_id=right.content_type_id, object_pk=region.pk)
        for right in rights
    )


def _clear(user: User, region: Region | None) -> None:
    if region is None:
        _set_superuser(user, False)
        user.user_permissions.clear()
    else:
        region_rights().filter(user=user, object_pk=region.pk).delete()


def _set_superuser(user: User, is_superuser: bool) -> None:
    """Written where the role of the whole installation is given or taken, and nowhere else: a role in a region brings
    nothing back that the object still remembers."""
    user.is_superuser = is_superuser
    user.save(update_fields=["is_superuser"])


def _settle(user: User, *, is_program: bool) -> None:
    """The groups, which only say who somebody is and carry no right, and the flag that opens the pages."""
    program = _groups({Role.API_CLIENT})  # the one group that decides, so that no other comes and goes in the history
    (user.groups.add if is_program else user.groups.remove)(*program)
    held = {one.role for one in held_by(user)}
    user.groups.set(_groups(held))
    user.is_staff = bool(held - set(WITHOUT_PAGES))
    user.save(update_fields=["is_staff"])
    forget(user)


def _groups(roles: set[Role]) -> list[Group]:
    return [Group.objects.get_or_create(name=role.value)[0] for role in sorted(roles)]


def forget(user: Login) -> None:
    """What the user object remembers of rights."""
    for cache in ("_region_codes", "_perm_cache", "_user_perm_cache", "_group_perm_cache", "_guardian_perms_cache"):
        user.__dict__.pop(cache, None)
