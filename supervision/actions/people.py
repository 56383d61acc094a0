"""Inspectors in and out of office, their substitutes, and the representatives of companies."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from supervision import audit
from supervision.actions.new_owners import marks_new_owners
from supervision.errors import Refused
from supervision.models import Absence, Chat, House, Inspector, ManagementPeriod, Organisation, Region, Representative
from supervision.ownership import owners_on
from supervision.reconcile import outbox

MOST_LISTED = 20


def dismiss(*, inspector: Inspector, on: date, by: User, reason: str) -> None:
    """Out of office from `on` (first day without). Refused while chats would still be owned by the inspector then.

    A chat must never be without an owner and never belong to somebody who has left, so the chats go first: give houses,
    company or zone another inspector, or the inspector a substitute, and dismiss then.
    """
    owners = owners_on(inspector.region, _ids(_may_own(inspector)), on)
    owned = [chat for chat, tenure in owners.items() if tenure.owner_id == inspector.messenger_id]
    seen = Chat.objects.filter(region=inspector.region_id, observed_owner_id=inspector.messenger_id)
    blocking = Chat.objects.filter(Q(pk__in=owned) | Q(pk__in=seen)).select_related("house").order_by("pk")
    if inspector.messenger_id is not None and blocking:
        listed = tuple(str(chat.house) for chat in blocking[:MOST_LISTED])
        words = ngettext(
            "%(name)s owns %(n)s chat. Reassign it first, then dismiss.",
            "%(name)s owns %(n)s chats. Reassign them first, then dismiss.",
            blocking.count(),
        )
        raise Refused(words % {"name": inspector, "n": blocking.count()}, listed)
    with audit.event("inspector.dismissed", by=by, reason=reason, region=inspector.region):
        Inspector.objects.filter(pk=inspector.pk).update(dismissed_on=on)


def substitute(*, inspector: Inspector, substitute: Inspector, since: date, until: date | None, by: User) -> Absence:
    """From `since` up to but not including `until`, the substitute owns what the inspector would.

    Giving back needs no mark: settling a chat on `since` queues the look at `until`.
    """
    if substitute.region_id != inspector.region_id:
        raise Refused(_("%(name)s works in another region.") % {"name": substitute})
    if substitute.messenger_id is None:
        raise Refused(_("%(name)s has no messenger account and cannot own chats.") % {"name": substitute})
    _refuse_impossible(inspector, substitute, since, until)
    region = inspector.region
    details = {"since": str(since), "until": str(until)}
    concerned = _ids(_may_own(inspector))
    with (
        audit.event("inspector.absent", by=by, region=region, details=details),
        marks_new_owners(region, concerned, since=since),
    ):
        return Absence.objects.create(inspector=inspector, substitute=substitute, since=since, until=until)


def _refuse_impossible(inspector: Inspector, substitute: Inspector, since: date, until: date | None) -> None:
    if substitute.pk == inspector.pk:
        raise Refused(_("Nobody can be their own substitute."))
    if until and until <= since:
        raise Refused(_("The absence must end after it starts."))
    overlapping = inspector.absences.filter(Q(until__isnull=True) | Q(until__gt=since))
    if overlapping.filter(since__lt=until or date.max).exists():
        raise Refused(_("%(name)s has a substitute for these days already.") % {"name": inspector})


def assign_houses(*, houses: Iterable[House], inspector: Inspector | None, by: User, reason: str = "") -> int:
    """Gives houses of one region their own inspector (None: back to company and zone); returns the chats marked."""
    ids = [house.pk for house in houses]
    region = inspector.region if inspector else Region.objects.get(houses=ids[0])
    if House.objects.filter(pk__in=ids).exclude(region=region).exists():
        raise Refused(_("Choose houses of the inspector's own region."))
    concerned = _ids(Chat.objects.filter(house__in=ids))
    with (
        audit.event("houses.assigned", by=by, reason=reason, region=region, details={"houses": len(ids)}),
        marks_new_owners(region, concerned) as marked,
    ):
        House.objects.filter(pk__in=ids).update(inspector=inspector)
    return marked.chats


def assign_organisation(*, organisation: Organisation, inspector: Inspector | None, by: User, reason: str = "") -> int:
    """The inspector of a company owns the chats of the houses that it manages."""
    region = organisation.region
    if inspector and inspector.region_id != region.pk:
        raise Refused(_("%(name)s works in another region.") % {"name": inspector})
    houses = ManagementPeriod.objects.filter(organisation=organisation).acting(region.today()).values("house")
    concerned = _ids(Chat.objects.filter(house__in=houses))
    with (
        audit.event("organisation.assigned", by=by, reason=reason, region=region),
        marks_new_owners(region, concerned) as marked,
    ):
        Organisation.objects.filter(pk=organisation.pk).update(inspector=inspector)
    return marked.chats


def add_representative(
    *, organisation: Organisation, full_name: str, messenger_id: int, since: date, by: User
) -> Representative:
    """From `since` the person is administrator of the chats of the organisation's houses."""
    region = organisation.region
    if messenger_id <= 0:
        raise Refused(_("A messenger id is a positive number."))
    with audit.event("representative.added", by=by, region=region):
        person = Representative.objects.create(
            organisation=organisation, full_name=full_name, messenger_id=messenger_id, since=since
        )
        _mark_managed(organisation, since)
    return person


def remove_representative(*, person: Representative, on: date, by: User, reason: str = "") -> None:
    """Without rights from `on` (first day without)."""
    region = person.organisation.region
    with audit.event("representative.removed", by=by, reason=reason, region=region):
        Representative.objects.filter(pk=person.pk).update(until=max(on, person.since))
        _mark_managed(person.organisation, on)


def _mark_managed(organisation: Organisation, on: date) -> None:
    """The houses of that day; of today where the day is past, because houses may have come since."""
    region = organisation.region
    periods = ManagementPeriod.objects.filter(organisation=organisation).acting(max(on, region.today()))
    outbox.mark_houses(list(periods.values_list("house", flat=True)), not_before=region.midnight(on))


def _ids(chats: QuerySet[Chat]) -> list[int]:
    return list(chats.values_list("pk", flat=True))


def _may_own(inspector: Inspector) -> QuerySet[Chat]:
    """Chats that can fall to the inspector by any rule: a superset, found in one query."""
    zones = inspector.zones.all()
    municipal = Q(house__municipality__zones__in=zones) | (
        Q(region=inspector.region_id) if zones.filter(whole_region=True) or _is_default(inspector) else Q(pk=None)
    )
    by_company = Q(house__periods__organisation__inspector=inspector)
    return Chat.objects.filter(Q(house__inspector=inspector) | by_company | municipal).distinct()


def _is_default(inspector: Inspector) -> bool:
    return inspector.region.default_inspector_id == inspector.pk
