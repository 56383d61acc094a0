"""Telling the owner of a login what was done to it: by mail where the portal sends any, and at the next sign-in.

What is shown at the next sign-in is read off the record of events (`OWN`), so that nothing can be done untold.
"""

import logging
from functools import partial

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from supervision import audit
from supervision.models import Event

log = logging.getLogger(__name__)
# done to a login, by its owner or by others; `details["login"]` names it
OWN = (
    "login.password_changed",
    "login.password_set",
    "login.email_changed",
    "login.second_factor_on",
    "login.second_factor_off",
    "login.second_factor_reset",
    "login.recovery_codes",
    "login.link_made",
    "login.link_used",
    "login.own_provider_joined",
    "login.provider_joined",
    "login.provider_parted",
    "login.opening_closed",
    "login.ended_by_provider",
    "login.guessed",
    "login.sessions_ended",
    "role.assigned",
    "role.withdrawn",
)


def of_owner(login: User) -> QuerySet[Event]:
    """What was done to the login, newest first."""
    return Event.objects.filter(name__in=OWN, details__login=login.username).select_related("by").order_by("-pk")


def tell_owner(login: User, sentence: str) -> None:
    """By mail, after the transaction, to an address that somebody noted; a mail that does not go out stops nothing."""
    send([login.email], sentence, login.username)


def tell_administrators(sentence: str, about: str) -> None:
    found = User.objects.filter(is_superuser=True, is_active=True).exclude(email="")
    send(list(found.values_list("email", flat=True)), sentence, about)


def tell_guessed(name: str) -> None:
    """Somebody guesses the password of the login: its owner and the administrators are told, and the record says it."""
    login = User.objects.get(username=name)
    audit.record("login.guessed", cause="sign-in", details={"login": name})
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
