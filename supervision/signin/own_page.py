"""One's own way in: open sessions, what was done to the login, and the way to password and second factor.

What is told here and at the next sign-in are events about the login (`actions.told_acts`), in words for its owner.
"""

from typing import Any

from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from supervision import audit, local_time
from supervision.actions import telling
from supervision.actions.told_acts import TOLD
from supervision.models import Event
from supervision.signin.sealed_sessions import row_key

PER_PAGE = 20


def told_since(login: User, seen: Event | None) -> list[str]:
    """What was done to the login since its last sign-in, a sentence a kind, grave ones first and then the newest;
    nothing at the very first one. Every kind is told, however much else was done."""
    if seen is None:
        return []
    kinds: dict[str, list[Event]] = {}
    for event in telling.of_owner(login).filter(pk__gt=seen.pk):
        kinds.setdefault(event.name, []).append(event)
    return [_of_kind(kinds[name]) for name in sorted(kinds, key=lambda name: not TOLD[name].grave)]


def _of_kind(events: list[Event]) -> str:
    """The newest one; how many there were, and by whose hand, where it was not the only one."""
    newest = events[0]
    if len(events) == 1:
        return _sentence(newest)
    by = ", ".join(dict.fromkeys(filter(None, map(_by, events))))
    words = {"at": local_time.of_portal(newest.at), "words": telling.words_of(newest.name), "n": len(events)}
    told = _("%(at)s: %(words)s Since the last sign-in: %(n)s times. All of it stands on the page “My way in”.") % words
    return f"{told} ({by})" if by else told


def _sentence(event: Event) -> str:
    by = f" ({_by(event)})" if _by(event) else ""
    return f"{local_time.of_portal(event.at)}: {telling.words_of(event.name)}{by}"


def _by(event: Event) -> str:
    return (event.by.get_full_name() or event.by.username) if event.by else ""


@login_required
def own_page(request: HttpRequest) -> HttpResponse:
    """GET shows; POST ends a session (`session`), or all others."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    if request.method == "POST":
        return _end(request, request.user)
    page = Paginator(telling.of_owner(request.user), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "title": _("My way in"),
        "sessions": _open(request, request.user),
        "is_joined": SocialAccount.objects.filter(user=request.user, provider=settings.OIDC_ISSUER).exists(),
        "page": page,
        "events": [_sentence(event) for event in page],
    }
    return TemplateResponse(request, "account/own.html", context)


def _open(request: HttpRequest, login: User) -> list[dict[str, Any]]:
    this = row_key(request.session.session_key)
    rows = [row for row in UserSession.objects.filter(user=login).order_by("-created_at") if row.exists()]
    return [
        {
            "pk": row.pk,
            "began": local_time.of_portal(row.created_at),
            "address": row.ip,
            "browser": row.user_agent,
            "is_this": row.session_key == this,
        }
        for row in rows
    ]


def _end(request: HttpRequest, login: User) -> HttpResponse:
    rows = UserSession.objects.filter(user=login).exclude(session_key=row_key(request.session.session_key))
    chosen = request.POST.get("session", "")
    if chosen:
        rows = rows.filter(pk=get_object_or_404(rows, pk=chosen if chosen.isdecimal() else 0).pk)
    with transaction.atomic():
        audit.record("login.own_sessions_ended", by=login, details=audit.of_login(login))
        for row in rows:
            row.end()
    messages.success(request, _("Ended: there the portal asks for the password again."))
    return redirect("account_own")
