"""Which rows stand or fall together when an import is taken back, and why some of them stay.

A house that the import made goes with its periods and other GUIDs, or all of it stays. The periods of a house that was
known go back together. Every other row stands for itself. Whatever was touched since stays, with all of its unit.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import ForeignKey, Model
from django.utils.translation import gettext as _

from supervision.imports.undoing import uses
from supervision.imports.undoing.traces import KEPT, LaterTouch, Trace, columns, of_run, undone_pairs
from supervision.models import Chat, House, HouseAlias, ImportRun, ManagementPeriod, Organisation
from supervision.queue import leases

Key = tuple[type[Model], int]
# a value that only one row may have, and what stands where a row has none
UNIQUE: Mapping[type[Model], Mapping[str, Any]] = {
    Organisation: {"ogrn": "", "frt_id": None},
    House: {"gis_guid": None},
}


@dataclass(frozen=True, slots=True)
class LeftAsIs:
    """What stays as the import left it, and why: something touched it (`later`), or `words` say what is in the way."""

    trace: Trace
    later: LaterTouch | None
    words: str = ""


@dataclass(slots=True)
class Undoing:
    """`taken`: rows that will be as before. `chats`: wished for and never made, they go with their houses."""

    run: ImportRun
    taken: list[Trace] = field(default_factory=list)
    left: list[LeftAsIs] = field(default_factory=list)
    chats: set[int] = field(default_factory=set)

    def of(self, model: type[Model]) -> list[Trace]:
        return [trace for trace in self.taken if trace.model is model]

    def gone(self, model: type[Model]) -> set[int]:
        return {trace.pk for trace in self.of(model) if trace.before is None}

    @property
    def houses(self) -> set[int]:
        """Whose facts or periods become others, without those that go."""
        named = {trace.value("house_id") for trace in (*self.of(ManagementPeriod), *self.of(HouseAlias))}
        return ({trace.pk for trace in self.of(House)} | named) - self.gone(House)


def of(run: ImportRun) -> Undoing:
    """Call it in a transaction in which it is carried out: chats of houses that are to go are held from here on."""
    undone = undone_pairs(run.region)
    found = [trace for model in KEPT for trace in of_run(run, model, undone)]
    made = {trace.pk for trace in found if trace.model is House and trace.differs and trace.before is None}
    units: dict[Key, list[Trace]] = defaultdict(list)
    for trace in found:
        units[_unit_of(trace, made)].append(trace)
    units = {key: traces for key, traces in units.items() if any(trace.differs for trace in traces)}
    return _Weighing(run, units, made).run_out()


def _unit_of(trace: Trace, made: set[int]) -> Key:
    if trace.model in (HouseAlias, ManagementPeriod):
        house = trace.value("house_id")
        if house in made:
            return House, house
        if trace.model is ManagementPeriod:
            return ManagementPeriod, house
    return trace.model, trace.pk


class _Weighing:
    """Holds back unit after unit until nothing that is left to do stands against what stays."""

    def __init__(self, run: ImportRun, units: Mapping[Key, list[Trace]], made: set[int]) -> None:
        self.run, self.units = run, units
        self.key_of = {(trace.model, trace.pk): key for key, traces in units.items() for trace in traces}
        self.held: dict[Key, LeftAsIs] = {}
        self.chats: dict[int, int] = {}
        for key, traces in units.items():
            self._hold_if_touched(key, traces)
        self._take_chats(sorted(made))

    def run_out(self) -> Undoing:
        while more := dict(self._against()):
            for key, words in more.items():
                self._hold(key, words)
        taken = [trace for trace in self._open() if trace.differs]
        houses = {trace.pk for trace in taken if trace.model is House and trace.before is None}
        chats = {chat for chat, house in self.chats.items() if house in houses}
        return Undoing(self.run, taken, list(self.held.values()), chats)

    def _open(self) -> Iterator[Trace]:
        return (trace for key, traces in self.units.items() if key not in self.held for trace in traces)

    def _hold(self, key: Key, words: str) -> None:
        self.held.setdefault(key, LeftAsIs(self.units[key][0], None, words))

    def _hold_if_touched(self, key: Key, traces: list[Trace]) -> None:
        touched = [trace for trace in traces if trace.later]
        if touched:
            first = min(touched, key=lambda trace: trace.later.at if trace.later else 0)
            self.held[key] = LeftAsIs(first, first.later)
        elif not all(trace.is_known for trace in traces):
            self._hold(key, _("what it was before is not kept"))

    def _take_chats(self, made: list[int]) -> None:
        """Of houses that the import made: a chat that exists in the messenger, or is being made, cannot be unmade."""
        busy = leases.keep_off(made)
        for chat in Chat.objects.select_for_update(of=("self",)).filter(house__in=made).order_by("pk"):
            key = House, chat.house_id
            if chat.messenger_id is not None:
                self._hold(key, _("its chat exists in the messenger; mark the house as demolished, or merge it"))
            elif chat.house_id in busy:
                self._hold(key, _("its chat is being made just now"))
            elif chat.told_apart or chat.frozen_reason:
                self._hold(key, _("somebody decided about its chat"))
            else:
                self.chats[chat.pk] = chat.house_id

    # --- what stands against it ---

    def _against(self) -> Iterator[tuple[Key, str]]:
        doing = [trace for trace in self._open() if trace.differs]
        gone: dict[type[Model], set[int]] = defaultdict(set)
        then: dict[type[Model], dict[int, dict[str, Any]]] = defaultdict(dict)
        for trace in doing:
            if trace.before is None:
                gone[trace.model].add(trace.pk)
            else:
                then[trace.model][trace.pk] = dict(zip(columns(trace.model), trace.before, strict=True))
        gone[Chat] = {chat for chat, house in self.chats.items() if house in gone[House]}
        for model, found in uses.in_use(gone, then).items():
            for pk, words in found.items():
                yield (House, self.chats[pk]) if model is Chat else self.key_of[model, pk], words
        for model, rows in then.items():
            yield from self._of_lost_names(model, rows, gone, then)
            yield from self._of_taken_values(model, rows, gone)

    def _of_lost_names(
        self, model: type[Model], rows: Mapping[int, Mapping[str, Any]], gone: uses.Chosen, then: uses.Then
    ) -> Iterator[tuple[Key, str]]:
        """A row cannot name again what is not there any more."""
        for column in model._meta.concrete_fields:
            if not isinstance(column, ForeignKey):
                continue
            named = {row[column.attname] for row in rows.values()} - {None}
            target: Any = column.related_model
            there = set(target._base_manager.filter(pk__in=named).values_list("pk", flat=True))
            there = (there - set(gone.get(target, ()))) | then.get(target, {}).keys()
            for pk, row in rows.items():
                if row[column.attname] is not None and row[column.attname] not in there:
                    yield self.key_of[model, pk], _("what it named before is not there any more")

    def _of_taken_values(
        self, model: type[Model], rows: Mapping[int, Mapping[str, Any]], gone: uses.Chosen
    ) -> Iterator[tuple[Key, str]]:
        """Another row has the number by now that this one had."""
        for name, nothing in UNIQUE.get(model, {}).items():
            wanted = {row[name]: pk for pk, row in rows.items() if row[name] != nothing}
            others = model._base_manager.filter(**{f"{name}__in": list(wanted)})
            if model is Organisation:
                others = others.filter(region=self.run.region_id)
            for pk, value in others.values_list("pk", name):
                moves = pk in gone.get(model, ()) or (pk in rows and rows[pk][name] != value)
                if pk != wanted[value] and not moves:
                    words = _("№ %(number)s has its %(field)s now")
                    label = model._meta.get_field(name).verbose_name  # type: ignore[union-attr]
                    yield self.key_of[model, wanted[value]], words % {"number": pk, "field": label}
