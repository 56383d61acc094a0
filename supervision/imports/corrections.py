"""What people and programs corrected in the register since a file last changed it. Read from the history of rows.

A correction lasts until a file changes the field again. What the field was before the first of several is what the
file had said; a company that people entered themselves has said nothing yet, so its first values are no corrections.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef

from supervision.actions.house_corrections import CORRECTED, FACTS
from supervision.imports.undoing import traces
from supervision.models import Event, House, ManagementPeriod, Organisation, Region
from supervision.registry.known_rows import Correction

FIELDS = ("name", "full_name", "inn", "ogrn")
BY_FILE = "register.imported"


def of_houses(region: Region) -> dict[int, dict[str, Any]]:
    """By house: of the facts that a person corrected last, what the register said of them until then.

    Read out of the history, of the few houses that were ever corrected: a column for it would have to be kept true by
    whoever writes a house.
    """
    events = Event.objects.filter(name=CORRECTED, region=region)
    houses = {house for (house,) in events.values_list("details__house")}
    history: Any = House.history.rel.related_model  # type: ignore[attr-defined]
    versions = history.objects.filter(pgh_obj_id__in=houses).order_by("pgh_obj_id", "pgh_id")
    undone = traces.undone_pairs(region)
    by_row = groupby(versions.values("pgh_obj_id", "pgh_context", *FACTS), lambda row: row["pgh_obj_id"])
    return {house: _corrected_facts(traces.as_if_never(of_one, undone)) for house, of_one in by_row}


def _corrected_facts(versions: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """`versions` of one house, the oldest first."""
    found: dict[str, Any] = {}
    before: Mapping[str, Any] | None = None
    for version in versions:
        is_by_person = (version["pgh_context"] or {}).get("name") == CORRECTED
        for name in FACTS:
            old, new = (before or version)[name], version[name]
            if old == new:
                continue
            said = found.pop(name, old)
            if is_by_person and new != said:
                found[name] = said
        before = version
    return found


def closed_by_hand(region: Region) -> set[int]:
    """Periods after which nobody came, and whose end was last set by a person or a program."""
    later = ManagementPeriod.objects.filter(house=OuterRef("house"), since__gte=OuterRef("until"))
    last = ManagementPeriod.objects.filter(~Exists(later), house__region=region, until__isnull=False)
    history = traces.history_of(ManagementPeriod).objects
    touched = history.filter(pgh_obj_id__in=last.values("pk"), pgh_context__name__isnull=False)
    by_hand = touched.exclude(pgh_context__name=BY_FILE).values("pgh_obj_id")
    versions = history.filter(pgh_obj_id__in=by_hand).order_by("pgh_obj_id", "pgh_id")
    undone = traces.undone_pairs(region)
    by_row = groupby(versions.values("pgh_obj_id", "pgh_context", "until"), lambda row: row["pgh_obj_id"])
    return {period for period, of_one in by_row if _is_end_by_hand(traces.as_if_never(of_one, undone))}


def _is_end_by_hand(versions: Iterable[Mapping[str, Any]]) -> bool:
    """`versions` of one period, the oldest first."""
    end, name = None, BY_FILE
    for version in versions:
        if version["until"] != end:
            end, name = version["until"], (version["pgh_context"] or {}).get("name", BY_FILE)
    return name != BY_FILE


def of_organisations(region: Region) -> dict[int, dict[str, Correction]]:
    """By the organisation's id and the field; two statements for any number of organisations."""
    history: Any = Organisation.history.rel.related_model  # type: ignore[attr-defined]
    rows = history.objects.filter(pgh_obj_id__in=Organisation.objects.filter(region=region).values("pk"))
    by_hand = rows.filter(pgh_label="update").exclude(pgh_context__name=BY_FILE).values("pgh_obj_id")
    versions = rows.filter(pgh_obj_id__in=by_hand).order_by("pgh_obj_id", "pgh_id")
    read = list(versions.values("pgh_obj_id", "pgh_created_at", "pgh_context", *FIELDS))
    events = {context["event"] for row in read if (context := row["pgh_context"]) and context.get("event")}
    instants = dict(Event.objects.filter(pk__in=events).values_list("pk", "at"))
    undone = traces.undone_pairs(region)
    by_row = groupby(read, lambda row: row["pgh_obj_id"])
    return {number: _corrected(region, traces.as_if_never(of_one, undone), instants) for number, of_one in by_row}


def _corrected(
    region: Region, versions: Iterable[Mapping[str, Any]], instants: Mapping[int, datetime]
) -> dict[str, Correction]:
    """`versions` of one row, the oldest first; `instants` of the events that made them."""
    found: dict[str, Correction] = {}
    before: Mapping[str, Any] | None = None
    for version in versions:
        context = version["pgh_context"] or {}
        day = region.today(instants.get(context.get("event", 0), version["pgh_created_at"]))
        for name in FIELDS:
            if before is None or before[name] == version[name]:
                continue
            if context.get("name") == BY_FILE:
                found.pop(name, None)
            else:
                found[name] = Correction(day, found[name].before if name in found else before[name])
        before = version
    return found
