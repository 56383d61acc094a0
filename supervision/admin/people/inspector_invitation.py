"""An inspector becomes known in the messenger: the invitation that a head hands over, and how far it has come."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from supervision import access
from supervision.admin import links
from supervision.admin.lists.base import person
from supervision.admin.people import invitation_buttons
from supervision.dialogs import how_known
from supervision.dialogs.how_known import Standing
from supervision.errors import Refused
from supervision.models import Inspector
from supervision.previews.new_owner import chats_of


class InspectorInvitationPage(View):
    """For those who manage the inspector's region: a stranger gets 404, a reader 403."""

    model_admin: Any = None
    template = "admin/supervision/inspector/invitation.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.inspector: Inspector = self.model_admin.get_object(request, str(kwargs["pk"]))
        if not access.can_manage(request.user, self.inspector.region):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        return self._show(request)

    def _show(self, request: HttpRequest, *, invited_now: bool = False) -> HttpResponse:
        """Link and code are on the page that answers the invitation, and on no other."""
        region = self.inspector.region
        standing = how_known.standings([self.inspector], region)[self.inspector.pk]
        context = {
            **admin.site.each_context(request),
            "title": _("Invitation of an inspector"),
            "inspector": self.inspector,
            "standing": how_known.handed_over(standing, self.inspector, region) if invited_now else standing,
            "becomes": self._becomes(standing),
            "opts": Inspector._meta,
            "original": self.inspector,
            "back": links.change_url(self.inspector),
        }
        return TemplateResponse(request, self.template, context)

    def _becomes(self, standing: Standing) -> str:
        """What is at stake: said before an invitation is made, and before an answer is confirmed."""
        account = standing.answered.account_id if standing.answered else None
        chats = chats_of(self.inspector, account)
        words = ngettext("1 new owner: %(n)s chat.", "1 new owner: %(n)s chats.", chats) % {"n": chats}
        return words if standing.answered is None else f"{standing.answered.account_name}: {words}"

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        """One of the page's buttons; `act` names it."""
        act = request.POST.get("act", "")
        press = invitation_buttons.BUTTONS.get(act)
        if press is not None:
            try:
                messages.success(request, press(self.inspector, person(request), request.POST.get("seen", "")))
                if act == "invite":
                    return self._show(request, invited_now=True)
            except Refused as refusal:
                messages.error(request, refusal.message)
        return redirect(request.path)
