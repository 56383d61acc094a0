"""Who somebody is to the portal: the roles that a login has, and in which regions.

Takes a login, gives answers and codes of regions. A login that was switched off is nobody.
"""

from django.contrib.auth.models import AnonymousUser, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from guardian.models import UserObjectPermission

from supervision.enums import Role
from supervision.models import Region

Login = User | AnonymousUser

VIEW, SUPERVISE, MANAGE = "view_region", "supervise_region", "manage_region"
NAMES_NOBODY = "_names_nobody"  # stands on a login to whom people are not named (`people.without_people`)


def names_nobody_to(user: Login) -> bool:
    return bool(getattr(user, NAMES_NOBODY, False))


def sees_everything(user: Login) -> bool:
    return user.has_perm(f"supervision.{VIEW}")


def sees_anything(user: Login) -> bool:
    return sees_everything(user) or bool(codes(user, VIEW))


def administers(user: Login) -> bool:
    """The installation's administrator, who holds every right everywhere."""
    return user.is_active and user.is_superuser


def supervises_anything(user: Login) -> bool:
    return administers(user) or bool(codes(user, SUPERVISE))


def manages_anything(user: Login) -> bool:
    return administers(user) or bool(codes(user, MANAGE))


def can_supervise(user: Login, region: Region) -> bool:
    """Whether the user may change facts of the region."""
    return _may(user, SUPERVISE, region)


def supervised(user: Login) -> QuerySet[Region]:
    """The regions whose facts the user may change."""
    return _regions(user, SUPERVISE)


def managed(user: Login) -> QuerySet[Region]:
    """The regions in which the user gives roles."""
    return _regions(user, MANAGE)


def can_manage(user: Login, region: Region) -> bool:
    """Whether the user may change policy and people of the region."""
    return _may(user, MANAGE, region)


def roles(user: Login) -> frozenset[str]:
    """Names of the roles that the login has anywhere; Role.ADMINISTRATOR is the installation's."""
    if not user.is_active:
        return frozenset()
    if user.is_superuser:
        return frozenset({Role.ADMINISTRATOR.value})
    found = {Role.ANALYST.value: sees_everything(user)}
    found |= {Role.HEAD.value: bool(codes(user, MANAGE))}
    found |= {Role.INSPECTOR.value: bool(codes(user, SUPERVISE) - codes(user, MANAGE))}
    return frozenset(name for name, held in found.items() if held)


def _may(user: Login, permission: str, region: Region) -> bool:
    return administers(user) or region.pk in codes(user, permission)


def _regions(user: Login, permission: str) -> QuerySet[Region]:
    return Region.objects.all() if administers(user) else Region.objects.filter(pk__in=codes(user, permission))


def codes(user: Login, permission: str) -> frozenset[str]:
    """Codes of the regions on which the user holds the permission, kept on the user object: one request, one query."""
    if not user.is_active:
        return frozenset()
    if "_region_codes" not in user.__dict__:
        user.__dict__["_region_codes"] = _codes(user)
    kept: dict[str, frozenset[str]] = user.__dict__["_region_codes"]
    return kept.get(permission, frozenset())


def _codes(user: Login) -> dict[str, frozenset[str]]:
    """By permission. A role in one region says nothing about others, and no right comes by a group, so only the login's
    own rows count."""
    if user.pk is None:
        return {}
    found: dict[str, set[str]] = {}
    for permission, region in region_rights().filter(user=user.pk).values_list("permission__codename", "object_pk"):
        found.setdefault(permission, set()).add(region)
    return {permission: frozenset(regions) for permission, regions in found.items()}


def region_rights() -> QuerySet[UserObjectPermission]:
    """Every right that somebody holds on a region; `object_pk` is its code."""
    rows: QuerySet[UserObjectPermission] = UserObjectPermission.objects.filter(content_type=of_regions())
    return rows


def of_regions() -> ContentType:
    return ContentType.objects.get_for_model(Region)
