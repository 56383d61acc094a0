"""A colleague is entered by name, and invited next: the messenger id comes with their own answer. What was entered
wrongly is corrected on a page of the same form.
"""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from unfold.widgets import UnfoldAdminTextInputWidget

from supervision import access
from supervision.actions import inspectors
from supervision.admin import links
from supervision.admin.lists.base import person
from supervision.errors import Refused
from supervision.models import Inspector


class NewInspectorForm(forms.Form):
    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=200, widget=UnfoldAdminTextInputWidget)
    position = forms.CharField(
        label=gettext_lazy("Position"), max_length=200, required=False, widget=UnfoldAdminTextInputWidget
    )


class NewInspectorPage(View):
    """For those who manage the region: a stranger to it gets 404, a reader 403."""

    template = "admin/supervision/inspector/new.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.region = get_object_or_404(access.regions(request.user), pk=kwargs["region_code"])
        if not access.can_manage(request.user, self.region):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get(self, request: HttpRequest, region_code: str) -> HttpResponse:
        return self._show(NewInspectorForm())

    def post(self, request: HttpRequest, region_code: str) -> HttpResponse:
        form = NewInspectorForm(request.POST)
        if form.is_valid():
            try:
                made = inspectors.add(region=self.region, by=person(request), **form.cleaned_data)
            except Refused as refusal:
                form.add_error("full_name", refusal.message)
            else:
                return redirect(reverse("admin:supervision_inspector_invitation", args=[made.pk]))
        return self._show(form)

    def _show(self, form: NewInspectorForm) -> HttpResponse:
        context = {
            **admin.site.each_context(self.request),
            "title": _("New inspector"),
            "region": self.region,
            "form": form,
            "opts": Inspector._meta,
        }
        return TemplateResponse(self.request, self.template, context)


class CorrectInspectorPage(View):
    """For those who manage the region of the inspector: a stranger to it gets 404, a reader 403."""

    model_admin: Any = None
    template = "admin/supervision/inspector/correct.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.inspector = cast(Inspector, self.model_admin.get_object(request, str(kwargs["pk"])))
        if not access.can_manage(request.user, self.inspector.region):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        stored = {name: getattr(self.inspector, name) for name in NewInspectorForm.base_fields}
        return self._show(NewInspectorForm(initial=stored))

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        form = NewInspectorForm(request.POST)
        if form.is_valid():
            try:
                inspectors.correct(inspector=self.inspector, by=person(request), **form.cleaned_data)
            except Refused as refusal:
                form.add_error("full_name", refusal.message)
            else:
                return redirect(links.change_url(self.inspector))
        return self._show(form)

    def _show(self, form: NewInspectorForm) -> HttpResponse:
        context = {
            **admin.site.each_context(self.request),
            "title": _("Correct the inspector"),
            "inspector": self.inspector,
            "back": links.change_url(self.inspector),
            "form": form,
            "opts": Inspector._meta,
        }
        return TemplateResponse(self.request, self.template, context)
