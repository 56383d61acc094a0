"""Words of the screen: instants in a region's own time, rights and journal lines in words, and unfold's vocabulary."""

import zoneinfo
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from supervision.models import MessengerCall, Region
from supervision.reconcile import steps
from supervision.reconcile.state import Person

MOSCOW = zoneinfo.ZoneInfo("Europe/Moscow")

STEPS: dict[str, Any] = {
    step.__name__: step
    for step in (
        steps.CreateChat,
        steps.TransferOwner,
        steps.Rename,
        steps.SetDescription,
        steps.GrantAdmin,
        steps.SetRights,
        steps.RevokeAdmin,
        steps.Announce,
        steps.PinAnnouncement,
    )
}


def zone(region: Region, at: datetime | None = None) -> str:
    """The region's zone as the law on time names it: МСК, МСК+3."""
    at = at or timezone.now()
    own, moscow = at.astimezone(zoneinfo.ZoneInfo(region.time_zone)), at.astimezone(MOSCOW)
    hours = round(((own.utcoffset() or 0) - (moscow.utcoffset() or 0)).total_seconds() / 3600)  # type: ignore[union-attr,operator]
    return _("МСК") + (f"{hours:+d}" if hours else "")


def local(at: datetime | None, region: Region) -> str:
    """The instant on the region's own clock, with the zone's name."""
    if at is None:
        return "—"
    return f"{at.astimezone(zoneinfo.ZoneInfo(region.time_zone)):%d.%m.%Y %H:%M} {zone(region, at)}"


def of_portal(at: datetime | None) -> str:
    """An instant that belongs to no region, on Moscow's clock."""
    return f"{at.astimezone(MOSCOW):%d.%m.%Y %H:%M} {_('МСК')}" if at else "—"


def journal_line(call: MessengerCall) -> str:
    """What was asked for, in the words of the step; a step that this version does not know keeps its name."""
    step = STEPS.get(call.step)
    if step is None:
        return call.step
    values = {key: Person(**value) if isinstance(value, dict) else value for key, value in call.detail.items()}
    try:
        return str(step(**values).describe())
    except TypeError:  # written by another version, whose step had other fields
        return call.step


def change_url(row: models.Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def titled_link(row: models.Model, title: str) -> SafeString:
    return format_html('<a class="hc-link" href="{}">{}</a>', change_url(row), title)


def list_url(model: type[models.Model], **narrowed: object) -> str:
    """The list of the model, narrowed by its filters."""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{url}?{urlencode(narrowed)}" if narrowed else url


def list_link(model: type[models.Model], title: Any, **narrowed: object) -> SafeString:
    return format_html('<a class="hc-link" href="{}">{}</a>', list_url(model, **narrowed), title)


# unfold ships no Russian; named here, its words stand in our catalogue and are translated with ours
UNFOLD = (
    *(gettext_noop("Welcome back to"), gettext_noop("Return to site")),
    *(gettext_noop("Filters"), gettext_noop("Apply Filters"), gettext_noop("Reset filters")),
    *(gettext_noop("Clear all filters"), gettext_noop("Type to search"), gettext_noop("Select value")),
    *(gettext_noop("No data"), gettext_noop("No results found"), gettext_noop("No results matching your query")),
    gettext_noop("This page yielded into no results. Create a new item or reset your filters."),
    *(gettext_noop("Previous"), gettext_noop("Next"), gettext_noop("Show all"), gettext_noop("Show counts")),
    *(gettext_noop("Light"), gettext_noop("Dark"), gettext_noop("System"), gettext_noop("View")),
    *(gettext_noop("Toggle sorting"), gettext_noop("Remove from sorting"), gettext_noop("General")),
    *(gettext_noop("True"), gettext_noop("False"), gettext_noop("Go back"), gettext_noop("Expand row")),
    *(
        gettext_noop("Toggle password visibility"),
        gettext_noop("You have been successfully logged out from the administration"),
    ),
)
