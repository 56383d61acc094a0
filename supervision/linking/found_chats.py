"""Chats to which the bot was added: linked where it is certain whose they are. Reads the messenger, never writes.

It is certain where the title is that of exactly one open order to create a chat, and the messenger says that the chat
is owned by the inspector whom the order addresses: a title can be copied by anybody. Everything else stays unlinked
with the reason in words, for a person (docs/adr/0118).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from supervision import audit
from supervision.desired.titles import LONGEST_TITLE
from supervision.enums import WorkOrderKind
from supervision.linking import linking
from supervision.linking.rounds import MOST_TRIES, Round, said_nothing
from supervision.messenger.errors import ABOUT_THIS_CHAT, MessengerError, NoRights, NotFound, Unavailable
from supervision.messenger.port import ChatView, Reader
from supervision.models import Chat, FoundChat, Inspector, MessengerAccount, Region, WorkOrder
from supervision.queue import clock
from supervision.reconcile.sentences import words_for

FOUND_AT_ONCE = 100  # one read each: a few seconds of an account's budget
MOST_NOT_NOW = 1000  # tries of a chat that is "not now" to be had: with a round each five seconds more than an hour
LONGEST_LINK = 500


@dataclass(frozen=True, slots=True)
class AwaitedChat:
    """A chat that people were asked to create; `messenger_id` once it is linked and its order not yet looked after.
    `creators` are those who were asked, by their accounts in the messenger."""

    chat_id: int
    address: str
    messenger_id: int | None
    creators: Mapping[int, str]


def unread(region_code: str) -> QuerySet[FoundChat]:
    return FoundChat.objects.filter(region=region_code, read_at=None)


def regions_with_unread() -> list[str]:
    """Codes of the regions whose bots were added to chats that nobody has looked at, and that may be spoken for."""
    usable = MessengerAccount.objects.filter(is_enabled=True, trouble="").values("pk")
    waiting = FoundChat.objects.filter(read_at=None, region__in=usable)
    return list(waiting.order_by("region").values_list("region", flat=True).distinct())


def match_found(account: MessengerAccount, reader: Reader) -> int:
    """Looks at chats found and links those whose order is certain; gives how many were linked.

    A chat of which an answer says nothing is asked for again in later rounds, after the others: a few times, and where
    the messenger says "not now" for an hour and more. Raises the messenger's error where it cannot be asked at the
    moment; whatever was read until then is dealt with.
    """
    asked = _asked_for(account.region)
    batch = unread(account.pk).select_related("region").order_by("tries", "pk")[:FOUND_AT_ONCE]
    linked, this = 0, Round[FoundChat](account, reader)
    for found, answer in this.ask(batch, lambda found: _look(found, reader)):
        if isinstance(answer, ChatView):
            linked += _match(found, answer, asked)
        else:
            _close(found, linking.bot_is_not_there() if isinstance(answer, NoRights | NotFound) else words_for(answer))
    for silent, why in this.end():
        _try_again(silent, why)
    return linked


def _look(found: FoundChat, reader: Reader) -> ChatView | MessengerError:
    try:
        return reader.chat(found.messenger_id)
    except ABOUT_THIS_CHAT as error:
        return error


def _try_again(found: FoundChat, error: MessengerError) -> None:
    rows = FoundChat.objects.filter(pk=found.pk, chat=None, read_at=None)
    tries = found.tries + 1
    most = MOST_NOT_NOW if type(error) is Unavailable else MOST_TRIES
    if rows.update(tries=F("tries") + 1) and tries >= most:
        _close(found, said_nothing(error, tries))


def _asked_for(region: Region) -> dict[str, list[AwaitedChat]]:
    orders = WorkOrder.objects.filter(kind=WorkOrderKind.CREATE_CHAT, closed_at=None, chat__region=region)
    asked: dict[str, list[AwaitedChat]] = defaultdict(list)
    for order in orders.exclude(title="").select_related("chat__house", "inspector", "handed_to"):
        people = [one for one in (order.inspector, order.handed_to) if one is not None]
        creators = {one.messenger_id: one.full_name for one in people if one.messenger_id is not None}
        awaited = AwaitedChat(order.chat_id, order.chat.house.address, order.chat.messenger_id, creators)
        asked[_folded(order.title)].append(awaited)
    return asked


def _folded(title: str) -> str:
    """As people type titles: capitals and spaces tell no houses apart."""
    return " ".join(title.split()).casefold()


def _match(found: FoundChat, view: ChatView, asked: dict[str, list[AwaitedChat]]) -> bool:
    found.title, found.link, found.owner_id = view.title[:LONGEST_TITLE], view.link[:LONGEST_LINK], view.owner_id
    holder = Chat.objects.filter(messenger_id=found.messenger_id).first()
    if holder is not None:
        same_region = holder.region_id == found.region_id
        _close(found, "" if same_region else linking.others_chat(), chat=holder if same_region else None)
        return False
    key = _folded(view.title)
    remark = linking.why_not_a_house_chat(view) or _why_not_one(asked.get(key, []))
    remark = remark or _why_not_theirs(asked[key][0], view, found.region)
    if remark:
        _close(found, remark)
        return False
    chat = Chat.objects.select_related("region").get(pk=asked[key][0].chat_id)
    asked[key] = [replace(asked[key][0], messenger_id=view.chat_id)]
    with transaction.atomic():
        # two looks at once: the later one finds the row closed
        if FoundChat.objects.select_for_update(of=("self",)).filter(pk=found.pk, read_at=None).first() is None:
            return False
        with audit.event("chat.linked", cause="bot_added", region=found.region, details=linking.details_of(chat, view)):
            linked = linking.link_chat(chat, view)
            _close(found, "" if linked else linking.linked_meanwhile(), chat=chat if linked else None)
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


def _why_not_theirs(order: AwaitedChat, view: ChatView, region: Region) -> str:
    """Whoever knows a title can make such a chat and add the bot: whose it is decides, and only the messenger says."""
    if view.owner_id in order.creators:
        return ""
    asked = ", ".join(order.creators.values()) or "—"
    if view.owner_id is None:
        words = _(
            "The messenger does not say whose chat this is; the order to create it is for %(asked)s. Make the region's "
            "bot administrator and have the chat read again, or link it by hand if you know whose it is."
        )
        return words % {"asked": asked}
    words = _(
        "The owner of this chat is %(owner)s, and the order to create it is for %(asked)s. Anybody can make a chat "
        "with this title: link it by hand only if you know whose it is."
    )
    return words % {"owner": _account(view.owner_id, region), "asked": asked}


def _account(number: int, region: Region) -> str:
    known = Inspector.objects.filter(region=region, messenger_id=number).values_list("full_name", flat=True).first()
    return f"{known} ({number})" if known else _("an account that the portal does not know (%(id)s)") % {"id": number}


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


def read_again(found: FoundChat, *, by: User) -> None:
    """The next look at found chats takes it up once more: its title, or an order, may be another one now. That a chat
    is linked may come of it, so it is an act like any other look."""
    details = {"messenger_id": found.messenger_id}
    with audit.event("chat.look_requested", by=by, region=found.region, details=details):
        FoundChat.objects.filter(pk=found.pk, chat=None).update(read_at=None, remark="")
