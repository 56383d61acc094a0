"""People as a file brings them: inspectors with their zones, representatives of companies.

Both `take_...` are called inside the event of the import; they mark the chats whose owner or administrators may change,
and give how many.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.contrib.auth.models import User
from django.db.models import QuerySet

from supervision import audit
from supervision.actions.owners import marks_new_owners
from supervision.actions.zones import zone_of
from supervision.models import Chat, Inspector, ManagementPeriod, Region, Representative, Zone
from supervision.queue import outbox
from supervision.registry.people_diff import Area, PlacedInspector, PlacedRepresentative


def take_inspectors(region: Region, added: Sequence[PlacedInspector], changed: Sequence[PlacedInspector]) -> int:
    with marks_new_owners(region, list(chats_of_inspectors(region, [*added, *changed]))) as marked:
        _add(region, added)
        _change(region, changed)
    return marked.chats


def _add(region: Region, added: Sequence[PlacedInspector]) -> None:
    inspectors = Inspector.objects.bulk_create(
        Inspector(
            region=region,
            full_name=item.row.full_name,
            position=item.row.position,
            messenger_id=item.row.messenger_id,
        )
        for item in added
    )
    for item, inspector in zip(added, inspectors, strict=True):
        _put_into_zone(region, inspector.pk, item.area)


def _change(region: Region, changed: Sequence[PlacedInspector]) -> None:
    for item in changed:
        if item.known is None:
            continue
        Inspector.objects.filter(pk=item.known.id).update(
            full_name=item.row.full_name, position=item.row.position or item.known.position
        )
        if item.area != item.known.area:
            _put_into_zone(region, item.known.id, item.area)


def chats_of_inspectors(region: Region, placed: Iterable[PlacedInspector]) -> QuerySet[Chat, int]:
    """Ids of the chats in the areas that somebody gets or gives up; a new name or position touches no chat."""
    areas: set[Area] = set()
    for item in placed:
        former = item.known.area if item.known else None
        if item.area and item.area != former:
            areas |= {item.area} | ({former} if former else set())
    chats = Chat.objects.filter(region=region).order_by("pk")
    if not any(area.whole_region for area in areas):
        names = {name for area in areas for name in area.municipalities}
        chats = chats.filter(house__municipality__name__in=names)
    return chats.values_list("pk", flat=True)


def _put_into_zone(region: Region, inspector: int, area: Area | None) -> None:
    """The file names the whole of an inspector's area, so it replaces the zones; None leaves them."""
    if area is None:
        return
    Zone.inspectors.through.objects.filter(inspector=inspector).delete()
    zone = zone_of(region, area.municipalities, whole_region=area.whole_region)
    zone.inspectors.add(inspector)


def link_login(*, inspector: Inspector, user: User, by: User | None = None, cause: str = "") -> None:
    """The login with which the inspector signs in to the portal."""
    details = {"inspector": inspector.pk, "login": user.username}
    with audit.event("inspector.login_linked", by=by, cause=cause, region=inspector.region, details=details):
        Inspector.objects.filter(pk=inspector.pk).update(user=user)


def take_representatives(
    region: Region,
    added: Sequence[PlacedRepresentative],
    changed: Sequence[PlacedRepresentative],
    *,
    since: date,
) -> int:
    """New representatives act from `since`, a date of the region."""
    Representative.objects.bulk_create(
        Representative(
            organisation_id=item.organisation_id,
            full_name=item.row.full_name,
            messenger_id=item.row.messenger_id,
            since=since,
        )
        for item in added
    )
    for item in changed:
        if item.known:
            Representative.objects.filter(pk=item.known.id).update(full_name=item.row.full_name)
    return outbox.mark(list(chats_of_representatives(region, [*added, *changed], since)))


def chats_of_representatives(region: Region, placed: Iterable[PlacedRepresentative], on: date) -> QuerySet[Chat, int]:
    """Ids of the chats of the houses that these organisations manage on the date."""
    organisations = {item.organisation_id for item in placed}
    houses = ManagementPeriod.objects.filter(organisation__in=organisations).acting(on).values("house")
    return Chat.objects.filter(region=region, house__in=houses).order_by("pk").values_list("pk", flat=True)
