"""What is known of a chat without asking the messenger: the last look, and what was done since with a clear answer.

Saves a pass its first look; only a fresh look ever settles a chat.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from supervision.desired.state import NEVER_CREATED, ObservedChat, SeenMember
from supervision.enums import BotState, CallOutcome
from supervision.messenger.port import Right
from supervision.models import Chat, ChatMember, MessengerCall
from supervision.planning.steps import (
    GrantAdmin,
    Rename,
    RevokeAdmin,
    SetDescription,
    SetRights,
    Step,
    TransferOwner,
    from_journal,
)
from supervision.queue import clock

TRUST_HOURS = 24  # so long a plan may start from what was last seen
# what the chat is after these is known from the step alone
ASSUMED = {step.__name__ for step in (TransferOwner, Rename, SetDescription, GrantAdmin, SetRights, RevokeAdmin)}
# these say on the chat's own row what came of them
ON_THE_ROW = {"CreateChat", "Announce", "PinAnnouncement"}
WITHOUT_EFFECT = {CallOutcome.FAILED, CallOutcome.REFUSED}


def recall(chat: Chat) -> ObservedChat | None:
    """The chat as it should look now; None where it has to be looked at first.

    That is: never looked at, too long ago, the bot was shut out, or a call since then has no clear answer.
    """
    if chat.messenger_id is None:
        return NEVER_CREATED
    oldest = clock.now() - timedelta(hours=TRUST_HOURS)
    if chat.observed_at is None or chat.observed_at < oldest or chat.bot_state != BotState.IN_PLACE:
        return None
    known = remembered(chat, ChatMember.objects.filter(chat=chat))
    for call in chat.calls.filter(started_at__gte=chat.observed_at).order_by("pk"):
        after = assume(known, call)
        if after is None:
            return None
        known = after
    return known


def remembered(chat: Chat, members: Iterable[ChatMember]) -> ObservedChat:
    """The stored observation as a value, however old (for a plan that is only shown)."""
    if chat.messenger_id is None:
        return NEVER_CREATED
    known = list(members)
    return ObservedChat(
        messenger_id=chat.messenger_id,
        bot=BotState(chat.bot_state),
        title=chat.observed_title,
        description=chat.observed_description,
        owner_id=chat.observed_owner_id,
        link=chat.link,
        administrators={member.user_id: _member(member) for member in known if member.is_admin or member.is_owner},
        absent=frozenset(member.user_id for member in known if not member.is_participant),
        announced_period_id=chat.announced_period_id,
        announcement_id=chat.announcement_id,
        announcement_pinned=chat.announcement_pinned,
    )


def assume(seen: ObservedChat, call: MessengerCall) -> ObservedChat | None:
    """The chat after a call that was answered; None where nobody knows what the call has done."""
    if call.outcome in WITHOUT_EFFECT or (call.outcome == CallOutcome.DONE and call.step in ON_THE_ROW):
        return seen
    if call.outcome != CallOutcome.DONE or call.step not in ASSUMED:
        return None
    step = from_journal(call.step, call.detail)
    return _after(seen, step) if step else None


def _after(seen: ObservedChat, step: Step) -> ObservedChat:
    people = dict(seen.administrators)
    match step:
        case TransferOwner(owner=owner):
            return replace(seen, owner_id=owner.user_id)
        case Rename(title=title):
            return replace(seen, title=title)
        case SetDescription(description=description):
            return replace(seen, description=description)
        case GrantAdmin(person=person, rights=rights, alias=alias):
            people[person.user_id] = SeenMember(person.user_id, person.name, rights=rights, alias=alias)
        case RevokeAdmin(person=person):
            people.pop(person.user_id, None)
    return replace(seen, administrators=people)


def _member(member: ChatMember) -> SeenMember:
    rights = frozenset(Right(right) for right in member.rights)
    return SeenMember(member.user_id, member.name, member.is_owner, member.is_bot, rights, member.alias)
