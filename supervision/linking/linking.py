"""Which chat of the messenger is whose: found by the bot, or named by a person. Reads the messenger, never writes.

A chat is linked when it is certain whose it is: its title is that of exactly one open order to create a chat, or a
person says so. Everything else stays unlinked with the reason in words. Linking marks the chat, and the next pass sees
by its own look whether the orders are done.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from supervision import access, audit
from supervision.desired.chats import desired_chat
from supervision.enums import Lane, WorkOrderKind
from supervision.errors import Refused
from supervision.messenger.errors import (
    AnotherChat,
    BadAnswer,
    ForeignAnswer,
    MessengerError,
    NoRights,
    NotFound,
    ReadRefused,
)
from supervision.messenger.port import ChatView, Reader
from supervision.models import Chat, FoundChat, MessengerAccount, Region, WorkOrder
from supervision.queue import clock, outbox
from supervision.reconcile import execute, observe
from supervision.reconcile.sentences import words_for
from supervision.reconcile.troubles import weighing
from supervision.registry.sources.chat_lists import chat_named

FOUND_AT_ONCE = 100  # one read each: a few seconds of an account's budget
ABOUT_THIS_CHAT = (NoRights, NotFound, AnotherChat)
SAYS_NOTHING = (ForeignAnswer, ReadRefused, BadAnswer)  # another chat may be read all the same
MOST_SAYING_NOTHING, MOST_TRIES = 5, 5  # of a round; of a chat, after which a person is told
LONGEST_TITLE, LONGEST_LINK = 200, 500


@dataclass(frozen=True, slots=True)
class AwaitedChat:
    """A chat that people were asked to create; `messenger_id` once it is linked and its order not yet looked after."""

    chat_id: int
    address: str
    messenger_id: int | None


def why_not_a_house_chat(view: ChatView) -> str:
    """In words, "" where the messenger's chat can be the chat of a house."""
    if view.kind != "chat":
        return _("This is no group chat but a channel or a dialog: it cannot be the chat of a house.")
    return "" if view.status == "active" else bot_is_not_there()


def bot_is_not_there() -> str:
    return _("The region's bot is not in this chat. Add it and make it administrator.")


# --- chats to which the bot was added ---


def unread(region_code: str) -> QuerySet[FoundChat]:
    return FoundChat.objects.filter(region=region_code, read_at=None)


def regions_with_unread() -> list[str]:
    """Codes of the regions whose bots were added to chats that nobody has looked at, and that may be spoken for."""
    usable = MessengerAccount.objects.filter(is_enabled=True, trouble="").values("pk")
    waiting = FoundChat.objects.filter(read_at=None, region__in=usable)
    return list(waiting.order_by("region").values_list("region", flat=True).distinct())


def match_found(account: MessengerAccount, reader: Reader) -> int:
    """Looks at chats found and links those whose order is certain; gives how many were linked.

    A chat of which an answer says nothing is asked for again in later rounds, a few times. Raises the messenger's error
    where it cannot be asked at the moment; whatever was read until then is dealt with.
    """
    asked = _asked_for(account.region)
    linked, silent = 0, list[tuple[FoundChat, MessengerError]]()
    for found in unread(account.pk).select_related("region").order_by("pk")[:FOUND_AT_ONCE]:
        try:
            with weighing(account, reader):
                view = reader.chat(found.messenger_id)
        except ABOUT_THIS_CHAT as error:
            _close(found, bot_is_not_there() if isinstance(error, NoRights | NotFound) else words_for(error))
            continue
        except SAYS_NOTHING as error:
            silent.append((found, error))
            if len(silent) == MOST_SAYING_NOTHING:
                break
            continue
        linked += _match(found, view, asked)
    if silent:
        with weighing(account, reader):
            reader.me()  # if that is not answered either, it is no matter of these chats
    for silent_one, why in silent:
        _try_again(silent_one, why)
    return linked


def _try_again(found: FoundChat, error: MessengerError) -> None:
    rows = FoundChat.objects.filter(pk=found.pk, chat=None, read_at=None)
    if rows.update(tries=F("tries") + 1) and found.tries + 1 >= MOST_TRIES:
        _close(found, words_for(error))


def _asked_for(region: Region) -> dict[str, list[AwaitedChat]]:
    orders = WorkOrder.objects.filter(kind=WorkOrderKind.CREATE_CHAT, closed_at=None, chat__region=region)
    rows = orders.exclude(title="").values_list("title", "chat", "chat__house__address", "chat__messenger_id")
    asked: dict[str, list[AwaitedChat]] = defaultdict(list)
    for title, chat_id, address, messenger_id in rows:
        asked[_folded(title)].append(AwaitedChat(chat_id, address, messenger_id))
    return asked


def _folded(title: str) -> str:
    """People type titles: capitals and spaces tell no houses apart."""
    return " ".join(title.split()).casefold()


def _match(found: FoundChat, view: ChatView, asked: dict[str, list[AwaitedChat]]) -> bool:
    found.title, found.link, found.owner_id = view.title[:LONGEST_TITLE], view.link[:LONGEST_LINK], view.owner_id
    holder = Chat.objects.filter(messenger_id=found.messenger_id).first()
    if holder is not None:
        same_region = holder.region_id == found.region_id
        _close(found, "" if same_region else _others_chat(), chat=holder if same_region else None)
        return False
    key = _folded(view.title)
    remark = why_not_a_house_chat(view) or _why_not_one(asked.get(key, []))
    if remark:
        _close(found, remark)
        return False
    chat = Chat.objects.select_related("region").get(pk=asked[key][0].chat_id)
    asked[key] = [AwaitedChat(chat.pk, asked[key][0].address, view.chat_id)]
    with transaction.atomic():
        # two looks at once: the later one finds the row closed
        if FoundChat.objects.select_for_update(of=("self",)).filter(pk=found.pk, read_at=None).first() is None:
            return False
        with audit.event("chat.linked", cause="bot_added", region=found.region, details=_details(chat, view)):
            linked = _link(chat, view)
            _close(found, "" if linked else _linked_meanwhile(), chat=chat if linked else None)
    return linked


def _why_not_one(asked: list[AwaitedChat]) -> str:
    if not asked:
        return _("No open order asks for a chat with this title. Correct the title, or link the chat to its house.")
    if len(asked) > 1:
        houses = "; ".join(each.address for each in asked)
        return _("Several orders ask for a chat with this title: %(houses)s. Link it by hand.") % {"houses": houses}
    if asked[0].messenger_id is not None:
        words = _("The house %(house)s has another chat already (%(id)s). One of the two is too many.")
        return words % {"house": asked[0].address, "id": asked[0].messenger_id}
    return ""


def _close(found: FoundChat, remark: str, *, chat: Chat | None = None) -> None:
    """Keeps what was seen. A chat that a person has linked meanwhile has nothing to be told any more."""
    FoundChat.objects.filter(pk=found.pk, chat=None).update(
        read_at=clock.now(),
        tries=0,
        title=found.title,
        link=found.link,
        owner_id=found.owner_id,
        remark=remark,
        chat=chat,
    )


def read_again(found: FoundChat) -> None:
    """The next look at found chats takes it up once more: its title, or an order, may be another one now."""
    FoundChat.objects.filter(pk=found.pk, chat=None).update(read_at=None, remark="")


def note_linked(messenger_ids: list[int]) -> None:
    """Chats found that houses have got by other ways than by their title."""
    holder = Chat.objects.filter(messenger_id=OuterRef("messenger_id")).values("pk")[:1]
    found = FoundChat.objects.filter(messenger_id__in=messenger_ids, chat=None)
    found.update(chat=Subquery(holder), read_at=clock.now(), remark="")


# --- by a person ---


def link_by_hand(chat: Chat, text: str, *, by: User, reader: Reader) -> None:
    """Links the chat that `text` names (id or invite link) to the house. Raises Refused with what to do."""
    _refuse_second(chat)
    messenger_id = _resolve(text, chat.region)
    _refuse_others(chat, messenger_id, by)
    view = _read(messenger_id, reader)
    if words := why_not_a_house_chat(view):
        raise Refused(words)
    with audit.event("chat.linked", by=by, region=chat.region, details=_details(chat, view)):
        if not _link(chat, view):
            raise Refused(_linked_meanwhile())
        note_linked([view.chat_id])


def unlink(chat: Chat, *, by: User, reason: str) -> None:
    """For a chat that was deleted in the messenger, or linked by mistake: it is created, or asked for, anew.

    A frozen chat is refused: whoever froze it wants nothing to happen, and this would make a second chat.
    """
    if chat.messenger_id is None:
        raise Refused(_("The house has no chat in the messenger: there is nothing to unlink."))
    if chat.frozen_reason:
        raise Refused(_("The chat is frozen (%(reason)s). Thaw it first.") % {"reason": chat.frozen_reason})
    if not reason.strip():
        raise Refused(_("Say why the chat is unlinked: the residents may be still in it."))
    details = {"chat": chat.pk, "messenger_id": chat.messenger_id, "link": chat.link}
    with audit.event("chat.unlinked", by=by, reason=reason, region=chat.region, details=details):
        words = _("Unlinked by hand: %(reason)s") % {"reason": reason}
        FoundChat.objects.filter(chat=chat).update(chat=None, remark=words)
        execute.unlink(chat)
        observe.forget(chat)
        outbox.mark([chat.pk], lane=Lane.PERSON)


def _link(chat: Chat, view: ChatView) -> bool:
    """Whoever is in the chat knows the company of the day: only the next one is announced."""
    period_id = desired_chat(chat.pk).period_id
    try:
        with transaction.atomic():
            linked = execute.link(chat, view, period_id=period_id)
    except IntegrityError:  # another house got this chat in the same instant
        return False
    observe.forget(chat)
    outbox.mark([chat.pk], lane=Lane.PERSON)
    return linked


def _details(chat: Chat, view: ChatView) -> dict[str, int]:
    return {"chat": chat.pk, "messenger_id": view.chat_id}


def _resolve(text: str, region: Region) -> int:
    try:
        named = chat_named(text)
    except ValueError as error:
        raise Refused(_("Give the id of the chat or its invite link: %(error)s.") % {"error": error}) from error
    if isinstance(named, int):
        return named
    for known in known_by_link([named], region).values():
        return known
    raise Refused(
        _(
            "The portal does not know this link yet, and the messenger finds no chat by its link. Add the region's bot "
            "to the chat: the portal then learns of it by itself. Or paste the id of the chat."
        )
    )


def known_by_link(links: list[str], region: Region) -> dict[str, int]:
    """Ids of the chats with these links: those of houses, and those to which the region's bot was added."""
    found = FoundChat.objects.filter(link__in=links, region=region).values_list("link", "messenger_id")
    return {**dict(found), **dict(_linked_by_link(links))}


def _linked_by_link(links: list[str]) -> Iterator[tuple[str, int]]:
    rows = Chat.objects.linked().filter(link__in=links).values_list("link", "messenger_id")
    return ((link, number) for link, number in rows if number is not None)


def _refuse_second(chat: Chat) -> None:
    if chat.messenger_id is not None:
        words = _("The house has a chat already: %(id)s %(link)s. Unlink it first if it is gone.")
        raise Refused(words % {"id": chat.messenger_id, "link": chat.link})


def _refuse_others(chat: Chat, messenger_id: int, by: User) -> None:
    holder = Chat.objects.filter(messenger_id=messenger_id).exclude(pk=chat.pk).select_related("house").first()
    if holder is None:
        return
    if access.chats(by).filter(pk=holder.pk).exists():
        raise Refused(_("This is the chat of another house: %(house)s.") % {"house": holder.house})
    raise Refused(_others_chat())


def _linked_meanwhile() -> str:
    return _("Somebody else linked this house or this chat at the same moment. Load the page anew.")


def _others_chat() -> str:
    return _("This is the chat of a house of another region.")


def _read(messenger_id: int, reader: Reader) -> ChatView:
    try:
        return reader.chat(messenger_id)
    except (NotFound, NoRights) as error:
        raise Refused(bot_is_not_there()) from error
    except MessengerError as error:
        raise Refused(words_for(error)) from error
