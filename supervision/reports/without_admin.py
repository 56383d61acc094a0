"""Created chats in which nobody of the acting company is administrator, and for how many days.

Regions are read from the newest snapshot. One region is counted now: by municipality, or as `figure` says by company,
by inspector or chat by chat. Since when is derived from periods and the journal; where they do not tell, it is None.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from supervision import access, worklists
from supervision.access import Login
from supervision.enums import CallOutcome
from supervision.models import Inspector, ManagementPeriod, MessengerCall, Organisation, Region, Representative, journal
from supervision.models.chat import ChatQuerySet
from supervision.reports import standings
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
from supervision.reports.people_shown import names_of, of_region
from supervision.reports.places import CHATS, HOUSES, Places, places
from supervision.reports.snapshot_notes import missed, said_missing

NAME = "without_admin"
BY_COMPANY, BY_INSPECTOR, EACH = "company", "inspector", "chats"
VIEWS = {
    "place": gettext_lazy("By place"),
    BY_COMPANY: gettext_lazy("By company"),
    BY_INSPECTOR: gettext_lazy("By inspector"),
    EACH: gettext_lazy("Chat by chat"),
}
SINCE_RULE = gettext_lazy(
    "From the start of powers of the acting company or the creation of the chat, whichever is later; where the journal "
    "shows that the rights of its last administrator were taken, from then. Not known where nobody manages the house, "
    "or where somebody was appointed and the journal does not show how that ended."
)
COUNT = Column(
    "count",
    gettext_lazy("Chats without an administrator of the company"),
    rule=gettext_lazy(
        "Created chats of houses in scope in which no representative of the acting company was seen as administrator."
    ),
)
SHARE = Column(
    "share",
    gettext_lazy("Of the chats created"),
    ValueKind.SHARE,
    rule=gettext_lazy("Per hundred chats created of houses in scope."),
)
PLACE = Column("place", pgettext_lazy("territory", "Place"), ValueKind.TEXT)
OF_DAYS = (
    Column("longest", gettext_lazy("Longest, days"), ValueKind.DAYS, rule=SINCE_RULE),
    Column("median", gettext_lazy("Median, days"), ValueKind.DAYS, rule=SINCE_RULE),
    Column(
        "unknown",
        gettext_lazy("Since when is not known"),
        rule=gettext_lazy("Chats of which neither the periods nor the journal tell since when."),
    ),
)
OF_CHATS = (
    Column("place", gettext_lazy("House"), ValueKind.TEXT),
    Column("municipality", gettext_lazy("Municipality"), ValueKind.TEXT),
    Column("company", gettext_lazy("Company"), ValueKind.TEXT, rule=gettext_lazy("The company that acts today.")),
    Column(
        "inspector", gettext_lazy("Inspector"), ValueKind.TEXT, rule=gettext_lazy("The owner of the chat as last seen.")
    ),
    Column("since", gettext_lazy("Since"), ValueKind.DAY, rule=SINCE_RULE),
    Column("days", gettext_lazy("Days"), ValueKind.DAYS, rule=SINCE_RULE),
)


@dataclass(frozen=True, slots=True)
class Bare:
    """A chat without an administrator of the company. `since` is a day of the region."""

    pk: int
    address: str
    municipality: int | None
    company: int | None
    owner: int | None
    since: date | None


def answer(user: Login, asked: Narrowing) -> ReportTable:
    """A constant number of queries; the list of chats is a stream."""
    rows = places(user, asked)
    if rows.region is None:
        return _of_regions(user, rows)
    found = bare_chats(_chosen(user, rows, rows.region), rows.region, rows.region.today())
    now_note = _("Counted now, by what was last seen in the chats.")
    if asked.figure == EACH:
        return ReportTable(OF_CHATS, _listed(user, rows, rows.region, found), timezone.now(), notes=[now_note])
    return _grouped(user, rows, rows.region, list(found), now_note)


def _chosen(user: Login, rows: Places, region: Region) -> ChatQuerySet:
    """The chats without administrator among those asked for; the same as the list of chats shows."""
    asked, on = rows.asked, region.today()
    chats = worklists.without_company_admin(rows.narrowed(access.chats(user).filter(region=region), CHATS), on)
    if asked.organisation:
        chats = worklists.of_company(chats, asked.organisation, on)
    if asked.inspector:
        owner = access.inspectors(user).filter(pk=asked.inspector, region=region).values("messenger_id")
        chats = chats.filter(observed_owner_id__in=owner)
    return chats


def bare_chats(chats: ChatQuerySet, region: Region, on: date) -> Iterator[Bare]:
    """Each of the region's chats, by address, with the day since which it is so; one query, streamed."""
    zone = ZoneInfo(region.time_zone)
    acting = ManagementPeriod.objects.acting_at(on, house="house")
    with_company = chats.annotate(
        company=Subquery(acting.values("organisation")[:1]), powers=Subquery(acting.values("since")[:1])
    )
    last = _last_word()
    read = with_company.annotate(step=Subquery(last.values("step")[:1]), at=Subquery(last.values("answered_at")[:1]))
    rows = read.order_by("house__address", "pk").values_list(
        *("pk", "house__address", "house__municipality", "company", "observed_owner_id"),
        *("powers", "linked_at", "step", "at"),
    )
    for pk, address, municipality, company, owner, powers, linked_at, step, at in rows.iterator():
        day = _since(powers if company else None, linked_at.astimezone(zone).date(), step, at and at.astimezone(zone))
        yield Bare(pk, address, municipality, company, owner, day)


def _last_word() -> QuerySet[MessengerCall]:
    """What the journal says last of the rights of a person of the acting company, newest first."""
    people = Representative.objects.filter(organisation=OuterRef(OuterRef("company"))).values("messenger_id")
    calls = MessengerCall.objects.filter(
        chat=OuterRef("pk"), step__in=[journal.APPOINTS, journal.DEPRIVES], outcome=CallOutcome.DONE
    )
    named = calls.annotate(person=journal.account())
    return named.filter(person__in=people).order_by("-answered_at", "-pk")


def _since(powers: date | None, linked_on: date, step: str | None, at: datetime | None) -> date | None:
    if powers is None:
        return None
    start = max(powers, linked_on)
    if at is None:
        return start
    # an appointment without an end on record: the person left, or somebody took the rights by hand, and when is unknown
    return max(start, at.date()) if step == journal.DEPRIVES else None


def _of_regions(user: Login, rows: Places) -> ReportTable:
    day = standings.newest_day(user, list(access.regions(user)), None)
    columns = (PLACE, COUNT, SHARE)
    if day is None:
        return ReportTable(columns, (), timezone.now(), notes=[_("No snapshot was taken in the last week.")])
    taken = list(rows.narrowed(access.snapshots(user).filter(day=day, municipality=None), HOUSES))
    counts = {one.region_id: (one.with_chat - one.with_company_admin, one.with_chat) for one in taken}
    shown, missing = [], missed(user, counts, day)
    for place in (one for one in rows if one in counts or one in missing):
        behind = rows.within(NAME, place) | {"count": _chats(rows.filters(place))}
        shown.append(ReportRow({"place": rows.names[place], **_of(*counts.get(str(place), (None, None)))}, behind))
    bare, created = (sum(found[number] for found in counts.values()) for number in (0, 1))
    notes = said_missing(rows.names, missing, day)
    said = _("Read from the snapshots of %(day)s; the lists behind the figures show today's rows.")
    total = ReportRow({"place": _("Total"), **_of(bare, created)}, {"count": _chats(rows.all_filters())})
    as_of = max((one.taken_at for one in taken), default=timezone.now())
    return ReportTable(columns, shown, as_of, total, notes=[*notes, said % {"day": f"{day:%d.%m.%Y}"}])


def _of(bare: int | None, created: int | None) -> dict[str, Value]:
    return {"count": bare, "share": round(100 * bare / created, 2) if bare is not None and created else None}


def _chats(filters: Mapping[str, str | int]) -> Behind:
    return Behind("chat", {**filters, "state": "without_admin"})


def _grouped(user: Login, rows: Places, region: Region, found: list[Bare], note: str) -> ReportTable:
    asked, on = rows.asked, region.today()
    groups: dict[int | None, list[Bare]] = defaultdict(list)
    people = _owners(user, region)
    for one in found:
        groups[_key(one, asked.figure, people)].append(one)
    names = _names(user, rows, region, asked.figure, groups)
    shown = []
    for key, name in names.items():
        within, listed = _behind(user, rows, region, asked.figure, key)
        behind = {"count": Behind("chat", {**listed, "state": "without_admin"})} if listed else {}
        behind |= {"longest": Behind(f"report:{NAME}", {**within, "figure": EACH})} if within else {}
        shown.append(ReportRow({"place": name, **_days(groups.get(key, []), on)}, behind))
    whole = {**rows.all_filters(), **({"organisation": asked.organisation} if asked.organisation else {})}
    filters = dict(whole)
    filters |= {"owner_seen": asked.inspector} if asked.inspector else {}
    total = ReportRow({"place": _("Total"), **_days(found, on)}, {"count": _chats(filters)})
    beside = [(words, Behind(f"report:{NAME}", {**whole, "figure": view})) for view, words in VIEWS.items()]
    return ReportTable((PLACE, COUNT, *OF_DAYS), shown, timezone.now(), total, notes=[note], beside=beside)


def _owners(user: Login, region: Region) -> dict[int, Inspector]:
    found = of_region(user, region).filter(messenger_id__isnull=False).order_by("full_name", "pk")
    return {one.messenger_id or 0: one for one in found}


def _key(one: Bare, figure: str, people: Mapping[int, Inspector]) -> int | None:
    if figure == BY_COMPANY:
        return one.company
    if figure == BY_INSPECTOR:
        inspector = people.get(one.owner or 0)
        return inspector.pk if inspector else None
    return one.municipality


def _names(
    user: Login, rows: Places, region: Region, figure: str, groups: Mapping[int | None, list[Bare]]
) -> dict[int | None, str]:
    """The groups in the order of the rows: companies and inspectors by count, municipalities by name."""
    if figure not in (BY_COMPANY, BY_INSPECTOR):
        return {key: name for key, name in rows.names.items() if not isinstance(key, str) and (key or key in groups)}
    if figure == BY_COMPANY:
        known = dict(access.organisations(user).filter(pk__in=[key for key in groups if key]).values_list("pk", "name"))
        none = _("Nobody manages the house")
    else:
        known, none = names_of(user, _owners(user, region).values()), _("No inspector of the region")
    ordered = sorted(groups, key=lambda key: (-len(groups[key]), known.get(key or 0, "")))
    return {key: known.get(key or 0, none) for key in ordered}


def _behind(
    user: Login, rows: Places, region: Region, figure: str, key: int | None
) -> tuple[dict[str, str | int], dict[str, str | int]]:
    """What narrows this report, and the list of chats, to the group; {} where nothing does, or names would show."""
    whole = rows.all_filters()
    if figure == BY_COMPANY:
        return ({**whole, "organisation": key},) * 2 if key else ({}, {})
    if figure == BY_INSPECTOR:
        if key is None or not access.sees_people(user):
            return {}, {}
        return {**whole, "inspector": key}, {**whole, "owner_seen": key}
    return (rows.filters(key) if key else {}), rows.filters(key)


def _days(group: list[Bare], on: date) -> dict[str, Value]:
    days = [(on - one.since).days for one in group if one.since]
    return {
        "count": len(group),
        "longest": max(days, default=None),
        "median": median(days) if days else None,
        "unknown": len(group) - len(days),
    }


def _listed(user: Login, rows: Places, region: Region, found: Iterator[Bare]) -> Iterator[ReportRow]:
    municipalities = dict(access.municipalities(user).filter(region=region).values_list("pk", "name"))
    companies = dict(Organisation.objects.filter(region=region).values_list("pk", "name"))
    people = _owners(user, region)
    names, on = names_of(user, people.values()), region.today()
    for one in found:
        inspector = people.get(one.owner or 0)
        values: dict[str, Value] = {
            "place": one.address,
            "municipality": municipalities.get(one.municipality or 0),
            "company": companies.get(one.company or 0),
            "inspector": names[inspector.pk] if inspector else None,
            "since": one.since,
            "days": (on - one.since).days if one.since else None,
        }
        yield ReportRow(values, {"place": Behind("chat", {"pk": one.pk})})


REPORT = Report(
    name=NAME,
    title=gettext_lazy("Chats without an administrator of the company"),
    about=gettext_lazy("Where nobody of the company answers the residents, and for how long."),
    narrowed=(
        *(NarrowedBy.REGION, NarrowedBy.MUNICIPALITY, NarrowedBy.ORGANISATION, NarrowedBy.INSPECTOR),
        NarrowedBy.FIGURE,
    ),
    answer=answer,
    figures=VIEWS,
)
