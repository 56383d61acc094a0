"""Telling the owner of a login what was done to it: by mail where the portal sends any, and at the next sign-in.

What is shown at the next sign-in is read off the record of events (`told_acts`), so that nothing can be done untold.
"""

import logging
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from supervision import audit
from supervision.actions.told_acts import TOLD
from supervision.models import Event, KeptLogin

log = logging.getLogger(__name__)


def words_of(name: str) -> str:
    return str(TOLD[name].words)


def of_owner(login: User) -> QuerySet[Event]:
    """What was done to the login, newest first."""
    named = Q(details__contains={"login_id": login.pk}) | (_by_name(login) & ~Q(details__has_key="login_id"))
    return Event.objects.filter(named, name__in=TOLD).select_related("by").order_by("-pk")


def _by_name(login: User) -> Q:
    """Events that name the login by its name alone, as they all once did: while it was called so."""
    versions: Any = KeptLogin.versions.rel.related_model  # type: ignore[attr-defined]
    kept = versions.objects.filter(pgh_obj_id=login.pk).order_by("pgh_id").values_list("username", "pgh_created_at")
    spans: list[tuple[str, datetime | None]] = []  # each name, and since when
    for name, since in kept:
        if not spans or spans[-1][0] != name:
            spans.append((name, since if spans else None))
    spans = spans or [(login.username, None)]
    found = Q(pk__in=())
    for (name, since), until in zip(spans, [*(since for _name, since in spans[1:]), None], strict=True):
        span = Q(details__contains={"login": name}, at__gte=since or login.date_joined)
        found |= span & Q(at__lt=until) if until else span
    return found


def tell_owner(login: User, sentence: str) -> None:
    """By mail, after the transaction, to an address that somebody noted; a mail that does not go out stops nothing."""
    send([login.email], sentence, login.username)


def tell_administrators(sentence: str, about: str) -> None:
    found = User.objects.filter(is_superuser=True, is_active=True).exclude(email="")
    send(list(found.values_list("email", flat=True)), sentence, about)


def tell_guessed(login: User) -> None:
    """Somebody guesses the password of the login: its owner and the administrators are told, and the record says it."""
    name = login.username
    audit.record("login.guessed", cause="sign-in", details=audit.of_login(login))
    words = _("Somebody guesses the password of %(login)s. Known devices of its owner come in as before.")
    tell_owner(login, words % {"login": name})
    tell_administrators(words % {"login": name}, name)


def send(addresses: list[str], sentence: str, about: str) -> None:
    """One mail each, so that nobody reads the addresses of others."""
    for address in filter(None, addresses if settings.EMAIL_URL else []):
        subject = _("%(portal)s: %(login)s") % {"portal": settings.MFA_TOTP_ISSUER, "login": about}
        words = _("If that was not you or with your consent, tell an administrator of the portal at once.")
        message = EmailMessage(subject, f"{sentence}\n\n{words}", to=[address])
        transaction.on_commit(partial(_send, message))


def _send(message: EmailMessage) -> None:
    """Ended by EMAIL_TIMEOUT."""
    try:
        message.send()
    except OSError as error:  # smtplib's errors are OSErrors too
        log.warning("A mail to the owner of a login was not taken: %s", type(error).__name__)
