"""A colleague is entered by name, and invited next: the messenger id comes with their own answer. What was entered
wrongly is corrected on a page of the same form.
"""

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextInputWidget

from supervision import access
from supervision.actions import inspectors
from supervision.admin import links
from supervision.admin.lists.base import person
from supervision.admin.lists.entry_page import EntryOfRegion, EntryPage
from supervision.models import Inspector


class NewInspectorForm(forms.Form):
    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=200, widget=UnfoldAdminTextInputWidget)
    position = forms.CharField(
        label=gettext_lazy("Position"), max_length=200, required=False, widget=UnfoldAdminTextInputWidget
    )


class NewInspectorPage(EntryOfRegion):
    """For those who manage the region."""

    template, model = "admin/supervision/inspector/new.html", Inspector
    form, refused_at = NewInspectorForm, "full_name"

    def write(self, values: dict[str, Any]) -> str:
        made = inspectors.add(region=self.region, by=person(self.request), **values)
        return reverse("admin:supervision_inspector_invitation", args=[made.pk])

    def words(self) -> dict[str, Any]:
        return {"title": _("New inspector"), "region": self.region}


class CorrectInspectorPage(EntryPage):
    """For those who manage the region of the inspector: a stranger to it gets 404, a reader 403."""

    model_admin: Any = None
    template, model = "admin/supervision/inspector/correct.html", Inspector
    form, refused_at = NewInspectorForm, "full_name"

    def dispatch(self, request: HttpRequest, *args: Any, **where: Any) -> HttpResponse:
        self.inspector = cast(Inspector, self.model_admin.get_object(request, str(where["pk"])))
        if not access.can_manage(request.user, self.inspector.region):
            raise PermissionDenied
        return super().dispatch(request, *args, **where)  # type: ignore[return-value]

    def stored(self) -> dict[str, Any]:
        return {name: getattr(self.inspector, name) for name in self.form.base_fields}

    def write(self, values: dict[str, Any]) -> str:
        inspectors.correct(inspector=self.inspector, by=person(self.request), **values)
        return links.change_url(self.inspector)

    def words(self) -> dict[str, Any]:
        back = links.change_url(self.inspector)
        return {"title": _("Correct the inspector"), "inspector": self.inspector, "back": back}
