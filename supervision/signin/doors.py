"""One door: the admin's own pages of signing in lead to those that count attempts and ask for the second factor."""

import contextlib
from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.views import logout
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib.admin import AdminSite
from django.contrib.admin.exceptions import NotRegistered
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.generic import RedirectView

LONGEST_SEARCH = 200


def install(site: AdminSite) -> None:
    """Before the site's addresses are read; once."""
    # the admin's own sign-in form is gone altogether: it would take guesses that nobody counts
    login: Any = RedirectView.as_view(pattern_name="account_login", query_string=True)
    password: Any = RedirectView.as_view(pattern_name="account_change_password")
    site.login, site.logout, site.password_change = login, logout, password  # type: ignore[method-assign]
    _close_open_ends(site)
    site.get_app_list = _no_apps(site.get_app_list)  # type: ignore[method-assign]
    for model in (
        Authenticator,
        EmailAddress,
        SocialAccount,
        SocialApp,
        SocialToken,
    ):  # secrets of others, and addresses that nothing uses
        with contextlib.suppress(NotRegistered):
            site.unregister(model)


def _no_apps(listed: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    """For every page the framework lists all models of all apps, for a menu that the portal's own replaces: a tenth of
    a page's time. Asked for one app by name it answers as ever."""

    def of_one_app(request: HttpRequest, app_label: str | None = None) -> list[Any]:
        return listed(request, app_label) if app_label else []

    return of_one_app


def _close_open_ends(site: AdminSite) -> None:
    """Two addresses of the framework that fail where nobody meant them to be asked so."""
    search, urls = site.search, site.get_urls  # type: ignore[attr-defined]

    def bounded_search(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        page = request.GET.get("page", "1")
        if (
            not (page.isascii() and page.isdecimal() and len(page) < 6)
            or len(request.GET.get("s", "")) > LONGEST_SEARCH
        ):
            raise Http404
        answer: HttpResponse = search(request, extra_context)
        return answer

    def nowhere(request: HttpRequest, **named: Any) -> HttpResponse:
        """No object of the portal has a page outside of the admin."""
        raise Http404

    def with_closed_ends() -> list[Any]:
        closed = path("r/<path:content_type_id>/<path:object_id>/", site.admin_view(nowhere), name="view_on_site")
        return [closed, *urls()]

    site.search = bounded_search  # type: ignore[attr-defined]
    site.get_urls = with_closed_ends  # type: ignore[method-assign]
