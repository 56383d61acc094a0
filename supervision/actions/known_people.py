"""What a person who is to be forgotten is known by: as their record says, and as its versions said before."""

from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.db.models import Q

from supervision.models import Inspector, Invitation, KeptLogin, KeptProviderLogin, Nomination, Representative
from supervision.retention.person_words import Known


def of_person(person: Inspector | Representative, region: str) -> Known:
    history: Any = type(person).history.rel.related_model  # type: ignore[union-attr]
    said = history.objects.filter(pgh_obj_id=person.pk).values_list("full_name", "messenger_id")
    answered = Invitation.objects.filter(**{type(person).__name__.lower(): person.pk})
    names = {name for name, _account in said} | {person.full_name}
    accounts = {account for _name, account in said} | {person.messenger_id}
    accounts |= set(answered.values_list("account_id", flat=True))
    return Known(region, dict.fromkeys(names, f"№ {person.pk}"), frozenset(filter(None, accounts)))


def of_nomination(nomination: Nomination) -> Known:
    answered = Invitation.objects.filter(nomination=nomination.pk, account_id__isnull=False)
    accounts = frozenset(filter(None, answered.values_list("account_id", flat=True)))
    return Known(nomination.organisation.region_id, {nomination.full_name: f"№ {nomination.pk}"}, accounts)


def of_login(login: User, instead: str) -> Known:
    versions: Any = KeptLogin.versions.rel.related_model  # type: ignore[attr-defined]
    joined: Any = KeptProviderLogin.versions.rel.related_model
    columns = ("username", "first_name", "last_name", "email")
    said = set(versions.objects.filter(pgh_obj_id=login.pk).values_list(*columns))
    said.add((login.username, login.first_name, login.last_name, login.email))
    words = set(joined.objects.filter(user_id=login.pk).values_list("uid", flat=True))
    words |= set(SocialAccount.objects.filter(user=login).values_list("uid", flat=True))
    for name, first, last, email in said:
        words |= {name, email}
        if first and last:
            words |= {f"{last} {first}", f"{first} {last}"}
    return Known(None, dict.fromkeys(filter(None, words), instead))


def without_namesakes(known: Known) -> Known:
    """Leaves out the words and numbers by which somebody who is still recognisable is known there, too. The same person
    in another office counts as such."""
    inspectors, representatives = Inspector.objects.all(), Representative.objects.all()
    if known.region:
        inspectors = inspectors.filter(region=known.region)
        representatives = representatives.filter(organisation__region=known.region)
    accounts = {
        account
        for people in (inspectors, representatives)
        for account in people.filter(messenger_id__in=known.numbers).values_list("messenger_id", flat=True)
    }
    words = {
        word: instead
        for word, instead in known.words.items()
        if not any(people.filter(full_name__icontains=word).exists() for people in (inspectors, representatives))
        and not _is_of_login(word)
    }
    return Known(known.region, words, known.numbers - accounts)


def _is_of_login(word: str) -> bool:
    """Whether an open login belongs to somebody of that name."""
    last, _space, first = word.partition(" ")
    open_ones = User.objects.filter(is_active=True)
    either_way = Q(last_name__iexact=last, first_name__iexact=first) | Q(
        last_name__iexact=first, first_name__iexact=last
    )
    return bool(first) and open_ones.filter(either_way).exists()
