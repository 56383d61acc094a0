"""Inspectors in and out of office, their substitutes, and the representatives of companies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from supervision import audit
from supervision.actions.new_owners import marks_new_owners
from supervision.desired.ownership import owners_on
from supervision.enums import RefusalKind
from supervision.errors import Refused
from supervision.models import (
    Absence,
    Chat,
    House,
    HouseSubstitute,
    Inspector,
    ManagementPeriod,
    Organisation,
    Region,
    Representative,
    Zone,
)
from supervision.queue import outbox

MOST_LISTED = 20


def dismiss(
    *,
    inspector: Inspector,
    on: date,
    by: User | None = None,
    cause: str = "",
    reason: str,
    closes_login: bool = False,
) -> None:
    """Out of office from `on` (first day without). Refused while chats would still be owned by the inspector then.

    A chat must never be without an owner and never belong to somebody who has left, so the chats go first: give houses,
    company or zone another inspector, or send the inspector away (`substitute`) without a day of return. Who took over
    then keeps the chats: the dismissal itself moves none.
    """
    if closes_login and by and inspector.user_id == by.pk:
        raise Refused(_("Nobody closes their own login: ask another head."), kind=RefusalKind.INSPECTOR_CANNOT)
    blocking = owned_chats(inspector, on)
    if inspector.messenger_id is not None and blocking:
        listed = tuple(str(chat.house) for chat in blocking[:MOST_LISTED])
        words = ngettext(
            "%(name)s owns %(n)s chat. Reassign it first, then dismiss.",
            "%(name)s owns %(n)s chats. Reassign them first, then dismiss.",
            blocking.count(),
        )
        raise Refused(words % {"name": inspector, "n": blocking.count()}, listed, kind=RefusalKind.INSPECTOR_CANNOT)
    region = inspector.region
    details = {"inspector": inspector.pk, "since": str(on), "closes_login": closes_login}
    with audit.event("inspector.dismissed", by=by, cause=cause, reason=reason, region=region, details=details):
        Inspector.objects.filter(pk=inspector.pk).update(dismissed_on=on)
        if closes_login and inspector.user_id:
            User.objects.filter(pk=inspector.user_id).update(is_active=False)


def owned_chats(inspector: Inspector, on: date) -> QuerySet[Chat]:
    """What keeps an inspector from being dismissed: chats owned by the rules on that day, or seen owned."""
    if inspector.messenger_id is None:
        return Chat.objects.none()
    owners = owners_on(inspector.region, ids(may_own(inspector)), on)
    owned = [chat for chat, tenure in owners.items() if tenure.owner_id == inspector.messenger_id]
    seen = Q(region=inspector.region_id, observed_owner_id=inspector.messenger_id)
    return Chat.objects.filter(Q(pk__in=owned) | seen).select_related("house").order_by("pk")


@dataclass(frozen=True, slots=True)
class Leave:
    """Who owns the chats meanwhile: `substitute` (None: whom the rules find), and `houses`, house by house.

    `ends_in_dismissal` asks for a dismissal as soon as no chat is left (`absences.complete_dismissals`).
    """

    substitute: Inspector | None = None
    houses: Mapping[int, Inspector] = field(default_factory=dict)
    reason: str = ""
    ends_in_dismissal: bool = False
    closes_login: bool = False


def substitute(
    *,
    inspector: Inspector,
    substitute: Inspector | None = None,
    since: date,
    until: date | None,
    by: User,
    leave: Leave | None = None,
) -> Absence:
    """From `since` up to but not including `until`, the substitute owns what the inspector would.

    Giving back needs no mark: settling a chat on `since` queues the look at `until`.
    """
    leave = leave or Leave(substitute)
    refuse_impossible(inspector, leave, since, until)
    region = inspector.region
    details = {"inspector": inspector.pk, "since": str(since), **told_of(leave, until)}
    with (
        audit.event("inspector.absent", by=by, reason=leave.reason, region=region, details=details),
        marks_new_owners(region, ids(may_own(inspector)), since=since),
    ):
        absence = Absence.objects.create(
            inspector=inspector,
            substitute=leave.substitute,
            since=since,
            until=until,
            reason=leave.reason,
            ends_in_dismissal=leave.ends_in_dismissal,
            closes_login=leave.closes_login,
        )
        give_houses(absence, leave.houses)
    return absence


def told_of(leave: Leave, until: date | None) -> dict[str, Any]:
    """What the record of events keeps of who owns the chats meanwhile, and until when."""
    return {
        "until": until and str(until),
        "substitute": leave.substitute and leave.substitute.pk,
        "house_count": len(leave.houses),
        "ends_in_dismissal": leave.ends_in_dismissal,
    }


def give_houses(absence: Absence, houses: Mapping[int, Inspector]) -> None:
    """The houses that fall to others than the substitute; replaces those given before."""
    HouseSubstitute.objects.filter(absence=absence).delete()
    HouseSubstitute.objects.bulk_create(
        HouseSubstitute(absence=absence, house_id=house, substitute=to) for house, to in houses.items()
    )


def refuse_impossible(
    inspector: Inspector, leave: Leave, since: date, until: date | None, *, but: Absence | None = None
) -> None:
    """`but` is the absence that is being changed: it does not overlap itself."""
    for other in {one for one in (leave.substitute, *leave.houses.values()) if one}:
        _refuse_owner(inspector, other, since)
    if until and until <= since:
        raise Refused(_("The absence must end after it starts."), kind=RefusalKind.ABSENCE_CANNOT)
    if House.objects.filter(pk__in=leave.houses).exclude(region=inspector.region_id).exists():
        raise Refused(_("Choose houses of the inspector's own region."), kind=RefusalKind.OF_ANOTHER_REGION)
    others = inspector.absences.exclude(pk=but.pk) if but else inspector.absences
    overlapping = others.filter(Q(until__isnull=True) | Q(until__gt=since)).filter(since__lt=until or date.max).first()
    if overlapping:
        words = _("%(name)s has a substitute for these days already.") % {"name": inspector}
        end = f"{overlapping.until:%d.%m.%Y}" if overlapping.until else _("without end")
        raise Refused(words, (f"{overlapping.since:%d.%m.%Y} – {end}",), kind=RefusalKind.ABSENCE_CANNOT)


def _refuse_owner(inspector: Inspector, other: Inspector, on: date) -> None:
    if other.pk == inspector.pk:
        raise Refused(_("Nobody can be their own substitute."), kind=RefusalKind.ABSENCE_CANNOT)
    if other.region_id != inspector.region_id:
        raise Refused(_("%(name)s works in another region.") % {"name": other}, kind=RefusalKind.OF_ANOTHER_REGION)
    if other.messenger_id is None:
        raise Refused(
            _("%(name)s has no messenger account and cannot own chats.") % {"name": other},
            kind=RefusalKind.INSPECTOR_CANNOT,
        )
    if other.dismissed_on and other.dismissed_on <= on:
        raise Refused(
            _("%(name)s is dismissed by then and cannot own chats.") % {"name": other},
            kind=RefusalKind.INSPECTOR_CANNOT,
        )


def assign_houses(*, houses: Iterable[House], inspector: Inspector | None, by: User, reason: str = "") -> int:
    """Gives houses of one region their own inspector (None: back to company and zone); returns the chats marked."""
    chosen = [house.pk for house in houses]
    region = inspector.region if inspector else Region.objects.get(houses=chosen[0])
    if House.objects.filter(pk__in=chosen).exclude(region=region).exists():
        raise Refused(_("Choose houses of the inspector's own region."), kind=RefusalKind.OF_ANOTHER_REGION)
    concerned = ids(Chat.objects.filter(house__in=chosen))
    details = {"inspector": inspector and inspector.pk, "houses": chosen}
    with (
        audit.event("houses.assigned", by=by, reason=reason, region=region, details=details),
        marks_new_owners(region, concerned) as marked,
    ):
        House.objects.filter(pk__in=chosen).update(inspector=inspector)
    return marked.chats


def assign_organisation(*, organisation: Organisation, inspector: Inspector | None, by: User, reason: str = "") -> int:
    """The inspector of a company owns the chats of the houses that it manages."""
    region = organisation.region
    if inspector and inspector.region_id != region.pk:
        raise Refused(_("%(name)s works in another region.") % {"name": inspector}, kind=RefusalKind.OF_ANOTHER_REGION)
    houses = ManagementPeriod.objects.filter(organisation=organisation).acting(region.today()).values("house")
    concerned = ids(Chat.objects.filter(house__in=houses))
    details = {"organisation": organisation.pk, "inspector": inspector and inspector.pk}
    with (
        audit.event("organisation.assigned", by=by, reason=reason, region=region, details=details),
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
        raise Refused(_("A messenger id is a positive number."), kind=RefusalKind.REPRESENTATIVE_KNOWN)
    known = organisation.representatives.filter(messenger_id=messenger_id)
    if known.filter(Q(until__isnull=True) | Q(until__gt=since)).exists():
        raise Refused(
            _("%(id)s is a representative of the company already.") % {"id": messenger_id},
            kind=RefusalKind.REPRESENTATIVE_KNOWN,
        )
    details = {"organisation": organisation.pk, "name": full_name}
    with audit.event("representative.added", by=by, region=region, details=details):
        person = Representative.objects.create(
            organisation=organisation, full_name=full_name, messenger_id=messenger_id, since=since
        )
        _mark_managed(organisation, since)
    return person


def remove_representative(*, person: Representative, on: date, by: User, reason: str = "") -> None:
    """Without rights from `on` (first day without)."""
    region = person.organisation.region
    details = {"organisation": person.organisation_id, "representative": person.pk, "since": str(on)}
    with audit.event("representative.removed", by=by, reason=reason, region=region, details=details):
        Representative.objects.filter(pk=person.pk).update(until=max(on, person.since))
        _mark_managed(person.organisation, on)


def _mark_managed(organisation: Organisation, on: date) -> None:
    """The houses of that day; of today where the day is past, because houses may have come since."""
    region = organisation.region
    periods = ManagementPeriod.objects.filter(organisation=organisation).acting(max(on, region.today()))
    outbox.mark_houses(list(periods.values_list("house", flat=True)), not_before=region.midnight(on))


def ids(chats: QuerySet[Chat]) -> list[int]:
    return list(chats.values_list("pk", flat=True))


def may_own(inspector: Inspector) -> QuerySet[Chat]:
    """Chats that can fall to the inspector by any rule: a superset, found in three queries or a few more.

    Whoever is a substitute owns what those would who are away, so their houses count too.
    """
    people = _replaced_by(inspector)
    zones = Zone.objects.filter(inspectors__in=people)
    region = inspector.region
    everywhere = zones.filter(whole_region=True).exists() or region.default_inspector_id in people
    if everywhere:
        return Chat.objects.filter(region=region)
    by_company = Q(house__periods__organisation__inspector__in=people)
    municipal = Q(house__municipality__zones__in=zones)
    return Chat.objects.filter(Q(house__inspector__in=people) | by_company | municipal).distinct()


def _replaced_by(inspector: Inspector) -> set[int]:
    """The inspector and everybody for whom the inspector stands in, directly or in turn."""
    found, new = {inspector.pk}, {inspector.pk}
    while new:
        away = Absence.objects.filter(Q(substitute__in=new) | Q(houses__substitute__in=new))
        new = set(away.values_list("inspector", flat=True)) - found
        found |= new
    return found
