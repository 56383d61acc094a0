"""Opening, freezing and looking at chats."""

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from supervision import audit
from supervision.enums import Lane
from supervision.errors import Refused
from supervision.models import Chat, House, Region
from supervision.reconcile import observe, outbox


def open_missing(region: Region) -> int:
    """Opens a chat for every house in scope that has none, in a constant number of statements; gives how many.

    Opened means wished for: the worker creates it in the messenger. Called inside the event that brought the houses.
    """
    houses = House.objects.filter(region=region).in_scope().without_chat().values_list("pk", flat=True)
    chats = Chat.objects.bulk_create(Chat(house_id=house, region=region) for house in houses.order_by("pk"))
    return outbox.mark([chat.pk for chat in chats], lane=Lane.CREATE)


def freeze(chat: Chat, *, reason: str, by: User) -> None:
    """From now on nobody touches the chat in the messenger; marks pile up until it is thawed."""
    if not reason.strip():
        raise Refused(_("Say why the chat is frozen: whoever finds it next month has to know."))
    with audit.event("chat.frozen", by=by, reason=reason, region=chat.region, details={"chat": chat.pk}):
        Chat.objects.filter(pk=chat.pk).update(frozen_reason=reason)


def thaw(chat: Chat, *, by: User) -> None:
    with audit.event("chat.thawed", by=by, region=chat.region, details={"chat": chat.pk}):
        Chat.objects.filter(pk=chat.pk).update(frozen_reason="")
        outbox.mark([chat.pk], lane=Lane.PERSON)


def look_now(chat: Chat, *, by: User) -> None:
    """A person waits: the chat is read afresh and brought in step before everything else of its region."""
    with audit.event("chat.look_requested", by=by, region=chat.region, details={"chat": chat.pk}):
        observe.forget(chat)
        outbox.mark([chat.pk], lane=Lane.PERSON)
