"""A company was reorganised: its people go on for the one that took its houses over, because a person says so."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Count, F, QuerySet
from django.utils.translation import gettext as _

from supervision import audit
from supervision.actions import representatives
from supervision.enums import RefusalKind
from supervision.errors import Refused
from supervision.models import ManagementPeriod, Organisation, Representative
from supervision.models.spans import lasts


@dataclass(frozen=True, slots=True)
class Predecessor:
    """Who managed `houses` of the company's houses until the very day on which the company took them over."""

    organisation: Organisation
    houses: int


def predecessors_of(organisation: Organisation) -> list[Predecessor]:
    """Companies whose houses came, or are to come, without a day between; the one with most houses first."""
    before = ManagementPeriod.objects.filter(
        house__periods__organisation=organisation, house__periods__since=F("until"), organisation__isnull=False
    ).exclude(organisation=organisation)
    counted = before.order_by().values("organisation").annotate(n=Count("house", distinct=True))
    houses = dict(counted.values_list("organisation", "n"))
    rows = Organisation.objects.in_bulk(houses) if houses else {}
    found = [Predecessor(rows[pk], n) for pk, n in sorted(houses.items())]
    return sorted(found, key=lambda each: each.houses, reverse=True)


def people_to_carry(predecessor: Organisation, successor: Organisation) -> list[Representative]:
    """Those who speak for the former company today or later and whom the other does not have yet."""
    today = successor.region.today()
    there = _of(successor).filter(lasts(today)).values_list("messenger_id", "full_name")
    accounts = {account for account, _name in there if account}
    names = {name for _account, name in there}
    found = _of(predecessor).filter(lasts(today)).order_by("full_name", "pk")
    return [
        person
        for person in found
        if (person.messenger_id not in accounts if person.messenger_id else person.full_name not in names)
    ]


def carry_over(*, predecessor: Organisation, successor: Organisation, by: User, reason: str) -> int:
    """The people of the one become people of the other too, from today, all or none; gives how many.

    Those of the former company stay what they are there: their rights end with its last house.
    """
    if not reason.strip():
        words = _("Say on which paper the reorganisation is known.")
        raise Refused(words, kind=RefusalKind.REASON_MISSING)
    details = {"organisation": successor.pk, "predecessor": predecessor.pk}
    region = successor.region
    with audit.event("organisation.succeeded", by=by, reason=reason, region=region, details=details):
        # two who decide at once stand in a line, and the second finds nobody left to carry
        len(Organisation.objects.select_for_update(of=("self",), no_key=True).filter(pk=successor.pk))
        if predecessor.pk not in {each.organisation.pk for each in predecessors_of(successor)}:
            words = _("No house passed from %(former)s to %(company)s.")
            raise Refused(words % {"former": predecessor, "company": successor})
        people = people_to_carry(predecessor, successor)
        if not people:
            raise Refused(_("There is nobody to carry over: the company has all these people already."))
        for person in people:
            _carry(person, successor, by)
    return len(people)


def _carry(person: Representative, successor: Organisation, by: User) -> None:
    since = max(person.since, successor.region.today())
    added = representatives.add(
        organisation=successor, full_name=person.full_name, messenger_id=person.messenger_id, since=since, by=by
    )
    if person.until:
        representatives.remove(person=added, on=person.until, by=by)


def _of(organisation: Organisation) -> "QuerySet[Representative]":
    return Representative.objects.filter(organisation=organisation)
