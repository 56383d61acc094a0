"""Organisations as a register file brings them. Called inside the event of the import; marks are the caller's."""

from collections.abc import Sequence
from dataclasses import astuple, fields

from django.db import connection

from supervision.models import Organisation, Region
from supervision.registry.organisation_diff import OrganisationChange
from supervision.registry.rows import OrganisationFacts, OrganisationRow

FACTS = tuple(field.name for field in fields(OrganisationFacts))
TYPES = {"frt_id": "bigint", "inn_is_wrong": "boolean", "ogrn_is_wrong": "boolean"}
UPDATE = f"""
    UPDATE supervision_organisation organisation SET {", ".join(f"{name} = changed.{name}" for name in FACTS)}
    FROM unnest(%s::bigint[], {", ".join(f"%s::{TYPES.get(name, 'text')}[]" for name in FACTS)})
        AS changed(id, {", ".join(FACTS)})
    WHERE organisation.id = changed.id
"""  # noqa: S608 - the names are those of our own dataclass


def change_from_register(changes: Sequence[OrganisationChange]) -> None:
    if not changes:
        return
    columns = zip(*((change.id, *astuple(change.after)) for change in changes), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(UPDATE, [list(column) for column in columns])


def add_from_register(region: Region, rows: Sequence[OrganisationRow]) -> dict[int, int]:
    """Gives the new organisations' ids by their number in the register."""
    added = Organisation.objects.bulk_create(
        Organisation(region=region, kind=row.kind, **dict(zip(FACTS, astuple(row.facts), strict=True))) for row in rows
    )
    return {organisation.frt_id: organisation.pk for organisation in added if organisation.frt_id is not None}
