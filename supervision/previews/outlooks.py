"""Where chats stand, now or after a change that is taken back, as far as was last seen: nothing is touched.

`consequences` says what the difference of two such answers means.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db import transaction

from supervision import access
from supervision.desired.chats import desired_chat, desired_chats
from supervision.desired.state import DesiredChat, ObservedChat
from supervision.messenger.port import Capabilities
from supervision.models import Chat, ChatMember, MessengerAccount
from supervision.planning.nameless import nameless_look, nameless_wish
from supervision.planning.plan import Plan, make_plan
from supervision.reconcile.accounts import capabilities
from supervision.reconcile.recollection import remembered

Answer = TypeVar("Answer")

BATCH = 2000


@dataclass(frozen=True, slots=True)
class ChatOutlook:
    """One chat's wish, what was last seen of it, and the steps between the two."""

    desired: DesiredChat
    observed: ObservedChat
    plan: Plan


def standing(chat: Chat, *, on: date | None = None, names_people: bool = True) -> ChatOutlook:
    """Where the chat stands on a date of its region (None: today there), without a look at the messenger.

    Without `names_people` nobody is named in it, nor in the words of the plan.
    """
    desired = desired_chat(chat.pk, on=on)
    observed = remembered(chat, ChatMember.objects.filter(chat=chat))
    if not names_people:
        desired = nameless_wish(desired)
        observed = nameless_look(observed, desired)
    can = capabilities(MessengerAccount.objects.get(region=chat.region_id))
    return ChatOutlook(desired, observed, make_plan(desired, observed, can))


def what_if(chat: Chat, change: Callable[[], object], *, on: date) -> ChatOutlook:
    """Where the chat would stand on the date if `change` had been made. The change is made and taken back.

    Asking the action itself keeps the answer true: whatever it would refuse is raised here as well.
    """
    return as_if(change, lambda: standing(chat, on=on))


def as_if(change: Callable[[], object], ask: Callable[[], Answer]) -> Answer:
    """What `ask` answers after `change`, which is then taken back. The right to the act is asked for as ever, but
    nobody has to show again who they are: nothing has happened at the end."""
    with transaction.atomic(), access.coming(access.Visit(proven=lambda: True)):
        change()
        answer = ask()
        transaction.set_rollback(True)
    return answer


def out_of_step(
    account: MessengerAccount, *, on: date | None = None, only: Sequence[int] | None = None
) -> Iterator[tuple[Chat, ChatOutlook]]:
    """Chats of the account's region, or `only` these, whose plan is not empty; frozen ones are left out. A batch takes
    constant queries."""
    chats = Chat.objects.filter(region=account.region, frozen_reason="")
    ids = list((chats if only is None else chats.filter(pk__in=only)).values_list("pk", flat=True))
    return ((chat, now) for chat, now in standings(account, ids, on=on) if now.plan.steps)


def standings(
    account: MessengerAccount, chat_ids: Sequence[int], *, on: date | None = None
) -> Iterator[tuple[Chat, ChatOutlook]]:
    """Many chats of one account; a batch takes a constant number of queries."""
    can = capabilities(account)
    for start in range(0, len(chat_ids), BATCH):
        yield from _batch(chat_ids[start : start + BATCH], can, on)


def _batch(ids: Sequence[int], can: Capabilities, on: date | None) -> Iterator[tuple[Chat, ChatOutlook]]:
    members: dict[int, list[ChatMember]] = defaultdict(list)
    for member in ChatMember.objects.filter(chat__in=ids):
        members[member.chat_id].append(member)
    wishes = desired_chats(ids, on=on)
    for chat in Chat.objects.filter(pk__in=ids).select_related("house").order_by("pk"):
        observed = remembered(chat, members[chat.pk])
        yield chat, ChatOutlook(wishes[chat.pk], observed, make_plan(wishes[chat.pk], observed, can))
