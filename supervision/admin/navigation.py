"""The menu on the left."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from supervision.admin.words import list_url
from supervision.models import (
    Absence,
    Adoption,
    Chat,
    Event,
    FoundChat,
    House,
    ImportRun,
    Inspector,
    ManagementPeriod,
    MessengerAccount,
    MessengerCall,
    Operation,
    Organisation,
    Region,
    Representative,
    SyncRequest,
    Upload,
    WebhookDelivery,
    WebhookEndpoint,
    WorkOrder,
    Zone,
)

GROUPS = (
    (
        _("Chats"),
        {
            Chat: "forum",
            WorkOrder: "assignment",
            FoundChat: "mark_chat_unread",
            Operation: "rule",
            SyncRequest: "hourglass",
            MessengerCall: "history",
            Adoption: "playlist_add_check",
        },
    ),
    (
        _("Register"),
        {
            House: "apartment",
            Organisation: "business_center",
            ManagementPeriod: "date_range",
            Upload: "upload_file",
            ImportRun: "inventory",
        },
    ),
    (_("People"), {Inspector: "badge", Absence: "event_busy", Zone: "map", Representative: "groups"}),
    (_("Portal"), {Region: "public", MessengerAccount: "smart_toy", Event: "fact_check"}),
)


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Groups of lists in the order of a working day. What a login may not see, its lists leave out themselves."""
    start = {"title": _("Desk"), "icon": "dashboard", "link": reverse("admin:index")}
    groups = [{"items": [start]}, *(_group(str(title), lists) for title, lists in GROUPS)]
    if request.user.is_superuser:
        logins = {"title": _("Logins"), "icon": "key", "link": reverse("admin:auth_user_changelist")}
        address = reverse("admin:supervision_apiclient_changelist")
        programs = {"title": _("Programs"), "icon": "api", "link": address}
        groups[-1]["items"] += [logins, programs, *_items({WebhookEndpoint: "webhook", WebhookDelivery: "outbox"})]
    return groups


def _group(title: str, lists: dict[Any, str]) -> dict[str, Any]:
    return {"title": title, "separator": True, "items": _items(lists)}


def _items(lists: dict[Any, str]) -> list[dict[str, Any]]:
    return [
        {"title": str(model._meta.verbose_name_plural).capitalize(), "icon": icon, "link": list_url(model)}
        for model, icon in lists.items()
    ]
