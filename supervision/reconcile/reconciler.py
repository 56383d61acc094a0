"""The story of one chat, and the only place that tells it: wish, look, plan, act, look again.

A pass may start from what is known already (that saves two requests), but only a fresh look whose plan needs no step
settles the chat.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from supervision import audit
from supervision.desired.chats import desired_chat
from supervision.desired.state import DesiredChat, ObservedChat, digest
from supervision.enums import BotState, CallCause, Trouble
from supervision.errors import PortalError
from supervision.messenger.errors import AccountRejected, NoRights, NotFound, PartlyRead, Rejected
from supervision.messenger.port import Messenger
from supervision.models import Chat, Region, journal
from supervision.planning.drift import Difference, differences
from supervision.planning.plan import Plan, make_plan
from supervision.planning.steps import GrantAdmin, SetRights, Step
from supervision.queue import clock, troubles
from supervision.reconcile.execute import Executor
from supervision.reconcile.observe import look_for, note_differences, observe
from supervision.reconcile.recollection import recall
from supervision.reconcile.work_orders import open_work_orders

# act and look, three times: a chat that still differs is changed by somebody else, or by the messenger itself
MOST_ROUNDS = 6


# what a chat that was served before turns to, as the bot's state tells
TURNED_TO = {BotState.REMOVED: Trouble.BOT_REMOVED, BotState.NO_ADMIN: Trouble.BOT_NO_ADMIN}


class Verdict(StrEnum):
    SETTLED = "settled"
    WAITING = "waiting"  # for somebody outside: to join, to do a work order
    NEEDS_PERSON = "parked"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`next_look` (aware) is the midnight at which the wish changes by itself, None if no change is planned.

    `patience_ends` (aware) is the end of the days of handing over, for a chat that waits for somebody to join; `wish`
    is the digest of the wish that was seen fulfilled, `trouble` what the chat has turned to; `is_ordered` where people
    of the portal's own side have a work order to do.
    """

    verdict: Verdict
    reason: str = ""
    next_look: datetime | None = None
    patience_ends: datetime | None = None
    wish: str = ""
    trouble: Trouble = Trouble.NONE
    is_ordered: bool = False


class DoesNotRest(PortalError):
    """After the last act a look still shows a difference: somebody or something changes it back."""


def reconcile(
    chat_id: int, messenger: Messenger, *, before_call: Callable[[], None], on: date | None = None
) -> Outcome:
    """Brings one chat in step with its wish of the day `on` (None: today in its region, by the database's time).

    Raises the messenger's errors; the caller decides when to try again.
    """
    chat = _chat(chat_id)
    return Pass(desired_chat(chat_id, on=on or clock.today(chat.region)), messenger, before_call, chat).run()


def _chat(chat_id: int) -> Chat:
    return Chat.objects.select_related("region__account").get(pk=chat_id)


@dataclass(slots=True)
class Pass:
    """One pass over one chat. `refused` are the people whose appointment was refused, `denied` what else was.

    A chat that did not come to rest before (`is_restless`) is looked at first and written to once.
    """

    desired: DesiredChat
    messenger: Messenger
    before_call: Callable[[], None]
    chat: Chat
    fresh: bool = False
    refused: dict[int, Rejected] = field(default_factory=dict)
    joined_late: set[int] = field(default_factory=set)
    denied: Rejected | None = None
    has_acted: bool = False
    is_restless: bool = field(init=False)
    was_served: bool = field(init=False)

    def __post_init__(self) -> None:
        self.was_served = self.chat.settled_at is not None
        self.is_restless = troubles.is_restless(self.chat.pk)

    def run(self) -> Outcome:
        observed = self._start()
        plan = self._plan(observed)
        if plan.asks and not self.fresh:  # orders come and go with looks, whatever is refused afterwards
            observed = self._look()
            plan = self._plan(observed)
        for _round in range(1 if self.is_restless else MOST_ROUNDS):
            if _to_do(plan, observed) or (plan.actions and not self.has_acted):
                observed = self._act(plan)
            elif self.fresh or (plan.waits and not plan.asks):  # whether somebody has joined was just asked
                return self._conclude(plan, observed)
            else:
                observed = self._look()
            plan = self._plan(observed)
        if not self.fresh:  # what was answered is no agreement
            observed = self._look()
            plan = self._plan(observed)
        if differs := _to_do(plan, observed):
            raise DoesNotRest(_restless(replace(plan, steps=differs), observed))
        return self._conclude(plan, observed)

    def _start(self) -> ObservedChat:
        known = None if self.is_restless else recall(self.chat)
        if known is None:
            return self._look()
        self.fresh = self.chat.messenger_id is None  # there is nothing to look at
        awaited = known.absent & {wish.person.user_id for wish in self.desired.administrators}
        return self._ask_for(awaited) or self._look() if awaited else known

    def _look(self) -> ObservedChat:
        self.fresh = True
        awaited = self.chat.members.filter(is_participant=False).values_list("user_id", flat=True)
        wished = {wish.person.user_id for wish in self.desired.administrators}
        doubtful = self.refused.keys() | set(awaited) & wished | _unanswered(self.chat) & wished
        return observe(self.chat, self.messenger, look_for=frozenset(doubtful))

    def _ask_for(self, user_ids: Collection[int]) -> ObservedChat | None:
        """Whether these people have joined, and else what is known; None where only a whole look can tell."""
        try:
            if user_ids:
                look_for(self.chat, user_ids, self.messenger)
        except (NoRights, NotFound):
            return None
        self.fresh = False
        self.chat = _chat(self.chat.pk)
        return recall(self.chat)

    def _act(self, plan: Plan) -> ObservedChat:
        """Takes the steps and gives what is known afterwards, which may turn out to be enough to wait with.

        A refusal may say no more than that the bot was shut out, which a look shows; the second one is for a person.
        """
        self.has_acted = True
        cause = CallCause.BY_HAND if self._is_by_hand() else CallCause.WISH
        executor = Executor(self.chat, self.messenger, self.before_call, cause)
        try:
            executor.run(plan)
        except AccountRejected:
            raise
        except Rejected as refusal:
            if self.denied:
                raise
            self.denied = refusal
        self.refused |= executor.refused
        known = None if self.denied else self._ask_for(executor.refused)
        observed = known or self._look()
        self._find_late_joiners(executor.refused, observed)
        return observed

    def _find_late_joiners(self, refused: dict[int, Rejected], observed: ObservedChat) -> None:
        """Refused and then seen in the chat: joined in between, so worth another try. Refused again is for a person."""
        if observed.bot is not BotState.IN_PLACE:
            return
        joined = refused.keys() - observed.absent
        for user in joined & self.joined_late:
            raise refused[user]
        self.joined_late |= joined

    def _plan(self, observed: ObservedChat) -> Plan:
        plan = make_plan(self.desired, observed, self.messenger.capabilities)
        if self.fresh and plan.actions and (plan.asks or self._is_ordered()):  # nobody waits for what may be refused
            open_work_orders(self.chat, plan.asks, self.desired, observed)
        found = self._found(plan, observed)
        if self.fresh and found and [one.as_json() for one in found] != self.chat.differences:
            details = {"chat": self.chat.pk, "differences": [one.as_json() for one in found]}
            with audit.event("chat.changed_by_hand", cause="look", region=self.chat.region, details=details):
                note_differences(self.chat, found)
        return plan

    def _is_ordered(self) -> bool:
        return self.chat.work_orders.filter(closed_at=None).exists()

    def _found(self, plan: Plan, observed: ObservedChat) -> list[Difference]:
        return differences(plan, observed, by_hand=self._is_by_hand())

    def _is_by_hand(self) -> bool:
        return self.chat.settled_wish == digest(self.desired)

    def _conclude(self, plan: Plan, observed: ObservedChat) -> Outcome:
        if not observed.is_whole:
            raise PartlyRead("somebody among the administrators cannot be read", operation="admins")
        if self.fresh:  # an order is closed by nothing but a look
            open_work_orders(self.chat, plan.asks, self.desired, observed)
        if self.fresh and observed.bot is BotState.IN_PLACE:
            note_differences(self.chat, self._found(plan, observed))
        trouble = TURNED_TO.get(observed.bot, Trouble.NONE) if self.was_served else Trouble.NONE
        return replace(_outcome(plan, self.chat.region, self.desired), trouble=trouble)


def _unanswered(chat: Chat) -> set[int]:
    """Whose appointment nobody answered: that they are no participants may be the reason, which a look can tell."""
    grants = chat.calls.unsettled().filter(step__in=[GrantAdmin.__name__, SetRights.__name__])
    return set(grants.values_list(journal.ACCOUNT_PATH, flat=True))


def _to_do(plan: Plan, observed: ObservedChat) -> tuple[Step, ...]:
    """Actions that are needed for certain: who is not in a list that is partly read may be whom it does not show."""
    return tuple(step for step in plan.actions if observed.is_whole or type(step) is not GrantAdmin)


def _restless(plan: Plan, observed: ObservedChat) -> str:
    found = differences(plan, observed, by_hand=True)
    if not found:
        return _("The chat does not come to rest; still to do: %(plan)s") % {"plan": plan.describe()}
    each = _("%(what)s: it says “%(says)s”, it was told “%(wants)s”")
    told = "; ".join(each % one.as_json() for one in found)
    return _("The messenger changes what it is sent, or somebody changes it back. %(told)s") % {"told": told}


def _outcome(plan: Plan, region: Region, desired: DesiredChat) -> Outcome:
    next_look = _midnight(region, desired.valid_until)
    if plan.asks and not all(ask.kind for ask in plan.asks):
        return Outcome(Verdict.NEEDS_PERSON, plan.describe(), next_look)
    if plan.steps:
        patience_ends = _midnight(region, desired.handover_until)
        return Outcome(Verdict.WAITING, plan.describe(), next_look, patience_ends, is_ordered=bool(plan.asks))
    return Outcome(Verdict.SETTLED, next_look=next_look, wish=digest(desired))


def _midnight(region: Region, day: date | None) -> datetime | None:
    return region.midnight(day) if day else None
