"""Letting somebody in and out: roles as permissions on regions."""

from django.contrib.auth.models import Group, User
from django.db import transaction
from guardian.shortcuts import assign_perm, remove_perm

from supervision.access.who import MANAGE, SUPERVISE, VIEW, Login, codes, roles
from supervision.enums import Role
from supervision.models import Region

PERMISSIONS: dict[str, tuple[str, ...]] = {
    Role.INSPECTOR: (VIEW, SUPERVISE),
    Role.HEAD: (VIEW, SUPERVISE, MANAGE),
    Role.API_CLIENT: (VIEW, SUPERVISE),
}
OF_NO_REGION = (Role.ANALYST, Role.ADMINISTRATOR)
WITHOUT_PAGES = (Role.API_CLIENT,)


@transaction.atomic
def assign_role(user: User, role: Role, region: Region | None = None) -> None:
    """Lets the user into the portal: into one region, or as analyst or administrator into all of them (no `region`).

    The role's group only says who somebody is (for sign-in rules and lists of logins); it carries no right of its own.
    """
    if (role in OF_NO_REGION) != (region is None):
        raise ValueError(f"{role}: analysts and administrators have no region, everybody else has one each")
    user.is_staff = user.is_staff or role not in WITHOUT_PAGES
    user.is_superuser = user.is_superuser or role == Role.ADMINISTRATOR
    user.save(update_fields=["is_staff", "is_superuser"])
    user.groups.add(Group.objects.get_or_create(name=role.value)[0])
    if role == Role.ANALYST:
        assign_perm(f"supervision.{VIEW}", user)
    elif region is not None:
        for permission in PERMISSIONS[role]:
            assign_perm(permission, user, region)
    _forget(user)


@transaction.atomic
def withdraw(user: User, region: Region) -> None:
    """Takes every right on the region from the user; without any role left, the login's sessions end."""
    for permission in (VIEW, SUPERVISE, MANAGE):
        remove_perm(permission, user, region)
    _forget(user)
    if not codes(user, VIEW):
        user.groups.remove(*Group.objects.filter(name__in=[role.value for role in Role if role not in OF_NO_REGION]))
    if not roles(user):
        user.is_staff = False
        user.save(update_fields=["is_staff"])


def _forget(user: Login) -> None:
    for cache in ("_region_codes", "_perm_cache", "_user_perm_cache", "_group_perm_cache", "_guardian_perms_cache"):
        user.__dict__.pop(cache, None)
