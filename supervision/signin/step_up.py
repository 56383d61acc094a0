"""Whether somebody must show again who they are, and where: by the way they came in.

allauth takes a login without password and second factor for proven at any time. Such a login comes in by the identity
provider only, and there it is asked.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from supervision.errors import AskAgain
from supervision.signin import session

APP = "supervision"


def is_needed(request: HttpRequest) -> bool:
    if session.PROVIDER in request.session:
        return bool(get_adapter().is_reauthentication_required(app=APP))
    return bool(is_reauthentication_required(request, app=APP))


def way(request: HttpRequest) -> str:
    """The address that asks: the provider's for whoever came by it, else that of password or code."""
    if session.PROVIDER in request.session:
        return reverse("account_provider_again")
    ways = get_adapter().get_reauthentication_methods(request.user)
    return str(ways[0]["url"]) if ways else reverse("account_login")


def proven(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of allauth's that changes how somebody signs in."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and is_needed(request):
            raise AskAgain(view.__name__)
        return view(request, *args, **kwargs)

    return shown
