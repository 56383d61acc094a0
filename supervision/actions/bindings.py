"""Binding an account of the messenger to a person, and unbinding it; called inside the event of another act."""

from datetime import date

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from supervision.actions import representatives
from supervision.actions.invited import Invited, region_of
from supervision.actions.owners import ids, marks_new_owners, may_own
from supervision.enums import RefusalKind
from supervision.errors import Refused
from supervision.models import Inspector, Nomination, NominationState, Representative
from supervision.models.spans import lasts

Known = Inspector | Representative


def bind(person: Known, account_id: int, *, by: User | None, cause: str) -> Known:
    """A representative with another account becomes a new row: who had the rights until when stays on record."""
    if person.messenger_id == account_id:
        return person
    if isinstance(person, Representative) and person.messenger_id is not None:
        return representatives.change_account(person=person, messenger_id=account_id, by=by, cause=cause)
    refuse_taken(person, account_id)
    set_account(person, account_id)
    return person


def set_account(person: Known, account_id: int | None) -> None:
    if isinstance(person, Inspector):
        with marks_new_owners(person.region, ids(may_own(person))):
            Inspector.objects.filter(pk=person.pk).update(messenger_id=account_id)
    else:
        Representative.objects.filter(pk=person.pk).update(messenger_id=account_id)
        representatives.mark_managed(person.organisation, person.organisation.region.today())
    person.messenger_id = account_id


def refuse_taken(person: Invited, account_id: int) -> None:
    """Raises where the account is another inspector's of the region, or represents the company already."""
    others: QuerySet[Inspector] | QuerySet[Representative]
    if isinstance(person, Inspector):
        others = Inspector.objects.filter(region=person.region_id, messenger_id=account_id)
        words, kind = _("This account is another inspector's."), RefusalKind.INSPECTOR_CANNOT
    else:
        of_company = Representative.objects.filter(organisation=person.organisation_id, messenger_id=account_id)
        others = of_company.filter(lasts(since_of(person)))
        words, kind = _("This account represents the company already."), RefusalKind.REPRESENTATIVE_KNOWN
    if others.exclude(pk=0 if isinstance(person, Nomination) else person.pk).exists():
        raise Refused(words, kind=kind)


def since_of(person: Representative | Nomination) -> date:
    """Whoever is only named begins on the day of the confirmation, today at the earliest."""
    return person.since if isinstance(person, Representative) else person.organisation.region.today()


def refuse_gone(person: Invited) -> None:
    today = region_of(person).today()
    if isinstance(person, Inspector) and person.dismissed_on:
        raise Refused(_("%(name)s has left office.") % {"name": person}, kind=RefusalKind.INSPECTOR_CANNOT)
    if isinstance(person, Representative) and person.until and person.until <= today:
        raise Refused(
            _("%(name)s is no representative any more.") % {"name": person}, kind=RefusalKind.REPRESENTATIVE_GONE
        )
    if isinstance(person, Nomination) and person.state != NominationState.WAITING:
        raise Refused(
            _("%(name)s is not waited for any more.") % {"name": person}, kind=RefusalKind.REPRESENTATIVE_GONE
        )
