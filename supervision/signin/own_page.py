"""One's own way in: open sessions, what was done to the login, and the way to password and second factor.

What is told here and at the next sign-in are events about the login (`actions.telling.OWN`), in words for its owner.
"""

from typing import Any

from allauth.account import views as account
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision import audit, local_time
from supervision.actions import telling
from supervision.models import Event

MOST_SHOWN = 20
MOST_TOLD = 5
WORDS: dict[str, Any] = {
    "login.password_changed": gettext_lazy("The password was changed."),
    "login.password_set": gettext_lazy("Another person set the password."),
    "login.email_changed": gettext_lazy("The e-mail address was changed."),
    "login.second_factor_on": gettext_lazy("The second factor was set up."),
    "login.second_factor_off": gettext_lazy("The second factor was switched off."),
    "login.second_factor_reset": gettext_lazy("The second factor was taken away by another person."),
    "login.recovery_codes": gettext_lazy("New recovery codes were made."),
    "login.link_made": gettext_lazy("A link was made with which a new password can be set."),
    "login.link_used": gettext_lazy("The password was set by a link."),
    "login.own_provider_joined": gettext_lazy("The login was joined with the identity provider."),
    "login.provider_joined": gettext_lazy("Another person joined the login with the identity provider."),
    "login.provider_parted": gettext_lazy("The login was parted from the identity provider."),
    "login.opening_closed": gettext_lazy("A way in was closed: whoever had made it may not open this login now."),
    "login.ended_by_provider": gettext_lazy("The identity provider ended the session."),
    "login.guessed": gettext_lazy("Somebody guessed the password."),
    "login.sessions_ended": gettext_lazy("All sessions were ended."),
    "role.assigned": gettext_lazy("A role was given."),
    "role.withdrawn": gettext_lazy("A role was withdrawn."),
}


def words_of(name: str) -> str:
    return str(WORDS[name])


def told_since(login: User, seen: Event | None) -> list[str]:
    """What was done to the login since its last sign-in, oldest first; nothing at the very first one."""
    if seen is None:
        return []
    return [_sentence(event) for event in reversed(telling.of_owner(login).filter(pk__gt=seen.pk)[:MOST_TOLD])]


def _sentence(event: Event) -> str:
    by = f" ({event.by.get_full_name() or event.by.username})" if event.by else ""
    return f"{local_time.of_portal(event.at)}: {words_of(event.name)}{by}"


@login_required
def own_page(request: HttpRequest) -> HttpResponse:
    """GET shows; POST ends a session (`session`), or all others."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    if request.method == "POST":
        return _end(request, request.user)
    context = {
        "title": _("My way in"),
        "sessions": _open(request, request.user),
        "is_joined": SocialAccount.objects.filter(user=request.user, provider=settings.OIDC_ISSUER).exists(),
        "events": [_sentence(event) for event in telling.of_owner(request.user)[:MOST_SHOWN]],
    }
    return TemplateResponse(request, "account/own.html", context)


def _open(request: HttpRequest, login: User) -> list[dict[str, Any]]:
    rows = UserSession.objects.purge_and_list(login)
    rows.sort(key=lambda row: row.created_at, reverse=True)
    return [
        {
            "pk": row.pk,
            "began": local_time.of_portal(row.created_at),
            "address": row.ip,
            "browser": row.user_agent,
            "is_this": row.session_key == request.session.session_key,
        }
        for row in rows
    ]


def _end(request: HttpRequest, login: User) -> HttpResponse:
    rows = UserSession.objects.filter(user=login).exclude(session_key=request.session.session_key)
    chosen = request.POST.get("session", "")
    if chosen:
        rows = rows.filter(pk=get_object_or_404(rows, pk=chosen if chosen.isdecimal() else 0).pk)
    for row in rows:
        row.end()
    audit.record("login.own_sessions_ended", by=login, details={"login": login.username})
    messages.success(request, _("Ended: there the portal asks for the password again."))
    return redirect("account_own")


@login_required
def password_change(request: HttpRequest) -> HttpResponse:
    """A login that has no password yet sets its first one by a link, which whoever keeps the logins makes."""
    if isinstance(request.user, User) and not request.user.has_usable_password():
        messages.info(request, _("The login has no password yet: ask for a link to set one."))
        return redirect("account_own")
    answer: HttpResponse = account.password_change(request)
    return answer
