"""Pages of decisions with consequences: a form, what would happen, a confirmation of exactly that.

GET writes nothing, the first POST shows what would happen and writes nothing, the second does what was shown: it
carries the preview's digest and is shown anew where something has changed meanwhile. A stranger gets 404, a reader 403.
"""

from datetime import date
from typing import Any, ClassVar, Protocol

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from supervision import access
from supervision.actions import operations
from supervision.admin import links
from supervision.admin.decisions.step_up import ask_again
from supervision.admin.lists.base import person
from supervision.enums import OperationKind
from supervision.errors import Refused
from supervision.models import Absence, Operation, Region
from supervision.previews.handing_over import HandingOver


class ShownPreview(Protocol):
    """A preview; the digest changes with anything that is shown."""

    @property
    def digest(self) -> str: ...


class DecisionPage(View):
    """Subclasses say whom it is about, who may decide, and what the form asks, would do and does."""

    model_admin: Any = None
    template: ClassVar[str] = ""
    is_mass: ClassVar[bool] = True  # concerns many houses: whoever confirms is asked again who they are
    operation: Operation | None = None  # whose page shows how far the messenger has followed

    def subject_of(self, request: HttpRequest, pk: str) -> Any:
        return self.model_admin.get_object(request, pk)

    def may_decide(self, request: HttpRequest) -> bool:
        raise NotImplementedError

    def form_of(self, data: Any = None) -> forms.BaseForm:
        raise NotImplementedError

    def foresee(self, form: Any) -> ShownPreview:
        raise NotImplementedError

    def carry_out(self, form: Any, shown: Any) -> str:
        """Gives the words for "done"."""
        raise NotImplementedError

    def back(self) -> str:
        raise NotImplementedError

    def words(self) -> dict[str, Any]:
        """What the template needs beside form and preview."""
        return {}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.subject = self.subject_of(request, str(kwargs["pk"]))
        if not self.may_decide(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        return self.show(self.form_of())

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        form = self.form_of(request.POST)
        if not form.is_valid() or "edit" in request.POST:
            return self.show(form)
        try:
            shown = self.foresee(form)
            if "confirm" not in request.POST:
                return self.show(form, shown=shown)
            if request.POST.get("seen") != shown.digest:
                messages.warning(request, _("Something changed since you looked. This is how it would be now."))
                return self.show(form, shown=shown)
            if self.is_mass:
                ask_again(request)
            done = self.carry_out(form, shown)
        except Refused as refusal:
            return self.show(form, refusal=refusal)
        messages.success(request, done)
        return redirect(links.change_url(self.operation) if self.operation else self.back())

    def keep_on_record(
        self,
        kind: OperationKind,
        shown: HandingOver,
        *,
        region: Region,
        title: str,
        since: date,
        reason: str,
        absence: Absence | None = None,
    ) -> None:
        """Called last in the transaction of the facts; a decision that moves no chat needs no page of its own."""
        if shown.moves:
            user = person(self.request)
            houses = access.houses(user).filter(pk__in=[move.house_id for move in shown.moves])
            acts_at = max(region.midnight(since), timezone.now())
            self.operation = operations.record(
                kind=kind,
                region=region,
                title=title,
                acts_at=acts_at,
                houses=list(houses),
                by=user,
                reason=reason,
                absence=absence,
            )

    def show(self, form: forms.BaseForm, **more: Any) -> HttpResponse:
        context = {
            **admin.site.each_context(self.request),
            "form": form,
            "media": form.media,
            "opts": self.subject._meta,
            "original": self.subject,
            "back": self.back(),
            **self.words(),
            **more,
        }
        return TemplateResponse(self.request, self.template, context)
