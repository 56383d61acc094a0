"""Whose login is opened by which person of the identity provider: issuer and subject together, and nothing else.

A login is made at the first sign-in only where the table of claims gives the person a role. It is never found by an
address or a name: an existing login is joined by its owner, signed in, or by whoever keeps it on the page Доступ.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from supervision import access, audit
from supervision.actions import claimed_roles, deciding, interface_records, last_ones, once_a_day
from supervision.actions.telling import tell_owner
from supervision.errors import Refused
from supervision.models import ProviderJoin, Region

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Identity:
    """A person of the provider."""

    issuer: str
    subject: str


def admit(
    who: Identity, values: list[str], *, username: str, first_name: str, last_name: str, email: str
) -> User | None:
    """A login for somebody who comes for the first time; None where no row of the table matches: on record once a
    day, and counted when it comes again."""
    if not claimed_roles.wanted(values):
        _note_unknown(who, values)
        return None
    try:
        return _admit(who, values, User(first_name=first_name, last_name=last_name, email=email), username)
    except IntegrityError:  # the same person in two tabs: the other one was faster
        return User.objects.filter(socialaccount__provider=who.issuer, socialaccount__uid=who.subject).first()


@transaction.atomic
def _note_unknown(who: Identity, values: list[str]) -> None:
    name, about = "login.unknown_to_claims", {"subject": who.subject}
    if once_a_day.is_first(name, about):
        audit.record(name, cause=claimed_roles.CAUSE, details=about | {"values": values[:20]})
    else:
        interface_records.count_unproven(HTTPStatus.FORBIDDEN)


@transaction.atomic
def _admit(who: Identity, values: list[str], login: User, username: str) -> User:
    login.username = _free_name(username, who)
    login.set_unusable_password()
    details = _details(login, who)
    with audit.event("login.created", cause=claimed_roles.CAUSE, details=details):
        login.save()
        SocialAccount.objects.create(user=login, provider=who.issuer, uid=who.subject)
    claimed_roles.settle(login, values)
    return login


@transaction.atomic
def join_own(*, login: User, who: Identity) -> None:
    """By the owner, who is signed in here and there."""
    deciding.about(login, None)
    with audit.event("login.own_provider_joined", by=login, details=_details(login, who)):
        _join(login, who)
    tell_owner(login, _("The login was joined with the identity provider."))


@transaction.atomic
def join(*, login: User, who: Identity, by: User, reason: str) -> None:
    """By whoever keeps the login: from now on this person of the provider comes in with it, for as long as `by` may
    open the login. Somebody else who keeps it answers for the same join in place of `by` by making it once more."""
    by = deciding.about(login, by)
    _refuse_keeper(by, login)
    if not who.issuer or not who.subject:
        raise Refused(_("Write the identifier that the person reads at the refused sign-in."))
    with audit.event("login.provider_joined", by=by, reason=reason, region=_place(login), details=_details(login, who)):
        account = _joined_by_another(login, who) or _join(login, who)
        ProviderJoin.objects.update_or_create(account=account, defaults={"by": by})
    tell_owner(login, _("The login was joined with the identity provider."))


@transaction.atomic
def part(*, login: User, by: User, reason: str) -> None:
    """Nobody comes in by the provider any more; sessions that did so end."""
    by = deciding.about(login, by)
    _refuse_keeper(by, login)
    said = audit.event("login.provider_parted", by=by, reason=reason, region=_place(login), details=_details(login))
    with last_ones.somebody_stays(login), said:
        SocialAccount.objects.filter(user=login).delete()
        for session in UserSession.objects.filter(user=login, data__has_key="subject"):
            session.end()
    tell_owner(login, _("The login was parted from the identity provider."))


def note_session(row_key: str, said: Mapping[str, Any]) -> None:
    """By which session of the provider the one of this row came, so that the provider can end it; `said` is what the
    session keeps of it, nothing where it came otherwise."""
    if "subject" in said:
        data = {"issuer": said["issuer"], "subject": said["subject"], "sid": said["sid"]}
        UserSession.objects.filter(session_key=row_key).update(data=data)


@transaction.atomic
def end_sessions_of(who: Identity, sid: str) -> int:
    """The provider ended them: the one session `sid`, or all of the person that came by it. Gives how many."""
    named = {"subject": who.subject} if who.subject else {}
    named |= {"sid": sid} if sid else {}
    rows = UserSession.objects.filter(data__contains={"issuer": who.issuer, **named}).select_related("user")
    sessions = list(rows)
    for login in sorted({session.user for session in sessions}, key=lambda login: login.pk):
        audit.record("login.ended_by_provider", cause="provider", details=audit.of_login(login))
    for session in sessions:
        session.end()
    return len(sessions)


def _joined_by_another(login: User, who: Identity) -> SocialAccount | None:
    """Never a join by the owner: that would then hang on somebody else's right."""
    return SocialAccount.objects.filter(user=login, provider=who.issuer, uid=who.subject, made_by__isnull=False).first()


def _join(login: User, who: Identity) -> SocialAccount:
    if SocialAccount.objects.filter(user=login).exists():
        raise Refused(_("The login is joined with somebody of the provider already: part them first."))
    if any(held.role in access.WITHOUT_PAGES for held in access.held_by(login)):
        raise Refused(_("A login belongs to a person or to a program, never to both."))
    account, is_new = SocialAccount.objects.get_or_create(
        provider=who.issuer, uid=who.subject, defaults={"user": login}
    )
    if not is_new:
        raise Refused(_("This person of the provider has another login already."))
    return account


def _free_name(wish: str, who: Identity) -> str:
    """The provider's name for the person where nobody has it here; else one that nobody has."""
    mark = hashlib.sha256(f"{who.issuer} {who.subject}".encode()).hexdigest()[:8]
    name = wish[:LONGEST_NAME]
    try:
        UnicodeUsernameValidator()(name)
    except ValidationError:
        name = ""
    if not name:
        return f"user-{mark}"
    return f"{name}-{mark}" if User.objects.filter(username__iexact=name).exists() else name


def _refuse_keeper(by: User, login: User) -> None:
    if not access.may_open(by, login):
        raise Refused(_("This login has rights that you have not, or is your own: ask an administrator."))


def _place(login: User) -> Region | None:
    held = access.held_by(login)
    return Region.objects.filter(pk=held[0].region).first() if held else None


def _details(login: User, who: Identity | None = None) -> dict[str, Any]:
    return audit.of_login(login) | ({"subject": who.subject} if who else {})
