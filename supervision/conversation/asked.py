"""What a person's turn asks for. The state of a conversation is in its buttons: nothing is remembered between turns.

A button that belongs to one account is signed by whoever makes it (`sign`), so that it does nothing for another one.
"""

import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass

from supervision.messenger.port import DialogView

LONGEST_SECRET, CODE_DIGITS = 128, 8
STARTED, PRESSED, STOPPED = "bot_started", "message_callback", frozenset({"bot_stopped", "dialog_removed"})

Sign = Callable[[str, int], str]  # invitation, account -> what makes the button theirs


@dataclass(frozen=True, slots=True)
class Hello:
    """Started without an invitation, or the beginning is wished for."""


@dataclass(frozen=True, slots=True)
class LinkOpened:
    secret: str


@dataclass(frozen=True, slots=True)
class Typing:
    """Digits pressed so far; none of them is a try."""

    digits: str


@dataclass(frozen=True, slots=True)
class Code:
    digits: str


@dataclass(frozen=True, slots=True)
class WhoTheyAre:
    invitation: str  # the hash of its secret
    is_me: bool


@dataclass(frozen=True, slots=True)
class ToSeeChats:
    offset: int


@dataclass(frozen=True, slots=True)
class ToLeave:
    sure: bool


@dataclass(frozen=True, slots=True)
class Reminders:
    wanted: bool


@dataclass(frozen=True, slots=True)
class NoticesAsked:
    """To see, and with a kind to change, what the person is told of: each press leads to the next pace."""

    kind: str = ""


@dataclass(frozen=True, slots=True)
class HelpAsked:
    """What the bot is for, and whom to ask."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The person wants no more messages."""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Not understood: passed over."""


Turn = Hello | LinkOpened | Typing | Code | WhoTheyAre | Stopped | NotUnderstood
Asked = Turn | ToSeeChats | ToLeave | Reminders | NoticesAsked | HelpAsked

ALONE: dict[str, Asked] = {
    **{"hello": Hello(), "leave": ToLeave(sure=False), "leave!": ToLeave(sure=True)},
    **{"quiet": Reminders(wanted=False), "remind": Reminders(wanted=True), "news": NoticesAsked()},
    "help": HelpAsked(),
}


def read(turn: DialogView, sign: Sign) -> Asked:
    if turn.kind in STOPPED:
        return Stopped()
    if turn.kind == STARTED:
        secret = secret_of(turn)
        return LinkOpened(secret) if secret else Hello()
    return _pressed(turn, sign) if turn.kind == PRESSED else NotUnderstood()


def secret_of(turn: DialogView) -> str:
    """Of the link by which the bot was started; "" where there is none, or what came is none of ours."""
    return turn.payload if turn.kind == STARTED and len(turn.payload) <= LONGEST_SECRET else ""


def _pressed(turn: DialogView, sign: Sign) -> Asked:
    word, _colon, rest = turn.payload.partition(":")
    if word == "code" and re.fullmatch(rf"[0-9]{{0,{CODE_DIGITS}}}", rest):
        return Code(rest) if len(rest) == CODE_DIGITS else Typing(rest)
    if word in ("yes", "no") and (found := re.fullmatch(r"([0-9a-f]{64}):([0-9a-f]+)", rest)):
        is_theirs = hmac.compare_digest(sign(found[1], turn.user_id), found[2])
        return WhoTheyAre(found[1], word == "yes") if is_theirs else NotUnderstood()
    if word == "news" and re.fullmatch(r"[a-z_]{1,20}", rest):
        return NoticesAsked(rest)
    if word == "chats" and re.fullmatch(r"[0-9]{1,6}", rest):
        return ToSeeChats(int(rest))
    return ALONE.get(turn.payload, NotUnderstood())
