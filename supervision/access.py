"""Who may see and do what. The only importer of guardian.

Takes a user, gives querysets of the rows of the regions that the user may view; refuses nothing itself: what a person
may not see is simply not in the queryset. Rights are object permissions on Region and on nothing finer, so that a
million houses need 89 rows of rights. Seeing every region is the model-level permission `view_region` (analysts).
"""

from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser, Group, User
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from guardian.shortcuts import assign_perm, get_objects_for_user, remove_perm

from supervision.enums import Role
from supervision.models import (
    Absence,
    Adoption,
    AdoptionLine,
    Change,
    Chat,
    DailySnapshot,
    Event,
    FoundChat,
    House,
    HouseAlias,
    ImportIssue,
    ImportRun,
    Inspector,
    Licence,
    ManagementPeriod,
    MessengerAccount,
    MessengerCall,
    MessengerUpdate,
    Municipality,
    Operation,
    OperationHouse,
    Organisation,
    Region,
    Representative,
    SyncRequest,
    Upload,
    WebhookDelivery,
    WebhookEndpoint,
    WorkOrder,
    Zone,
)
from supervision.models.chat import ChatQuerySet
from supervision.models.house import HouseQuerySet
from supervision.models.management_period import ManagementPeriodQuerySet
from supervision.models.organisation import OrganisationQuerySet

Login = User | AnonymousUser
Rows = TypeVar("Rows", bound=QuerySet[Any, Any])

VIEW, SUPERVISE, MANAGE = "view_region", "supervise_region", "manage_region"
PERMISSIONS: dict[str, tuple[str, ...]] = {
    Role.INSPECTOR: (VIEW, SUPERVISE),
    Role.HEAD: (VIEW, SUPERVISE, MANAGE),
    Role.API_CLIENT: (VIEW, SUPERVISE),
}
OF_NO_REGION = (Role.ANALYST, Role.ADMINISTRATOR)
WITHOUT_PAGES = (Role.API_CLIENT,)

# --- who ---


def sees_everything(user: Login) -> bool:
    return user.has_perm(f"supervision.{VIEW}")


def sees_anything(user: Login) -> bool:
    return sees_everything(user) or bool(_codes(user, VIEW))


def supervises_anything(user: Login) -> bool:
    return (user.is_active and user.is_superuser) or bool(_codes(user, SUPERVISE))


def can_supervise(user: Login, region: Region) -> bool:
    """Whether the user may change facts of the region."""
    return _may(user, SUPERVISE, region)


def supervised(user: Login) -> QuerySet[Region]:
    """The regions whose facts the user may change."""
    if user.is_active and user.is_superuser:
        return Region.objects.all()
    return Region.objects.filter(pk__in=_codes(user, SUPERVISE))


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
    found |= {Role.HEAD.value: bool(_codes(user, MANAGE))}
    found |= {Role.INSPECTOR.value: bool(_codes(user, SUPERVISE) - _codes(user, MANAGE))}
    return frozenset(name for name, held in found.items() if held)


def _may(user: Login, permission: str, region: Region) -> bool:
    return (user.is_active and user.is_superuser) or region.pk in _codes(user, permission)


def _codes(user: Login, permission: str) -> frozenset[str]:
    """Codes of the regions on which the user holds the permission, kept on the user object: one request, one query."""
    if not user.is_active:
        return frozenset()
    kept: dict[str, frozenset[str]] = user.__dict__.setdefault("_region_codes", {})
    if permission not in kept:
        # a role in one region says nothing about others, hence no global permissions here
        found = get_objects_for_user(user, f"supervision.{permission}", Region, accept_global_perms=False)
        kept[permission] = frozenset(found.values_list("pk", flat=True))
    return kept[permission]


# --- roles ---


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
    if not _codes(user, VIEW):
        user.groups.remove(*Group.objects.filter(name__in=[role.value for role in Role if role not in OF_NO_REGION]))
    if not roles(user):
        user.is_staff = False
        user.save(update_fields=["is_staff"])


def _forget(user: Login) -> None:
    for cache in ("_region_codes", "_perm_cache", "_user_perm_cache", "_group_perm_cache", "_guardian_perms_cache"):
        user.__dict__.pop(cache, None)


# --- what ---


def _of_regions(rows: Rows, user: Login, region: str) -> Rows:
    """`region_id IN (...)` on the path to the region; an all-seeing user gets the rows unfiltered."""
    return rows if sees_everything(user) else rows.filter(**{f"{region}__in": _codes(user, VIEW)})


def regions(user: Login) -> QuerySet[Region]:
    return _of_regions(Region.objects.all(), user, "pk")


def accounts(user: Login) -> QuerySet[MessengerAccount]:
    return _of_regions(MessengerAccount.objects.all(), user, "pk")


def municipalities(user: Login) -> QuerySet[Municipality]:
    return _of_regions(Municipality.objects.all(), user, "region")


def zones(user: Login) -> QuerySet[Zone]:
    return _of_regions(Zone.objects.all(), user, "region")


def inspectors(user: Login) -> QuerySet[Inspector]:
    return _of_regions(Inspector.objects.all(), user, "region")


def absences(user: Login) -> QuerySet[Absence]:
    return _of_regions(Absence.objects.all(), user, "inspector__region")


def organisations(user: Login) -> OrganisationQuerySet:
    return _of_regions(Organisation.objects.all(), user, "region")


def licences(user: Login) -> QuerySet[Licence]:
    return _of_regions(Licence.objects.all(), user, "organisation__region")


def representatives(user: Login) -> QuerySet[Representative]:
    return _of_regions(Representative.objects.all(), user, "organisation__region")


def houses(user: Login) -> HouseQuerySet:
    return _of_regions(House.objects.all(), user, "region")


def aliases(user: Login) -> QuerySet[HouseAlias]:
    return _of_regions(HouseAlias.objects.all(), user, "house__region")


def periods(user: Login) -> ManagementPeriodQuerySet:
    return _of_regions(ManagementPeriod.objects.all(), user, "house__region")


def chats(user: Login) -> ChatQuerySet:
    return _of_regions(Chat.objects.all(), user, "region")


def requests(user: Login) -> QuerySet[SyncRequest]:
    return _of_regions(SyncRequest.objects.all(), user, "region")


def calls(user: Login) -> QuerySet[MessengerCall]:
    return _of_regions(MessengerCall.objects.all(), user, "chat__region")


def work_orders(user: Login) -> QuerySet[WorkOrder]:
    return _of_regions(WorkOrder.objects.all(), user, "chat__region")


def updates(user: Login) -> QuerySet[MessengerUpdate]:
    return _of_regions(MessengerUpdate.objects.all(), user, "region")


def found_chats(user: Login) -> QuerySet[FoundChat]:
    return _of_regions(FoundChat.objects.all(), user, "region")


def adoptions(user: Login) -> QuerySet[Adoption]:
    return _of_regions(Adoption.objects.all(), user, "region")


def adoption_lines(user: Login) -> QuerySet[AdoptionLine]:
    return _of_regions(AdoptionLine.objects.all(), user, "adoption__region")


def operations(user: Login) -> QuerySet[Operation]:
    return _of_regions(Operation.objects.all(), user, "region")


def operation_houses(user: Login) -> QuerySet[OperationHouse]:
    return _of_regions(OperationHouse.objects.all(), user, "operation__region")


def uploads(user: Login) -> QuerySet[Upload]:
    return _of_regions(Upload.objects.all(), user, "region")


def imports(user: Login) -> QuerySet[ImportRun]:
    return _of_regions(ImportRun.objects.all(), user, "region")


def import_issues(user: Login) -> QuerySet[ImportIssue]:
    return _of_regions(ImportIssue.objects.all(), user, "run__region")


def snapshots(user: Login) -> QuerySet[DailySnapshot]:
    return _of_regions(DailySnapshot.objects.all(), user, "region")


def changes(user: Login) -> QuerySet[Change]:
    return _of_regions(Change.objects.all(), user, "region")


def webhooks(user: Login) -> QuerySet[WebhookEndpoint]:
    """A login's own; every one for administrators, who help programs that have no pages."""
    rows = WebhookEndpoint.objects.all()
    return rows if user.is_active and user.is_superuser else rows.filter(user=user.pk)


def deliveries(user: Login) -> QuerySet[WebhookDelivery]:
    """What is told to these, of regions that the login still sees."""
    rows = _of_regions(WebhookDelivery.objects.all(), user, "region")
    return rows if user.is_active and user.is_superuser else rows.filter(endpoint__user=user.pk)


def events(user: Login) -> QuerySet[Event]:
    """Events of no region (the installation's) are for those who see everything; who signed in, for administrators."""
    rows = _of_regions(Event.objects.all(), user, "region")
    return rows if user.is_superuser else rows.exclude(name__startswith="login.")


def authors(user: Login) -> QuerySet[User]:
    """Whose decisions stand in the record that the user reads."""
    known = events(user).filter(by=OuterRef("pk"))
    return User.objects.filter(Exists(known)).order_by("last_name", "first_name", "username")
