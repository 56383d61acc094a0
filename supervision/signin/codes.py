"""Codes of the second factor that work once: the newest counter that was taken is remembered with the secret.

A code stands for half a minute and is taken for half a minute more on both sides, so whoever saw it typed could type it
again. A login's counter is never accepted twice, nor one older than the last (RFC 6238, section 5.2).
"""

import logging
from typing import Any

from allauth.mfa import signals
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.contrib.auth.models import User
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from supervision import keyring
from supervision.signin import whose

logger = logging.getLogger(__name__)
TAKEN = "last_counter"  # in the authenticator's data


def counter_of(secret: str, code: str, after: int = -1) -> int | None:
    """The counter for which the code stands now, newer than `after`; None where it stands for none."""
    given = code.strip().replace(" ", "")
    found = None
    for counter in yield_hotp_counters_from_time():
        if constant_time_compare(format_hotp_value(hotp_value(secret, counter)), given) and counter > after:
            found = counter
    return found


@transaction.atomic
def take(authenticator: Authenticator, code: str) -> bool:
    """Takes the code once; two that come together with the same one are not both let in."""
    row = Authenticator.objects.select_for_update().filter(pk=authenticator.pk).first()
    if row is None:  # taken away by whoever keeps the login
        return False
    try:
        with whose.of(row.user_id):
            return _is_taken(row, code)
    except keyring.CannotOpen:
        logger.error("the second factor of login %s does not open", row.user_id)
        return False


def _is_taken(row: Authenticator, code: str) -> bool:
    if row.type != Authenticator.Type.TOTP:
        return bool(row.wrap().validate_code(code))
    counter = counter_of(decrypt(row.data["secret"]), code, after=row.data.get(TAKEN, -1))
    if counter is None:
        return False
    row.data[TAKEN] = counter
    row.save(update_fields=["data"])
    return True


class _TakenOnce(BaseAuthenticateForm):
    """In place of allauth's check, which remembers a code for thirty seconds only."""

    user: User

    def clean_code(self) -> str:
        clear_attempts = check_rate_limit(self.user)
        code: str = self.cleaned_data["code"]
        rows = list(Authenticator.objects.filter(user=self.user).exclude(type=Authenticator.Type.WEBAUTHN))
        for row in rows:
            if take(row, code):
                row.refresh_from_db()
                row.user = self.user
                self.authenticator = row
                clear_attempts()
                return code
        if main := next((row for row in rows if row.type == Authenticator.Type.TOTP), rows[0] if rows else None):
            self._emit_authentication_failed(main)
        raise get_adapter().validation_error("incorrect_code")


class SignInCodeForm(_TakenOnce, AuthenticateForm):
    """After the password."""


class StepUpCodeForm(_TakenOnce, ReauthenticateForm):
    """Asked again who sits there."""


@receiver(signals.authenticator_added)
def remember_first_code(request: HttpRequest, authenticator: Authenticator, **_signal: Any) -> None:
    """The code with which the second factor was set up is a code that was taken."""
    if authenticator.type == Authenticator.Type.TOTP:
        take(authenticator, request.POST.get("code", ""))
