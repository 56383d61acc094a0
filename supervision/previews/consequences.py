"""What a change would mean for the chats of a region: one value for pages, interface and commands.

Made of where each chat stands without and with the change: who gets and who loses rights, which owners change, what the
messenger has to be asked for and how long that takes at the allowed rate, and whether the region's limit stops it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from supervision.desired.state import Person
from supervision.models import Chat, Region
from supervision.planning import limits
from supervision.planning.plan import Plan
from supervision.planning.steps import Announce
from supervision.previews import outlooks
from supervision.previews.outlooks import ChatOutlook

LOOKS_PER_CHANGED_CHAT = 2  # chat and administrators, to see that it is done
# what a page tells of a change, and what is kept of it and shown to whoever approves it
FIGURES: dict[str, Promise] = {
    "house_count": gettext_lazy("houses"),
    "chat_count": gettext_lazy("of them with a chat"),
    "changing": gettext_lazy("existing chats that change"),
    "frozen": gettext_lazy("frozen chats, which follow only when they are thawed"),
    "granted": gettext_lazy("administrators appointed"),
    "revoked": gettext_lazy("administrators who lose their rights"),
    "not_joined": gettext_lazy("of those to be appointed not joined yet"),
    "owners": gettext_lazy("chats that get another owner"),
    "announcements": gettext_lazy("announcements to the residents"),
    "orders": gettext_lazy("chats with a work order for people"),
    "calls": gettext_lazy("requests to the messenger"),
    "minutes": gettext_lazy("minutes at the allowed rate"),
}


def told(figures: Mapping[str, int]) -> list[tuple[str, str]]:
    """Label and number of every figure that is not zero."""
    return [
        (str(label), number_format(figures[name], force_grouping=True))
        for name, label in FIGURES.items()
        if figures.get(name)
    ]


@dataclass(frozen=True, slots=True)
class ChatOwner:
    """`user_id` is the messenger's, None where nobody can own the chat; `name` then says why."""

    user_id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class ChatChange:
    """One chat without and with the change; people by their messenger ids.

    `administrators` are all who are to be so then: those `in_place` are already, those `absent` are known not to have
    joined. `revoked` lose their rights. `plan` is what would be done on that day.
    """

    chat_id: int
    house_id: int
    is_created: bool
    is_frozen: bool
    administrators: tuple[Person, ...]
    in_place: frozenset[int]
    absent: frozenset[int]
    revoked: tuple[Person, ...]
    owner: ChatOwner
    new_owner: ChatOwner
    plan: Plan

    @property
    def granted(self) -> tuple[Person, ...]:
        return tuple(person for person in self.administrators if person.user_id not in self.in_place)

    @property
    def is_changing(self) -> bool:
        """Whether an existing chat would change: what a region's limit counts."""
        return self.is_created and not self.is_frozen and bool(self.plan.actions or self.plan.asks)

    @property
    def decision(self) -> tuple[object, ...]:
        """What somebody decides of the chat, without what it looks like: somebody joins every minute."""
        return (
            self.house_id,
            self.is_frozen,
            frozenset(self.administrators),
            frozenset(self.revoked),
            self.owner,
            self.new_owner,
        )


@dataclass(frozen=True, slots=True)
class Consequences:
    """`houses` are the ids of all whom the change is about, `chats` those of them that have one; `linked` is how many
    chats of the region exist. Requests count those that change a chat and the looks that settle it; frozen chats are
    left alone and cost nothing. `looks_at_all`: each chat is looked at, also where nothing is changed."""

    region: str
    houses: tuple[int, ...]
    chats: tuple[ChatChange, ...]
    calls_per_second: float
    linked: int
    limit_percent: int
    looks_at_all: bool = False

    @property
    def house_count(self) -> int:
        return len(self.houses)

    @property
    def chat_count(self) -> int:
        return len(self.chats)

    @property
    def acting(self) -> list[ChatChange]:
        return [chat for chat in self.chats if not chat.is_frozen]

    @property
    def created(self) -> int:
        return sum(chat.is_created for chat in self.chats)

    @property
    def frozen(self) -> int:
        return sum(chat.is_frozen for chat in self.chats)

    @property
    def granted(self) -> int:
        return sum(len(chat.granted) for chat in self.chats)

    @property
    def revoked(self) -> int:
        return sum(len(chat.revoked) for chat in self.chats)

    @property
    def not_joined(self) -> int:
        return sum(person.user_id in chat.absent for chat in self.chats for person in chat.administrators)

    @property
    def owners(self) -> list[tuple[tuple[str, str], int]]:
        """Owner before and after, and in how many chats."""
        changed = ((chat.owner.name, chat.new_owner.name) for chat in self.chats if chat.owner != chat.new_owner)
        return sorted(Counter(changed).items())

    @property
    def ownerless(self) -> int:
        return sum(chat.new_owner.user_id is None for chat in self.chats)

    @property
    def announcements(self) -> int:
        return sum(any(isinstance(step, Announce) for step in chat.plan.steps) for chat in self.chats)

    @property
    def steps(self) -> dict[str, int]:
        return dict(sorted(Counter(step.name for chat in self.chats for step in chat.plan.steps).items()))

    @property
    def orders(self) -> int:
        """Chats in which a person has to do something."""
        return sum(bool(chat.plan.asks) for chat in self.acting)

    @property
    def calls(self) -> int:
        touched = [chat for chat in self.acting if chat.plan.actions]
        looked_at = {chat.chat_id for chat in touched}
        if self.looks_at_all:
            looked_at |= {chat.chat_id for chat in self.chats if chat.is_created}
        return sum(chat.plan.calls for chat in touched) + LOOKS_PER_CHANGED_CHAT * len(looked_at)

    @property
    def minutes(self) -> int:
        return limits.minutes(self.calls, self.calls_per_second)

    @property
    def changing(self) -> int:
        return sum(chat.is_changing for chat in self.chats)

    @property
    def most_changing(self) -> int:
        """More existing chats than these wait for an approval."""
        return limits.most_changes(self.linked, self.limit_percent)

    @property
    def is_beyond_limit(self) -> bool:
        return self.changing > self.most_changing

    @property
    def limit(self) -> str:
        """Why it would wait, in words; "" where it would not."""
        return limits.refusal(self.changing, self.linked, self.limit_percent)

    @property
    def figures(self) -> dict[str, int]:
        """What is kept of a preview that was confirmed, for whoever approves it later. Numbers, and nobody's name."""
        counted = {"owners": sum(count for _pair, count in self.owners)}
        return {name: counted[name] if name in counted else getattr(self, name) for name in FIGURES}

    @property
    def told(self) -> list[tuple[str, str]]:
        return told(self.figures)

    @property
    def decision(self) -> tuple[object, ...]:
        """Every house and, of each chat, every person and owner: what a confirmation is about."""
        return frozenset(self.houses), frozenset(chat.decision for chat in self.chats)


def foresee(
    region: Region, houses: Iterable[int], chat_ids: Sequence[int], change: Callable[[], object], *, on: date
) -> Consequences:
    """Of a change that is asked of its action and taken back, for the date `on` of the region.

    Writes nothing that stays; raises Refused where the change would be refused. A constant number of queries for each
    two thousand chats.
    """
    account = region.account
    before = {chat.pk: now for chat, now in outlooks.standings(account, chat_ids, on=on)}
    after = outlooks.as_if(change, lambda: list(outlooks.standings(account, chat_ids, on=on)))
    return weigh(region, houses, before, after)


def weigh(
    region: Region,
    houses: Iterable[int],
    before: Mapping[int, ChatOutlook],
    after: Iterable[tuple[Chat, ChatOutlook]],
) -> Consequences:
    """`before` by chat; a chat that is not in it is compared with what was last seen of it."""
    return Consequences(
        region=region.pk,
        houses=tuple(sorted(houses)),
        chats=tuple(change_of(chat, before.get(chat.pk), then) for chat, then in after),
        calls_per_second=region.account.calls_per_second,
        linked=Chat.objects.filter(region=region).linked().count(),
        limit_percent=region.change_limit_percent,
    )


def change_of(chat: Chat, before: ChatOutlook | None, then: ChatOutlook) -> ChatChange:
    wished = tuple(wish.person for wish in then.desired.administrators)
    return ChatChange(
        chat_id=chat.pk,
        house_id=chat.house_id,
        is_created=chat.messenger_id is not None,
        is_frozen=bool(chat.frozen_reason),
        administrators=wished,
        in_place=frozenset(person.user_id for person in wished if person.user_id in then.observed.administrators),
        absent=frozenset(person.user_id for person in wished if person.user_id in then.observed.absent),
        revoked=losing(before, then),
        owner=owner_of(before) if before else _owner_seen(then),
        new_owner=owner_of(then),
        plan=then.plan,
    )


def losing(before: ChatOutlook | None, after: ChatOutlook) -> tuple[Person, ...]:
    """Those wished for before and not after, and those seen with rights that the plan would take away."""
    kept = {wish.person.user_id for wish in after.desired.administrators}
    names = {wish.person.user_id: wish.person.name for wish in before.desired.administrators} if before else {}
    names |= {
        member.user_id: names.get(member.user_id) or member.name
        for member in after.observed.administrators.values()
        if member.user_id in after.desired.former
    }
    return tuple(Person(user_id, name) for user_id, name in sorted(names.items()) if user_id not in kept)


def owner_of(now: ChatOutlook) -> ChatOwner:
    owner = now.desired.owner
    return ChatOwner(owner.user_id, owner.name) if owner else ChatOwner(None, now.desired.owner_reason)


def _owner_seen(now: ChatOutlook) -> ChatOwner:
    seen = now.observed.administrators.get(now.observed.owner_id or 0)
    return ChatOwner(now.observed.owner_id, seen.name if seen else "")
