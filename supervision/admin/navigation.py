"""The menu on the left, and the tabs over the lists: an entry for each job, its lists beside each other."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from supervision import access
from supervision.admin.links import list_url
from supervision.admin.notices.bell import unread_of
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
from supervision.worklists import menu_counts


@dataclass(frozen=True, slots=True)
class MenuJob:
    """One entry of the menu: the first list that the login may open; the others stand as tabs over each of them."""

    title: Any
    icon: str
    lists: tuple[type[Model], ...]


JOBS = (
    MenuJob(_("Houses"), "apartment", (House, Organisation, ManagementPeriod, Region, Target)),
    MenuJob(_("Chats"), "forum", (Chat, FoundChat, Adoption, SyncRequest, MessengerCall, MessengerAccount)),
    MenuJob(_("Work orders"), "assignment", (WorkOrder,)),
    MenuJob(_("Changes"), "rule", (Operation, Event)),
    MenuJob(_("Files"), "upload_file", (Upload, ImportRun)),
    MenuJob(_("People"), "groups", (Inspector, Absence, Zone, Representative)),
)
OF_PROGRAMS = MenuJob(_("Programs"), "api", (ApiClient, WebhookEndpoint, WebhookDelivery))
# work of whoever holds a region: most of what a row says is not shown to others
OF_REGIONS = frozenset([FoundChat])


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu, with what waits for the reader beside the entry that leads to it. Two statements, one of them the
    bell's."""
    waiting = _waiting(request)
    return [{**group, "items": [_with_count(entry, waiting) for entry in group["items"]]} for group in menu(request)]


def menu(request: HttpRequest) -> list[dict[str, Any]]:
    """What a working day asks for, by the job; then what keeps the portal, for who does. Nothing that the login may
    not open."""
    desk = _entry(_("Desk"), "dashboard", reverse("admin:index"))
    reports = _entry(_("Reports"), "monitoring", reverse("reports"))
    guide = _entry(_("Guide"), "help", reverse("guide"))
    jobs = [entry for job in JOBS for entry in _first_of(job, request)]
    return [
        {"items": [desk, *jobs, reports, guide]},
        {"title": _("Portal"), "separator": True, "items": _keeping(request)},
    ]


def tabs(request: HttpRequest) -> list[dict[str, Any]]:
    """Over every list of a job: the lists of that job."""
    programs = (OF_PROGRAMS,) if request.user.is_superuser else ()
    shown = [(job.lists, _openable(job, request)) for job in (*JOBS, *programs)]
    return [
        {
            "models": [str(model._meta) for model in lists],
            "items": [{"title": _plural(model), "link": list_url(model)} for model in openable],
        }
        for lists, openable in shown
        if len(openable) > 1
    ]


def _waiting(request: HttpRequest) -> dict[str, int]:
    """By the address of the entry: unread notices at the desk, open orders, regions that wait for an approval."""
    if not request.user.is_authenticated:
        return {}
    counts = menu_counts.of(request.user)
    lists = {WorkOrder: counts.orders, Operation: counts.approvals}
    return {reverse("admin:index"): unread_of(request), **{list_url(model): count for model, count in lists.items()}}


def _with_count(entry: dict[str, Any], waiting: dict[str, int]) -> dict[str, Any]:
    count = menu_counts.told(waiting.get(entry["link"], 0))
    return {**entry, "badge": count, "badge_variant": "primary"} if count else entry


def _keeping(request: HttpRequest) -> list[dict[str, Any]]:
    entries = []
    if access.keeps_logins(request.user):
        entries += [
            _entry(_("Setting up"), "checklist", reverse("set_up")),
            _entry(_("Access"), "passkey", reverse("access")),
        ]
    if request.user.is_superuser:
        entries.append(_entry(_("Logins"), "key", reverse("admin:auth_user_changelist")))
        entries.append(_entry(_("Terms of keeping"), "inventory_2", reverse("terms")))
        entries += _first_of(OF_PROGRAMS, request)
    return entries


def _first_of(job: MenuJob, request: HttpRequest) -> list[dict[str, Any]]:
    openable = _openable(job, request)
    return [_entry(job.title, job.icon, list_url(openable[0]))] if openable else []


def _openable(job: MenuJob, request: HttpRequest) -> list[type[Model]]:
    return [model for model in job.lists if _may_open(model, request)]


def _may_open(model: type[Model], request: HttpRequest) -> bool:
    is_offered = model not in OF_REGIONS or access.sees_any_people(request.user)
    return is_offered and bool(admin.site.get_model_admin(model).has_view_permission(request))


def _entry(title: Any, icon: str, link: str) -> dict[str, Any]:
    return {"title": str(title), "icon": icon, "link": link}


def _plural(model: type[Model]) -> str:
    return str(model._meta.verbose_name_plural).capitalize()
