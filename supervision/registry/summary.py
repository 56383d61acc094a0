"""Turns a difference into a report for people. Pure: counts and the first lines of every list."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from supervision.registry.diff import Handover, HouseChange, RegisterDiff
from supervision.registry.known import Known
from supervision.registry.organisation_diff import OrganisationDiff
from supervision.registry.report import Counts, PeriodCounts, Report, Section
from supervision.registry.sources.tables import Table

SHOWN = 10


def of_register(
    heading: str,
    tables: Sequence[Table],
    known: Known,
    diff: RegisterDiff,
    organisations: OrganisationDiff,
    chats: int,
) -> Report:
    issues = [issue for table in tables for issue in table.issues] + organisations.issues + diff.issues
    replaced = [handover for handover in diff.handovers if handover.replaces]
    started = len(diff.handovers) - len(replaced)
    return Report(
        heading=heading,
        houses=Counts(len(diff.added), len(diff.changed), diff.unchanged, len(diff.missing)),
        organisations=Counts(
            len(organisations.added), len(organisations.changed), organisations.unchanged, organisations.missing
        ),
        periods=PeriodCounts(started=started, replaced=len(replaced), unknown=diff.unknown),
        bad_rows=sum(table.bad_rows for table in tables) + organisations.bad_rows + diff.bad_rows,
        issues=tuple(issues),
        chats_marked=chats,
        sections=_sections(known, diff, organisations, replaced),
    )


def _sections(
    known: Known, diff: RegisterDiff, organisations: OrganisationDiff, replaced: Sequence[Handover]
) -> tuple[Section, ...]:
    names = {item.id: item.facts.name for item in known.organisations}
    started = [handover for handover in diff.handovers if not handover.replaces]

    def passes(handover: Handover) -> str:
        former = names.get(handover.former_id, "direct management") if handover.former_id else "direct management"
        return f"{handover.address}: {former} -> {handover.organisation.name}"

    sections = (
        section("Organisations added", organisations.added, lambda row: row.facts.name),
        section(
            "Organisations changed", organisations.changed, lambda change: _differences(change.before, change.after)
        ),
        section("Houses added", diff.added, lambda row: row.facts.address),
        section("Houses changed", diff.changed, _changed_house),
        section("Company changes (the old period closes, the new one starts)", replaced, passes),
        section("First companies", started, lambda item: f"{item.address}: {item.organisation.name}"),
    )
    return tuple(item for item in sections if item.total)


def section(title: str, items: Sequence[Any], line: Callable[[Any], str]) -> Section:
    return Section(title, tuple(map(line, items[:SHOWN])), len(items))


def _changed_house(change: HouseChange) -> str:
    return f"{change.before.address}: {_differences(change.before, change.after, change.fields - {'address_key'})}"


def _differences(before: Any, after: Any, names: Iterable[str] | None = None) -> str:
    names = sorted(names) if names is not None else list(type(before).__slots__)
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in names)
    return "; ".join(f"{name} {_shown(old)} -> {_shown(new)}" for name, old, new in pairs if old != new)


def _shown(value: Any) -> str:
    return "nothing" if value in (None, "") else str(value)
