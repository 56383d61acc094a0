"""The link by which somebody comes in for the first time, or again: the owner chooses the password, nobody else.

Opening it changes nothing (programs that look at mails open links), the form does, once. Signing in comes after it,
with the second factor where the role needs one.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from supervision.actions import logins
from supervision.signin import devices
from supervision.signin.adapters import SignInAdapter


def login_link(request: HttpRequest, token: str) -> HttpResponse:
    """404 in words for a link that was used, is over or never was: which of them is nobody's business."""
    link = logins.invited(token)
    if link is None:
        return _shown(request, status=404, title=_("This link does not work any more"))
    form: Any = SetPasswordForm(link.login, request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = SignInAdapter(request).get_client_ip(request)
        answer = redirect("account_login")
        if login := logins.accept(token, form.cleaned_data["new_password1"], address=address):
            messages.success(request, _("The password is set. Sign in with it."))
            devices.note(request, answer, login)  # guesses of unknown browsers do not hold up whoever had the link
        return answer
    return _shown(request, title=_("Choose a password"), form=form, login=link.login)


def _shown(request: HttpRequest, status: int = 200, **words: Any) -> HttpResponse:
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
    return TemplateResponse(request, "account/link.html", words, status=status, headers=headers)
