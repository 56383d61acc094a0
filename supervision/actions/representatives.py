"""Several representatives of a company at once, and a new messenger account of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from supervision import audit
from supervision.actions import people
from supervision.enums import RefusalKind
from supervision.errors import Refused
from supervision.models import Organisation, Representative


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A line of a pasted list; `line` counts from 1."""

    line: int
    full_name: str
    messenger_id: int


def add_all(*, organisation: Organisation, persons: Sequence[NewPerson], since: date, by: User) -> int:
    """All of them or none: a list half taken over would have to be compared by eye."""
    refused = []
    with transaction.atomic():
        for person in persons:
            try:
                people.add_representative(
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


def change_account(*, person: Representative, messenger_id: int, by: User, reason: str = "") -> Representative:
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
        "representative.account_changed", by=by, reason=reason, region=organisation.region, details=details
    ):
        added = people.add_representative(
            organisation=organisation, full_name=person.full_name, messenger_id=messenger_id, since=since, by=by
        )
        people.remove_representative(person=person, on=since, by=by, reason=reason)
        if until:
            people.remove_representative(person=added, on=until, by=by, reason=reason)
    return added
