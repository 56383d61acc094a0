"""Organisations and their licences as a register file brings them.

Called inside the event of the import; marks are the caller's.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple, fields
from datetime import date

from django.db import connection
from django.db.models import Value
from django.db.models.functions import Coalesce

from supervision import worklists
from supervision.enums import LicenceStatus
from supervision.models import Licence, Organisation, Region
from supervision.notice_kinds import NoticeKind
from supervision.notices import addressees, marking
from supervision.queue import clock
from supervision.registry.file_rows import OrganisationFacts, OrganisationKey, OrganisationRow
from supervision.registry.licence_diff import LicenceChange
from supervision.registry.organisation_diff import OrganisationChange

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


def add_from_register(region: Region, rows: Sequence[OrganisationRow]) -> dict[OrganisationKey, int]:
    """Gives the new organisations' ids by the key that the rows give them."""
    added = Organisation.objects.bulk_create(
        Organisation(region=region, kind=row.kind, **dict(zip(FACTS, astuple(row.facts), strict=True))) for row in rows
    )
    return {row.key: organisation.pk for row, organisation in zip(rows, added, strict=True)}


def take_licences(
    region: Region, changes: Sequence[LicenceChange], ids: Mapping[OrganisationKey, int], *, as_of: date
) -> None:
    """The register does not say when a licence ended: the day of the file that first tells it is kept.

    Where a company that manages houses has no licence left, its inspector and the heads are told.
    """
    Licence.objects.bulk_create(
        Licence(
            organisation_id=change.organisation.id or ids[change.organisation.key],
            number=change.facts.number,
            status=change.facts.status,
            issued_on=change.facts.issued_on,
            ended_on=as_of if change.ends else None,
        )
        for change in changes
        if change.id is None
    )
    for change in changes:
        if change.id is None:
            continue
        licence = Licence.objects.filter(pk=change.id, organisation__region=region)
        has_ended = change.facts.status == LicenceStatus.ENDED
        ended_on = Coalesce("ended_on", Value(as_of)) if has_ended else None
        licence.update(status=change.facts.status, issued_on=change.facts.issued_on, ended_on=ended_on)
    ended = {change.organisation.id or ids[change.organisation.key] for change in changes if change.ends}
    _tell_of_ends(region, ended, as_of)


def _tell_of_ends(region: Region, organisations: Collection[int], as_of: date) -> None:
    left = worklists.without_licence(Organisation.objects.filter(pk__in=organisations), clock.today(region))
    heads = addressees.heads(region) if organisations else []
    for company in left.select_related("inspector").order_by("pk"):
        people = {user.pk: user for user in (*heads, *addressees.of_inspectors([company.inspector]))}
        marking.tell(NoticeKind.LICENCE, region, company.pk, as_of, people.values())
