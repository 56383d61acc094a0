"""Which rows somebody may see: querysets of the regions that the login may view, and nothing refused.

What a person may not see is simply not in the queryset.
"""

from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet

from supervision.access.who import SUPERVISE, VIEW, Login, administers, codes, names_nobody_to, sees_everything
from supervision.models import (
    Absence,
    Adoption,
    AdoptionLine,
    Change,
    Chat,
    Comment,
    CompanyLink,
    DailySnapshot,
    Event,
    FigureDelta,
    FormerHouse,
    FoundChat,
    FrozenHouse,
    HiddenColumns,
    House,
    HouseAlias,
    ImportIssue,
    ImportRun,
    Inspector,
    Invitation,
    Licence,
    ManagementPeriod,
    MessengerAccount,
    MessengerCall,
    Municipality,
    Nomination,
    Notice,
    Operation,
    OperationHouse,
    Organisation,
    Region,
    Representative,
    SavedFilter,
    SyncRequest,
    Target,
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

Rows = TypeVar("Rows", bound=QuerySet[Any, Any])


def _of_regions(rows: Rows, user: Login, region: str) -> Rows:
    """`region_id IN (...)` on the path to the region; an all-seeing user gets the rows unfiltered."""
    return rows if sees_everything(user) else rows.filter(**{f"{region}__in": codes(user, VIEW)})


def _of_people(rows: Rows, user: Login, region: str) -> Rows:
    """Rows about people: of the regions that the user holds; seeing the whole country is not enough (`people.py`)."""
    if names_nobody_to(user):
        return rows.none()
    return rows if administers(user) else rows.filter(**{f"{region}__in": codes(user, VIEW)})


def regions(user: Login) -> QuerySet[Region]:
    return _of_regions(Region.objects.all(), user, "pk")


def accounts(user: Login) -> QuerySet[MessengerAccount]:
    return _of_regions(MessengerAccount.objects.all(), user, "pk")


def municipalities(user: Login) -> QuerySet[Municipality]:
    return _of_regions(Municipality.objects.all(), user, "region")


def zones(user: Login) -> QuerySet[Zone]:
    return _of_regions(Zone.objects.all(), user, "region")


def inspectors(user: Login) -> QuerySet[Inspector]:
    return _of_people(Inspector.objects.all(), user, "region")


def absences(user: Login) -> QuerySet[Absence]:
    return _of_people(Absence.objects.all(), user, "inspector__region")


def counted(user: Login, people: Rows, region: str) -> Rows:
    """Rows about people of the regions seen, to be counted by whoever is not to know them; never to be shown."""
    return _of_regions(people, user, region)


def organisations(user: Login) -> OrganisationQuerySet:
    return _of_regions(Organisation.objects.all(), user, "region")


def licences(user: Login) -> QuerySet[Licence]:
    return _of_regions(Licence.objects.all(), user, "organisation__region")


def representatives(user: Login) -> QuerySet[Representative]:
    return _of_people(Representative.objects.all(), user, "organisation__region")


def invitations(user: Login) -> QuerySet[Invitation]:
    return _of_people(Invitation.objects.all(), user, "region")


def company_links(user: Login) -> QuerySet[CompanyLink]:
    return _of_people(CompanyLink.objects.all(), user, "organisation__region")


def nominations(user: Login) -> QuerySet[Nomination]:
    return _of_people(Nomination.objects.all(), user, "organisation__region")


def houses(user: Login) -> HouseQuerySet:
    return _of_regions(House.objects.all(), user, "region")


def periods(user: Login) -> ManagementPeriodQuerySet:
    return _of_regions(ManagementPeriod.objects.all(), user, "house__region")


def chats(user: Login) -> ChatQuerySet:
    return _of_regions(Chat.objects.all(), user, "region")


def requests(user: Login) -> QuerySet[SyncRequest]:
    return _of_regions(SyncRequest.objects.all(), user, "region")


def calls(user: Login) -> QuerySet[MessengerCall]:
    return _of_regions(MessengerCall.objects.all(), user, "region")


def work_orders(user: Login) -> QuerySet[WorkOrder]:
    return _of_regions(WorkOrder.objects.all(), user, "chat__region")


def comments(user: Login) -> QuerySet[Comment]:
    """Comments are for the region's own people."""
    return _of_people(Comment.objects.all(), user, "house__region")


def saved_filters(user: Login) -> QuerySet[SavedFilter]:
    """One's own, and what is shared in the regions where one works."""
    shared = Q(region__isnull=False) if administers(user) else Q(region__in=codes(user, SUPERVISE))
    return SavedFilter.objects.filter(Q(user=user.pk, region=None) | shared)


def hidden_columns(user: Login, list_name: str) -> frozenset[str]:
    """Which columns of the list the login left out."""
    names = HiddenColumns.objects.filter(user=user.pk, list_name=list_name).values_list("names", flat=True).first()
    return frozenset(names or ())


def found_chats(user: Login) -> QuerySet[FoundChat]:
    return _of_regions(FoundChat.objects.all(), user, "region")


def adoptions(user: Login) -> QuerySet[Adoption]:
    return _of_people(Adoption.objects.all(), user, "region")


def adoption_lines(user: Login) -> QuerySet[AdoptionLine]:
    return _of_people(AdoptionLine.objects.all(), user, "adoption__region")


def operations(user: Login) -> QuerySet[Operation]:
    return _of_regions(Operation.objects.all(), user, "region")


def operation_houses(user: Login) -> QuerySet[OperationHouse]:
    return _of_regions(OperationHouse.objects.all(), user, "operation__region")


def uploads(user: Login) -> QuerySet[Upload]:
    return _of_people(Upload.objects.all(), user, "region")


def imports(user: Login) -> QuerySet[ImportRun]:
    return _of_regions(ImportRun.objects.all(), user, "region")


def import_issues(user: Login) -> QuerySet[ImportIssue]:
    return _of_regions(ImportIssue.objects.all(), user, "run__region")


def notices(user: Login) -> QuerySet[Notice]:
    """A login's own, of regions whose people are still named to it."""
    return _of_people(Notice.objects.filter(user=user.pk), user, "region")


def snapshots(user: Login) -> QuerySet[DailySnapshot]:
    return _of_regions(DailySnapshot.objects.all(), user, "region")


def frozen_houses(user: Login) -> QuerySet[FrozenHouse]:
    return _of_regions(FrozenHouse.objects.all(), user, "region")


def former_houses(user: Login) -> QuerySet[FormerHouse]:
    return _of_regions(FormerHouse.objects.all(), user, "region")


def figure_deltas(user: Login) -> QuerySet[FigureDelta]:
    return _of_regions(FigureDelta.objects.all(), user, "region")


def targets(user: Login) -> QuerySet[Target]:
    """Of the regions seen, and those for every region."""
    return Target.objects.filter(Q(region=None) | Q(region__in=regions(user)))


def changes(user: Login) -> QuerySet[Change]:
    return _of_regions(Change.objects.all(), user, "region")


def aliases(user: Login) -> QuerySet[HouseAlias]:
    return _of_regions(HouseAlias.objects.all(), user, "house__region")


def webhooks(user: Login) -> QuerySet[WebhookEndpoint]:
    """A login's own; every one for administrators, who help programs that have no pages."""
    rows = WebhookEndpoint.objects.all()
    return rows if administers(user) else rows.filter(user=user.pk)


def deliveries(user: Login) -> QuerySet[WebhookDelivery]:
    """What is told to the endpoints that the login sees, of regions that it still sees."""
    rows = _of_regions(WebhookDelivery.objects.all(), user, "region")
    return rows if administers(user) else rows.filter(endpoint__user=user.pk)


def events(user: Login) -> QuerySet[Event]:
    """Events of no region (the installation's) are for those who see everything; who signed in, for administrators."""
    rows = _of_regions(Event.objects.all(), user, "region")
    return rows if user.is_superuser else rows.exclude(name__startswith="login.")


def authors(user: Login) -> QuerySet[User]:
    """Whose decisions stand in the record that the user reads."""
    known = _of_people(events(user), user, "region").filter(by=OuterRef("pk"))
    return User.objects.filter(Exists(known)).order_by("last_name", "first_name", "username")
