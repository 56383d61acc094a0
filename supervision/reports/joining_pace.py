"""Joining: how long companies' people take from an invitation to being known, and from there into the chats.

Counted now, of the people who represent a company of the region today. Hours are differences of instants; what starts
with a day starts at the region's own midnight.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision import access
from supervision.access import Login
from supervision.enums import CallOutcome
from supervision.models import Invitation, InvitationState, MessengerCall, Region, Representative, journal
from supervision.models.spans import holds
from supervision.reports.frame import Column, NarrowedBy, Narrowing, Report, ReportRow, ReportTable, ValueKind
from supervision.reports.joining import joined
from supervision.reports.region import place_of

COUNTS = ("people", "invited", "known", "to_join", "joined")
COLUMNS = (
    Column("company", gettext_lazy("Company"), ValueKind.TEXT),
    Column("people", gettext_lazy("Representatives"), rule=gettext_lazy("Who represents the company today.")),
    Column("invited", gettext_lazy("Invited"), rule=gettext_lazy("Of them, for whom an invitation was ever made.")),
    Column(
        "known",
        gettext_lazy("Known in MAX"),
        rule=gettext_lazy("Of them, who answered an invitation by the account that they have now."),
    ),
    Column(
        "hours_known",
        gettext_lazy("From invitation to known, median"),
        ValueKind.HOURS,
        gettext_lazy("Hours from the person's first invitation to the answer, of those who are known."),
    ),
    Column(
        "to_join",
        gettext_lazy("Chats to be in"),
        rule=gettext_lazy("Chats created of the houses managed today, once for each representative of the company."),
    ),
    Column("joined", gettext_lazy("Chats joined"), rule=gettext_lazy("Of them, joined as far as is known.")),
    Column(
        "hours_joined",
        gettext_lazy("From known to joined, median"),
        ValueKind.HOURS,
        gettext_lazy(
            "Hours until the portal made the person administrator of a chat, which it does as soon as they have "
            "joined: from the answer, the start of powers or the making of the chat, whichever was last. Chats in "
            "which the person was before are left out."
        ),
    ),
)


@dataclass(slots=True)
class JoiningPace:
    """Of one company, or of all of them."""

    name: str = ""
    people: int = 0
    invited: int = 0
    known: int = 0
    to_join: int = 0
    joined: int = 0
    until_known: list[float] = field(default_factory=list)
    until_joined: list[float] = field(default_factory=list)

    def add(self, other: "JoiningPace") -> None:
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.until_known += other.until_known
        self.until_joined += other.until_joined


@dataclass(frozen=True, slots=True)
class OwnChat:
    """A chat of a company, and since when somebody of it could join."""

    chat: int
    open_since: datetime


def answer(user: Login, asked: Narrowing) -> ReportTable:
    """A row a company with representatives, by name. Six statements."""
    region, _place = place_of(user, asked)
    total, rows = JoiningPace(f"{_('Total')}: {region.name}"), []
    for pace in _paces(user, region):
        total.add(pace)
        rows.append(_row(pace))
    notes = [_("%(region)s: counted from the register as it is now.") % {"region": region.name}]
    return ReportTable(COLUMNS, rows, timezone.now(), _row(total) if rows else None, notes=notes)


def _row(pace: JoiningPace) -> ReportRow:
    medians = {"hours_known": _median(pace.until_known), "hours_joined": _median(pace.until_joined)}
    return ReportRow({"company": pace.name, **{name: getattr(pace, name) for name in COUNTS}, **medians})


def _median(hours: list[float]) -> float | None:
    return round(median(hours), 2) if hours else None


def _paces(user: Login, region: Region) -> Iterator[JoiningPace]:
    rows = access.counted(user, Representative.objects.all(), "organisation__region")
    people = list(rows.filter(holds(region.today()), organisation__region=region).select_related("organisation"))
    chats = _chats(user, region)
    first, known = _invited(people)
    accounts = {one.messenger_id for one in people if one.messenger_id is not None}
    seen = joined([one.chat for own in chats.values() for one in own], accounts)
    appointed = _appointed(region, {one.messenger_id for one in people if one.pk in known})
    of_company: dict[int, list[Representative]] = defaultdict(list)
    for one in people:
        of_company[one.organisation_id].append(one)
    for number, own in sorted(of_company.items(), key=lambda item: (item[1][0].organisation.name, item[0])):
        pace = JoiningPace(own[0].organisation.name, people=len(own))
        for one in own:
            pace.invited += one.pk in first
            pace.to_join += len(chats[number])
            pace.joined += sum(chat.chat in seen[one.messenger_id] for chat in chats[number])
            if one.pk in known:
                pace.known += 1
                pace.until_known.append(_hours(first[one.pk], known[one.pk]))
                pace.until_joined += _until_joined(one, known[one.pk], chats[number], appointed)
        yield pace


def _until_joined(
    person: Representative,
    known: datetime,
    chats: Sequence[OwnChat],
    appointed: Mapping[tuple[int, int | None], datetime],
) -> Iterator[float]:
    for one in chats:
        at = appointed.get((one.chat, person.messenger_id))
        since = max(known, one.open_since)
        if at is not None and at >= since:
            yield _hours(since, at)


def _hours(since: datetime, until: datetime) -> float:
    return (until - since).total_seconds() / 3600


def _chats(user: Login, region: Region) -> dict[int, list[OwnChat]]:
    """Created, of the houses that each company manages today."""
    found: dict[int, list[OwnChat]] = defaultdict(list)
    periods = access.periods(user).acting(region.today()).filter(house__region=region, organisation__isnull=False)
    rows = periods.filter(house__chat__messenger_id__isnull=False).order_by()
    for company, since, chat, linked in rows.values_list(
        "organisation", "since", "house__chat", "house__chat__linked_at"
    ):
        start = region.midnight(since)
        found[company].append(OwnChat(chat, max(start, linked) if linked else start))
    return found


def _invited(people: Sequence[Representative]) -> tuple[dict[int, datetime], dict[int, datetime]]:
    """By person: when the first invitation was made, and when the one was answered by which the person is known."""
    accounts = {one.pk: one.messenger_id for one in people}
    first: dict[int, datetime] = {}
    known: dict[int, datetime] = {}
    rows = Invitation.objects.filter(representative__in=people).order_by("made_at", "pk")
    for one in rows.only("representative", "made_at", "state", "answered_at", "account_id"):
        if one.representative_id is None:
            continue
        first.setdefault(one.representative_id, one.made_at)
        is_own = one.state == InvitationState.KNOWN and one.account_id == accounts[one.representative_id]
        if is_own and one.answered_at is not None:
            known[one.representative_id] = one.answered_at
    return first, known


def _appointed(region: Region, accounts: set[int | None]) -> dict[tuple[int, int | None], datetime]:
    """By chat and account: when the portal first made the person administrator."""
    calls = MessengerCall.objects.filter(
        journal.about(accounts), region=region, step=journal.APPOINTS, outcome=CallOutcome.DONE
    )
    found = calls.annotate(account=journal.account()).order_by()
    rows = found.values_list("chat", "account").annotate(first=Min("answered_at"))
    return {(chat, account): at for chat, account, at in rows if at is not None}


REPORT = Report(
    name="joining",
    title=gettext_lazy("Joining"),
    about=gettext_lazy("How long companies' people take to become known in MAX and to join the chats."),
    narrowed=(NarrowedBy.REGION,),
    answer=answer,
    is_of_one_region=True,
)
