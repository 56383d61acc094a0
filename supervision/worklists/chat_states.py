"""Where a chat stands: one answer for lists, filters, pages, desk, interface and files. Pure.

    found = standing_of(facts, at)   # ChatFacts, an aware instant -> ChatState
    words_of(found, day)             # the words that stand everywhere; day: of the region, for what is due on one

`worklists/chats.py` reads the facts of a row and says the same rules to the database; a generated test holds the two
together. A settled chat may be looked at every day: a look alone is no work and hides nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from supervision.enums import BotState, ChatState, Lane, RequestState


@dataclass(frozen=True, slots=True)
class Queued:
    """The chat's line in the queue. `not_before` is aware."""

    state: RequestState
    lane: Lane
    not_before: datetime
    attempts: int
    is_approved: bool


@dataclass(frozen=True, slots=True)
class ChatFacts:
    """What is stored of one chat. `may_act`: its account is there, switched on and not in trouble.

    `is_held`: the limit of the region stops changes that nobody approved; `differs`: the last look found what somebody
    changed by hand; `was_settled`: seen as wished at least once.
    """

    exists: bool
    is_frozen: bool
    bot: BotState
    differs: bool
    in_step: bool
    was_settled: bool
    may_act: bool
    is_held: bool
    queued: Queued | None


WAITING_FOR = {
    RequestState.PARKED: ChatState.PARKED,
    RequestState.ORDERED: ChatState.ORDERED,
    RequestState.WAITING: ChatState.WAITING,
}


def standing_of(facts: ChatFacts, at: datetime) -> ChatState:
    """The one state of the chat at the instant: the first rule that fits, in the order of `ChatState`."""
    waits = WAITING_FOR.get(facts.queued.state) if facts.queued else None
    if facts.is_frozen:
        return ChatState.FROZEN
    if waits is ChatState.PARKED:
        return waits
    if facts.exists and facts.bot is not BotState.IN_PLACE:
        return ChatState.NOBODY
    if waits:
        return waits
    if facts.differs:
        return ChatState.BY_HAND
    if _is_planned(facts, at):
        return ChatState.PLANNED
    if _is_work(facts, at):
        return _of_work(facts, at)
    return ChatState.SETTLED if facts.exists else ChatState.UNWANTED


def _is_planned(facts: ChatFacts, at: datetime) -> bool:
    """A change of a day to come; a request that failed and is tried again later is none."""
    queued = facts.queued
    if queued is None or queued.is_approved or queued.attempts or not facts.in_step:
        return False
    return queued.not_before > at


def _is_work(facts: ChatFacts, at: datetime) -> bool:
    if not facts.in_step or not facts.was_settled:
        return True
    queued = facts.queued
    if queued is None or queued.lane is Lane.SWEEP:
        return False
    return queued.not_before <= at or queued.attempts > 0


def _of_work(facts: ChatFacts, at: datetime) -> ChatState:
    if not facts.may_act:
        return ChatState.NOBODY
    return ChatState.HELD if facts.is_held and _is_limited(facts, at) else ChatState.DUE


def _is_limited(facts: ChatFacts, at: datetime) -> bool:
    """The limit counts changes of chats that exist; a chat that is still to be made passes it."""
    queued = facts.queued
    if queued is None or queued.is_approved or not facts.exists:
        return False
    return queued.lane is Lane.CHANGE and queued.not_before <= at


def words_of(state: ChatState, day: date | None = None) -> str:
    """For people. `day` is the region's own, of a chat that is due on one."""
    if state is ChatState.PLANNED and day:
        return _("Due on %(day)s") % {"day": f"{day:%d.%m.%Y}"}
    return str(state.label)
