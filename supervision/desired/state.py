"""What a chat should be and what it is, as values. Compared by `plan.py`; no database, no clock, no network."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from supervision.enums import BotState, UnknownAdmins
from supervision.messenger.port import Right


class Existence(StrEnum):
    WANTED = "wanted"
    RETIRED = "retired"  # house demolished: the chat keeps its owner and history, the company loses its rights
    SURPLUS = "surplus"  # a second chat of a house whose two records were merged: it is to be closed by its owner
    UNWANTED = "unwanted"  # out of scope and never created


@dataclass(frozen=True, slots=True)
class Person:
    """A messenger account with a name for people. `user_id` is the messenger's."""

    user_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Appointment:
    """An administrator as wished; `alias` is the badge that residents see (the company's name)."""

    person: Person
    rights: frozenset[Right]
    alias: str


@dataclass(frozen=True, slots=True)
class Announcement:
    """What residents are told about a management period, once."""

    period_id: int
    text: str


@dataclass(frozen=True, slots=True)
class OfficialChat:
    """The one chat of a house as residents find it; `link` is "" until it is created."""

    title: str
    link: str


@dataclass(frozen=True, slots=True)
class DesiredChat:
    """The wish for one chat on one date of its region.

    `owner` is None where no inspector can own the chat; `owner_reason` then says why. `title` is "" where no words tell
    the house from another of its address; `title_trouble` then says what a person has to do. `former` are the people
    whom the portal appointed once and may dismiss; `bot` is the account that the portal acts by. Where `leave_changes`,
    the wish was seen fulfilled before and the region only reports what was changed by hand since. Before
    `handover_until` the former company keeps its rights until somebody of the new one is in place; None where those
    days are past. `not_known` names people of the company whose account in the messenger is not known yet: nothing can
    be done for them in the chat, but they are coming. The wish holds up to but not including `valid_until`. `official`
    is told of a surplus chat: the one that residents should be in.
    """

    chat_id: int
    external_id: str
    existence: Existence
    title: str
    description: str
    owner: Person | None
    owner_reason: str
    administrators: tuple[Appointment, ...] = ()
    former: frozenset[int] = frozenset()
    unknown_admins: str = UnknownAdmins.REPORT
    bot: Person | None = None
    leave_changes: bool = False
    handover_until: date | None = None
    period_id: int | None = None
    announcement: Announcement | None = None
    valid_until: date | None = None
    title_trouble: str = ""
    official: OfficialChat | None = None
    not_known: tuple[str, ...] = ()


def digest(desired: DesiredChat) -> str:
    """Equal for two wishes that want the same of the chat."""
    people = [
        [wish.person.user_id, sorted(right.value for right in wish.rights), wish.alias]
        for wish in desired.administrators
    ]
    owner = desired.owner.user_id if desired.owner else None
    wanted = [desired.existence, desired.title, desired.description, owner, sorted(people), desired.period_id]
    return hashlib.sha256(json.dumps(wanted, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class SeenMember:
    """An administrator, the owner or the bot, as seen."""

    user_id: int
    name: str
    is_owner: bool = False
    is_bot: bool = False
    rights: frozenset[Right] = frozenset()
    alias: str = ""


@dataclass(frozen=True, slots=True)
class ObservedChat:
    """What was last seen. `messenger_id` is None for a chat that was never created or linked.

    `absent` are people who were looked for and are not in the chat; of people in neither `administrators` nor `absent`
    nothing is known. Where not `is_whole`, there are administrators who could not be read. Where `bot` is not in place,
    everything else is what was last seen before; `bot_lacks` are the rights that it needs and has not.
    """

    messenger_id: int | None
    bot: BotState = BotState.IN_PLACE
    bot_lacks: frozenset[Right] = frozenset()
    title: str = ""
    description: str = ""
    owner_id: int | None = None
    link: str = ""
    administrators: Mapping[int, SeenMember] = field(default_factory=dict)
    is_whole: bool = True
    absent: frozenset[int] = frozenset()
    announced_period_id: int | None = None
    announcement_id: str = ""
    announcement_pinned: bool = True


NEVER_CREATED = ObservedChat(messenger_id=None)
