"""Representatives of companies: one or several, with rights from a day to a day, and a new messenger account of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from supervision import audit
from supervision.enums import RefusalKind
from supervision.errors import Refused
from supervision.models import ManagementPeriod, Organisation, Representative
from supervision.models.spans import lasts
from supervision.queue import outbox


def add(
    *,
    organisation: Organisation,
    full_name: str,
    messenger_id: int | None,
    since: date,
    by: User | None,
    cause: str = "",
) -> Representative:
    """From `since` the person is administrator of the chats of the organisation's houses; without a messenger id as
    soon as they are known in the messenger (`invitations.py`)."""
    region = organisation.region
    if messenger_id is not None and messenger_id <= 0:
        raise Refused(_("A messenger id is a positive number."), kind=RefusalKind.REPRESENTATIVE_KNOWN)
    known = organisation.representatives.filter(messenger_id=messenger_id)
    if messenger_id is not None and known.filter(lasts(since)).exists():
        raise Refused(
            _("%(id)s is a representative of the company already.") % {"id": messenger_id},
            kind=RefusalKind.REPRESENTATIVE_KNOWN,
        )
    details = {"organisation": organisation.pk, "name": full_name}
    with audit.event("representative.added", by=by, cause=cause, region=region, details=details):
        person = Representative.objects.create(
            organisation=organisation, full_name=full_name, messenger_id=messenger_id, since=since
        )
        mark_managed(organisation, since)
    return person


def remove(*, person: Representative, on: date, by: User | None, reason: str = "", cause: str = "") -> None:
    """Without rights from `on` (first day without)."""
    region = person.organisation.region
    details = {"organisation": person.organisation_id, "representative": person.pk, "since": str(on)}
    with audit.event("representative.removed", by=by, cause=cause, reason=reason, region=region, details=details):
        Representative.objects.filter(pk=person.pk).update(until=max(on, person.since))
        mark_managed(person.organisation, on)


def mark_managed(organisation: Organisation, on: date) -> None:
    """The houses of that day; of today where the day is past, because houses may have come since."""
    region = organisation.region
    periods = ManagementPeriod.objects.filter(organisation=organisation).acting(max(on, region.today()))
    outbox.mark_houses(list(periods.values_list("house", flat=True)), not_before=region.midnight(on))


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A line of a pasted list; `line` counts from 1."""

    line: int
    full_name: str
    messenger_id: int | None


def add_all(*, organisation: Organisation, persons: Sequence[NewPerson], since: date, by: User) -> int:
    """All of them or none: a list half taken over would have to be compared by eye."""
    refused = []
    with transaction.atomic():
        for person in persons:
            try:
                add(
                    organisation=organisation,
                    full_name=person.full_name,
                    messenger_id=person.messenger_id,
                    since=since,
                    by=by,
                )
            except Refused as refusal:
                refused.append(_("Line %(line)s: %(why)s") % {"line": person.line, "why": refusal.message})
        if refused:
            raise Refused(
                _("Nobody was added. Mend these lines and send the list again."),
                tuple(refused),
                kind=RefusalKind.REPRESENTATIVE_KNOWN,
            )
    return len(persons)


def change_account(
    *, person: Representative, messenger_id: int, by: User | None, reason: str = "", cause: str = ""
) -> Representative:
    """From today the rights belong to another account of the same person; the old one loses them."""
    organisation = person.organisation
    today = organisation.region.today()
    if person.until and person.until <= today:
        raise Refused(
            _("%(name)s is no representative any more.") % {"name": person}, kind=RefusalKind.REPRESENTATIVE_GONE
        )
    if messenger_id == person.messenger_id:
        raise Refused(
            _("%(name)s has this messenger id already.") % {"name": person}, kind=RefusalKind.REPRESENTATIVE_KNOWN
        )
    details = {"representative": person.pk}
    since, until = max(today, person.since), person.until
    with audit.event(
        "representative.account_changed", by=by, cause=cause, reason=reason, region=organisation.region, details=details
    ):
        added = add(
            organisation=organisation,
            full_name=person.full_name,
            messenger_id=messenger_id,
            since=since,
            by=by,
            cause=cause,
        )
        remove(person=person, on=since, by=by, reason=reason, cause=cause)
        if until:
            remove(person=added, on=until, by=by, reason=reason, cause=cause)
    return added
