"""Ownership on a past day, from what each region's night kept: whose the chats were, as seen and by the rules of then.

All regions by the sums of their snapshots, one region by inspector. Only chats of houses that got one are kept.
"""

from collections import Counter
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision import access
from supervision.access import Login
from supervision.figures import HouseFigure
from supervision.models import Absence, Inspector, Region
from supervision.models.spans import holds
from supervision.reports import frozen_houses, past_days
from supervision.reports.frame import Behind, Column, ReportRow, ReportTable, Value, ValueKind
from supervision.reports.frozen_links import NAME as HOUSES_OF_DAY
from supervision.reports.owners_counts import Held, tally
from supervision.reports.people_shown import names_of, of_region
from supervision.reports.places import HOUSES, Places
from supervision.reports.snapshot_notes import missed, of_which_instant, said_missing

CHATS = Column(
    "chats", gettext_lazy("Chats created"), rule=gettext_lazy("Chats of houses that got one, at the start of the day.")
)
OF_REGIONS = (
    Column("place", gettext_lazy("Region"), ValueKind.TEXT),
    CHATS,
    Column("right", gettext_lazy("With the owner wished"), rule=gettext_lazy("Seen with the owner by the rules.")),
    Column("wrong", gettext_lazy("Another owner"), rule=gettext_lazy("Seen with another owner, or not looked at yet.")),
)
OF_OWNERS = (
    Column("place", gettext_lazy("Owner"), ValueKind.TEXT),
    Column(
        "state", gettext_lazy("State"), ValueKind.TEXT, rule=gettext_lazy("In office, away or dismissed by that day.")
    ),
    Column("seen", gettext_lazy("Chats owned"), rule=gettext_lazy("Chats whose owner this was last seen by then.")),
    Column("wished", gettext_lazy("Chats by the rules"), rule=gettext_lazy("By the rules of that day.")),
    Column("other", gettext_lazy("Owned, another's by the rules"), rule=gettext_lazy("By the rules of that day.")),
    Column("away", gettext_lazy("On a substitute"), rule=gettext_lazy("Of whoever was away on that day.")),
)


def of_regions(user: Login, rows: Places, day: date) -> ReportTable:
    """A row a region; one whose snapshot is not there has nothing but its name. Four queries."""
    taken = rows.narrowed(access.snapshots(user).filter(municipality=None, day=day), HOUSES).order_by()
    found = {one.region_id: one for one in taken}
    shown, sums = [], Counter[str]()
    for place in rows:
        one = found.get(str(place))
        values: dict[str, Value] = {"place": rows.names[place]}
        behind = {"place": Behind("report:ownership", {"region": str(place), "day": day.isoformat()})}
        if one is not None:
            counts = {"chats": one.with_chat, "right": one.with_right_owner, "wrong": one.with_chat}
            counts["wrong"] -= one.with_right_owner
            values, sums = values | counts, sums + Counter(counts)
            behind |= _houses(str(place), day) if one.rows_kept else {}
        shown.append(ReportRow(values, behind))
    total = ReportRow({"place": _("Total"), **{name: sums[name] for name in ("chats", "right", "wrong")}})
    regions = list(access.regions(user))
    notes = of_which_instant(regions, {code: one.taken_at for code, one in found.items()}, day)
    notes += said_missing(rows.names, missed(user, found, day), day) if found else []
    at = max((one.taken_at for one in found.values()), default=timezone.now())
    return ReportTable(OF_REGIONS, shown, at, total if found else None, notes=notes, day=day)


def _houses(region: str, day: date) -> dict[str, Behind]:
    figures = {"chats": "with_chat", "right": "with_right_owner", "wrong": "without_right_owner"}
    here = {"region": region, "day": day.isoformat()}
    return {key: Behind(f"report:{HOUSES_OF_DAY}", {**here, "figure": figure}) for key, figure in figures.items()}


def of_one_region(user: Login, rows: Places, region: Region, day: date) -> ReportTable:
    """By inspector who had or was to have a chat; a constant number of queries."""
    taken = past_days.kept(user, region, day)
    if taken is None:
        return ReportTable(OF_OWNERS, (), timezone.now(), notes=[past_days.said_unknown(user, region, day)])
    houses = frozen_houses.known(user, region, day, rows.asked.municipality).values()
    chats = [house for house in houses if house.figures & HouseFigure.WITH_CHAT]
    held, orphans, unseen = tally(Counter((one.seen, one.wished, one.away) for one in chats), accounts(region))
    everybody = list(of_region(user, region))
    names = names_of(user, everybody)  # where they are not named, the number of each is that of today's report
    people = [one for one in everybody if one.pk in held]
    absences = access.counted(user, Absence.objects.all(), "inspector__region")
    away = set(absences.filter(holds(day), inspector__region=region).values_list("inspector", flat=True))
    ordered = people if access.sees_people(user) else sorted(people, key=lambda one: one.pk)
    here: dict[str, str | int] = {"region": region.pk, **rows.all_filters(), "day": day.isoformat()}
    shown = [_row(user, one, names[one.pk], _state(one, day, away), held[one.pk], here) for one in ordered]
    for name, found in ((_("Owner not known"), orphans), (_("Owner not seen yet"), unseen)):
        shown.append(ReportRow({"place": name, "seen": found.seen, "other": found.other}))
    whole = [*held.values(), orphans, unseen]
    sums: dict[str, Value] = {name: sum(getattr(one, name) for one in whole) for name in Held.__slots__}
    behind = {"seen": Behind(f"report:{HOUSES_OF_DAY}", {**here, "figure": "with_chat"})}
    total = ReportRow({"place": _("Total"), **sums}, behind)
    return ReportTable(OF_OWNERS, shown, taken.taken_at, total, notes=[past_days.said_past(region, day)], day=day)


def accounts(region: Region) -> dict[int, int]:
    """The inspector (id) of every account that one of the region has or once had. Two queries."""
    kept: Any = Inspector.history.rel.related_model.objects  # type: ignore[attr-defined]
    once = kept.filter(region=region, messenger_id__isnull=False).order_by("pgh_id")
    now = Inspector.objects.filter(region=region, messenger_id__isnull=False).order_by()
    return dict(once.values_list("messenger_id", "pgh_obj_id")) | dict(now.values_list("messenger_id", "pk"))


def _state(inspector: Inspector, day: date, away: set[int]) -> str:
    if inspector.dismissed_on and inspector.dismissed_on <= day:
        return _("Dismissed")
    return _("Away") if inspector.pk in away else _("In office")


def _row(user: Login, inspector: Inspector, name: str, state: str, held: Held, here: dict[str, str | int]) -> ReportRow:
    """For a reader who is not shown people, nothing leads to one of them."""
    values: dict[str, Value] = {"place": name, "state": state}
    values |= {each: getattr(held, each) for each in Held.__slots__}
    if not access.sees_people(user):
        return ReportRow(values)
    mine = {**here, "inspector": inspector.pk, "figure": "with_chat"}
    return ReportRow(values, {"wished": Behind(f"report:{HOUSES_OF_DAY}", mine)})
