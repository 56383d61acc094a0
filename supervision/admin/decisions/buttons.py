"""Pages with buttons: a button is a POST that calls one action and says what came of it."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path

from supervision.admin import links
from supervision.admin.decisions.step_up import ask_again
from supervision.admin.lists.base import ReadOnlyAdmin
from supervision.errors import Refused

Button = Callable[[Any, HttpRequest], str]


class PageWithButtons(ReadOnlyAdmin):
    """`buttons` by name; each takes the object and the request, calls its action and gives the words for "done".

    Of those in `step_up_buttons` the person is asked again who sits there before anything is read for them.
    """

    buttons: ClassVar[dict[str, Button]] = {}
    step_up_buttons: ClassVar[frozenset[str]] = frozenset()

    def may_press(self, request: HttpRequest, obj: Any) -> bool:
        raise NotImplementedError

    def after(self, obj: Any) -> str:
        """The page to show then."""
        return links.change_url(obj)

    def get_urls(self) -> list[URLPattern]:
        press = self.admin_site.admin_view(self.press)
        name = f"{self.opts.app_label}_{self.opts.model_name}_press"
        return [path("<str:pk>/press/<slug:button>/", press, name=name), *super().get_urls()]

    def press(self, request: HttpRequest, pk: str, button: str) -> HttpResponse:
        """A stranger gets 404, a reader 403, and looking (GET) never presses."""
        found = self.get_object(request, pk)
        if request.method != "POST" or button not in self.buttons:
            return HttpResponseNotAllowed(["POST"])
        if not self.may_press(request, found):
            raise PermissionDenied
        if button in self.step_up_buttons:
            ask_again(request)
        try:
            messages.success(request, self.buttons[button](found, request))
        except Refused as refusal:
            messages.error(request, " ".join((refusal.message, *refusal.blockers)))
        return redirect(self.after(found))
