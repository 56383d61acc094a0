"""The messenger queue: what is due, waits and is parked, how old it is, what the messenger answered, open work orders.

By region or municipality; or, as `figure` says, parked chats by reason, calls of the last 24 hours by step and result,
open work orders by kind and age. All of it is counted now.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, Min, When
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from supervision import access, worklists
from supervision.access import Login
from supervision.enums import CallOutcome, HouseState, RequestState, WorkOrderKind
from supervision.reports import rates
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
from supervision.reports.places import HOUSES, OF_CHAT, REQUESTS, Key, Places, places

NAME = "queue"
PARKED, CALLS, ORDERS = "parked", "calls", "orders"
VIEWS = {
    "places": gettext_lazy("By place"),
    PARKED: gettext_lazy("Parked, by reason"),
    CALLS: gettext_lazy("Calls, by step and result"),
    ORDERS: gettext_lazy("Work orders, by kind and age"),
}
STEPS = {
    "CreateChat": gettext_lazy("Create the chat"),
    "TransferOwner": gettext_lazy("Hand the chat over"),
    "GrantAdmin": gettext_lazy("Make somebody administrator"),
    "SetRights": gettext_lazy("Set the rights of an administrator"),
    "RevokeAdmin": gettext_lazy("Take the rights of an administrator"),
    "Rename": gettext_lazy("Rename the chat"),
    "SetDescription": gettext_lazy("Set the description"),
    "Announce": gettext_lazy("Tell the residents"),
    "PinAnnouncement": gettext_lazy("Pin the announcement"),
}
HOURS_RULE = gettext_lazy(
    "Of the chats due: hours since the chat was marked, or since the day came for which the change was planned."
)
ORDERS_RULE = gettext_lazy("Work orders not seen done, by the time since they were opened.")
OF_PLACES = (
    Column("place", pgettext_lazy("territory", "Place"), ValueKind.TEXT),
    Column("due", gettext_lazy("Due now"), rule=gettext_lazy("Chats that a worker may take up now.")),
    Column("planned", gettext_lazy("Planned for later"), rule=gettext_lazy("Chats whose day has not come.")),
    Column("waiting", gettext_lazy("Waiting"), rule=gettext_lazy("Chats that wait for somebody outside.")),
    Column(PARKED, gettext_lazy("Needs a person"), rule=gettext_lazy("Chats that the portal gave up to a person.")),
    Column("oldest", gettext_lazy("Oldest due, hours"), ValueKind.HOURS, rule=HOURS_RULE),
    Column(CALLS, gettext_lazy("Calls, 24 hours"), rule=gettext_lazy("Writing calls sent in the last 24 hours.")),
    Column(
        "not_done",
        gettext_lazy("Calls not done"),
        rule=gettext_lazy("Of these, calls with any other result than done."),
    ),
    Column(ORDERS, gettext_lazy("Open work orders"), rule=gettext_lazy("Work orders not seen done.")),
    rates.ORDERS,
    rates.REFUSALS,
)
OF_REASONS = (
    Column(
        "reason", gettext_lazy("Reason"), ValueKind.TEXT, rule=gettext_lazy("The sentence with which it was parked.")
    ),
    Column("count", gettext_lazy("Chats"), rule=gettext_lazy("Chats parked with this sentence.")),
    Column(
        "since", gettext_lazy("First marked"), ValueKind.INSTANT, rule=gettext_lazy("The oldest mark of these chats.")
    ),
)
OF_CALLS = (
    Column("step", gettext_lazy("Step"), ValueKind.TEXT),
    Column("count", gettext_lazy("Calls"), rule=gettext_lazy("Writing calls sent in the last 24 hours.")),
    *(Column(each.value, each.label, rule=gettext_lazy("By result.")) for each in CallOutcome),
)
OF_ORDERS = (
    Column("kind", gettext_lazy("What"), ValueKind.TEXT),
    Column("count", gettext_lazy("Open"), rule=gettext_lazy("Work orders not seen done.")),
    *(Column(name, age.label, rule=ORDERS_RULE) for name, age in worklists.ORDER_AGES.items()),
    Column("oldest", gettext_lazy("Oldest, days"), ValueKind.DAYS, rule=ORDERS_RULE),
)


def answer(user: Login, asked: Narrowing) -> ReportTable:
    """A constant number of queries."""
    rows, now = places(user, asked), timezone.now()
    views = {PARKED: _by_reason, CALLS: _by_step, ORDERS: _by_kind}
    return views.get(asked.figure, _by_place)(user, rows, now)


def _by_place(user: Login, rows: Places, now: datetime) -> ReportTable:
    requests, calls = access.requests(user), worklists.recent_calls(access.calls(user), now)
    counted = {name: rows.counted(found(requests, now), REQUESTS) for name, found in worklists.QUEUE.items()}
    counted[CALLS] = rows.counted(calls, OF_CHAT)
    counted["not_done"] = rows.counted(calls.exclude(outcome=CallOutcome.DONE), OF_CHAT)
    counted[ORDERS] = rows.counted(access.work_orders(user).filter(closed_at=None), OF_CHAT)
    oldest = _oldest(rows, worklists.QUEUE["due"](requests, now), now)
    houses = rows.counted(access.houses(user).filter(state=HouseState.STANDING), HOUSES)
    shown = []
    for place in rows:
        if place is None and not any(place in found for found in counted.values()):
            continue
        values: dict[str, Value] = {name: found.get(place, 0) for name, found in counted.items()}
        values |= {"place": rows.names[place], "oldest": oldest.get(place)}
        values |= _rates(values, houses.get(place))
        shown.append(ReportRow(values, rows.within(NAME, place) | _lists(rows.filters(place))))
    sums: dict[str, Value] = {name: sum(found.values()) for name, found in counted.items()}
    sums |= {"place": _("Total"), "oldest": max(oldest.values(), default=None), **_rates(sums, sum(houses.values()))}
    total = ReportRow(sums, _lists(rows.all_filters()))
    return ReportTable(OF_PLACES, shown, now, total, notes=[_("Counted now.")], beside=_beside(rows))


def _rates(values: Mapping[str, Value], houses: int | None) -> dict[str, Value]:
    found = {rates.ORDERS.key: values[ORDERS], rates.REFUSALS.key: values["not_done"]}
    return {name: rates.per_hundred(count, houses) if isinstance(count, int) else None for name, count in found.items()}


def _oldest(rows: Places, due: Any, now: datetime) -> dict[Key, float]:
    """A try that failed moves `not_before` on, so only an untried request is as old as the day it was planned for."""
    since = Case(When(attempts=0, then=Greatest("marked_at", "not_before")), default=F("marked_at"))
    path = rows.by(REQUESTS)
    found = rows.narrowed(due, REQUESTS).order_by().values_list(path).annotate(oldest=Min(since))
    return {place: round((now - at).total_seconds() / 3600, 2) for place, at in found}


def _lists(filters: Mapping[str, str | int]) -> dict[str, Behind]:
    found = {name: Behind("syncrequest", {**filters, "queue": name}) for name in worklists.QUEUE}
    found["oldest"] = found["due"]
    found[CALLS] = Behind("messengercall", {**filters, "sent": "day"})
    found["not_done"] = Behind("messengercall", {**filters, "sent": "day", "result": "other"})
    found[ORDERS] = Behind("workorder", {**filters, "open": "1"})
    return found


def _beside(rows: Places) -> list[tuple[object, Behind]]:
    """The other views of the same places."""
    filters = rows.all_filters()
    return [(VIEWS[name], Behind(f"report:{NAME}", {**filters, "figure": name})) for name in (PARKED, CALLS, ORDERS)]


# --- parked by reason ---


def _by_reason(user: Login, rows: Places, now: datetime) -> ReportTable:
    """A sentence may name somebody: who is not shown people is not shown the sentences."""
    parked = rows.narrowed(access.requests(user), REQUESTS).filter(state=RequestState.PARKED).order_by()
    found = list(parked.values_list("reason").annotate(Count("pk"), Min("marked_at")))
    filters = {**rows.all_filters(), "queue": PARKED}
    total = ReportRow(
        {"reason": _("Total"), "count": sum(one[1] for one in found)}, {"count": Behind("syncrequest", filters)}
    )
    notes = [_("Counted now.")]
    shown: Iterable[ReportRow] = ()
    if access.sees_people(user):
        ordered = sorted(found, key=lambda one: (-one[1], one[0]))
        shown = [_reason_row(filters, *one) for one in ordered]
    else:
        notes.append(_("The reasons may name people; they are shown to the region's own."))
    return ReportTable(OF_REASONS, shown, now, total, notes=notes)


def _reason_row(filters: Mapping[str, str | int], reason: str, count: int, since: datetime) -> ReportRow:
    listed = Behind("syncrequest", {**filters, "reason": reason})
    values: dict[str, Value] = {"reason": reason or _("No reason on record"), "count": count, "since": since}
    return ReportRow(values, {"count": listed} if reason else {})


# --- calls by step and result ---


def _by_step(user: Login, rows: Places, now: datetime) -> ReportTable:
    calls = worklists.recent_calls(rows.narrowed(access.calls(user), OF_CHAT), now).order_by()
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for step, outcome, count in calls.values_list("step", "outcome").annotate(Count("pk")):
        counts[step][outcome] = count
    filters = {**rows.all_filters(), "sent": "day"}
    known = [step for step in STEPS if step in counts] + sorted(counts.keys() - STEPS.keys())
    shown = [_step_row({**filters, "step": step}, str(STEPS.get(step, step)), counts[step]) for step in known]
    whole = {each.value: sum(found.get(each, 0) for found in counts.values()) for each in CallOutcome}
    return ReportTable(OF_CALLS, shown, now, _step_row(filters, _("Total"), whole), notes=[_("Counted now.")])


def _step_row(filters: Mapping[str, str | int], name: str, counts: Mapping[str, int]) -> ReportRow:
    values: dict[str, Value] = {each.value: counts.get(each, 0) for each in CallOutcome}
    listed = {each.value: Behind("messengercall", {**filters, "outcome__exact": each.value}) for each in CallOutcome}
    listed["count"] = Behind("messengercall", filters)
    return ReportRow({**values, "step": name, "count": sum(counts.values())}, listed)


# --- open work orders by kind and age ---


def _by_kind(user: Login, rows: Places, now: datetime) -> ReportTable:
    orders = rows.narrowed(access.work_orders(user), OF_CHAT).order_by()
    counts: dict[str, dict[str, int]] = {kind.value: {} for kind in WorkOrderKind}
    for age in worklists.ORDER_AGES:
        of_age = worklists.orders_of_age(orders, age, now).values_list("kind")
        for kind, count in of_age.annotate(Count("pk")):
            counts[kind][age] = count
    oldest = dict(orders.filter(closed_at=None).values_list("kind").annotate(Min("opened_at")))
    filters = {**rows.all_filters(), "open": "1"}
    shown = [
        _kind_row({**filters, "kind__exact": kind.value}, str(kind.label), counts[kind], oldest.get(kind.value), now)
        for kind in WorkOrderKind
        if counts[kind]
    ]
    whole = {age: sum(found.get(age, 0) for found in counts.values()) for age in worklists.ORDER_AGES}
    total = _kind_row(filters, _("Total"), whole, min(oldest.values(), default=None), now)
    return ReportTable(OF_ORDERS, shown, now, total, notes=[_("Counted now.")])


def _kind_row(
    filters: Mapping[str, str | int], name: str, counts: Mapping[str, int], oldest: datetime | None, now: datetime
) -> ReportRow:
    values: dict[str, Value] = {age: counts.get(age, 0) for age in worklists.ORDER_AGES}
    listed = {age: Behind("workorder", {**filters, "age": age}) for age in worklists.ORDER_AGES}
    listed["count"] = Behind("workorder", filters)
    days = (now - oldest).days if oldest else None
    return ReportRow({**values, "kind": name, "count": sum(counts.values()), "oldest": days}, listed)


REPORT = Report(
    name=NAME,
    title=gettext_lazy("Messenger queue"),
    about=gettext_lazy("What the portal has still to do in the messenger, what is in its way, and what it was told."),
    narrowed=(NarrowedBy.REGION, NarrowedBy.MUNICIPALITY, NarrowedBy.FIGURE),
    answer=answer,
    figures=VIEWS,
)
