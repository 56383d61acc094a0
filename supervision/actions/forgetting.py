"""After the term, people who left are made unrecognisable: name, position, messenger id and login go, rows stay.

A row keeps its number, its days and what hangs on it, so that a history reads "№ 12" where a name stood. Whoever is
still seen as owner or administrator of a chat has not left yet. Other rows that name the person do so no more either
(`retention.mentions`); the record and the versions of rows are the owner's to change (`retention.erasing`), for whom
the words are kept until then. docs/personal-data.md says the whole.
"""

from datetime import date, datetime
from typing import Any, TypeVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from supervision import access, audit, keyring
from supervision.actions import deciding, known_people
from supervision.models import (
    ApiClient,
    Chat,
    ChatMember,
    ForgottenPerson,
    Inspector,
    Invitation,
    KeptLogin,
    KeptRight,
    KeptWideRight,
    Nomination,
    NominationState,
    Representative,
)
from supervision.queue import clock
from supervision.retention import erasing, mentions
from supervision.retention.names import FORMER_LOGIN, former_login, unrecognisable
from supervision.retention.person_words import Known
from supervision.retention.terms import named

Person = TypeVar("Person", Inspector, Representative, Nomination)
CAUSE = "term"
MOST_AT_ONCE = 200


def forget_people(now: datetime) -> int:
    """Those whose term is over, MOST_AT_ONCE of each kind at most; gives how many."""
    before = named("PEOPLE").before(now)
    inspectors = list(old_inspectors(before.date()).select_related("region")[:MOST_AT_ONCE])
    people = list(old_representatives(before.date()).select_related("organisation__region")[:MOST_AT_ONCE])
    unnamed = old_nominations(named("NOMINATIONS").before(now))
    nominations = list(unnamed.select_related("organisation__region")[:MOST_AT_ONCE])
    for inspector in inspectors:
        forget_inspector(inspector)
    for person in people:
        forget_representative(person)
    for nomination in nominations:
        forget_nomination(nomination)
    logins = list(old_logins(before)[:MOST_AT_ONCE])
    for login in logins:
        forget_login(login)
    return len(inspectors) + len(people) + len(nominations) + len(logins)


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


def old_nominations(before: datetime) -> QuerySet[Nomination]:
    """Names that came to nothing, and those for which nobody ever had a word."""
    over = Q(decided_at__lt=before) | Q(decided_at=None, named_at__lt=before)
    return _recognisable(Nomination.objects.filter(over, representative=None)).order_by("pk")


def old_logins(before: datetime) -> QuerySet[User]:
    """Closed, or without any right, and unchanged since; not those of programs, nor of inspectors, who leave with
    their record."""
    kept: tuple[tuple[Any, str], ...] = ((KeptLogin, "pgh_obj_id"), (KeptRight, "user_id"), (KeptWideRight, "user_id"))
    changes = [model.versions.rel.related_model.objects.filter(**{of: OuterRef("pk")}) for model, of in kept]
    is_shut = Q(is_active=False) | Q(is_superuser=False, user_permissions=None, userobjectpermission=None)
    stands = Inspector.objects.exclude(full_name=unrecognisable()).filter(user=OuterRef("pk"))
    found = User.objects.filter(
        is_shut,
        Q(last_login=None) | Q(last_login__lt=before),
        ~Exists(stands),
        ~Exists(ApiClient.objects.filter(user=OuterRef("pk"))),
        *(~Exists(each.filter(pgh_created_at__gte=before)) for each in changes),
        date_joined__lt=before,
    )
    return found.exclude(username=former_login()).exclude(username="AnonymousUser").distinct().order_by("pk")


def _recognisable(people: "QuerySet[Person]") -> "QuerySet[Person]":
    return people.exclude(full_name=unrecognisable())


def forget_inspector(inspector: Inspector) -> None:
    """Who left, whatever the term says: the caller has looked."""
    known = known_people.of_person(inspector, inspector.region_id)
    with audit.event("person.forgotten", cause=CAUSE, region=inspector.region, details={"inspector": inspector.pk}):
        Inspector.objects.filter(pk=inspector.pk).update(full_name=unrecognisable(), position="", messenger_id=None)
        _forget_accounts(Q(inspector=inspector.pk))
        _forget_elsewhere(known)
        login = User.objects.filter(pk=inspector.user_id or 0).first()
        if login is not None:
            deciding.about(login, None)
            if not login.is_active:  # whoever works on elsewhere keeps the login
                _forget_login(login)


def forget_representative(person: Representative) -> None:
    """Likewise."""
    region = person.organisation.region
    known = known_people.of_person(person, region.pk)
    with audit.event("person.forgotten", cause=CAUSE, region=region, details={"representative": person.pk}):
        Representative.objects.filter(pk=person.pk).update(full_name=unrecognisable(), messenger_id=None)
        Nomination.objects.filter(representative=person.pk).update(full_name=unrecognisable(), position="")
        _forget_accounts(Q(representative=person.pk) | Q(nomination__representative=person.pk))
        _forget_elsewhere(known)


def forget_nomination(nomination: Nomination) -> None:
    """A name that waited until now is not accepted any more, and its invitation holds no more."""
    region = nomination.organisation.region
    known = known_people.of_nomination(nomination)
    with audit.event("person.forgotten", cause=CAUSE, region=region, details={"nomination": nomination.pk}):
        found = Nomination.objects.filter(pk=nomination.pk)
        found.update(full_name=unrecognisable(), position="")
        found.filter(state=NominationState.WAITING).update(state=NominationState.REFUSED, decided_at=clock.now())
        Invitation.objects.filter(nomination=nomination.pk).delete()
        _forget_elsewhere(known)


@transaction.atomic
def forget_login(login: User) -> None:
    """Of nobody's record; not where somebody opened it, or gave it a role, since it was found."""
    deciding.about(login, None)
    if login.is_active and access.held_by(login):
        return
    with audit.event("person.forgotten", cause=CAUSE, details={"login_id": login.pk}):
        _forget_login(login)


def _forget_login(login: User) -> None:
    known = known_people.of_login(login, f"{FORMER_LOGIN}{login.pk}")
    User.objects.filter(pk=login.pk).update(
        username=former_login(), first_name="", last_name="", email="", is_active=False
    )
    EmailAddress.objects.filter(user=login).delete()
    SocialAccount.objects.filter(user=login).delete()
    Authenticator.objects.filter(user=login).delete()
    _forget_elsewhere(known)


def _forget_accounts(of_person: Q) -> None:
    numbers = Invitation.objects.filter(of_person).values("pk")
    Invitation.objects.filter(pk__in=numbers).update(account_id=None, account_name="")


def _forget_elsewhere(known: Known) -> None:
    """In what others wrote and the portal noted; the rest is left to the owner of the tables."""
    known = known_people.without_namesakes(known)
    mentions.forget(known)
    left = ForgottenPerson(forgotten_at=clock.now())
    left.sealed = keyring.seal(erasing.kept(known), left.context)
    left.save(force_insert=True)


@keyring.kept_by("forgotten people")
def _reseal(renew: keyring.Renew) -> int:
    return keyring.reseal_rows(ForgottenPerson.objects.all(), renew)
