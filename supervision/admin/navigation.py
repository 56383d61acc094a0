"""The menu on the left."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from supervision import access
from supervision.admin.links import list_url
from supervision.models import (
    Absence,
    Adoption,
    ApiClient,
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
    Target,
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
    (_("Portal"), {Region: "public", Target: "flag", MessengerAccount: "smart_toy", Event: "fact_check"}),
)
# work of whoever holds a region: most of what a row says is not shown to others
OF_REGIONS = frozenset([FoundChat])


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Groups of lists in the order of a working day, without lists that the login may not open."""
    start = {"title": _("Desk"), "icon": "dashboard", "link": reverse("admin:index")}
    reports = {"title": _("Reports"), "icon": "monitoring", "link": reverse("reports")}
    groups = [{"items": [start, reports]}, *(_group(str(title), lists, request) for title, lists in GROUPS)]
    if access.keeps_logins(request.user):
        groups[-1]["items"].append({"title": _("Setting up"), "icon": "checklist", "link": reverse("set_up")})
        groups[-1]["items"].append({"title": _("Access"), "icon": "passkey", "link": reverse("access")})
    if request.user.is_superuser:
        logins = {"title": _("Logins"), "icon": "key", "link": reverse("admin:auth_user_changelist")}
        items = _items({ApiClient: "api", WebhookEndpoint: "webhook", WebhookDelivery: "outbox"}, request)
        groups[-1]["items"] += [logins, *items]
    return groups


def _group(title: str, lists: dict[Any, str], request: HttpRequest) -> dict[str, Any]:
    return {"title": title, "separator": True, "items": _items(lists, request)}


def _items(lists: dict[Any, str], request: HttpRequest) -> list[dict[str, Any]]:
    is_of_region = access.sees_any_people(request.user)
    return [
        {"title": str(model._meta.verbose_name_plural).capitalize(), "icon": icon, "link": list_url(model)}
        for model, icon in lists.items()
        if admin.site.get_model_admin(model).has_view_permission(request) and (model not in OF_REGIONS or is_of_region)
    ]
