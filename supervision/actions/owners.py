"""Which chats an inspector owns or may own, and the marks of those that really pass to another owner.

A change among inspectors touches whole zones in principle and a few chats in fact. A superfluous mark would cost two
requests, and a third of the region marked for nothing would be stopped by the limit.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from supervision.desired.ownership import owners_on
from supervision.models import Absence, Chat, Inspector, Region, Zone
from supervision.queue import outbox


@dataclass(slots=True)
class Marked:
    chats: int = 0


@contextmanager
def marks_new_owners(region: Region, chat_ids: Sequence[int], *, since: date | None = None) -> Iterator[Marked]:
    """Compares owners before and after the block, on `since` (None: today in the region) or today if that is past.

    `chat_ids` are the chats that may be concerned, chosen before the change. Passing later counts as well: a house
    given to somebody who is away today has to be looked at on the day of return.
    """
    today = region.today()
    day = max(since or today, today)
    before = owners_on(region, chat_ids, day)
    marked = Marked()
    yield marked
    region.refresh_from_db()  # the default owner may be what was changed
    after = owners_on(region, chat_ids, day)
    passed = [chat for chat, tenure in after.items() if tenure != before[chat]]
    marked.chats = outbox.mark(passed, not_before=region.midnight(since or today))


def owned_chats(inspector: Inspector, on: date) -> QuerySet[Chat]:
    """What keeps an inspector from being dismissed: chats owned by the rules on that day, or seen owned."""
    if inspector.messenger_id is None:
        return Chat.objects.none()
    owners = owners_on(inspector.region, ids(may_own(inspector)), on)
    owned = [chat for chat, tenure in owners.items() if tenure.owner_id == inspector.messenger_id]
    seen = Q(region=inspector.region_id, observed_owner_id=inspector.messenger_id)
    return Chat.objects.filter(Q(pk__in=owned) | seen).select_related("house").order_by("pk")


def ids(chats: QuerySet[Chat]) -> list[int]:
    return list(chats.values_list("pk", flat=True))


def may_own(inspector: Inspector) -> QuerySet[Chat]:
    """Chats that can fall to the inspector by any rule: a superset, found in three queries or a few more.

    Whoever is a substitute owns what those would who are away, so their houses count too.
    """
    people = _replaced_by(inspector)
    zones = Zone.objects.filter(inspectors__in=people)
    region = inspector.region
    everywhere = zones.filter(whole_region=True).exists() or region.default_inspector_id in people
    if everywhere:
        return Chat.objects.filter(region=region)
    by_company = Q(house__periods__organisation__inspector__in=people)
    municipal = Q(house__municipality__zones__in=zones)
    return Chat.objects.filter(Q(house__inspector__in=people) | by_company | municipal).distinct()


def _replaced_by(inspector: Inspector) -> set[int]:
    """The inspector, and everybody whom the inspector stands in for, directly or in turn."""
    found, new = {inspector.pk}, {inspector.pk}
    while new:
        away = Absence.objects.filter(Q(substitute__in=new) | Q(houses__substitute__in=new))
        new = set(away.values_list("inspector", flat=True)) - found
        found |= new
    return found
