"""Registers of houses (ФРТ, ОЖФ): houses, organisations and first or next companies become facts, with their marks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from supervision.actions import chats, period_changes
from supervision.actions.period_changes import PeriodChange
from supervision.enums import PeriodSource
from supervision.imports import houses, import_record, organisations
from supervision.models import Region
from supervision.queue import outbox
from supervision.registry import touched_chats
from supervision.registry.diff import RegisterDiff
from supervision.registry.file_rows import OrganisationKey
from supervision.registry.known_rows import KnownRegister
from supervision.registry.organisation_diff import OrganisationDiff, OrganisationRef


@dataclass(frozen=True, slots=True)
class HouseFindings:
    """The difference with what follows from it. `aliases`: further GUIDs, by the own GUID of their house."""

    known: KnownRegister
    register: RegisterDiff
    organisations: OrganisationDiff
    touched: touched_chats.Touched
    aliases: Mapping[UUID, UUID] = field(default_factory=dict)
    remembers: bool = True

    def parts(self) -> Iterable[object]:
        yield from self.organisations.parts()
        yield from self.register.parts()
        yield from self.aliases.items()


def write(region: Region, as_of: date, findings: HouseFindings) -> None:
    found, compared = findings.register, findings.organisations
    organisations.change_from_register(compared.changed)
    ids = organisations.add_from_register(region, compared.added)
    places = [row.facts for row in found.added] + [change.after for change in found.changed]
    municipalities = houses.municipality_ids(region, {facts.municipality for facts in places})
    houses.change_from_register(found.changed, municipalities=municipalities)
    by_key: dict[OrganisationKey, int] = {}
    if findings.remembers:
        houses.remember_organisations({house: _id(ref, ids) for house, ref in found.remembered.items()})
        by_key = {key: _id(ref, ids) for key, ref in compared.refs.items()}
    added = houses.add_from_register(region, found.added, municipalities=municipalities, organisations=by_key)
    own = {guid: house.id for guid, house in findings.known.houses.items()} | added
    houses.add_aliases({alias: own[guid] for alias, guid in findings.aliases.items()})
    period_changes.write(list(_period_changes(found, own, ids, as_of)), region=region, source=PeriodSource.REGISTER)
    outbox.mark_houses(findings.touched.house_ids)
    if findings.touched.opens_chats:
        chats.open_missing(region)
    if found.added:
        import_record.tell_the_planner()


def _period_changes(
    found: RegisterDiff, houses: Mapping[UUID, int], ids: Mapping[OrganisationKey, int], since: date
) -> Iterable[PeriodChange]:
    return (PeriodChange(houses[each.fias_guid], _id(each.organisation, ids), since) for each in found.handovers)


def _id(ref: OrganisationRef, added: Mapping[OrganisationKey, int]) -> int:
    return ref.id if ref.id is not None else added[ref.key]
