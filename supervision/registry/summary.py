"""Turns a difference into a report for people. Pure: counts and the first lines of every list."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision import house_facts
from supervision.enums import HouseKind, ImportKind
from supervision.registry.diff import Handover, HouseChange, RegisterDiff
from supervision.registry.known_rows import KnownRegister
from supervision.registry.organisation_diff import OrganisationDiff
from supervision.registry.report import ImportReport, PeriodCounts, RowCounts, Section
from supervision.registry.sources.tables import SourceTable
from supervision.registry.successions import LikelySuccession

SHOWN = 10
# the fields of houses and organisations in the words of their pages
CAPTIONS = {
    **house_facts.CAPTIONS,
    "name": gettext_lazy("name"),
    "full_name": gettext_lazy("full name of the organisation"),
    "inn": gettext_lazy("ИНН"),
    "ogrn": gettext_lazy("ОГРН"),
    "inn_is_wrong": gettext_lazy("ИНН fails its check digits"),
    "ogrn_is_wrong": gettext_lazy("ОГРН fails its check digits"),
}


def heading(region: object, kind: ImportKind, as_of: date) -> str:
    values = {"region": region, "kind": kind.label, "day": f"{as_of:%d.%m.%Y}"}
    return _("Region %(region)s: %(kind)s, as of %(day)s") % values


def of_register(
    heading: str,
    tables: Sequence[SourceTable],
    known: KnownRegister,
    diff: RegisterDiff,
    organisations: OrganisationDiff,
    chats: int,
    reorganised: Sequence[LikelySuccession] = (),
) -> ImportReport:
    issues = [issue for table in tables for issue in table.issues] + organisations.issues + diff.issues
    replaced = [handover for handover in diff.handovers if handover.replaces]
    started = len(diff.handovers) - len(replaced)
    return ImportReport(
        heading=heading,
        houses=RowCounts(len(diff.added), len(diff.changed), diff.unchanged, len(diff.missing)),
        organisations=RowCounts(
            len(organisations.added), len(organisations.changed), organisations.unchanged, organisations.missing
        ),
        periods=PeriodCounts(started=started, replaced=len(replaced), unknown=diff.unknown),
        bad_rows=sum(table.bad_rows for table in tables) + organisations.bad_rows + diff.bad_rows,
        issues=tuple(issues),
        chats_marked=chats,
        sections=_sections(known, diff, organisations, replaced, reorganised),
        dated=tuple(diff.dated),
    )


def _sections(
    known: KnownRegister,
    diff: RegisterDiff,
    organisations: OrganisationDiff,
    replaced: Sequence[Handover],
    reorganised: Sequence[LikelySuccession],
) -> tuple[Section, ...]:
    names = {item.id: item.facts.name for item in known.organisations}
    started = [handover for handover in diff.handovers if not handover.replaces]

    def passes(handover: Handover) -> str:
        former = names.get(handover.former_id or 0) or _("direct management")
        return f"{handover.address}: {former} -> {handover.organisation.name}"

    sections = (
        section(_("Organisations added"), organisations.added, lambda row: row.facts.name),
        section(
            _("Organisations changed"), organisations.changed, lambda change: _differences(change.before, change.after)
        ),
        section(_("Houses added"), diff.added, lambda row: row.facts.address),
        section(_("Likely one building twice"), diff.twins, lambda each: each.sentence),
        section(_("Houses changed"), diff.changed, of_house),
        section(_("Company changes (the old period closes, the new one starts)"), replaced, passes),
        section(_("Likely one company reorganised"), reorganised, lambda each: each.sentence),
        section(_("First companies"), started, lambda item: f"{item.address}: {item.organisation.name}"),
    )
    return tuple(item for item in sections if item.total)


def section(title: str, items: Sequence[Any], line: Callable[[Any], str]) -> Section:
    return Section(title, tuple(map(line, items[:SHOWN])), len(items))


def of_house(change: HouseChange) -> str:
    return f"{change.before.address}: {_differences(change.before, change.after, change.fields - {'address_key'})}"


def _differences(before: Any, after: Any, names: Iterable[str] | None = None) -> str:
    names = sorted(names) if names is not None else list(type(before).__slots__)
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in names)
    return "; ".join(f"{CAPTIONS[name]} {_shown(old)} -> {_shown(new)}" for name, old, new in pairs if old != new)


def _shown(value: Any) -> str:
    if value in (None, ""):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(HouseKind(value).label) if value in HouseKind.values else str(value)
