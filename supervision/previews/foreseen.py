"""What a change of many chats would cost, asked of the change itself and taken back: calls, minutes, the limit.

Takes a region, its chats and what would be done; writes nothing that stays. A constant number of queries for each two
thousand chats.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from supervision.models import Chat, MessengerAccount, Region
from supervision.planning import limits
from supervision.previews import preview
from supervision.previews.handing_over import minutes


@dataclass(frozen=True, slots=True)
class Foreseen:
    """`changing` are existing chats that would change; more than `most_changing` wait for an approval."""

    chats: int
    changing: int
    most_changing: int
    calls: int
    minutes: int
    work_orders: int

    @property
    def is_beyond_limit(self) -> bool:
        return self.changing > self.most_changing


def foresee(region: Region, chat_ids: Sequence[int], change: Callable[[], object], *, on: date) -> Foreseen:
    """Where the chats would stand on the date `on` of the region; frozen ones are counted and left alone."""
    account = MessengerAccount.objects.get(region=region)
    plans = preview.as_if(change, lambda: list(preview.plans(account, on=on, only=chat_ids)))
    acting = [(chat, plan) for chat, plan in plans if not chat.frozen_reason]
    calls = preview.summarise(acting).calls
    linked = Chat.objects.filter(region=region).linked().count()
    return Foreseen(
        chats=len(chat_ids),
        changing=sum(chat.messenger_id is not None and bool(plan.actions) for chat, plan in acting),
        most_changing=limits.most_changes(linked, region.change_limit_percent),
        calls=calls,
        minutes=minutes(region, calls),
        work_orders=sum(bool(plan.asks) for _chat, plan in acting),
    )
