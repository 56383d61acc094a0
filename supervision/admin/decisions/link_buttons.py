"""Buttons that tell the portal which chat of the messenger is a house's own, or no longer is."""

from contextlib import closing

from django.http import HttpRequest
from django.utils.translation import gettext as _

from supervision import access
from supervision.admin.lists.base import person
from supervision.linking import linking
from supervision.models import Chat
from supervision.reconcile.accounts import open_messenger


def link(chat: Chat, request: HttpRequest) -> str:
    """The chat's id or link stands in the field `named`."""
    return link_named(chat, request.POST.get("named", ""), request)


def link_named(chat: Chat, named: str, request: HttpRequest) -> str:
    account = access.accounts(request.user).select_related("region").get(pk=chat.region_id)
    with closing(open_messenger(account)) as messenger:
        linking.link_by_hand(chat, named, by=person(request), reader=messenger)
    return _("Linked. The portal looks at the chat now and closes the order when it has seen that all is done.")


def unlink(chat: Chat, request: HttpRequest) -> str:
    linking.unlink(chat, by=person(request), reason=request.POST.get("reason", ""))
    return _("Unlinked. The house is to get a new chat.")
