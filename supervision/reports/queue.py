"""How much the workers have before them, and how long it takes at the rate that the messenger allows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from supervision import access
from supervision.access import Login
from supervision.enums import WAITS, Lane, RequestState
from supervision.models import Chat, MessengerAccount, SyncRequest
from supervision.planning.limits import minutes
from supervision.queue.outbox import LIMITED_LANES

# Calls that a chat takes, looks included: the measured cost of the usual case, kept true by a test. A look finds
# nothing to do, a new chat has nobody to appoint yet, a change of company brings one representative for another.
CALLS_PER_CHAT = {Lane.SWEEP: 2, Lane.PERSON: 2, Lane.CHANGE: 7, Lane.CREATE: 3}


@dataclass(frozen=True, slots=True)
class QueueState:
    """`due` chats are worked on or could be now; `planned` wait for their day, `waiting` for somebody to join."""

    due: int
    planned: int
    waiting: int
    parked: int
    stopped: int  # of those due: their account is switched off or in trouble
    minutes: int  # until nothing is due; accounts work side by side, so the slowest counts
    held: int = 0  # of those due: they wait for an approval, and take no time until then

    @property
    def is_empty(self) -> bool:
        return self.due == 0


def queue_state(user: Login, accounts: Iterable[MessengerAccount]) -> QueueState:
    """Of the regions that the user sees, in two queries; `accounts` are those regions'."""
    requests = access.requests(user).order_by()
    states = dict(requests.filter(not_before__gt=timezone.now()).values_list("state").annotate(Count("pk")))
    calls: dict[str, int] = defaultdict(int)
    chats: dict[str, int] = defaultdict(int)
    frozen = Chat.objects.filter(pk=OuterRef("pk")).exclude(frozen_reason="")  # few: looked for rather than joined
    due = requests.filter(~Exists(frozen), not_before__lte=timezone.now())
    for region, lane, count in due.values_list("region", "lane").annotate(count=Count("pk")):
        chats[region] += count
        calls[region] += count * CALLS_PER_CHAT[Lane(lane)]
    working = {account.pk: account for account in accounts if account.is_enabled and not account.trouble}
    held = _held(due, [account.pk for account in working.values() if account.held_reason])
    for region, count in held.items():
        calls[region] -= count * CALLS_PER_CHAT[Lane.CHANGE]
    return QueueState(
        held=sum(held.values()),
        due=sum(chats.values()),
        planned=states.get(RequestState.DUE, 0),
        waiting=sum(states.get(state, 0) for state in WAITS),
        parked=states.get(RequestState.PARKED, 0),
        stopped=sum(count for region, count in chats.items() if region not in working),
        minutes=max((minutes(calls[code], one.calls_per_second) for code, one in working.items()), default=0),
    )


def _held(due: QuerySet[SyncRequest], regions: list[str]) -> dict[str, int]:
    """By region; one query where an account is held by the limit."""
    if not regions:
        return {}
    waiting = due.filter(
        region__in=regions, is_approved=False, lane__in=LIMITED_LANES, chat__messenger_id__isnull=False
    )
    return dict(waiting.values_list("region").annotate(Count("pk")))
