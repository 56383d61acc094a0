"""Turns the difference of a licence register into a report for people. Pure."""

from datetime import date

from django.utils.translation import gettext as _

from supervision.registry.drafts import Draft
from supervision.registry.known_rows import KnownRegister
from supervision.registry.licence_diff import LicenceDiff
from supervision.registry.report import ImportReport, LicenceCounts, PeriodCounts, RowCounts, Section
from supervision.registry.sources.licences import LicenceFile
from supervision.registry.summary import section


def of_licences(
    heading: str, file: LicenceFile, known: KnownRegister, diff: LicenceDiff, *, today: date
) -> ImportReport:
    passed = [(former, draft) for each in diff.timelines for former, draft in each.passed]
    changes = [*diff.licences_added, *diff.licences_changed]
    return ImportReport(
        heading=heading,
        houses=RowCounts(unchanged=diff.houses_named - diff.houses_unknown, missing=len(diff.missing)),
        organisations=RowCounts(
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


def _chats(known: KnownRegister, diff: LicenceDiff, today: date) -> int:
    with_chat = {house.id for house in known.houses.values() if house.has_chat}
    return sum(each.house_id in with_chat and bool(each.first_day_of_change(today)) for each in diff.timelines)


def _sections(diff: LicenceDiff) -> tuple[Section, ...]:
    passed = [(each.address, former, draft) for each in diff.timelines for former, draft in each.passed]
    ended = [(each.address, draft) for each in diff.timelines for draft in each.ended]
    excluded = [(each.address, draft) for each in diff.timelines for draft in each.excluded]
    withdrawn = [(each.address, draft) for each in diff.timelines for draft in each.withdrawn]
    resumed = [(each.address, draft) for each in diff.timelines for draft in each.resumed]
    moved = [(each.address, draft) for each in diff.timelines for draft in each.moved]
    changes = [*diff.licences_added, *diff.licences_changed]
    sections = (
        section(_("Organisations added"), diff.organisations_added, lambda row: row.facts.name),
        section(_("Licences ended"), [change for change in changes if change.ends],
                lambda change: f"{change.facts.number}: {change.organisation.name}"),
        section(_("Company changes (the period before closes on the day before)"), [one for one in passed if one[1]],
                lambda one: _passed(*one)),
        section(_("Likely one company reorganised"), diff.successions, lambda each: each.sentence),
        section(_("First companies"), [one for one in passed if not one[1]], lambda one: _passed(*one)),
        section(_("Ends of powers"), ended, lambda one: _ended(*one)),
        section(_("Starts of powers moved"), moved, lambda one: _passed(one[0], "", one[1])),
        section(_("Ends put off or taken back"), resumed, lambda one: _resumed(*one)),
        section(_("Excluded, go on until a successor starts"), excluded, lambda one: _excluded(*one)),
        section(_("Entries and planned changes taken back"), withdrawn, lambda one: _passed(one[0], "", one[1])),
    )  # fmt: skip
    return tuple(item for item in sections if item.total)


def _passed(address: str, former: str, draft: Draft) -> str:
    values = {"address": address, "former": former, "company": draft.name, "day": f"{draft.since:%d.%m.%Y}"}
    if not former:
        return _("%(address)s: %(company)s from %(day)s") % values
    return _("%(address)s: %(former)s -> %(company)s from %(day)s") % values


def _ended(address: str, draft: Draft) -> str:
    # the powers end with the day before the first one without them
    values = {"address": address, "company": draft.name, "day": f"{draft.until:%d.%m.%Y}"}
    return _("%(address)s: %(company)s, without powers from %(day)s") % values


def _resumed(address: str, draft: Draft) -> str:
    if not draft.until:
        return _("%(address)s: %(company)s goes on") % {"address": address, "company": draft.name}
    values = {"address": address, "company": draft.name, "day": f"{draft.until:%d.%m.%Y}"}
    return _("%(address)s: %(company)s goes on, without powers from %(day)s") % values


def _excluded(address: str, draft: Draft) -> str:
    values = {"address": address, "company": draft.name, "day": f"{draft.excluded_on:%d.%m.%Y}"}
    return _("%(address)s: %(company)s, excluded on %(day)s") % values
