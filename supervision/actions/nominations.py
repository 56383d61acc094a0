"""People whom a company names on its page: named and withdrawn by the company, confirmed or refused by an inspector.

Until it is confirmed a name is nobody: no representative, no administrator, nothing to wait for in a chat. A link can
be forwarded, and official chats must not be taken over by whoever holds it (docs/adr/0087).
"""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from supervision import audit
from supervision.actions import handed_out, invitations, invited, representatives
from supervision.actions.invitations import COMPANY
from supervision.actions.invited import PENDING, invitations_of
from supervision.enums import RefusalKind
from supervision.errors import Refused
from supervision.models import (
    CompanyLink,
    InvitationState,
    Nomination,
    NominationState,
    Organisation,
    Representative,
)
from supervision.models.spans import lasts
from supervision.queue import clock

MOST_WAITING = 50  # names of one company


def name(*, link: CompanyLink, full_name: str, position: str) -> Nomination:
    """The company names a representative; by a trusted link the name counts at once, else it waits."""
    organisation = link.organisation
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)  # two that name the same person at once
        _refuse_named(organisation, full_name)
        details = {"organisation": organisation.pk, "name": full_name}
        with audit.event("representative.named", cause=COMPANY, region=organisation.region, details=details):
            named = Nomination.objects.create(
                organisation=organisation,
                link=link,
                full_name=full_name,
                position=position,
                named_at=clock.now(),
            )
        if handed_out.is_trusted(link):
            confirm(nomination=named, seen="", by=None, cause=COMPANY)
    return named


def withdraw(*, nomination: Nomination) -> None:
    """The company takes back a name that nobody confirmed yet."""
    _close(nomination, NominationState.WITHDRAWN, "representative.name_withdrawn", by=None, cause=COMPANY)


def refuse(*, nomination: Nomination, by: User) -> None:
    """An inspector does not accept the name; its invitation no longer holds."""
    _close(nomination, NominationState.REFUSED, "representative.name_refused", by=by)


def confirm(*, nomination: Nomination, seen: str, by: User | None, cause: str = "") -> Representative:
    """From today the person represents the company; an account that answered already is bound by the same click.

    `seen` is the answer that was shown beside the name (`Invitation.seen`, "" for none); Refused for another one.
    """
    organisation = nomination.organisation
    today, region = organisation.region.today(), organisation.region
    with transaction.atomic():
        _refuse_decided(nomination)
        answered = invited.waiting(nomination)
        invitations.refuse_unseen(answered, seen)
        details = {"organisation": organisation.pk, "name": nomination.full_name}
        with audit.event("representative.name_confirmed", by=by, cause=cause, region=region, details=details):
            person = representatives.add(
                organisation=organisation,
                full_name=nomination.full_name,
                messenger_id=None,
                since=today,
                by=by,
                cause=cause,
            )
            invitations_of(nomination).update(representative=person, nomination=None)
            Nomination.objects.filter(pk=nomination.pk).update(
                state=NominationState.CONFIRMED, decided_at=clock.now(), representative=person
            )
        if answered is not None and by is not None:
            invitations.confirm(invitation=answered, seen=seen, by=by)
    return person


def waiting(organisation: Organisation) -> QuerySet[Nomination]:
    return Nomination.objects.filter(organisation=organisation, state=NominationState.WAITING)


def _close(nomination: Nomination, state: NominationState, event: str, *, by: User | None, cause: str = "") -> None:
    organisation = nomination.organisation
    details = {"organisation": organisation.pk, "name": nomination.full_name}
    with transaction.atomic():
        _refuse_decided(nomination)
        with audit.event(event, by=by, cause=cause, region=organisation.region, details=details):
            invitations_of(nomination).filter(state__in=PENDING).update(state=InvitationState.REVOKED, sealed="")
            Nomination.objects.filter(pk=nomination.pk).update(state=state, decided_at=clock.now())


def _refuse_decided(nomination: Nomination) -> None:
    state = Nomination.objects.select_for_update().values_list("state", flat=True).get(pk=nomination.pk)
    if state != NominationState.WAITING:
        words = {"name": nomination, "state": NominationState(state).label}
        raise Refused(_("%(name)s: decided already (%(state)s).") % words, kind=RefusalKind.NOT_WAITING)


def _refuse_named(organisation: Organisation, full_name: str) -> None:
    known = organisation.representatives.filter(lasts(organisation.region.today()), full_name__iexact=full_name)
    if known.exists() or waiting(organisation).filter(full_name__iexact=full_name).exists():
        raise Refused(_("%(name)s is named already.") % {"name": full_name}, kind=RefusalKind.REPRESENTATIVE_KNOWN)
    if waiting(organisation).count() >= MOST_WAITING:
        words = _("%(n)s names wait for an inspector already: name more when they are confirmed.")
        raise Refused(words % {"n": MOST_WAITING})
