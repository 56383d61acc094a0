"""The story of one chat, and the only place that tells it: wish, look, plan, act, look again.

A pass may start from what was last seen (that saves two requests), but only a fresh look whose plan needs no step
settles the chat.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from supervision.desired import desired_chat
from supervision.errors import PortalError
from supervision.messenger.errors import Refused
from supervision.messenger.port import Messenger
from supervision.models import Chat, Region
from supervision.reconcile.execute import Executor
from supervision.reconcile.observe import observe, recall
from supervision.reconcile.plan import Plan, make_plan
from supervision.reconcile.state import DesiredChat, ObservedChat
from supervision.reconcile.work_orders import open_work_orders

# create + appoint, look, plan what the look showed, look: a chat that still differs is being changed by somebody else
MOST_ROUNDS = 4


class Verdict(StrEnum):
    SETTLED = "settled"
    WAITING = "waiting"  # for somebody outside: to join, to do a work order
    NEEDS_PERSON = "parked"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`next_look` (aware) is the midnight at which the wish changes by itself, None if no change is planned.

    `patience_ends` (aware) is the end of the days of handing over, for a chat that waits for somebody to join.
    """

    verdict: Verdict
    reason: str = ""
    next_look: datetime | None = None
    patience_ends: datetime | None = None


class DoesNotRest(PortalError):
    """After several rounds the chat still differs: somebody or something changes it back."""


def reconcile(
    chat_id: int, messenger: Messenger, *, before_call: Callable[[], None], on: date | None = None
) -> Outcome:
    """Brings one chat in step with its wish of the day `on` (None: today in its region).

    Raises the messenger's errors; the caller decides when to try again.
    """
    desired = desired_chat(chat_id, on=on)
    chat = Chat.objects.select_related("region").get(pk=chat_id)
    seen = recall(chat)
    fresh = seen is None or chat.messenger_id is None
    observed = observe(chat, messenger) if seen is None else seen
    plan = make_plan(desired, observed, messenger.capabilities)
    refused: set[int] = set()  # looked for until the end: whoever is known to be missing is not appointed again
    joined_late: set[int] = set()
    rounds = 0
    while plan.actions or not fresh:
        if rounds == MOST_ROUNDS:
            raise DoesNotRest(_("The chat does not come to rest; still to do: %(plan)s") % {"plan": plan.describe()})
        rounds += 1
        executor = Executor(chat, messenger, before_call)
        executor.run(plan)
        refused |= executor.refused.keys()
        observed = observe(chat, messenger, look_for=frozenset(refused))
        fresh = True
        joined_late |= _refused_though_joined(executor.refused, observed, joined_late)
        plan = make_plan(desired, observed, messenger.capabilities)
    open_work_orders(chat, plan.asks)
    return _outcome(plan, chat.region, desired)


def _refused_though_joined(refused: dict[int, Refused], observed: ObservedChat, before: set[int]) -> set[int]:
    """Refused and then seen in the chat: joined in between, so worth another try. Refused again is for a person."""
    joined = {user for user in refused if user not in observed.absent}
    for user in joined & before:
        raise refused[user]
    return joined


def _outcome(plan: Plan, region: Region, desired: DesiredChat) -> Outcome:
    next_look = _midnight(region, desired.valid_until)
    if plan.asks and not all(ask.kind for ask in plan.asks):
        return Outcome(Verdict.NEEDS_PERSON, plan.describe(), next_look)
    if plan.steps:
        return Outcome(Verdict.WAITING, plan.describe(), next_look, _midnight(region, desired.handover_until))
    return Outcome(Verdict.SETTLED, next_look=next_look)


def _midnight(region: Region, day: date | None) -> datetime | None:
    return region.midnight(day) if day else None
