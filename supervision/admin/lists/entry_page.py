"""A short form that is written at once, with nothing to be foreseen: somebody is entered, or what was mistyped set
right."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views import View

from supervision import access
from supervision.errors import Refused


class EntryPage(View):
    """Who may open it is asked in `dispatch`; a refusal of the act stands at the field `refused_at`."""

    template: str
    model: type[Model]
    form: type[forms.Form]
    refused_at: str

    def get(self, request: HttpRequest, **where: Any) -> HttpResponse:
        return self._show(self.form(initial=self.stored()))

    def post(self, request: HttpRequest, **where: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                return redirect(self.write(form.cleaned_data))
            except Refused as refusal:
                form.add_error(self.refused_at, refusal.message)
        return self._show(form)

    def stored(self) -> dict[str, Any]:
        """What the form begins with."""
        return {}

    def write(self, values: dict[str, Any]) -> str:
        """Carries it out and gives the address to go on at. Raises Refused."""
        raise NotImplementedError

    def words(self) -> dict[str, Any]:
        """What the template needs beside the form."""
        raise NotImplementedError

    def _show(self, form: forms.Form) -> HttpResponse:
        context = {**admin.site.each_context(self.request), "form": form, "opts": self.model._meta, **self.words()}
        return TemplateResponse(self.request, self.template, context)


class EntryOfRegion(EntryPage):
    """A new row of a region: a stranger to the region gets 404, who may not enter it 403."""

    may = staticmethod(access.can_manage)

    def dispatch(self, request: HttpRequest, *args: Any, **where: Any) -> HttpResponse:
        self.region = get_object_or_404(access.regions(request.user), pk=where["region_code"])
        if not self.may(request.user, self.region):
            raise PermissionDenied
        return super().dispatch(request, *args, **where)  # type: ignore[return-value]
