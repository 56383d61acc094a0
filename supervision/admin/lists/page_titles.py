"""Titles of the admin's own pages. Django's name the kind inside a sentence, where Russian would have to decline it."""

from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from unfold.views import ChangeList


class TitledList(ChangeList):
    """Called by what it lists."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_popup:
            self.title = capfirst(str(self.opts.verbose_name_plural))


class Titled(BaseModelAdmin):
    """The page of an object is called by its kind, the object itself stands beside; a title of one's own stays."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        kind = str(self.opts.verbose_name)
        if context.get("title") in (_("Change %s") % kind, _("View %s") % kind):
            context["title"] = capfirst(kind)
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
