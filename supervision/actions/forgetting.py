"""Who left the office is made unrecognisable after the term: name, position, messenger id and login go, the rows stay.

A row keeps its number, its days and what hangs on it, so that a history reads "№ 12" where a name stood. Whoever is
still seen as owner or administrator of a chat has not left yet. Versions of these rows are the owner's to change
(`retention.record`); docs/personal-data.md says the whole.
"""

from datetime import date, datetime
from typing import TypeVar

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet

from supervision import audit
from supervision.models import Chat, ChatMember, Inspector, Invitation, Nomination, Representative
from supervision.retention.names import former_login, unrecognisable
from supervision.retention.terms import named

Person = TypeVar("Person", Inspector, Representative, Nomination)
CAUSE = "term"
MOST_AT_ONCE = 200


def forget_people(now: datetime) -> int:
    """Those whose term is over, MOST_AT_ONCE of each kind at most; gives how many."""
    before = named("PEOPLE").before(now).date()
    inspectors = list(old_inspectors(before).select_related("region")[:MOST_AT_ONCE])
    representatives = list(old_representatives(before).select_related("organisation__region")[:MOST_AT_ONCE])
    for inspector in inspectors:
        forget_inspector(inspector)
    for representative in representatives:
        forget_representative(representative)
    unnamed = Nomination.objects.filter(representative=None, decided_at__lt=named("PEOPLE").before(now))
    Nomination.objects.filter(pk__in=_recognisable(unnamed)[:MOST_AT_ONCE]).update(
        full_name=unrecognisable(), position=""
    )
    return len(inspectors) + len(representatives)


def old_inspectors(before: date) -> QuerySet[Inspector]:
    owned = Chat.objects.filter(region=OuterRef("region"), observed_owner_id=OuterRef("messenger_id"))
    left = Inspector.objects.filter(~Exists(owned), dismissed_on__lt=before)
    return _recognisable(left).order_by("pk")


def old_representatives(before: date) -> QuerySet[Representative]:
    rights = Q(is_admin=True) | Q(is_owner=True)
    seen = ChatMember.objects.filter(
        rights, chat__region=OuterRef("organisation__region"), user_id=OuterRef("messenger_id")
    )
    return _recognisable(Representative.objects.filter(~Exists(seen), until__lt=before)).order_by("pk")


def _recognisable(people: "QuerySet[Person]") -> "QuerySet[Person]":
    return people.exclude(full_name=unrecognisable())


def forget_inspector(inspector: Inspector) -> None:
    """Who left, whatever the term says: the caller has looked."""
    with audit.event("person.forgotten", cause=CAUSE, region=inspector.region, details={"inspector": inspector.pk}):
        Inspector.objects.filter(pk=inspector.pk).update(full_name=unrecognisable(), position="", messenger_id=None)
        _forget_accounts(Q(inspector=inspector.pk))
        _forget_login(inspector.user_id)


def forget_representative(person: Representative) -> None:
    """Likewise."""
    region = person.organisation.region
    with audit.event("person.forgotten", cause=CAUSE, region=region, details={"representative": person.pk}):
        Representative.objects.filter(pk=person.pk).update(full_name=unrecognisable(), messenger_id=None)
        Nomination.objects.filter(representative=person.pk).update(full_name=unrecognisable(), position="")
        _forget_accounts(Q(representative=person.pk) | Q(nomination__representative=person.pk))


def _forget_accounts(of_person: Q) -> None:
    numbers = Invitation.objects.filter(of_person).values("pk")
    Invitation.objects.filter(pk__in=numbers).update(account_id=None, account_name="")


def _forget_login(login: int | None) -> None:
    """One that is switched off; whoever works on elsewhere keeps the login."""
    closed = User.objects.filter(pk=login or 0, is_active=False)
    if closed.update(username=former_login(), first_name="", last_name="", email=""):
        EmailAddress.objects.filter(user=login).delete()
