"""Invitations: how an inspector or a representative becomes known in the messenger, and how that is undone.

Binding needs an unguessable secret and the person's own word (docs/adr/0085). Issuing, revoking and undoing are a
person's acts; opening and answering are the dialog's, with the cause "dialog"; what a company asks for on its page has
the cause "company". Where the region's policy or the way of the invitation asks for it, an answer waits for an
inspector's word (docs/adr/0087). All instants are aware, UTC.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from supervision import audit, keyring
from supervision.actions import bindings, handed_out
from supervision.actions.invited import (
    OPEN,
    PENDING,
    Invited,
    hash_of_code,
    hash_of_secret,
    invitations_of,
    names_of,
    person_of,
    region_of,
    waiting,
)
from supervision.enums import BoundBy, HeardEvent, RefusalKind
from supervision.errors import Refused
from supervision.models import (
    CompanyLink,
    Inspector,
    Invitation,
    InvitationState,
    MessengerAccount,
    Nomination,
    Representative,
)
from supervision.outgoing import announcing
from supervision.queue import clock

LINK_DAYS, CODE_HOURS = 14, 24
SECRET_BYTES, CODE_DIGITS = 24, 8  # 192 bits
DIALOG, COMPANY = "dialog", "company"


@dataclass(frozen=True, slots=True)
class Shown:
    """What is handed to the person. `link` is "" while the bot's name in links is not known."""

    link: str
    code: str


def invite(*, person: Invited, by: User | None, link: CompanyLink | None = None) -> Invitation:
    """A new link and code; those before no longer hold. The person keeps the account they have until they answer.

    `link` is that of the company that asks for it; then nobody of the portal is its author, and an answer that waits
    for an inspector is not replaced.
    """
    region = region_of(person)
    bindings.refuse_gone(person)
    if link is not None and waiting(person) is not None:
        words = _("%(name)s has answered already: an inspector confirms it. Until then no other invitation is made.")
        raise Refused(words % {"name": person})
    names, now = names_of(person), clock.now()
    secret, code = secrets.token_urlsafe(SECRET_BYTES), f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    cause = COMPANY if link else ""
    with audit.event(names.invited, by=by, cause=cause, region=region, details={names.word: person.pk}):
        invitations_of(person).filter(state__in=PENDING).update(state=InvitationState.REVOKED, sealed="")
        made = Invitation(
            region=region,
            inspector=person if isinstance(person, Inspector) else None,
            representative=person if isinstance(person, Representative) else None,
            nomination=person if isinstance(person, Nomination) else None,
            link=link,
            by=by,
            secret_hash=hash_of_secret(secret),
            code_hash=hash_of_code(region.pk, code),
            made_at=now,
            until=now + timedelta(days=LINK_DAYS),
            code_until=now + timedelta(hours=CODE_HOURS),
        )
        made.sealed = keyring.seal(json.dumps([secret, code]), made.context)
        made.save(force_insert=True)
    return made


def shown(invitation: Invitation, account: MessengerAccount) -> Shown:
    """Link and code of an open invitation; raises keyring.CannotOpen where the key is gone."""
    secret, code = json.loads(keyring.open_sealed(invitation.sealed, invitation.context))
    base = settings.MESSENGER_START_URL.rstrip("/")
    link = f"{base}/{account.bot_username}?start={secret}" if account.bot_username else ""
    return Shown(link, code if clock.now() < invitation.code_until else "")


def revoke(*, invitation: Invitation, by: User) -> None:
    """The link and the code no longer hold, nor does an answer that nobody confirmed; who is known stays known."""
    names = names_of(person_of(invitation))
    with audit.event(names.revoked, by=by, region=invitation.region, details={"invitation": invitation.pk}):
        Invitation.objects.filter(pk=invitation.pk, state__in=PENDING).update(state=InvitationState.REVOKED, sealed="")


def unbind(*, person: Inspector | Representative, by: User | None = None, cause: str = "", reason: str = "") -> None:
    """The account is no longer the person's: a wrong one had answered, or the person leaves. Its rights end."""
    names = names_of(person)
    details = {names.word: person.pk, "account": person.messenger_id}
    with audit.event(names.unbound, by=by, cause=cause, reason=reason, region=region_of(person), details=details):
        invitations_of(person).filter(state__in=(*PENDING, InvitationState.KNOWN)).update(
            state=InvitationState.UNDONE, sealed=""
        )
        bindings.set_account(person, None)


# --- what the dialog does


def opened(invitation: Invitation, *, account_id: int, account_name: str) -> None:
    Invitation.objects.filter(pk=invitation.pk, state__in=OPEN).update(
        state=InvitationState.OPENED, opened_at=clock.now(), account_id=account_id, account_name=account_name
    )


def decline(invitation: Invitation, *, account_id: int, account_name: str) -> None:
    """The person said "not me", or takes back an answer that waits: the link no longer holds."""
    details = {"invitation": invitation.pk, "account": account_id}
    with audit.event("invitation.declined", cause=DIALOG, region=invitation.region, details=details):
        Invitation.objects.filter(pk=invitation.pk, state__in=PENDING).update(
            state=InvitationState.DECLINED,
            sealed="",
            answered_at=clock.now(),
            account_id=account_id,
            account_name=account_name,
        )


def accept(invitation_id: int, *, account_id: int, account_name: str) -> Invitation | None:
    """Binds the account that said "it is me", or keeps the answer for an inspector (`ANSWERED`); None where the
    invitation can no longer be answered.

    Raises Refused where the account is another inspector's of the region, or represents the company already.
    """
    with transaction.atomic():
        invitation = _locked(invitation_id)
        if invitation is None or not handed_out.invitation_holds(invitation, clock.now()):
            return None
        person = person_of(invitation)
        bindings.refuse_gone(person)
        invitation.account_id, invitation.account_name = account_id, account_name
        invitation.answered_at = clock.now()
        details: dict[str, int | None] = {names_of(person).word: person.pk, "account": account_id}
        if isinstance(person, Nomination) or waits_for_inspector(invitation, person):
            bindings.refuse_taken(person, account_id)
            with audit.event("invitation.answered", cause=DIALOG, region=invitation.region, details=details):
                invitation.state, invitation.sealed = InvitationState.ANSWERED, ""
                invitation.save()
            return invitation
        details["account_before"] = person.messenger_id
        with audit.event(names_of(person).known, cause=DIALOG, region=invitation.region, details=details):
            _settle(invitation, person, account_id, by=None, cause=DIALOG)
    return invitation


def waits_for_inspector(invitation: Invitation, person: Invited) -> bool:
    """Whether an answer alone binds nobody: by the region's policy, or because a company's link was the way.

    An account that is new at an inspector never does: whoever holds the invitation would own every chat of theirs
    (docs/adr/0114).
    """
    link = invitation.link
    if isinstance(person, Inspector) and person.messenger_id != invitation.account_id:
        return True
    return invitation.region.bound_by == BoundBy.INSPECTOR or (link is not None and not handed_out.is_trusted(link))


def confirm(*, invitation: Invitation, seen: str, by: User) -> None:
    """The account that answered is the person's: from now on it counts. `seen` is what was shown (`Invitation.seen`).

    Raises Refused where nobody waits any more, or another account than the one that was shown.
    """
    with transaction.atomic():
        found = _locked(invitation.pk)
        person = person_of(found) if found else None
        if found is None or found.account_id is None or found.state != InvitationState.ANSWERED:
            raise Refused(_("This answer waits for nobody any more."), kind=RefusalKind.NOT_WAITING)
        refuse_unseen(found, seen)
        if person is None or isinstance(person, Nomination):
            raise Refused(_("Confirm the name first."), kind=RefusalKind.NOT_WAITING)
        bindings.refuse_gone(person)
        names = names_of(person)
        details = {names.word: person.pk, "account": found.account_id, "account_before": person.messenger_id}
        with audit.event(names.confirmed, by=by, region=found.region, details=details):
            _settle(found, person, found.account_id, by=by, cause="")


def refuse_unseen(answered: Invitation | None, seen: str) -> None:
    """Raises Refused where the answer that waits is not the one that the page showed."""
    if seen != (answered.seen if answered else ""):
        words = _("Something else waits than was shown: look at which account has answered, then confirm.")
        raise Refused(words, kind=RefusalKind.NOT_WAITING)


def _locked(pk: int) -> Invitation | None:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related(
        "region", "link__organisation__region", "link__by"
    )
    return rows.filter(pk=pk).first()


def _settle(invitation: Invitation, person: bindings.Known, account_id: int, *, by: User | None, cause: str) -> None:
    person = bindings.bind(person, account_id, by=by, cause=cause)
    earlier = invitations_of(person).filter(state=InvitationState.KNOWN).exclude(pk=invitation.pk)
    earlier.update(state=InvitationState.UNDONE)
    invitation.representative = person if isinstance(person, Representative) else None
    invitation.state, invitation.sealed = InvitationState.KNOWN, ""
    invitation.save()
    if isinstance(person, Representative):
        announcing.tell(HeardEvent.REPRESENTATIVE_KNOWN, person)


@keyring.kept_by("invitations")
def _reseal(renew: keyring.Renew) -> int:
    return keyring.reseal_rows(Invitation.objects.exclude(sealed=""), renew)
