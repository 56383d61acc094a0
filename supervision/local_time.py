"""Instants in words, on a region's own clock, with the zone named as the law on time names it."""

import zoneinfo
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from supervision.models import Region

MOSCOW = zoneinfo.ZoneInfo("Europe/Moscow")


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
