"""The plan of many chats from what was last seen, without touching anything: for the command and for pages that ask."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from supervision.desired import desired_chats
from supervision.messenger.port import Capabilities
from supervision.models import Chat, ChatMember, MessengerAccount
from supervision.reconcile.accounts import capabilities
from supervision.reconcile.observe import remembered
from supervision.reconcile.plan import Plan, make_plan

BATCH = 2000
LOOKS_PER_CHANGED_CHAT = 2  # chat and administrators, to see that it is done


@dataclass(frozen=True, slots=True)
class Summary:
    """`calls` counts the writing requests and the looks that settle them."""

    chats: int
    steps: dict[str, int]
    calls: int

    def as_json(self) -> dict[str, object]:
        return {"chats": self.chats, "steps": self.steps, "calls": self.calls}


def plans(account: MessengerAccount, *, on: date | None = None) -> Iterator[tuple[Chat, Plan]]:
    """Chats of the account's region whose plan is not empty. A batch takes a constant number of queries."""
    ids = list(Chat.objects.filter(region=account.region, frozen_reason="").values_list("pk", flat=True))
    can = capabilities(account)
    for start in range(0, len(ids), BATCH):
        yield from _batch(ids[start : start + BATCH], can, on)


def _batch(ids: Sequence[int], can: Capabilities, on: date | None) -> Iterator[tuple[Chat, Plan]]:
    members: dict[int, list[ChatMember]] = defaultdict(list)
    for member in ChatMember.objects.filter(chat__in=ids):
        members[member.chat_id].append(member)
    wishes = desired_chats(ids, on=on)
    for chat in Chat.objects.filter(pk__in=ids).select_related("house").order_by("pk"):
        plan = make_plan(wishes[chat.pk], remembered(chat, members[chat.pk]), can)
        if plan.steps:
            yield chat, plan


def summarise(found: Sequence[tuple[Chat, Plan]]) -> Summary:
    steps = Counter(step.name for _chat, plan in found for step in plan.steps)
    acting = [plan for _chat, plan in found if plan.actions]
    calls = sum(plan.calls for plan in acting) + LOOKS_PER_CHANGED_CHAT * len(acting)
    return Summary(len(found), dict(sorted(steps.items())), calls)
