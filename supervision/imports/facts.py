"""Reads what the portal knows of a region before an import. Gives `KnownRegister`; changes nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from supervision import house_facts
from supervision.enums import HouseState, PeriodSource
from supervision.house_facts import HouseFacts
from supervision.imports import corrections
from supervision.models import House, HouseAlias, Licence, ManagementPeriod, Organisation, Region
from supervision.registry.file_rows import LicenceFacts, OrganisationFacts
from supervision.registry.known_rows import (
    KnownHouse,
    KnownLicence,
    KnownOrganisation,
    KnownPeriod,
    KnownRegister,
    Policy,
)

HOUSE_FACTS = ["municipality__name" if name == "municipality" else name for name in house_facts.NAMES]
MUNICIPALITY = HOUSE_FACTS.index("municipality__name")
ELSEWHERE = """
    SELECT fias_guid FROM supervision_house WHERE fias_guid = ANY(%(guids)s) AND region_id <> %(region)s
    UNION ALL SELECT fias_guid FROM supervision_housealias WHERE fias_guid = ANY(%(guids)s)
"""
ORGANISATION_FACTS = [item.name for item in fields(OrganisationFacts)]


def known_facts(region: Region, guids: Iterable[UUID]) -> KnownRegister:
    """`guids` are those of the file, to find the ones that belong to houses of other regions.

    Past periods too: a line may be about any of them, and a company that left is no news when a register names it late.
    """
    houses = _houses(region)
    aliases = dict(
        HouseAlias.objects.filter(house__region=region).values_list("fias_guid", "house__fias_guid").order_by()
    )
    new = [guid for guid in guids if guid not in houses and guid not in aliases]
    return KnownRegister(houses, aliases, _organisations(region), _periods(region), _elsewhere(region, new))


def policy_of(region: Region) -> Policy:
    return Policy(frozenset(region.scope_kinds), region.min_flats, region.missing_limit_percent)


def _houses(region: Region) -> dict[UUID, KnownHouse]:
    # a record that was merged is known by its GUID, an alias of the house that stays
    rows = House.objects.filter(region=region).exclude(state=HouseState.MERGED).order_by("pk")
    corrected = corrections.of_houses(region)
    columns = rows.values_list("fias_guid", "pk", "state", "imported_organisation", "chat__id", *HOUSE_FACTS)
    return {
        guid: KnownHouse(
            id=pk,
            fias_guid=guid,
            facts=_house_facts(facts),
            is_standing=state == HouseState.STANDING,
            organisation_id=organisation,
            has_chat=chat is not None,
            corrected=corrected.get(pk, {}),
        )
        for guid, pk, state, organisation, chat, *facts in columns.iterator(chunk_size=5_000)
    }


def _house_facts(values: list[Any]) -> HouseFacts:
    values[MUNICIPALITY] = values[MUNICIPALITY] or ""
    return HouseFacts(*values)


def _organisations(region: Region) -> list[KnownOrganisation]:
    rows = Organisation.objects.filter(region=region).order_by("pk").values_list("pk", *ORGANISATION_FACTS)
    corrected = corrections.of_organisations(region)
    return [KnownOrganisation(pk, OrganisationFacts(*facts), corrected.get(pk, {})) for pk, *facts in rows]


def _periods(region: Region) -> dict[int, list[KnownPeriod]]:
    """All of them, by house."""
    periods = ManagementPeriod.objects.filter(house__region=region)
    columns = periods.order_by("since").values_list(
        *("house", "organisation", "since", "until", "source", "pk", "registered_at", "excluded_on")
    )
    zone, by_hand = ZoneInfo(region.time_zone), corrections.closed_by_hand(region)
    found: dict[int, list[KnownPeriod]] = defaultdict(list)
    for house, organisation, since, until, source, pk, at, excluded_on in columns:
        is_from_register = source == PeriodSource.REGISTER
        local = at.astimezone(zone) if at else None
        registered = (local.date(), local.time()) if local else None
        found[house].append(
            KnownPeriod(house, organisation, since, until, is_from_register, pk, registered, excluded_on, pk in by_hand)
        )
    return dict(found)


def known_licences(region: Region) -> list[KnownLicence]:
    rows = Licence.objects.filter(organisation__region=region).order_by("pk")
    columns = rows.values_list("pk", "organisation", "number", "status", "issued_on")
    return [KnownLicence(pk, owner, LicenceFacts(number, word, day)) for pk, owner, number, word, day in columns]


def _elsewhere(region: Region, guids: list[UUID]) -> frozenset[UUID]:
    # one array instead of tens of thousands of parameters, which cost more than the look-up itself
    with connection.cursor() as cursor:
        cursor.execute(ELSEWHERE, {"guids": guids, "region": region.pk})
        return frozenset(guid for (guid,) in cursor.fetchall())
