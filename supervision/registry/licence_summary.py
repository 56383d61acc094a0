"""Turns the difference of a licence register into a report for people. Pure."""

from datetime import date

from supervision.registry.known import Known
from supervision.registry.licence_diff import LicenceDiff
from supervision.registry.report import Counts, LicenceCounts, PeriodCounts, Report, Section
from supervision.registry.sources.licences import LicenceFile
from supervision.registry.summary import section


def of_licences(heading: str, file: LicenceFile, known: Known, diff: LicenceDiff, *, today: date) -> Report:
    passed = [(former, draft) for each in diff.timelines for former, draft in each.passed]
    changes = [*diff.licences_added, *diff.licences_changed]
    return Report(
        heading=heading,
        houses=Counts(unchanged=diff.houses_named - diff.houses_unknown, missing=len(diff.missing)),
        organisations=Counts(
            len(diff.organisations_added), len(diff.organisations_changed), diff.organisations_unchanged
        ),
        licences=LicenceCounts(
            added=len(diff.licences_added),
            changed=len(diff.licences_changed),
            unchanged=diff.licences_unchanged,
            missing=diff.licences_missing,
            ended=sum(change.ends for change in changes),
            houses_excluded=sum(bool(each.excluded) for each in diff.timelines),
            houses_unknown=diff.houses_unknown,
        ),
        periods=PeriodCounts(
            started=sum(not former for former, _ in passed) + sum(len(each.filled) for each in diff.timelines),
            replaced=sum(bool(former) for former, _ in passed),
            ended=sum(len(each.ended) for each in diff.timelines),
        ),
        bad_rows=file.bad_rows + diff.bad_rows,
        issues=tuple(file.issues + diff.issues),
        chats_marked=_chats(known, diff, today),
        sections=_sections(diff),
    )


def _chats(known: Known, diff: LicenceDiff, today: date) -> int:
    with_chat = {house.id for house in known.houses.values() if house.has_chat}
    return sum(each.house_id in with_chat and bool(each.first_day_of_change(today)) for each in diff.timelines)


def _sections(diff: LicenceDiff) -> tuple[Section, ...]:
    passed = [(each.address, former, draft) for each in diff.timelines for former, draft in each.passed]
    ended = [(each.address, draft) for each in diff.timelines for draft in each.ended]
    excluded = [(each.address, draft) for each in diff.timelines for draft in each.excluded]
    changes = [*diff.licences_added, *diff.licences_changed]
    sections = (
        section("Organisations added", diff.organisations_added, lambda row: row.facts.name),
        section("Licences ended", [change for change in changes if change.ends],
                lambda change: f"{change.facts.number}: {change.organisation.name}"),
        section("Company changes (the period before closes on the day before)", [one for one in passed if one[1]],
                lambda one: f"{one[0]}: {one[1]} -> {one[2].name} from {one[2].since:%d.%m.%Y}"),
        section("First companies", [one for one in passed if not one[1]],
                lambda one: f"{one[0]}: {one[2].name} from {one[2].since:%d.%m.%Y}"),
        section("Ends of powers", ended, lambda one: f"{one[0]}: {one[1].name} until {one[1].until:%d.%m.%Y}"),
        section("Excluded, go on until a successor starts", excluded,
                lambda one: f"{one[0]}: {one[1].name}, excluded on {one[1].excluded_on:%d.%m.%Y}"),
    )  # fmt: skip
    return tuple(item for item in sections if item.total)
