"""What a region's limit holds back, by the decisions behind it: for whoever approves it and whoever is told of that."""

from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.utils import timezone

from supervision.models import Operation, OperationHouse, Region
from supervision.queue import outbox


@dataclass(frozen=True, slots=True)
class HeldOperation:
    """A mass change that acts already: `chats` existing ones of its `houses` wait for an approval."""

    operation: Operation
    chats: int
    houses: int


def held_operations(region: Region) -> list[HeldOperation]:
    """The newest first. A chat may wait for more than one of them, or for none that anybody decided here."""
    waiting = outbox.unapproved(region).order_by().values("chat__house")
    acting = OperationHouse.objects.filter(
        operation__region=region, operation__undone_at=None, operation__acts_at__lte=timezone.now()
    )
    # what was seen as wished since it acts waits for something else
    seen = Q(house__chat__settled_at__gt=F("operation__at"), house__chat__settled_at__gte=F("operation__acts_at"))
    unseen = acting.exclude(seen)
    found = dict(unseen.filter(house__in=waiting).order_by().values_list("operation").annotate(Count("pk")))
    rows = Operation.objects.filter(pk__in=found).select_related("by", "region").annotate(size=Count("houses"))
    return [HeldOperation(row, found[row.pk], row.size) for row in rows.order_by("-pk")]
