"""What became of a turn -> text and buttons. Values in, a `Reply` out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from supervision.conversation import texts
from supervision.messenger.port import Keyboard, LeadTo, Press

CHATS_SHOWN, NOTICES_SHOWN = 10, 10
LONGEST_BUTTON, LONGEST_NAME = 100, 300


@dataclass(frozen=True, slots=True)
class Reply:
    text: str
    keyboard: Keyboard = ()
    lists_chats: bool = False
    left_to_join: int = 0
    is_once_a_day: bool = False


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom an invitation is for, by the hash of its secret. `company` is "" for an inspector; `mark` makes the buttons
    the account's own."""

    invitation: str
    mark: str
    region: str
    name: str
    company: str = ""


@dataclass(frozen=True, slots=True)
class OwnChats:
    """Chats in which a person is to be: how many, and those not joined yet by address and link. `is_told`: the portal
    tells the person of news, as its own people."""

    joined: int = 0
    to_join: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    is_told: bool = False


def uninvited(region: str) -> Reply:
    return Reply(texts.UNINVITED.format(region=region), keypad(""), is_once_a_day=True)


def typing(digits: str) -> Reply:
    return Reply(texts.TYPING.format(digits=digits.ljust(8, "•")), keypad(digits))


def wrong_code() -> Reply:
    return Reply(texts.WRONG_CODE, keypad(""))


def rest() -> Reply:
    return Reply(texts.REST)


def gone() -> Reply:
    return Reply(texts.GONE, ((Press(texts.ENTER_CODE, "code:"),),))


def question(asked: Invited) -> Reply:
    words = texts.ASK_REPRESENTATIVE if asked.company else texts.ASK_INSPECTOR
    text = words.format(region=asked.region, company=asked.company[:LONGEST_NAME], name=asked.name[:LONGEST_NAME])
    which = f"{asked.invitation}:{asked.mark}"
    return Reply(text, ((Press(texts.YES, f"yes:{which}"), Press(texts.NO, f"no:{which}")),))


def declined() -> Reply:
    return Reply(texts.DECLINED)


def taken() -> Reply:
    return Reply(texts.TAKEN)


def awaits() -> Reply:
    """ "It is me" was said, and an inspector has to confirm it."""
    return Reply(texts.AWAITS, ((Press(texts.CHECK, "hello"), Press(texts.LEAVE, "leave")),))


def chats(found: OwnChats, offset: int = 0, *, welcome: bool = False) -> Reply:
    """The next ten of those to join, each a button; an offset beyond the end begins anew."""
    left = len(found.to_join)
    offset = offset if offset < left else 0
    shown = found.to_join[offset : offset + CHATS_SHOWN]
    lines = [texts.WELCOME] if welcome else []
    if found.joined + left:
        lines.append(texts.CHATS.format(all=found.joined + left, joined=found.joined, left=left))
        lines.append(texts.CHATS_HOW if left else texts.CHATS_DONE)
    else:
        lines.append(texts.NO_CHATS)
    links: Keyboard = tuple((LeadTo(address[:LONGEST_BUTTON], link),) for address, link in shown)
    last = [Press(texts.CHECK, f"chats:{offset}")]
    if offset + CHATS_SHOWN < left:
        last.append(Press(texts.MORE, f"chats:{offset + CHATS_SHOWN}"))
    elif offset:
        last.append(Press(texts.BEGIN, "chats:0"))
    told: Keyboard = ((Press(texts.NOTICE_BUTTON, "news"),),) if found.is_told else ()
    keyboard = (*links, tuple(last), *told, (Press(texts.HELP_BUTTON, "help"), Press(texts.LEAVE, "leave")))
    return Reply("\n\n".join(lines), keyboard, lists_chats=True, left_to_join=left)


def reminder(region: str, found: OwnChats, coming: int) -> Reply:
    """`coming` are chats that are the person's from tomorrow on; `found` has them too."""
    listed = chats(found)
    lines = [texts.REMINDER.format(region=region), *([texts.COMING.format(n=coming)] if coming else []), listed.text]
    quiet = (Press(texts.NO_REMINDERS, "quiet"),)
    return replace(listed, text="\n\n".join(lines), keyboard=(*listed.keyboard[:-1], quiet, listed.keyboard[-1]))


def reminders(*, wanted: bool) -> Reply:
    other = Press(texts.NO_REMINDERS, "quiet") if wanted else Press(texts.REMIND, "remind")
    return Reply(texts.REMINDED if wanted else texts.QUIET, ((Press(texts.MY_CHATS, "chats:0"), other),))


def notices(region: str, lines: Sequence[tuple[str, str]], everything: str) -> Reply:
    """`lines` are words and addresses, `everything` is the address of all: buttons only where the portal knows its
    own."""
    shown = lines[:NOTICES_SHOWN]
    said = [texts.NOTICES.format(region=region), *(f"• {words}" for words, _url in shown)]
    if len(lines) > len(shown):
        said.append(texts.NOTICES_MORE.format(n=len(lines) - len(shown)))
    links: Keyboard = tuple((LeadTo(words[:LONGEST_BUTTON], url),) for words, url in shown if url)
    whole: Keyboard = ((LeadTo(texts.ALL_NOTICES, everything),),) if everything else ()
    return Reply("\n".join(said), (*links, *whole, (Press(texts.NOTICE_BUTTON, "news"),)))


def notice_settings(paces: Mapping[str, str], hour: int) -> Reply:
    """`paces` by kind; a press on a kind leads to the next."""
    rows = [
        (Press(texts.NOTICE_PACE.format(kind=texts.NOTICE_KINDS[kind], pace=texts.PACES[pace]), f"news:{kind}"),)
        for kind, pace in paces.items()
    ]
    return Reply(texts.NOTICE_SETTINGS.format(hour=hour), (*rows, (Press(texts.MY_CHATS, "chats:0"),)))


def help_asked(region: str) -> Reply:
    return Reply(texts.HELP.format(region=region), ((Press(texts.MY_CHATS, "chats:0"),),))


def leave_sure() -> Reply:
    return Reply(texts.LEAVE_SURE, ((Press(texts.LEAVE_YES, "leave!"), Press(texts.BACK, "chats:0")),))


def left() -> Reply:
    return Reply(texts.LEFT)


def leave_owner() -> Reply:
    return Reply(texts.LEAVE_OWNER, ((Press(texts.MY_CHATS, "chats:0"),),))


def keypad(digits: str) -> Keyboard:
    """Digits are pressed, not written: what people write the portal does not hear at all."""
    rows = [tuple(Press(one, f"code:{digits}{one}") for one in row) for row in ("123", "456", "789")]
    return (*rows, (Press("0", f"code:{digits}0"), Press(texts.ERASE, f"code:{digits[:-1]}")))
