"""By whose day rows are judged, and which houses are an inspector's own."""

from typing import Any

from django.db.models import QuerySet

from supervision import access
from supervision.models import Chat, House, Inspector, ManagementPeriod, WorkOrder
from supervision.models.region_days import RegionDays


def today(user: access.Login) -> RegionDays:
    """Today in each region that the reader sees, by which its rows are judged. One query."""
    return RegionDays.of(access.regions(user))


def inspector_of(user: Any) -> Inspector | None:
    """The inspector in office to whom the login belongs."""
    if not user.is_authenticated:
        return None
    return Inspector.objects.filter(user=user.pk, dismissed_on=None).select_related("region").first()


def houses_of(inspector: Inspector) -> QuerySet[Any, Any]:
    """Ids of "my houses", cheap enough for a list: no rule is reckoned anew, each part is found by an index.

    Mine is a house whose chat I own, as last seen; a house given to me by name, or whose acting company is, whether the
    messenger knows it yet or not; and a house whose chat waits for me in an open work order. What is missing are houses
    of a shared zone whose chat does not exist yet and waits for nobody: whose they are is dealt out with the chat.
    """
    houses = House.objects.filter(region=inspector.region_id).order_by()
    today = inspector.region.today()
    companies = ManagementPeriod.objects.acting(today).filter(organisation__inspector=inspector)
    orders = WorkOrder.objects.filter(closed_at=None, inspector=inspector)
    named = houses.filter(inspector=inspector).values_list("pk")
    by_company = houses.filter(inspector=None, pk__in=companies.values("house")).values_list("pk")
    ordered = Chat.objects.order_by().filter(pk__in=orders.values("chat")).values_list("house")
    if inspector.messenger_id is None:
        return named.union(by_company, ordered)
    owned = Chat.objects.order_by().filter(observed_owner_id=inspector.messenger_id, region=inspector.region_id)
    return named.union(by_company, ordered, owned.values_list("house"))
