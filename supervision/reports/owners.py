"""Ownership: whose the chats are, as seen and by the rules; chats on substitutes, of people who left, of nobody known.

Counted now, or of a past day from what its night kept (`owners_then`): by region, and of one region by inspector, with
the owners by the rules, which are too slow to be asked of every chat of the country; how many have the owner wished is
in the overview of the country, frozen daily.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision import access, worklists
from supervision.access import Login
from supervision.desired.ownership import belongings
from supervision.models import Absence, Inspector, Region
from supervision.models.region_days import RegionDays
from supervision.models.spans import holds
from supervision.reports import owners_then, past_days
from supervision.reports.frame import (
    Behind,
    Column,
    NarrowedBy,
    Narrowing,
    Report,
    ReportRow,
    ReportTable,
    Value,
    ValueKind,
)
from supervision.reports.owners_counts import Held, tally
from supervision.reports.people_shown import names_of, of_region
from supervision.reports.places import CHATS, Places, places
from supervision.reports.standings import FIGURES

NAME = "ownership"
CHATS_SEEN = Column("chats", gettext_lazy("Chats created"), rule=gettext_lazy("Chats that exist in the messenger."))
LEFT = Column(
    "left",
    gettext_lazy("Owners who left"),
    rule=gettext_lazy("Chats whose owner, as last seen, is dismissed by today or has a login that is closed."),
)
ORPHANS = Column(
    "orphans",
    gettext_lazy("Owner not known"),
    rule=gettext_lazy("Chats whose owner, as last seen, is no inspector of the region."),
)
UNSEEN = Column("unseen", gettext_lazy("Owner not seen yet"), rule=gettext_lazy("Chats that were not looked at yet."))
OF_REGIONS = (
    Column("place", gettext_lazy("Region"), ValueKind.TEXT),
    CHATS_SEEN,
    Column("owners", gettext_lazy("Owners"), rule=gettext_lazy("Inspectors who own at least one chat, as last seen.")),
    Column(
        "most",
        gettext_lazy("Most chats of one owner"),
        rule=gettext_lazy("Of the inspectors of the region, as last seen."),
    ),
    LEFT,
    ORPHANS,
    UNSEEN,
)
WISHED, WISHED_FROZEN = FIGURES["with_right_owner"], Behind("report:country", {"figure": "with_right_owner"})
OF_OWNERS = (
    Column("place", gettext_lazy("Owner"), ValueKind.TEXT, names_people=True),
    Column(
        "state",
        gettext_lazy("State"),
        ValueKind.TEXT,
        rule=gettext_lazy("In office, away today, dismissed by today, or with a login that is closed."),
    ),
    Column("seen", gettext_lazy("Chats owned"), rule=gettext_lazy("Chats created whose owner this was last seen.")),
    Column("wished", gettext_lazy("Chats by the rules"), rule=gettext_lazy("Chats created, by today's rules.")),
    Column(
        "other",
        gettext_lazy("Owned, another's by the rules"),
        rule=gettext_lazy("Chats created seen with this owner that are somebody else's today."),
    ),
    Column(
        "away",
        gettext_lazy("On a substitute"),
        rule=gettext_lazy("Chats created that would be this inspector's and are a substitute's today."),
    ),
)


@dataclass(slots=True)
class Seen:
    """A region's chats by who owns them, as seen."""

    owners: list[int] = field(default_factory=list)
    left: int = 0
    orphans: int = 0
    unseen: int = 0


def answer(user: Login, asked: Narrowing) -> ReportTable:
    """A constant number of queries."""
    rows = places(user, asked)
    day = past_days.past([rows.region] if rows.region else list(access.regions(user)), asked.day)
    if day is not None:
        return (
            owners_then.of_one_region(user, rows, rows.region, day)
            if rows.region
            else owners_then.of_regions(user, rows, day)
        )
    return _of_region(user, rows, rows.region) if rows.region else _of_regions(user, rows)


def _left(inspector: Inspector, on: date) -> bool:
    has_no_login = inspector.user is not None and not inspector.user.is_active
    return has_no_login or (inspector.dismissed_on is not None and inspector.dismissed_on <= on)


# --- all regions ---


def _of_regions(user: Login, rows: Places) -> ReportTable:
    on = worklists.today(user)
    found = _seen(user, rows, on)
    shown = [_region_row(rows, str(place), found.get(str(place), Seen())) for place in rows]
    sums = {column.key: sum(_whole(row.values[column.key]) for row in shown) for column in OF_REGIONS[1:]}
    sums["most"] = max((_whole(row.values["most"]) for row in shown), default=0)
    total = ReportRow({"place": _("Total"), **sums}, _behind_all(rows.all_filters()))
    notes, beside = [_("Counted now, by the owners last seen.")], [(WISHED.caption, WISHED_FROZEN)]
    return ReportTable(OF_REGIONS, shown, timezone.now(), total, notes=notes, beside=beside)


def _whole(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _seen(user: Login, rows: Places, on: RegionDays) -> dict[str, Seen]:
    """One pass over the chats, grouped by owner; the rest is reckoned from the owners."""
    people = {
        (one.region_id, one.messenger_id): one
        for one in access.counted(user, Inspector.objects.all(), "region")
        .filter(messenger_id__isnull=False)
        .select_related("user")
    }
    found: dict[str, Seen] = defaultdict(Seen)
    chats = rows.narrowed(access.chats(user).linked(), CHATS).order_by()
    for code, owner, count in chats.values_list("region", "observed_owner_id").annotate(Count("pk")):
        inspector = people.get((code, owner))
        if owner is None:
            found[code].unseen += count
        elif inspector is None:
            found[code].orphans += count
        else:
            found[code].owners.append(count)
            found[code].left += count if _left(inspector, on[code]) else 0
    return found


def _region_row(rows: Places, place: str, seen: Seen) -> ReportRow:
    values: dict[str, Value] = {
        "place": rows.names[place],
        "chats": sum(seen.owners) + seen.orphans + seen.unseen,
        "owners": len(seen.owners),
        "most": max(seen.owners, default=0),
        "left": seen.left,
        "orphans": seen.orphans,
        "unseen": seen.unseen,
    }
    return ReportRow(values, rows.within(NAME, place) | _behind_all(rows.filters(place)))


def _behind_all(filters: Mapping[str, str | int]) -> dict[str, Behind]:
    found = {"left": "left", "orphans": "orphan", "unseen": "unseen"}
    lists = {name: Behind("chat", {**filters, "owner": kind}) for name, kind in found.items()}
    return {**lists, "chats": Behind("chat", {**filters, "state": "created"})}


# --- one region ---


def _of_region(user: Login, rows: Places, region: Region) -> ReportTable:
    """By inspector: whoever is in office, and whoever left and still has something."""
    on = region.today()
    people = list(of_region(user, region).select_related("user").order_by("full_name", "pk"))
    absent = set(_away_today(user, region, on))
    held, orphans, unseen = _held(user, rows, region, people, on)
    names = names_of(user, people)
    ordered = people if access.sees_people(user) else sorted(people, key=lambda one: one.pk)
    shown = [
        _owner_row(user, rows, one, held.get(one.pk, Held()), names[one.pk], _state(one, on, absent))
        for one in ordered
        if one.pk in held or not _left(one, on)
    ]
    filters = rows.all_filters() | {"region": region.pk}
    for name, found, kind in ((ORPHANS, orphans, "orphan"), (UNSEEN, unseen, "unseen")):
        behind = {"seen": Behind("chat", {**filters, "owner": kind})}
        shown.append(ReportRow({"place": str(name.caption), "seen": found.seen, "other": found.other}, behind))
    whole = [*held.values(), orphans, unseen]
    sums: dict[str, Value] = {key: sum(getattr(one, key) for one in whole) for key in ("seen", "other", "away")}
    sums["wished"] = sum(one.wished for one in held.values())
    behind = {"seen": Behind("chat", {**filters, "state": "created"})}
    behind |= {name: Behind("chat", {**filters, "owner": kind}) for name, kind in _RULES.items()}
    note = _("Counted now: the owners last seen, and whose each chat is by today's rules.")
    return ReportTable(OF_OWNERS, shown, timezone.now(), ReportRow({"place": _("Total"), **sums}, behind), notes=[note])


_RULES = {"other": "other", "away": "substitute"}


def _away_today(user: Login, region: Region, on: date) -> Sequence[int]:
    absences = access.counted(user, Absence.objects.all(), "inspector__region")
    current = absences.filter(holds(on), inspector__region=region)
    return list(current.values_list("inspector", flat=True))


def _held(
    user: Login, rows: Places, region: Region, people: Sequence[Inspector], on: date
) -> tuple[dict[int, Held], Held, Held]:
    """By inspector (id); of owners who are none; of chats whose owner was not seen."""
    ids = {one.messenger_id: one.pk for one in people if one.messenger_id}
    counted: Counter[tuple[int | None, int | None, int | None]] = Counter()
    for one in belongings(region, rows.narrowed(access.chats(user).linked(), CHATS), on):
        counted[one.seen, one.wished, one.away] += 1
    return tally(counted, ids)


def _state(inspector: Inspector, on: date, absent: set[int]) -> str:
    if inspector.dismissed_on and inspector.dismissed_on <= on:
        return _("Dismissed")
    if _left(inspector, on):
        return _("The login is closed")
    return _("Away") if inspector.pk in absent else _("In office")


def _owner_row(user: Login, rows: Places, inspector: Inspector, held: Held, name: str, state: str) -> ReportRow:
    """For a reader who is not shown people, nothing leads to one of them."""
    values: dict[str, Value] = {"place": name, "state": state, "seen": held.seen, "wished": held.wished}
    values |= {"other": held.other, "away": held.away}
    if not access.sees_people(user):
        return ReportRow(values)
    filters = {**rows.all_filters(), "region": inspector.region_id, "state": "created"}
    owned = {**filters, "owner_seen": inspector.pk}
    behind = {"seen": Behind("chat", owned), "other": Behind("chat", {**owned, "owner": "other"})}
    behind["wished"] = Behind("chat", {**filters, "owner_wished": inspector.pk})
    behind["away"] = Behind("chat", {**filters, "owner_away": inspector.pk})
    return ReportRow(values, behind)


REPORT = Report(
    name=NAME,
    title=gettext_lazy("Ownership"),
    about=gettext_lazy("Whose the chats are, and which are on a substitute, of somebody who left, or of nobody known."),
    narrowed=(NarrowedBy.REGION, NarrowedBy.MUNICIPALITY, NarrowedBy.DAY),
    answer=answer,
)
