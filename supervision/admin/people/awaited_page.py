"""What waits for somebody of the supervision body: names that companies gave, and answers of people. One click each."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from supervision import access, local_time
from supervision.actions import invitations, nominations
from supervision.admin.lists.base import person
from supervision.errors import Refused
from supervision.models import Nomination
from supervision.reports import awaited
from supervision.reports.awaited import Row


class AwaitedPage(View):
    """For those who supervise any region; rows of others are 404."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not access.supervised(request.user).exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get(self, request: HttpRequest) -> HttpResponse:
        found = awaited.awaited(person(request))
        context = {
            **admin.site.each_context(request),
            "title": _("Waits for a confirmation"),
            "awaited": [(one, local_time.local(one.since, one.region)) for one in found],
        }
        return TemplateResponse(request, "admin/supervision/awaited.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """`which` names the row, `seen` the answer shown in it, `act` the button, `back` the company of the page."""
        name = request.POST.get("act", "")
        act = BUTTONS.get(name)
        by, seen = person(request), request.POST.get("seen", "")
        if act is not None:
            row = _row(request.POST.get("which", ""), by)
            if name == "confirm" and (inspector := awaited.of_inspector(row)):
                messages.error(request, _("Look first at how many chats get a new owner, and confirm here."))
                return redirect(reverse("admin:supervision_inspector_invitation", args=[inspector]))
            try:
                messages.success(request, act(row, by, seen))
            except Refused as refusal:
                messages.error(request, refusal.message)
        back = request.POST.get("back", "")
        if back.isdecimal():
            return redirect(reverse("admin:supervision_organisation_people", args=[back]))
        return redirect("people_awaited")


def _row(which: str, by: User) -> Row:
    kind, _dash, number = which.partition("-")
    pk = int(number) if number.isdecimal() and len(number) < 19 else 0
    if kind == "named":
        return get_object_or_404(awaited.names(by).select_related("organisation__region"), pk=pk)
    return get_object_or_404(awaited.answers(by).select_related("region"), pk=pk)


def _confirm(row: Row, by: User, seen: str) -> str:
    if isinstance(row, Nomination):
        nominations.confirm(nomination=row, seen=seen, by=by)
        return _("%(name)s represents the company from today.") % {"name": row}
    invitations.confirm(invitation=row, seen=seen, by=by)
    return _("The account of %(name)s is confirmed and counts from now on.") % {"name": row}


def _refuse(row: Row, by: User, seen: str) -> str:
    if isinstance(row, Nomination):
        nominations.refuse(nomination=row, by=by)
    else:
        invitations.revoke(invitation=row, by=by)
    return _("%(name)s is not accepted; the link and the code hold no more.") % {"name": row}


BUTTONS: dict[str, Callable[[Row, User, str], str]] = {"confirm": _confirm, "refuse": _refuse}
