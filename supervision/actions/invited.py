"""Whom an invitation is for, and which invitations there are: reads only.

An inspector, a representative, or somebody whom a company named and whom no inspector has confirmed yet.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from supervision.models import Inspector, Invitation, InvitationState, Nomination, Region, Representative

Invited = Inspector | Representative | Nomination
OPEN = (InvitationState.SENT, InvitationState.OPENED)
PENDING = (*OPEN, InvitationState.ANSWERED)  # neither over nor counted yet


@dataclass(frozen=True, slots=True)
class OnRecord:
    """The names under which what happens to an invitation is recorded."""

    word: str
    invited: str
    revoked: str
    known: str
    confirmed: str
    unbound: str


OF_INSPECTOR = OnRecord(
    "inspector",
    *("inspector.invited", "inspector.invitation_revoked", "inspector.known"),
    *("inspector.account_confirmed", "inspector.unbound"),
)
OF_REPRESENTATIVE = OnRecord(
    "representative",
    *("representative.invited", "representative.invitation_revoked", "representative.known"),
    *("representative.account_confirmed", "representative.unbound"),
)
OF_NOMINATION = OnRecord(
    "nomination",
    *("representative.invited", "representative.invitation_revoked", "representative.known"),
    *("representative.account_confirmed", "representative.unbound"),
)


def by_secret(region: Region, secret: str) -> Invitation | None:
    """In this region only: whoever comes by another region's bot took the wrong one."""
    return Invitation.objects.filter(region=region, secret_hash=hash_of_secret(secret)).select_related("region").first()


def by_code(region: Region, code: str, now: datetime) -> Invitation | None:
    found = Invitation.objects.filter(
        region=region, code_hash=hash_of_code(region.pk, code), code_until__gt=now, state__in=OPEN
    )
    return found.select_related("region").first()


def answered_by(region: Region, account_id: int) -> QuerySet[Invitation]:
    """Invitations that the account has answered and no inspector has confirmed yet."""
    return Invitation.objects.filter(region=region, account_id=account_id, state=InvitationState.ANSWERED)


def hash_of_secret(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def hash_of_code(region_code: str, code: str) -> str:
    """With the installation's key: a hash of eight digits alone would be undone in a second."""
    return salted_hmac("supervision.invitation_code", f"{region_code}:{code}", algorithm="sha256").hexdigest()


def person_of(invitation: Invitation) -> Invited:
    if invitation.inspector_id:
        return Inspector.objects.select_related("region").get(pk=invitation.inspector_id)
    if invitation.nomination_id:
        return Nomination.objects.select_related("organisation__region").get(pk=invitation.nomination_id)
    return Representative.objects.select_related("organisation__region").get(invitations=invitation)


def waiting(person: Invited) -> Invitation | None:
    """The answer that waits for the word of an inspector."""
    return invitations_of(person).filter(state=InvitationState.ANSWERED).order_by("-pk").first()


def names_of(person: Invited) -> OnRecord:
    if isinstance(person, Inspector):
        return OF_INSPECTOR
    return OF_NOMINATION if isinstance(person, Nomination) else OF_REPRESENTATIVE


def region_of(person: Invited) -> Region:
    return person.region if isinstance(person, Inspector) else person.organisation.region


def invitations_of(person: Invited) -> QuerySet[Invitation]:
    return Invitation.objects.filter(**{names_of(person).word: person})


def latest(people: Sequence[Invited]) -> dict[int, Invitation]:
    """The last invitation of each person, by their keys; all of one kind. One query."""
    rows, of_whom = _of_all(people)
    return {getattr(one, of_whom): one for one in rows.order_by(of_whom, "-pk").distinct(of_whom)}


def known(people: Sequence[Inspector | Representative]) -> dict[int, Invitation]:
    """The invitation by which each is known under the account that they have now. One query."""
    rows, of_whom = _of_all(people)
    accounts = {person.pk: person.messenger_id for person in people}
    found = rows.filter(state=InvitationState.KNOWN).order_by("pk")
    return {key: one for one in found if accounts[key := getattr(one, of_whom)] == one.account_id}


def _of_all(people: Sequence[Invited]) -> tuple[QuerySet[Invitation], str]:
    names = names_of(people[0]) if people else OF_REPRESENTATIVE
    return Invitation.objects.filter(**{f"{names.word}__in": list(people)}), f"{names.word}_id"
