"""Where chats would go if people changed: asked of the rules and of the action itself, which is then taken back.

Takes the chats that may be concerned and a change as a call, gives one line a chat that passes to another owner, and
what following it costs. Writes nothing that stays; raises Refused where the change would be refused.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from supervision.confirmed import Confirmable
from supervision.desired.ownership import owners_on
from supervision.models import Absence, Chat, Inspector, Region
from supervision.previews import outlooks
from supervision.previews.consequences import Consequences, weigh
from supervision.previews.outlooks import ChatOutlook


@dataclass(frozen=True, slots=True)
class Move:
    """`to_id` is None where nobody could own the chat. `is_created`: it exists in the messenger, so it costs calls."""

    house_id: int
    house: str
    municipality: str
    owner: str
    to_id: int | None
    to: str
    is_created: bool
    is_frozen: bool


@dataclass(frozen=True, slots=True)
class HandingOver(Confirmable):
    """`moves` are the chats that go over, `meaning` what following them takes."""

    moves: tuple[Move, ...]
    meaning: Consequences
    not_all_the_time: tuple[str, ...] = ()  # new owners who go away themselves meanwhile, a line each

    def decided(self) -> object:
        """Which chat goes from whom to whom, and all that is shown of the costs."""
        costs = self.calls, self.minutes, self.orders, self.limit
        return self.moves, self.not_all_the_time, self.meaning.decision, costs

    @property
    def calls(self) -> int:
        return self.meaning.calls

    @property
    def minutes(self) -> int:
        return self.meaning.minutes

    @property
    def orders(self) -> int:
        """Work orders that people get, because the account cannot hand chats over by itself."""
        return self.meaning.orders

    @property
    def limit(self) -> str:
        return self.meaning.limit

    @property
    def groups(self) -> list[tuple[str, int | None, int]]:
        """New owner, id and number of chats; the most first."""
        counted = Counter((move.to, move.to_id) for move in self.moves)
        return [(to, to_id, count) for (to, to_id), count in counted.most_common()]

    @property
    def without_owner(self) -> tuple[str, ...]:
        return tuple(move.house for move in self.moves if move.to_id is None)

    @property
    def frozen(self) -> tuple[str, ...]:
        return tuple(move.house for move in self.moves if move.is_frozen)


def foresee(
    region: Region, chat_ids: Sequence[int], change: Callable[[], object], *, on: date, leaving: Inspector | None = None
) -> HandingOver:
    """Compares owners on the day without and with the change. Chats seen with somebody who is `leaving` go over as
    well."""
    account = region.account
    before = owners_on(region, chat_ids, on)

    def ask() -> tuple[dict[int, int | None], list[tuple[Chat, ChatOutlook]]]:
        after = {chat: tenure.owner_id for chat, tenure in owners_on(region, chat_ids, on).items()}
        account_id = leaving.messenger_id if leaving else None
        seen = Chat.objects.filter(region=region, observed_owner_id=account_id) if account_id is not None else ()
        moved = {chat: owner for chat, owner in after.items() if owner != before[chat].owner_id}
        moved |= {chat.pk: after.get(chat.pk) for chat in seen if chat.pk in after}
        return moved, list(outlooks.standings(account, sorted(moved), on=on))

    moved, then = outlooks.as_if(change, ask)
    names = {one.messenger_id: one for one in Inspector.objects.filter(region=region) if one.messenger_id}
    chats = Chat.objects.filter(pk__in=moved).select_related("house__municipality").order_by("house__address", "pk")
    moves = tuple(
        _move(chat, names.get(before[chat.pk].owner_id or 0), names.get(moved[chat.pk] or 0)) for chat in chats
    )
    # who owns a chat decides of nobody else's rights, so what was last seen is enough to compare with
    return HandingOver(moves, weigh(region, (chat.house_id for chat, _then in then), {}, then))


def gaps(moves: Sequence[Move], since: date, until: date | None) -> tuple[str, ...]:
    """New owners who leave or are away themselves between these days (`until`: first day back, None: not known)."""
    people = Inspector.objects.filter(pk__in={move.to_id for move in moves}).order_by("full_name")
    last = until or date.max
    left = people.filter(dismissed_on__gt=since, dismissed_on__lt=last)
    away = Absence.objects.filter(inspector__in=people, since__gt=since, since__lt=last).select_related("inspector")
    dismissed = _("%(name)s is dismissed from %(day)s")
    leaves = _("%(name)s leaves for good from %(day)s")
    absent = _("%(name)s is away from %(day)s")
    return (
        *(dismissed % {"name": one, "day": f"{one.dismissed_on:%d.%m.%Y}"} for one in left),
        *(
            (leaves if one.ends_in_dismissal else absent) % {"name": one.inspector, "day": f"{one.since:%d.%m.%Y}"}
            for one in away.order_by("since", "inspector__full_name")
        ),
    )


def _move(chat: Chat, owner: Inspector | None, to: Inspector | None) -> Move:
    return Move(
        house_id=chat.house_id,
        house=str(chat.house),
        municipality=str(chat.house.municipality or ""),
        owner=owner.full_name if owner else "",
        to_id=to.pk if to else None,
        to=to.full_name if to else "",
        is_created=chat.messenger_id is not None,
        is_frozen=bool(chat.frozen_reason),
    )
