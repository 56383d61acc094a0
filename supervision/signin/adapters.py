"""allauth's seams: how attempts are counted, who is let in, what goes on record, when one is asked again."""

import io
import time
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.signals import authentication_failed
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from supervision import audit
from supervision.signin import notices, roles

# what allauth would tell the person by mail, as events; other names it would send are none of the portal's doings
NOTICES = {
    "account/email/password_changed": "login.password_changed",
    "mfa/email/totp_activated": "login.second_factor_on",
    "mfa/email/totp_deactivated": "login.second_factor_off",
    "mfa/email/recovery_codes_generated": "login.recovery_codes",
}


class SignInAdapter(DefaultAccountAdapter):
    """Accounts: attempts are counted by login and address, every attempt goes on record."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By login alone, five wrong passwords of somebody else would keep the person out."""
        login = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{self.get_client_ip(request)}:{login}"

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A name that nobody has is not kept: people type their passwords into the wrong field."""
        name = str(credentials.get("username", ""))
        known = User.objects.filter(username__iexact=name).values_list("username", flat=True).first()
        details = {"login": known or "", "address": self.get_client_ip(request)}
        audit.record("login.failed", cause="sign-in", details=details)

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        refused: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if refused is None and not roles.is_let_in(user):
            messages.error(request, _("This login has no role in the portal. Ask the administrator for one."))
            refused = redirect("account_login")
        return refused

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        for words in notices.since_last_time(user):
            messages.warning(request, words)
        audit.record("login.done", by=user, details={"address": self.get_client_ip(request)})
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        return answer

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            audit.record("login.ended", by=request.user, details={"address": self.get_client_ip(request)})
        super().logout(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Somebody who signed in a moment ago is not asked again; allauth alone would."""
        request = context.request
        given = get_authentication_records(request, request.user)
        return not given or time.time() - given[-1]["at"] > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:
        if name := NOTICES.get(template_prefix):
            audit.record(name, by=user, details={"address": self.get_client_ip(self.request)})

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """TOTP and recovery codes; who must have them cannot switch them off."""

    def build_totp_svg(self, url: str) -> str:
        picture = io.BytesIO()
        segno.make(url).save(picture, kind="svg", scale=5, border=4, light="#fff")
        return picture.getvalue().decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return not roles.must_have_second_factor(authenticator.user)


@receiver(authentication_failed)
def record_wrong_code(request: HttpRequest, user: User, **_signal: Any) -> None:
    """The password was right and the code was not: somebody may know the password."""
    address = SignInAdapter(request).get_client_ip(request)
    audit.record("login.code_failed", cause="sign-in", details={"login": user.username, "address": address})
