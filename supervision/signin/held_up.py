"""What somebody sent when they were asked again who they are: held in their session, and carried out after the answer.

The address and the form are held and nothing else: cookies and headers are those of the request that brings the answer.
A form goes on only to the very address it was sent to, its query included.
"""

from typing import Any

from allauth.account import views as account
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base import views as mfa
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import resolve
from django.utils.http import urlencode
from django.views.generic.edit import FormView

HELD = "held_up"  # key in the session


def hold(request: HttpRequest, way: str) -> HttpResponse:
    """To where it is asked; a form waits meanwhile, and what waited before does not any more."""
    request.session.pop(HELD, None)
    if request.method == "POST":
        request.session[HELD] = {
            "address": request.get_full_path(),
            "path": request.path,
            "path_info": request.path_info,
            "query": request.META.get("QUERY_STRING", ""),
            "form": request.POST.urlencode(),
        }
    return ask(request, way)


def ask(request: HttpRequest, way: str) -> HttpResponse:
    """To where it is asked, and then back to the address alone."""
    return redirect(f"{way}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}")


def go_on(request: HttpRequest) -> HttpResponse | None:
    """After the answer: the form that waits for this address, else the address; None where there is none to go to."""
    held = request.session.pop(HELD, None)
    address = get_next_redirect_url(request, REDIRECT_FIELD_NAME)
    if not address:
        return None
    return _carry_out(request, held) if held and held["address"] == address else redirect(address)


def _carry_out(request: HttpRequest, held: dict[str, str]) -> HttpResponse:
    _no_files = request.FILES  # read before the form is put in its place, with which it would be read again
    request.method = "POST"
    request.path, request.path_info = held["path"], held["path_info"]
    request.META |= {"REQUEST_METHOD": "POST", "PATH_INFO": held["path_info"], "QUERY_STRING": held["query"]}
    request.GET = QueryDict(held["query"])
    request.POST = QueryDict(held["form"])
    match = request.resolver_match = resolve(held["path_info"])
    answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return answer


class _GoingOn(account.BaseReauthenticateView):
    """In place of allauth's last step, which takes no address with a query for the one that was asked for."""

    def form_valid(self, form: Any) -> HttpResponse:
        return go_on(self.request) or FormView.form_valid(self, form)


class ByPassword(account.ReauthenticateView, _GoingOn):
    """Asks for the password."""


class ByCode(mfa.ReauthenticateView, _GoingOn):
    """Asks for a code of the second factor."""
