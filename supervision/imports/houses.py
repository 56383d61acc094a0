"""Houses as a register file brings them: whole regions in a few statements.

Called inside the event of the import; marks are the caller's. COPY and one UPDATE, because a first import writes
tens of thousands of rows and their history, and everybody else waits for its transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection

from supervision.enums import HouseState
from supervision.house_facts import NAMES, NOTHING, HouseFacts
from supervision.models import House, HouseAlias, Municipality, Region
from supervision.registry.diff import HouseChange
from supervision.registry.file_rows import HouseRow, OrganisationKey

FACTS = tuple("municipality_id" if name == "municipality" else name for name in NAMES)
VALUES = attrgetter(*NAMES)
MUNICIPALITY = NAMES.index("municipality")
COLUMNS = {column.name: column for column in House._meta.concrete_fields if column.name in NAMES}
# of columns that are never null: what is stored where no file has said it yet
DEFAULTS = {
    NAMES.index(name): column.get_default()
    for name, column in COLUMNS.items()
    if not column.null and NOTHING.get(name, "") is None
}
MANY = 1_000
COPY = f"""
    COPY supervision_house
        (region_id, fias_guid, imported_organisation_id, state, {", ".join(FACTS)}) FROM STDIN
"""
IDS = "SELECT fias_guid, id FROM supervision_house WHERE fias_guid = ANY(%s)"
UPDATE = f"""
    UPDATE supervision_house house SET {", ".join(f"{name} = changed.{name}" for name in FACTS)}
    FROM unnest(%s::bigint[], {{arrays}}) AS changed(id, {", ".join(FACTS)})
    WHERE house.id = changed.id
"""  # noqa: S608 - the names are those of our own dataclass
REMEMBER = """
    UPDATE supervision_house house SET imported_organisation_id = said.organisation
    FROM unnest(%s::bigint[], %s::bigint[]) AS said(house, organisation) WHERE house.id = said.house
"""


def municipality_ids(region: Region, names: Iterable[str]) -> dict[str, int | None]:
    """Ids by name, new municipalities added; "" is no municipality."""
    known = dict(Municipality.objects.filter(region=region).values_list("name", "pk"))
    new = sorted({name for name in names if name} - known.keys())
    added = Municipality.objects.bulk_create(Municipality(region=region, name=name) for name in new)
    return {"": None, **known, **{municipality.name: municipality.pk for municipality in added}}


def add_from_register(
    region: Region,
    rows: Sequence[HouseRow],
    *,
    municipalities: Mapping[str, int | None],
    organisations: Mapping[OrganisationKey, int],
) -> dict[UUID, int]:
    """Adds houses and gives their ids by GUID. `organisations` are ids by the key that rows name them by."""
    if not rows:
        return {}
    with connection.cursor() as cursor:
        _copy(cursor, region, rows, municipalities, organisations)
        if len(rows) >= MANY:
            # the next statements would plan for an empty table; the server's own statistics come minutes later
            cursor.execute("ANALYZE supervision_house")
        cursor.execute(IDS, [[row.fias_guid for row in rows]])
        return dict(cursor.fetchall())


def _copy(
    cursor: Any,
    region: Region,
    rows: Sequence[HouseRow],
    municipalities: Mapping[str, int | None],
    organisations: Mapping[OrganisationKey, int],
) -> None:
    cursor.execute("VALUES (1)")  # who and why go to the history with a statement; COPY alone would go without them
    with cursor.copy(COPY) as copy:
        for row in rows:
            organisation = organisations.get(row.organisation) if row.organisation else None
            head = (region.pk, row.fias_guid, organisation, HouseState.STANDING.value)
            copy.write_row(head + _columns(row.facts, municipalities))


def change_from_register(changes: Sequence[HouseChange], *, municipalities: Mapping[str, int | None]) -> None:
    if not changes:
        return
    columns = zip(*((change.id, *_columns(change.after, municipalities)) for change in changes), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(UPDATE.format(arrays=_arrays()), [list(column) for column in columns])


def remember_organisations(said: Mapping[int, int]) -> None:
    """What the file said of each house (by id), to compare the next file with."""
    if not said:
        return
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER, [list(said.keys()), list(said.values())])


def add_aliases(aliases: Mapping[UUID, int]) -> None:
    """Other GUIDs under which files name houses, with the houses' ids."""
    HouseAlias.objects.bulk_create(HouseAlias(house_id=house, fias_guid=guid) for guid, house in aliases.items())


def _arrays() -> str:
    """Of the columns' own types, without a width: a cast to that would cut a text that is too long without a word."""
    types = (str(COLUMNS[name].db_type(connection)).partition("(")[0] for name in NAMES)
    return ", ".join(f"%s::{name}[]" for name in types)


def _columns(facts: HouseFacts, municipalities: Mapping[str, int | None]) -> tuple[Any, ...]:
    values = list(VALUES(facts))
    values[MUNICIPALITY] = municipalities[facts.municipality]
    for place, default in DEFAULTS.items():
        if values[place] is None:
            values[place] = default
    return tuple(values)
