"""allauth's forms by which people change their own way in, each one transaction with its event and with the end of
their sessions elsewhere: whoever had the former way in may sit there.

allauth tells of a new second factor and of new codes only after its commit: an event written there could be lost.
Whose session or login was ended while the form was on its way changes nothing any more.
"""

from typing import Any

from allauth.account.views import PasswordChangeView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from supervision import audit
from supervision.actions import deciding, login_sessions
from supervision.signin import roles
from supervision.signin.adapters import named
from supervision.signin.sealed_sessions import row_key


class WithItsEvent:
    """Before the view whose valid form is an act of this name."""

    act: str
    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        login: Any = self.request.user
        former = self.request.session.session_key
        with transaction.atomic():
            deciding.about(login, None)
            if not (former and self.request.session.exists(former) and roles.is_let_in(login)):
                logout(self.request)
                return redirect("account_login")
            audit.record(self.act, by=login, details=named(login, self.request))
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
            login_sessions.end_others(login, *map(row_key, (former, self.request.session.session_key)))
        return answer


class PasswordChange(WithItsEvent, PasswordChangeView):
    act = "login.password_changed"


class SecondFactorOn(WithItsEvent, ActivateTOTPView):
    act = "login.second_factor_on"


class SecondFactorOff(WithItsEvent, DeactivateTOTPView):
    act = "login.second_factor_off"


class NewRecoveryCodes(WithItsEvent, GenerateRecoveryCodesView):
    act = "login.recovery_codes"


@login_required
def password_change(request: HttpRequest) -> HttpResponse:
    """A login that has no password yet sets its first one by a link, which whoever keeps the logins makes."""
    if isinstance(request.user, User) and not request.user.has_usable_password():
        messages.info(request, _("The login has no password yet: ask for a link to set one."))
        return redirect("account_own")
    page: Any = PasswordChange.as_view()
    answer: HttpResponse = page(request)
    return answer
