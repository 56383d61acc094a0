"""Invitations: how an inspector or a representative becomes known in the messenger, and how that is undone.

Binding needs an unguessable secret and the person's own word (docs/adr/0085). Issuing, revoking and undoing are a
person's acts; opening and answering are the dialog's, with the cause "dialog". All instants are aware, UTC.
"""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from supervision import audit, keyring
from supervision.actions import representatives
from supervision.actions.owners import ids, marks_new_owners, may_own
from supervision.enums import RefusalKind
from supervision.errors import Refused
from supervision.models import Inspector, Invitation, InvitationState, MessengerAccount, Region, Representative
from supervision.models.spans import lasts

LINK_DAYS, CODE_HOURS = 14, 24
SECRET_BYTES, CODE_DIGITS = 24, 8  # 192 bits
DIALOG = "dialog"
OPEN = (InvitationState.SENT, InvitationState.OPENED)
Invited = Inspector | Representative


@dataclass(frozen=True, slots=True)
class OnRecord:
    """The names under which what happens to an invitation is recorded."""

    word: str
    invited: str
    revoked: str
    known: str
    unbound: str


OF_INSPECTOR = OnRecord(
    "inspector", "inspector.invited", "inspector.invitation_revoked", "inspector.known", "inspector.unbound"
)
OF_REPRESENTATIVE = OnRecord(
    "representative",
    *("representative.invited", "representative.invitation_revoked", "representative.known", "representative.unbound"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is handed to the person. `link` is "" while the bot's name in links is not known."""

    link: str
    code: str


def invite(*, person: Invited, by: User) -> Invitation:
    """A new link and code; those before hold no more. The person keeps the account they have until they answer."""
    region = region_of(person)
    _refuse_gone(person)
    names, now = names_of(person), timezone.now()
    secret, code = secrets.token_urlsafe(SECRET_BYTES), f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    with audit.event(names.invited, by=by, region=region, details={names.word: person.pk}):
        invitations_of(person).filter(state__in=OPEN).update(state=InvitationState.REVOKED, sealed="")
        made = Invitation(
            region=region,
            inspector=person if isinstance(person, Inspector) else None,
            representative=person if isinstance(person, Representative) else None,
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
    return Shown(link, code if timezone.now() < invitation.code_until else "")


def revoke(*, invitation: Invitation, by: User) -> None:
    """The link and the code hold no more; who is known stays known."""
    names = OF_INSPECTOR if invitation.inspector_id else OF_REPRESENTATIVE
    with audit.event(names.revoked, by=by, region=invitation.region, details={"invitation": invitation.pk}):
        Invitation.objects.filter(pk=invitation.pk, state__in=OPEN).update(state=InvitationState.REVOKED, sealed="")


def unbind(*, person: Invited, by: User | None = None, cause: str = "", reason: str = "") -> None:
    """The account is the person's no more: a wrong one had answered, or the person leaves. Its rights end."""
    names = names_of(person)
    details = {names.word: person.pk, "account": person.messenger_id}
    with audit.event(names.unbound, by=by, cause=cause, reason=reason, region=region_of(person), details=details):
        invitations_of(person).filter(state__in=(*OPEN, InvitationState.KNOWN)).update(
            state=InvitationState.UNDONE, sealed=""
        )
        _set_account(person, None)


# --- what the dialog does


def opened(invitation: Invitation, *, account_id: int, account_name: str) -> None:
    Invitation.objects.filter(pk=invitation.pk, state__in=OPEN).update(
        state=InvitationState.OPENED, opened_at=timezone.now(), account_id=account_id, account_name=account_name
    )


def decline(invitation: Invitation, *, account_id: int, account_name: str) -> None:
    """The person said "not me": the link went astray and holds no more."""
    details = {"invitation": invitation.pk, "account": account_id}
    with audit.event("invitation.declined", cause=DIALOG, region=invitation.region, details=details):
        Invitation.objects.filter(pk=invitation.pk, state__in=OPEN).update(
            state=InvitationState.DECLINED,
            sealed="",
            answered_at=timezone.now(),
            account_id=account_id,
            account_name=account_name,
        )


def accept(invitation_id: int, *, account_id: int, account_name: str) -> Invitation | None:
    """Binds the account that said "it is me"; None where the invitation can be answered no more, or by nobody twice.

    Raises Refused where the account is another inspector's of the region, or represents the company already.
    """
    with transaction.atomic():
        found = Invitation.objects.select_for_update(of=("self",)).select_related("region").filter(pk=invitation_id)
        invitation = found.first()
        if invitation is None or not invitation.is_open(timezone.now()):
            return None
        person = person_of(invitation)
        _refuse_gone(person)
        names = names_of(person)
        details = {names.word: person.pk, "account": account_id, "account_before": person.messenger_id}
        with audit.event(names.known, cause=DIALOG, region=invitation.region, details=details):
            person = _bind(person, account_id)
            earlier = invitations_of(person).filter(state=InvitationState.KNOWN).exclude(pk=invitation.pk)
            earlier.update(state=InvitationState.UNDONE)
            invitation.representative = person if isinstance(person, Representative) else None
            invitation.state, invitation.sealed = InvitationState.KNOWN, ""
            invitation.answered_at = timezone.now()
            invitation.account_id, invitation.account_name = account_id, account_name
            invitation.save()
    return invitation


def _bind(person: Invited, account_id: int) -> Invited:
    """A representative with another account becomes a new row: who had the rights until when stays on record."""
    if person.messenger_id == account_id:
        return person
    if isinstance(person, Representative) and person.messenger_id is not None:
        return representatives.change_account(person=person, messenger_id=account_id, by=None, cause=DIALOG)
    _refuse_taken(person, account_id)
    _set_account(person, account_id)
    return person


def _set_account(person: Invited, account_id: int | None) -> None:
    if isinstance(person, Inspector):
        with marks_new_owners(person.region, ids(may_own(person))):
            Inspector.objects.filter(pk=person.pk).update(messenger_id=account_id)
    else:
        Representative.objects.filter(pk=person.pk).update(messenger_id=account_id)
        representatives.mark_managed(person.organisation, person.organisation.region.today())
    person.messenger_id = account_id


def _refuse_taken(person: Invited, account_id: int) -> None:
    others: QuerySet[Inspector] | QuerySet[Representative]
    if isinstance(person, Inspector):
        others = Inspector.objects.filter(region=person.region_id, messenger_id=account_id)
        words, kind = _("This account is another inspector's."), RefusalKind.INSPECTOR_CANNOT
    else:
        of_company = Representative.objects.filter(organisation=person.organisation_id, messenger_id=account_id)
        others = of_company.filter(lasts(person.since))
        words, kind = _("This account represents the company already."), RefusalKind.REPRESENTATIVE_KNOWN
    if others.exclude(pk=person.pk).exists():
        raise Refused(words, kind=kind)


def _refuse_gone(person: Invited) -> None:
    today = region_of(person).today()
    if isinstance(person, Inspector) and person.dismissed_on:
        raise Refused(_("%(name)s has left office.") % {"name": person}, kind=RefusalKind.INSPECTOR_CANNOT)
    if isinstance(person, Representative) and person.until and person.until <= today:
        raise Refused(
            _("%(name)s is no representative any more.") % {"name": person}, kind=RefusalKind.REPRESENTATIVE_GONE
        )


# --- looking


def by_secret(region: Region, secret: str) -> Invitation | None:
    """Of this region alone: another region's bot was the wrong one."""
    return Invitation.objects.filter(region=region, secret_hash=hash_of_secret(secret)).select_related("region").first()


def by_code(region: Region, code: str, now: datetime) -> Invitation | None:
    found = Invitation.objects.filter(
        region=region, code_hash=hash_of_code(region.pk, code), code_until__gt=now, state__in=OPEN
    )
    return found.select_related("region").first()


def hash_of_secret(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def hash_of_code(region_code: str, code: str) -> str:
    """With the installation's key: a hash of eight digits alone would be undone in a second."""
    return salted_hmac("supervision.invitation_code", f"{region_code}:{code}", algorithm="sha256").hexdigest()


def person_of(invitation: Invitation) -> Invited:
    if invitation.inspector_id:
        return Inspector.objects.select_related("region").get(pk=invitation.inspector_id)
    return Representative.objects.select_related("organisation__region").get(invitations=invitation)


def names_of(person: Invited) -> OnRecord:
    return OF_INSPECTOR if isinstance(person, Inspector) else OF_REPRESENTATIVE


def region_of(person: Invited) -> Region:
    return person.region if isinstance(person, Inspector) else person.organisation.region


def invitations_of(person: Invited) -> QuerySet[Invitation]:
    return (
        Invitation.objects.filter(inspector=person)
        if isinstance(person, Inspector)
        else (Invitation.objects.filter(representative=person))
    )


def latest(people: Sequence[Invited]) -> dict[int, Invitation]:
    """The last invitation of each, by the keys of the people, who are of one kind. One query."""
    rows, of_whom = _of_all(people)
    return {getattr(one, of_whom): one for one in rows.order_by(of_whom, "-pk").distinct(of_whom)}


def known(people: Sequence[Invited]) -> dict[int, Invitation]:
    """By which each is known under the very account that they have now. One query."""
    rows, of_whom = _of_all(people)
    accounts = {person.pk: person.messenger_id for person in people}
    found = rows.filter(state=InvitationState.KNOWN).order_by("pk")
    return {key: one for one in found if accounts[key := getattr(one, of_whom)] == one.account_id}


def _of_all(people: Sequence[Invited]) -> tuple[QuerySet[Invitation], str]:
    names = names_of(people[0]) if people else OF_REPRESENTATIVE
    return Invitation.objects.filter(**{f"{names.word}__in": list(people)}), f"{names.word}_id"


@keyring.kept_by("invitations")
def _reseal(renew: keyring.Renew) -> int:
    changed = 0
    for one in Invitation.objects.exclude(sealed="").iterator():
        fresh = renew(one.sealed, one.context)
        if fresh != one.sealed:
            changed += Invitation.objects.filter(pk=one.pk, sealed=one.sealed).update(sealed=fresh)
    return changed
