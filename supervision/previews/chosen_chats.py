"""What an act on many chosen chats would be about: which of them it concerns, which it passes over, and the limit."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from supervision import worklists
from supervision.actions import chats as actions
from supervision.confirmed import Confirmable
from supervision.models import Chat, Region
from supervision.planning import limits
from supervision.previews import consequences
from supervision.previews.consequences import Consequences


class ChatAct(StrEnum):
    LOOK = "look"
    PUSH = "push"
    FREEZE = "freeze"
    THAW = "thaw"


@dataclass(frozen=True, slots=True)
class ChosenChat:
    chat_id: int
    house: str


@dataclass(frozen=True, slots=True)
class ChosenChats(Confirmable):
    """`chats` are those that the act concerns, `passed_over` the others, a line each with the reason.

    `states` counts where they stand now; `limit` is "" or says that the region's limit holds them: each of them
    waits in the queue, changed or not. `meaning` is None where nothing is done in the messenger.
    """

    act: ChatAct
    chats: tuple[ChosenChat, ...]
    passed_over: tuple[str, ...]
    states: tuple[tuple[str, int], ...]
    limit: str
    meaning: Consequences | None

    def decided(self) -> object:
        """Which chats; where they stand changes every minute."""
        return self.act.value, self.chats


def foresee(act: ChatAct, chats: Sequence[Chat], region: Region, *, by: User) -> ChosenChats:
    """For chats of the one region, read with house, queue and account. Writes nothing that stays."""
    concerned = [chat for chat in chats if not _passed_over(act, chat)]
    lines = [f"{chat.house}: {why}" for chat in chats if (why := _passed_over(act, chat))]
    states = Counter(str(worklists.state_of(chat)[1]) for chat in concerned)
    created = sum(chat.messenger_id is not None for chat in concerned)
    meaning = None if act is ChatAct.FREEZE or not concerned else _meaning(act, concerned, region, by)
    return ChosenChats(
        act,
        tuple(ChosenChat(chat.pk, str(chat.house)) for chat in concerned),
        tuple(lines),
        tuple(states.most_common()),
        limits.refusal(created, meaning.linked, meaning.limit_percent) if meaning else "",
        meaning,
    )


def _meaning(act: ChatAct, concerned: Sequence[Chat], region: Region, by: User) -> Consequences:
    def change() -> None:
        if act is ChatAct.THAW:
            actions.thaw_many(concerned, by=by)
        else:
            actions.attend(concerned, push=act is ChatAct.PUSH, by=by)

    houses, numbers = [chat.house_id for chat in concerned], sorted(chat.pk for chat in concerned)
    found = consequences.foresee(region, houses, numbers, change, on=region.today())
    return replace(found, looks_at_all=True)


def _passed_over(act: ChatAct, chat: Chat) -> str:
    """Why the act does not concern the chat; "" where it does."""
    if act is ChatAct.THAW:
        return "" if chat.frozen_reason else _("is not frozen")
    if act is ChatAct.FREEZE:
        return _("is frozen already") if chat.frozen_reason else ""
    return _("is frozen: thaw it first") if chat.frozen_reason and act is ChatAct.PUSH else ""
