"""Who answers for which municipality: the whole of a region's zones, drawn anew for the inspectors that are named.

An inspector's area is a set of municipalities, the whole region, or both (to the latter falls what nobody else has).
Areas become zones in one way only, so that equal areas are one zone and its houses are shared (docs/adr/0005).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import gettext as _

from supervision import audit
from supervision.actions.owners import marks_new_owners
from supervision.errors import Refused
from supervision.models import Chat, Inspector, Municipality, Region, Zone

WHOLE_REGION_NAME = "Весь регион"
LONGEST_ZONE_NAME = 200


@dataclass(frozen=True, slots=True)
class Beat:
    """What one inspector answers for: ids of municipalities, and whether all that nobody else has."""

    municipalities: frozenset[int] = frozenset()
    whole_region: bool = False


def beats(region: Region) -> dict[int, Beat]:
    """Each inspector's area as it stands; whoever has none is left out. Three queries."""
    found: dict[int, Beat] = defaultdict(Beat)
    for zone in Zone.objects.filter(region=region).prefetch_related("municipalities", "inspectors"):
        places = frozenset(municipality.pk for municipality in zone.municipalities.all())
        for inspector in zone.inspectors.all():
            known = found[inspector.pk]
            found[inspector.pk] = Beat(known.municipalities | places, known.whole_region or zone.whole_region)
    return dict(found)


def changed_beats(region: Region, wanted: Mapping[int, Beat]) -> dict[int, tuple[Beat, Beat]]:
    """Before and after, for the inspectors whom it changes."""
    now = beats(region)
    both = {inspector: (now.get(inspector, Beat()), beat) for inspector, beat in wanted.items()}
    return {inspector: (before, after) for inspector, (before, after) in both.items() if before != after}


def concerned(region: Region, changes: Mapping[int, tuple[Beat, Beat]]) -> list[int]:
    """Ids of the chats that may pass to another owner."""
    chats = Chat.objects.filter(region=region)
    if not any(before.whole_region != after.whole_region for before, after in changes.values()):
        places = {place for before, after in changes.values() for place in before.municipalities ^ after.municipalities}
        chats = chats.filter(house__municipality__in=places)
    return list(chats.order_by("pk").values_list("pk", flat=True))


def draw(*, region: Region, wanted: Mapping[int, Beat], by: User, reason: str) -> int:
    """Gives the named inspectors these areas, and nothing else; returns the chats marked."""
    if not reason.strip():
        raise Refused(_("Say why the zones change: chats follow them."))
    changes = changed_beats(region, wanted)
    if not changes:
        return 0
    names = _names(region, changes)
    with (
        audit.event("zones.drawn", by=by, reason=reason, region=region, details=_details(changes)),
        marks_new_owners(region, concerned(region, changes)) as marked,
    ):
        left = list(Zone.objects.filter(inspectors__in=changes).values_list("pk", flat=True))
        Zone.inspectors.through.objects.filter(inspector__in=changes).delete()
        for inspector, (_before, after) in changes.items():
            _put(region, inspector, after, names)
        Zone.objects.filter(pk__in=left, inspectors=None).delete()  # a zone of nobody says nothing
    return marked.chats


def _names(region: Region, changes: Mapping[int, tuple[Beat, Beat]]) -> dict[int, str]:
    """Names of the municipalities asked for. Refuses people and places of other regions."""
    places = {place for _before, after in changes.values() for place in after.municipalities}
    names = dict(Municipality.objects.filter(region=region, pk__in=places).values_list("pk", "name"))
    if len(names) != len(places) or Inspector.objects.filter(~Q(region=region), pk__in=changes).exists():
        raise Refused(_("Zones join inspectors and municipalities of one region."))
    return names


def _put(region: Region, inspector: int, beat: Beat, names: Mapping[int, str]) -> None:
    if beat.whole_region:
        zone_of(region, frozenset(), whole_region=True).inspectors.add(inspector)
    if beat.municipalities:
        zone_of(region, frozenset(names[place] for place in beat.municipalities)).inspectors.add(inspector)


def zone_of(region: Region, municipalities: frozenset[str], *, whole_region: bool = False) -> Zone:
    """The region's zone of exactly these municipalities (by name), or of the whole region, made where there is none."""
    if whole_region:
        return Zone.objects.get_or_create(region=region, whole_region=True, defaults={"name": WHOLE_REGION_NAME})[0]
    zones = Zone.objects.filter(region=region, whole_region=False).prefetch_related("municipalities")
    for zone in zones:
        if {municipality.name for municipality in zone.municipalities.all()} == municipalities:
            return zone
    zone = Zone.objects.create(region=region, name=_free_name(municipalities, {zone.name for zone in zones}))
    zone.municipalities.set(Municipality.objects.filter(region=region, name__in=municipalities))
    return zone


def _free_name(municipalities: frozenset[str], taken: set[str]) -> str:
    name = ", ".join(sorted(municipalities))
    if len(name) > LONGEST_ZONE_NAME - 10:
        name = f"{name[: LONGEST_ZONE_NAME - 20].rsplit(',', 1)[0]} …"
    numbered = (name if number == 1 else f"{name} ({number})" for number in range(1, len(taken) + 2))
    return next(candidate for candidate in numbered if candidate not in taken)


def _details(changes: Mapping[int, tuple[Beat, Beat]]) -> dict[str, object]:
    """Kept with the event: which inspector won and lost which municipality (ids)."""
    return {
        str(inspector): {
            "won": sorted(after.municipalities - before.municipalities),
            "lost": sorted(before.municipalities - after.municipalities),
            "whole_region": [before.whole_region, after.whole_region],
        }
        for inspector, (before, after) in changes.items()
    }
