"""The addresses of signing in by the provider; 404 where none is configured."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from supervision.access import visits
from supervision.errors import AskAgain
from supervision.signin import held_up, step_up
from supervision.signin.provider import adapter, logout, metadata, oidc

View = Callable[..., HttpResponse]
BOUNDED = "provider"  # in ACCOUNT_RATE_LIMITS


def where_configured(view: View) -> View:
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not metadata.is_configured():
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except OAuth2Error as error:  # allauth turns only some of them into answers
            return adapter.answer_to(request, error)

    return shown


def bounded(view: View) -> View:
    """For an address, as the door itself is: each of these writes a session or asks the provider."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if ratelimit.consume(request, app="allauth.account", action=BOUNDED, limit_get=True) is None:
            refused: HttpResponse = ratelimit.respond_429(request)
            return refused
        return view(request, *args, **kwargs)

    return shown


@where_configured
@bounded
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """A link and no form: a form may not lead off the portal (Content-Security-Policy). Whoever is in stays in."""
    if request.user.is_authenticated:
        return redirect(_local(request))
    return oidc.leave(request, oidc.SIGN_IN, _local(request))


@where_configured
@bounded
@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    view = oidc.Callback.adapter_view(oidc.RegionAdapter(request, settings.OIDC_ISSUER))
    answer: HttpResponse = view(request)
    return answer


@where_configured
@login_required
@require_GET
def join(request: HttpRequest) -> HttpResponse:
    """The owner of a login, signed in, names who they are at the provider: asked again here first."""
    visit = visits.current()
    if visit is not None and not visit.proven():
        raise AskAgain("login.own_provider_joined")
    return oidc.leave(request, oidc.JOIN, resolve_url("account_own"))


@where_configured
@login_required
@require_GET
def again(request: HttpRequest) -> HttpResponse:
    """Asks anew who sits there at the provider: there may be no password here. Then what was held up goes on."""
    if not step_up.is_needed(request):
        return held_up.go_on(request) or redirect(_local(request))
    return oidc.leave(request, oidc.AGAIN, request.get_full_path())


@where_configured
@csrf_exempt
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    return logout.back_channel(request)


def _local(request: HttpRequest) -> str:
    """Where the browser wanted to go, if that is an address of this portal; else the desk."""
    wanted = request.GET.get("next", "")
    is_local = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_local else resolve_url("admin:index")
