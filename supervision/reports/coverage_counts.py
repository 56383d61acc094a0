"""The counts that coverage is made of: now, or as a day's snapshots say."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext_lazy as _

from supervision import access, worklists
from supervision.access import Login
from supervision.models import DailySnapshot
from supervision.reports.places import CHATS, HOUSES, Key, Places

NOT_STARTED, IN_PROGRESS, DONE = "not_started", "in_progress", "done"
CLASSES = {NOT_STARTED: _("Not started"), IN_PROGRESS: _("In progress"), DONE: _("Done")}


@dataclass(slots=True)
class CoverageCounts:
    """Of one place. None: not known."""

    in_scope: int = 0
    with_chat: int = 0
    participants: int = 0
    people: int = 0  # of houses whose number of flats and of participants is known
    flats: int = 0  # of the same houses
    few: int | None = None
    out_of_scope: int | None = None

    @property
    def per_flat(self) -> float | None:
        return round(self.people / self.flats, 2) if self.flats else None

    @property
    def share(self) -> float | None:
        return round(100 * self.with_chat / self.in_scope, 2) if self.in_scope else None

    @property
    def stage(self) -> str:
        """Of Tatarstan's three classes; "" for a municipality where no house gets a chat."""
        if not self.in_scope:
            return ""
        if not self.with_chat:
            return NOT_STARTED
        return DONE if self.with_chat >= self.in_scope else IN_PROGRESS


def whole(counts: list[CoverageCounts]) -> CoverageCounts:
    """All places together."""
    few = [one.few for one in counts if one.few is not None]
    beyond = [one.out_of_scope for one in counts if one.out_of_scope is not None]
    return CoverageCounts(
        in_scope=sum(one.in_scope for one in counts),
        with_chat=sum(one.with_chat for one in counts),
        participants=sum(one.participants for one in counts),
        people=sum(one.people for one in counts),
        flats=sum(one.flats for one in counts),
        few=sum(few) if few else None,
        out_of_scope=sum(beyond) if beyond else None,
    )


def now(user: Login, rows: Places) -> dict[Key, CoverageCounts]:
    """Four queries; every municipality of the region has counts, houses without one only where there are any."""
    found: dict[Key, CoverageCounts] = {place: _nothing() for place in rows if place is not None}
    for place, count in rows.counted(access.houses(user).in_scope(), HOUSES).items():
        found.setdefault(place, _nothing()).in_scope = count
    created = worklists.of_houses_in_scope(access.chats(user))
    linked = rows.narrowed(created, CHATS).order_by().values_list(rows.by(CHATS))
    known = Q(house__flats__gt=0, participants_count__isnull=False)
    of_known = {"people": Sum("participants_count", filter=known), "flats": Sum("house__flats", filter=known)}
    for place, chats, participants, people, flats in linked.annotate(
        Count("pk"), Sum("participants_count"), **of_known
    ):
        counts = found.setdefault(place, _nothing())
        counts.with_chat, counts.participants = chats, participants or 0
        counts.people, counts.flats = people or 0, flats or 0
    for place, few in rows.counted(worklists.few_members(access.chats(user)), CHATS).items():
        found.setdefault(place, _nothing()).few = few
    for place, beyond in rows.counted(worklists.out_of_scope(access.chats(user)), CHATS).items():
        found.setdefault(place, _nothing()).out_of_scope = beyond
    return found


def _nothing() -> CoverageCounts:
    """Counts of a place that may have none of something."""
    return CoverageCounts(few=0, out_of_scope=0)


def frozen(user: Login, rows: Places, day: date) -> tuple[dict[Key, CoverageCounts], datetime | None]:
    """And when the last of these snapshots was taken. One query."""
    taken = list(rows.narrowed(access.snapshots(user).filter(day=day), HOUSES).order_by())
    as_of = max((one.taken_at for one in taken), default=None)
    if rows.region is None:
        return {one.region_id: _of(one) for one in taken if one.municipality_id is None}, as_of
    own = [one for one in taken if one.region_id == rows.region.pk]
    found: dict[Key, CoverageCounts] = {one.municipality_id: _of(one) for one in own if one.municipality_id}
    of_region = next((_of(one) for one in own if one.municipality_id is None), None)
    if of_region:  # the region's own row counts houses without a municipality too
        known = whole(list(found.values()))
        rest = CoverageCounts(
            of_region.in_scope - known.in_scope,
            of_region.with_chat - known.with_chat,
            of_region.participants - known.participants,
        )
        found |= {None: rest} if rest != CoverageCounts() else {}
    return found, as_of


def _of(row: DailySnapshot) -> CoverageCounts:
    return CoverageCounts(row.in_scope, row.with_chat, row.participants)


def stages(user: Login, rows: Places, day: date) -> dict[Key, dict[str, int]]:
    """By region: its municipalities of each class on the day. One query."""
    taken = rows.narrowed(access.snapshots(user).filter(day=day), HOUSES).order_by()
    kinds = {
        NOT_STARTED: Count("pk", filter=Q(municipality__isnull=False, with_chat=0, in_scope__gt=0)),
        IN_PROGRESS: Count("pk", filter=Q(municipality__isnull=False, with_chat__gt=0, with_chat__lt=F("in_scope"))),
        DONE: Count("pk", filter=Q(municipality__isnull=False, in_scope__gt=0, with_chat__gte=F("in_scope"))),
    }
    counted = taken.values_list("region").annotate(**kinds)
    return {code: dict(zip(CLASSES, found, strict=True)) for code, *found in counted}
