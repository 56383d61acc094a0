"""Instants in words, on a region's own clock, with the zone named as the law on time names it."""

import zoneinfo
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from supervision.models import Region

PORTAL = zoneinfo.ZoneInfo("Europe/Moscow")  # shows what belongs to no region; no row of a region is judged by it


def zone(region: Region, at: datetime | None = None) -> str:
    """The region's zone as the law on time names it: МСК, МСК+3."""
    at = at or timezone.now()
    own, moscow = at.astimezone(zoneinfo.ZoneInfo(region.time_zone)), at.astimezone(PORTAL)
    hours = round(((own.utcoffset() or 0) - (moscow.utcoffset() or 0)).total_seconds() / 3600)  # type: ignore[union-attr,operator]
    return _("МСК") + (f"{hours:+d}" if hours else "")


def local(at: datetime | None, region: Region) -> str:
    """The instant on the region's own clock, with the zone's name."""
    if at is None:
        return "—"
    return f"{at.astimezone(zoneinfo.ZoneInfo(region.time_zone)):%d.%m.%Y %H:%M} {zone(region, at)}"


def of_portal(at: datetime | None) -> str:
    """An instant that belongs to no region, on Moscow's clock."""
    return f"{at.astimezone(PORTAL):%d.%m.%Y %H:%M} {_('МСК')}" if at else "—"


def clock(region: Region | None) -> zoneinfo.ZoneInfo:
    """By which instants of the region are written; None: of several, or of none."""
    return zoneinfo.ZoneInfo(region.time_zone) if region else PORTAL


def dated(at: datetime, region: Region | None) -> date:
    """For the name of a file."""
    return at.astimezone(clock(region)).date()
