"""Coverage: how many of the houses that get an official chat have one, by region or by municipality of a region.

Regions are read from the snapshot of a day. The municipalities of one region are counted now unless an earlier day is
asked for. Gives a share of 0 to 100, the goal that counts and the gap to it; refuses nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from supervision import access
from supervision.access import Login
from supervision.figures import TargetFigure
from supervision.reports import coverage_counts, standings
from supervision.reports.coverage_counts import CLASSES, CoverageCounts
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
from supervision.reports.milestones import Milestones, milestones, target_columns
from supervision.reports.pictures import Bar, Bars
from supervision.reports.places import Key, Places, places
from supervision.reports.snapshot_notes import missed, of_which_instant, said_missing

NAME = "coverage"
COUNTED = (
    Column("place", pgettext_lazy("territory", "Place"), ValueKind.TEXT),
    Column(
        "in_scope",
        gettext_lazy("Houses that get a chat"),
        rule=gettext_lazy("Houses in use of the kinds and with the number of flats that the region's policy names."),
    ),
    Column(
        "with_chat",
        gettext_lazy("Chats created"),
        rule=gettext_lazy("Chats of these houses that exist in the messenger."),
    ),
    Column(
        "share",
        gettext_lazy("Coverage"),
        ValueKind.SHARE,
        rule=gettext_lazy(
            "Chats created per hundred houses that get a chat. Snapshots taken by earlier versions of the portal "
            "counted chats of houses that get none any more too, so a share of those days can be over 100."
        ),
    ),
)
RANK = Column(
    "rank",
    gettext_lazy("Rank"),
    rule=gettext_lazy("By coverage, the highest is the first; equal shares have equal ranks."),
)
CLASS_RULE = gettext_lazy(
    "A municipality has not started without any chat, is done when every house that gets a chat has one, and is in "
    "progress between. Municipalities without such houses are not counted."
)
OF_REGIONS = tuple(Column(name, words, rule=CLASS_RULE) for name, words in CLASSES.items())
OF_MUNICIPALITIES = (Column("class", gettext_lazy("Class"), ValueKind.TEXT, rule=CLASS_RULE),)
PARTICIPANTS = Column(
    "participants", gettext_lazy("Participants"), rule=gettext_lazy("Participants of these chats, as last seen.")
)
ONLY_NOW = (
    Column(
        "per_flat",
        gettext_lazy("Participants per flat"),
        ValueKind.RATIO,
        rule=gettext_lazy("Only of houses whose number of flats and of participants is known."),
    ),
    Column(
        "few",
        gettext_lazy("Chats with fewer than 5 participants"),
        rule=gettext_lazy(
            "Of the chats created of houses that get one, by the participants last seen; chats not looked at yet are "
            "not counted."
        ),
    ),
    Column(
        "out_of_scope",
        gettext_lazy("Chats of houses out of scope"),
        rule=gettext_lazy("Chats of houses that get none any more: demolished, or left out by the policy."),
    ),
)


@dataclass(frozen=True, slots=True)
class Picked:
    """What the table is made of. `stages`: how many municipalities of each class, by region."""

    rows: Places
    counts: Mapping[Key, CoverageCounts]
    stages: Mapping[Key, Mapping[str, int]]
    goals: Milestones
    day: date
    is_now: bool
    missing: Collection[str] = ()  # regions whose snapshot of the day was not taken

    def is_shown(self, place: Key) -> bool:
        counts, figure = self.counts.get(place), self.rows.asked.figure
        if self.rows.region is None:
            return counts is not None or place in self.missing
        if figure in CLASSES:
            return place is not None and counts is not None and counts.stage == figure
        return counts is not None


def answer(user: Login, asked: Narrowing) -> ReportTable:
    """A constant number of queries. `figure` is a class: only the region's municipalities of that class."""
    rows = places(user, asked)
    if rows.region is not None and asked.day in (None, rows.region.today()):
        day = rows.region.today()
        counts = coverage_counts.now(user, rows)
        picked = Picked(rows, counts, _of_one(counts), milestones(user, TargetFigure.WITH_CHAT, day), day, True)
        return _table(picked, timezone.now(), [_("Counted now. An earlier day is read from its snapshot.")])
    taken = asked.day or standings.newest_day(user, list(access.regions(user)), None, asked.region)
    if taken is None:
        return ReportTable(
            _columns(rows, False), (), timezone.now(), notes=[_("No snapshot was taken in the last week.")]
        )
    counts, as_of = coverage_counts.frozen(user, rows, taken)
    stages = _of_one(counts) if rows.region else coverage_counts.stages(user, rows, taken)
    missing = missed(user, counts, taken) if rows.region is None and counts else ()
    picked = Picked(rows, counts, stages, milestones(user, TargetFigure.WITH_CHAT, taken), taken, False, missing)
    return _table(picked, as_of or timezone.now(), _notes_on_frozen(picked))


def _of_one(counts: Mapping[Key, CoverageCounts]) -> dict[Key, dict[str, int]]:
    found = [one.stage for place, one in counts.items() if place is not None]
    return {None: {name: found.count(name) for name in CLASSES}}


def _notes_on_frozen(picked: Picked) -> list[str]:
    rows, day = picked.rows, picked.day
    if not picked.counts:
        return of_which_instant((), {}, day)
    shown = _("Read from the snapshots of %(day)s; the lists behind the figures show today's rows.")
    now_only = _("Participants per flat and small chats are counted now, for one region at a time.")
    return [*said_missing(rows.names, picked.missing, day), shown % {"day": f"{day:%d.%m.%Y}"}, now_only]


def _columns(rows: Places, is_now: bool) -> Sequence[Column]:
    by_place = OF_MUNICIPALITIES if rows.region else OF_REGIONS
    return (*COUNTED, *target_columns(), RANK, *by_place, PARTICIPANTS, *(ONLY_NOW if is_now else ()))


def _table(picked: Picked, as_of: datetime, notes: list[str]) -> ReportTable:
    places_shown = [place for place in picked.rows if picked.is_shown(place)]
    shares = sorted((one.share for one in picked.counts.values() if one.share is not None), reverse=True)
    rows = [_row(picked, place, shares) for place in places_shown]
    return ReportTable(
        columns=_columns(picked.rows, picked.is_now),
        rows=rows,
        as_of=as_of,
        total=_total(picked, [picked.counts[place] for place in places_shown if place in picked.counts])
        if picked.is_now or picked.counts
        else None,
        pictures=_pictures(picked, places_shown),
        notes=notes,
        day=None if picked.is_now else picked.day,
    )


def _row(picked: Picked, place: Key, shares: list[float]) -> ReportRow:
    rows, counts = picked.rows, picked.counts.get(place)
    code = rows.region.pk if rows.region else str(place)
    values = {"place": rows.names[place], **picked.goals.measured(counts.share if counts else None, code)}
    behind = rows.within(NAME, place)
    if counts is None:
        return ReportRow(values, behind)
    values |= _figures(counts) | {"rank": shares.index(counts.share) + 1 if counts.share is not None else None}
    if rows.region:
        values |= {"class": str(CLASSES[counts.stage]) if counts.stage else None}
        return ReportRow(values, behind | _lists(rows.filters(place)))
    behind |= {name: _municipalities(picked, str(place), name) for name in CLASSES}
    return ReportRow({**values, **picked.stages[place]}, behind | _lists(rows.filters(place)))


def _figures(counts: CoverageCounts) -> dict[str, Value]:
    names = ("in_scope", "with_chat", "share", "participants", "per_flat", "few", "out_of_scope")
    return {name: getattr(counts, name) for name in names}


def _lists(filters: Mapping[str, str | int]) -> dict[str, Behind]:
    created = Behind("chat", {**filters, "state": "in_scope"})
    return {
        "in_scope": Behind("house", {**filters, "scope": "in"}),
        "with_chat": created,
        "participants": created,
        "few": Behind("chat", {**filters, "state": "few"}),
        "out_of_scope": Behind("chat", {**filters, "state": "out_of_scope"}),
    }


def _municipalities(picked: Picked, region: str, stage: str) -> Behind:
    """Those of the class on the same day."""
    return Behind(f"report:{NAME}", {"region": region, "day": picked.day.isoformat(), "figure": stage})


def _total(picked: Picked, counted: list[CoverageCounts]) -> ReportRow:
    together = coverage_counts.whole(counted)
    code = picked.rows.region.pk if picked.rows.region else None
    values = {"place": _("Total"), **_figures(together), **picked.goals.measured(together.share, code)}
    if picked.rows.region is None:
        values |= {name: sum(found[name] for found in picked.stages.values()) for name in CLASSES}
    return ReportRow(values, {} if picked.rows.asked.figure in CLASSES else _lists(picked.rows.all_filters()))


def _pictures(picked: Picked, shown: Sequence[Key]) -> list[Bars]:
    found = [(place, picked.counts[place].share) for place in shown if place in picked.counts]
    ranked = sorted(((share, place) for place, share in found if share is not None), key=lambda one: -one[0])
    bars = []
    for share, place in ranked:
        goal = picked.goals.goal(picked.rows.region.pk if picked.rows.region else str(place))
        bars.append(Bar(picked.rows.names[place], share, float(goal.percent) if goal else None))
    classes = [Bar(str(words), sum(one[name] for one in picked.stages.values())) for name, words in CLASSES.items()]
    return [Bars(_("Coverage"), "%", bars), Bars(_("Municipalities by class"), _("municipalities"), classes)]


REPORT = Report(
    name=NAME,
    title=gettext_lazy("Coverage"),
    about=gettext_lazy("How many of the houses that get an official chat have one, and how far it is to the target."),
    narrowed=(NarrowedBy.DAY, NarrowedBy.REGION, NarrowedBy.MUNICIPALITY, NarrowedBy.FIGURE),
    answer=answer,
    figures={"all": gettext_lazy("All"), **CLASSES},
)
