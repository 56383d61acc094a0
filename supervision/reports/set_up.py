"""How far a region is set up: the facts behind the checklist, read in a bounded number of statements."""

from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, Subquery

from supervision.desired.ownership import Owners, OwnershipFacts
from supervision.enums import Provisioning, SetUpWord
from supervision.models import (
    Chat,
    House,
    ManagementPeriod,
    MessengerAccount,
    Organisation,
    Region,
    Representative,
    SetUpMark,
)
from supervision.models.spans import holds
from supervision.worklists.people import in_office
from supervision.worklists.set_up import SetUpFacts


def said(region: Region) -> set[str]:
    """Which steps somebody has confirmed. One query."""
    return set(SetUpMark.objects.filter(region=region).values_list("step", flat=True))


def facts_of(account: MessengerAccount, *, has_bot: bool) -> SetUpFacts:
    """Of the account's region, by its own day; a constant number of statements whatever its size."""
    region, confirmed = account.region, said(account.region)
    inspectors = in_office(region.inspectors.all(), region.today())
    people = inspectors.aggregate(all=Count("pk"), known=Count("pk", filter=Q(messenger_id__isnull=False)))
    houses = House.objects.filter(region=region).order_by()
    acting, with_people = _acting(region)
    return SetUpFacts(
        has_bot=has_bot,
        bot_name=account.bot_name,
        trouble=account.trouble,
        provisioning=str(Provisioning(account.provisioning or settings.MESSENGER_PROVISIONING).label),
        takes_webhooks=bool(settings.WEBHOOK_BASE_URL),
        webhook_seen=account.webhook_checked_at is not None,
        webhook_trouble=account.webhook_trouble,
        houses=houses.count(),
        in_scope=houses.in_scope().count(),
        companies=Organisation.objects.filter(region=region).count(),
        acting=acting,
        with_people=with_people,
        inspectors=people["all"],
        inspectors_known=people["known"],
        ownerless=ownerless(region),
        policy_seen=SetUpWord.POLICY in confirmed,
        is_on=account.is_enabled,
        chats=Chat.objects.filter(region=region, messenger_id__isnull=False).count(),
        push_approved=SetUpWord.PUSH in confirmed,
    )


def ownerless(region: Region) -> int:
    """Houses that get a chat and for which no rule finds anybody in office who is known in the messenger.

    Counted by what the rules ask of a house, so a region of any size is a few groups; a substitute given to a single
    house is not asked for.
    """
    on, people = region.today(), Owners.of(region)
    company = ManagementPeriod.objects.acting_at(on).values("organisation__inspector")[:1]
    houses = House.objects.filter(region=region).in_scope().order_by().annotate(given=Subquery(company))
    groups = houses.values_list("municipality", "inspector", "given").annotate(count=Count("pk"))
    return sum(
        count
        for municipality, inspector, given, count in groups
        if people.rule_for(OwnershipFacts(0, UUID(int=0), municipality, inspector, given), on) is None
    )


def _acting(region: Region) -> tuple[int, int]:
    """Companies that manage a house of the region today, and those of them with a representative."""
    on = region.today()
    managing = ManagementPeriod.objects.acting(on).filter(organisation=OuterRef("pk"))
    people = Representative.objects.filter(holds(on), organisation=OuterRef("pk"))
    companies = Organisation.objects.filter(Exists(managing), region=region).annotate(has_people=Exists(people))
    found = companies.aggregate(all=Count("pk"), with_people=Count("pk", filter=Q(has_people=True)))
    return found["all"], found["with_people"]
