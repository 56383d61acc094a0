"""A house and its chat in the messenger: linked and unlinked, and what every way of linking asks first.

Reads the messenger, never writes. Linking marks the chat, and the next pass sees by its own look whether the orders to
create it are done. Chats that the bot found are matched in supervision/linking/found_chats.py.
"""

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from supervision import access, audit
from supervision.desired.chats import desired_chat
from supervision.enums import Lane
from supervision.errors import Refused
from supervision.messenger.errors import MessengerError, NoRights, NotFound
from supervision.messenger.port import ChatView, Reader
from supervision.models import Chat, FoundChat, MessengerAccount, Region
from supervision.queue import clock, outbox
from supervision.reconcile import linked, observe
from supervision.reconcile.account_troubles import weighing
from supervision.reconcile.sentences import words_for
from supervision.registry.sources.chat_lists import chat_named


def why_not_a_house_chat(view: ChatView) -> str:
    """Why the messenger's chat cannot be the chat of a house, in words; "" where it can."""
    if view.kind != "chat":
        return _("This is no group chat but a channel or a dialog: it cannot be the chat of a house.")
    return "" if view.status == "active" else bot_is_not_there()


def bot_is_not_there() -> str:
    return _("The region's bot is not in this chat. Add it and make it administrator.")


def note_linked(messenger_ids: list[int]) -> None:
    """Marks chats that were found and that houses have got by other ways than their title."""
    holder = Chat.objects.filter(messenger_id=OuterRef("messenger_id")).values("pk")[:1]
    found = FoundChat.objects.filter(messenger_id__in=messenger_ids, chat=None)
    found.update(chat=Subquery(holder), read_at=clock.now(), remark="")


def link_by_hand(chat: Chat, text: str, *, by: User, reader: Reader) -> None:
    """Links the chat that `text` names (id or invite link) to the house. Raises Refused with what to do."""
    _refuse_second(chat)
    messenger_id = _resolve(text, chat.region)
    _refuse_others(chat, messenger_id, by)
    view = _read(messenger_id, chat.region.account, reader)
    if words := why_not_a_house_chat(view):
        raise Refused(words)
    with audit.event("chat.linked", by=by, region=chat.region, details=details_of(chat, view)):
        if not link_chat(chat, view):
            raise Refused(linked_meanwhile())
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
        linked.unlink(chat)
        observe.forget(chat)
        outbox.mark([chat.pk], lane=Lane.PERSON)


def link_chat(chat: Chat, view: ChatView) -> bool:
    """Whoever is in the chat knows the company of the day: only the next one is announced."""
    period_id = desired_chat(chat.pk, on=clock.today(chat.region)).period_id
    try:
        with transaction.atomic():
            is_linked = linked.link(chat, view, period_id=period_id)
    except IntegrityError:  # another house got this chat in the same instant
        return False
    observe.forget(chat)
    outbox.mark([chat.pk], lane=Lane.PERSON)
    return is_linked


def details_of(chat: Chat, view: ChatView) -> dict[str, int]:
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
    raise Refused(others_chat())


def linked_meanwhile() -> str:
    return _("Somebody else linked this house or this chat at the same moment. Load the page anew.")


def others_chat() -> str:
    return _("This is the chat of a house of another region.")


def _read(messenger_id: int, account: MessengerAccount, reader: Reader) -> ChatView:
    try:
        with weighing(account, reader):
            return reader.chat(messenger_id)
    except (NotFound, NoRights) as error:
        raise Refused(bot_is_not_there()) from error
    except MessengerError as error:
        raise Refused(words_for(error)) from error
