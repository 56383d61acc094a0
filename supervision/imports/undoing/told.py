"""What taking an import back means, in words: how many rows of each kind, the first of them, and what stays and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import ForeignKey, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from supervision import local_time
from supervision.confirmed import Confirmable, digest
from supervision.imports.undoing.traces import KEPT, LaterTouch, Row, Trace, columns
from supervision.imports.undoing.units import LeftAsIs, Undoing
from supervision.models import Event, House, ManagementPeriod, Organisation, Region
from supervision.previews.consequences import Consequences
from supervision.registry.report import Section

SHOWN = 10
LEFT_SHOWN = 200
UNTOLD = frozenset({"id", "address_key"})


@dataclass(frozen=True, slots=True)
class RowsOfKind:
    """How many rows of a kind go, are as before, and are there again. `table` names the kind to programs."""

    table: str
    kind: str
    removed: int
    restored: int
    remade: int


@dataclass(frozen=True, slots=True)
class StaysAsIs:
    """A row that is not taken back; `event` is the number of what touched it, None where something else is."""

    what: str
    why: str
    event: int | None


@dataclass(frozen=True, slots=True)
class UndoOutlook(Confirmable):
    """`left` are the first of `left_total`. `rows` stands for every row with its values before and after."""

    kinds: tuple[RowsOfKind, ...]
    sections: tuple[Section, ...]
    left: tuple[StaysAsIs, ...]
    left_total: int
    rows: str
    meaning: Consequences | None

    def decided(self) -> object:
        return self.kinds, self.rows, self.meaning.decision if self.meaning else None


def outlook(undoing: Undoing, meaning: Consequences | None) -> UndoOutlook:
    left = undoing.left[:LEFT_SHOWN]
    stays = [each.trace for each in undoing.left]
    parts = [(each.model.__name__, each.pk, each.before, each.after) for each in (*undoing.taken, *stays)]
    return UndoOutlook(
        kinds=tuple(_counted(undoing)),
        sections=tuple(_sections(undoing)),
        left=tuple(_stays(left, undoing.run.region)),
        left_total=len(undoing.left),
        rows=digest({}, parts),
        meaning=meaning,
    )


def counts(undoing: Undoing) -> dict[str, dict[str, int]]:
    """By table, for the record of events."""
    found: dict[str, dict[str, int]] = {}
    for model in KEPT:
        if traces := undoing.of(model):
            removed, restored, remade = _fates(traces)
            named = {"removed": removed, "restored": restored, "remade": remade}
            found[model._meta.model_name or ""] = {name: number for name, number in named.items() if number}
    return found


def lines(left: Sequence[LeftAsIs], region: Region) -> tuple[str, ...]:
    return tuple(f"{each.what}: {each.why}" for each in _stays(left[:LEFT_SHOWN], region))


def _fates(traces: Sequence[Trace]) -> tuple[int, int, int]:
    removed = sum(each.before is None for each in traces)
    remade = sum(each.after is None for each in traces)
    return removed, len(traces) - removed - remade, remade


def _counted(undoing: Undoing) -> Iterator[RowsOfKind]:
    for model in reversed(KEPT):
        if traces := undoing.of(model):
            kind = str(capfirst(model._meta.verbose_name_plural))
            yield RowsOfKind(model._meta.model_name or "", kind, *_fates(traces))


def _sections(undoing: Undoing) -> Iterator[Section]:
    for model in reversed(KEPT):
        traces = undoing.of(model)
        if traces:
            shown = traces[:SHOWN]
            subjects, named = _subjects(shown), _Named(model, shown)
            told = tuple(f"{subjects[each.model, each.pk]}: {named.fate(each)}" for each in shown)
            yield Section(str(capfirst(model._meta.verbose_name_plural)), told, len(traces))


def _stays(left: Sequence[LeftAsIs], region: Region) -> Iterator[StaysAsIs]:
    subjects = _subjects([each.trace for each in left])
    people = User.objects.in_bulk({each.later.by for each in left if each.later and each.later.by})
    instants = dict(Event.objects.filter(pk__in=_events(left)).values_list("pk", "at"))
    for each in left:
        trace = each.trace
        what = f"{trace.model._meta.verbose_name}: {subjects[trace.model, trace.pk]}"
        why = _later(each.later, people, instants, region) if each.later else each.words
        yield StaysAsIs(what, why, each.later.event if each.later else None)


def _events(left: Iterable[LeftAsIs]) -> set[int]:
    return {each.later.event for each in left if each.later and each.later.event}


def _later(later: LaterTouch, people: Mapping[int, User], instants: Mapping[int, datetime], region: Region) -> str:
    """The instant of the event, by the portal's clock; a history knows only when its transaction began."""
    user = people.get(later.by or 0)
    who = (user.get_full_name() or user.username) if user else later.cause
    values = {
        "at": local_time.local(instants.get(later.event or 0, later.at), region),
        "who": who or _("by hand in the database"),
    }
    if later.event is None:
        return _("changed since: %(at)s, %(who)s") % values
    return _("changed since: %(at)s, %(who)s, event № %(event)s") % {**values, "event": later.event}


def _subjects(traces: Iterable[Trace]) -> dict[tuple[type[Model], int], str]:
    """Of each row its name; of a period its house and its company."""
    traces = list(traces)
    of_periods = [each for each in traces if each.model is ManagementPeriod]
    houses = House.objects.in_bulk({each.value("house_id") for each in of_periods})
    companies = Organisation.objects.in_bulk({each.value("organisation_id") for each in of_periods} - {None})
    found: dict[tuple[type[Model], int], str] = {}
    for each in traces:
        if each.model is ManagementPeriod:
            company = companies.get(each.value("organisation_id")) or _("direct management")
            house = houses.get(each.value("house_id"), "")
            words = _("%(address)s: %(company)s from %(day)s")
            day = f"{each.value('since'):%d.%m.%Y}"
            found[each.model, each.pk] = words % {"address": house, "company": company, "day": day}
        else:
            row = each.model(**dict(zip(columns(each.model), each.after or each.before or (), strict=True)))
            found[each.model, each.pk] = str(row)
    return found


class _Named:
    """Values of rows of one model as people read them; what foreign keys name is fetched once for all of them."""

    def __init__(self, model: type[Model], traces: Sequence[Trace]) -> None:
        self.names = columns(model)
        self.fields = {field.attname: field for field in model._meta.concrete_fields}
        numbers: dict[str, set[Any]] = defaultdict(set)
        for trace in traces:
            for row in filter(None, (trace.before, trace.after)):
                for name, value in zip(self.names, row, strict=True):
                    if isinstance(self.fields[name], ForeignKey):
                        numbers[name].add(value)
        self.rows = {
            name: self.fields[name].related_model._base_manager.in_bulk(found - {None})  # type: ignore[union-attr]
            for name, found in numbers.items()
        }

    def fate(self, trace: Trace) -> str:
        if trace.before is None:
            return _("is taken out again")
        if trace.after is None:
            return _("is put back")
        return "; ".join(self._differences(trace.before, trace.after))

    def _differences(self, before: Row, after: Row) -> Iterator[str]:
        for name, then, now in zip(self.names, before, after, strict=True):
            if then != now and name not in UNTOLD:
                label = self.fields[name].verbose_name
                yield f"{label}: {self._said(name, now)} → {self._said(name, then)}"

    def _said(self, name: str, value: Any) -> str:
        if value is None or value == "":
            return _("nothing")
        if name in self.rows:
            return str(self.rows[name].get(value, value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if hasattr(value, "strftime"):
            return f"{value:%d.%m.%Y}"
        return str(dict(self.fields[name].flatchoices).get(value, value))
