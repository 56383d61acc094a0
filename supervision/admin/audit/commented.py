"""Pages with a feed: what became of the object, comments of colleagues, and the form for one's own."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from supervision import access
from supervision.actions import comments
from supervision.admin import links
from supervision.admin.audit.feed import called, feed_of, house_of
from supervision.admin.lists.login_of_request import person
from supervision.errors import Refused
from supervision.models.comment import LONGEST_COMMENT


class Commented:
    """Beside the page of a house, a chat or an order. Stands before the admin's base in the list of classes."""

    def get_urls(self) -> list[URLPattern]:
        admin: Any = self
        name = f"supervision_{admin.opts.model_name}"
        wrap = admin.admin_site.admin_view
        return [
            path("<int:pk>/comment/", wrap(self.comment), name=f"{name}_comment"),
            path("<int:pk>/comment/<int:number>/", wrap(self.take_back), name=f"{name}_takeback"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def feed(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """The template's values; nothing for who is not named the people of the region."""
        house, chat, _order = house_of(row)
        if not access.sees_people(request.user, house.region):
            return {}
        name = f"admin:supervision_{row._meta.model_name}"
        chat = chat or access.chats(request.user).filter(house=house).first()
        may_write = access.can_supervise(request.user, house.region)
        others = access.colleagues(house.region).exclude(pk=person(request).pk) if may_write else []
        return {
            "entries": feed_of(house, request.user, chat=chat),
            "comment_url": reverse(f"{name}_comment", args=[row.pk]) if may_write else "",
            "colleagues": [(user.pk, called(user)) for user in others],
            "longest": LONGEST_COMMENT,
            "history_url": reverse("admin:supervision_house_history", args=[house.pk]),
        }

    def comment(self, request: HttpRequest, pk: int) -> HttpResponse:
        def write(row: Any) -> str:
            house, chat, order = house_of(row)
            chosen = [number for number in request.POST.getlist("mentioned") if number.isdecimal()]
            mentioned = list(access.colleagues(house.region).filter(pk__in=chosen))
            text = request.POST.get("text", "")
            comments.write(house=house, chat=chat, order=order, text=text, by=person(request), mentioned=mentioned)
            return _("The comment stands in the feed.")

        return self._about_thread(request, pk, write)

    def take_back(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        def take(row: Any) -> str:
            rows = access.comments(request.user).filter(house=house_of(row)[0], pk=number)
            found = rows.select_related("house__region", "chat", "order").first()
            if found is None:
                raise Http404(_("There is no such comment."))
            comments.take_back(found, by=person(request))
            return _("The comment is taken back.")

        return self._about_thread(request, pk, take)

    def _about_thread(self, request: HttpRequest, pk: int, act: Callable[[Any], str]) -> HttpResponse:
        """A stranger gets 404, a reader 403, and looking (GET) never writes."""
        admin: Any = self
        row = admin.get_object(request, str(pk))
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not access.can_supervise(request.user, house_of(row)[0].region):
            raise PermissionDenied
        try:
            messages.success(request, act(row))
        except Refused as refusal:
            messages.error(request, refusal.message)
        return redirect(f"{links.change_url(row)}#feed")
