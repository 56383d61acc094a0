"""Pages of decisions with consequences: a form, what would happen, a confirmation of exactly that.

GET writes nothing, the first POST shows what would happen and writes nothing, the second does what was shown: it
carries the preview's digest and is shown anew where something has changed meanwhile. Two who confirm at the same moment
stand in a line where the page holds its rows. A stranger gets 404, a reader 403.
"""

from contextlib import nullcontext
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views import View

from supervision import access
from supervision.actions import accounts, operations
from supervision.admin import links
from supervision.admin.decisions.step_up import ask_again
from supervision.admin.lists.base import person
from supervision.confirmed import Confirmable, changed_since
from supervision.enums import OperationKind
from supervision.errors import Refused
from supervision.models import Absence, Operation, Region
from supervision.previews.consequences import Consequences
from supervision.previews.handing_over import HandingOver

SEEN = "seen"  # name of the field that brings the preview's digest back


class Decision:
    """What every decision page stands on, whoever draws it: what the form would do, whether that was seen, doing it."""

    request: HttpRequest
    is_mass: ClassVar[bool] = True  # concerns many houses: whoever confirms is asked again who they are
    operation: Operation | None = None  # whose page shows how far the messenger has followed

    def foresee(self, form: Any) -> Confirmable:
        raise NotImplementedError

    def carry_out(self, form: Any, shown: Any) -> str:
        """Inside a transaction; gives the words for "done"."""
        raise NotImplementedError

    def was_seen(self, shown: Confirmable) -> bool:
        return shown.was_seen(self.request.POST.get(SEEN))

    def to_confirm(self, sent: QueryDict, shown: Confirmable) -> QueryDict:
        """What was sent, as it is sent again by whoever has seen the preview."""
        again = sent.copy()
        again[SEEN] = shown.digest
        return again

    def do(self, form: Any, shown: Any) -> str:
        """What was seen; gives the words for "done"."""
        if self.is_mass:
            ask_again(self.request)
        with transaction.atomic():  # a refusal half-way leaves nothing behind
            done = self.carry_out(form, shown)
            self.keep_preview(shown)
        return done

    def keep_preview(self, shown: Any) -> None:
        """What was confirmed, beside the decision; where its author may approve changes, it is approved by that."""
        meaning = getattr(shown, "meaning", None)
        if self.operation is None or not isinstance(meaning, Consequences):
            return
        operations.note_foreseen(self.operation, meaning.figures)
        if self.is_mass:  # only then the author was asked again who they are
            accounts.approve_decided(self.operation, by=person(self.request))


class DecisionPage(Decision, View):
    """Subclasses say whom it is about, who may decide, and what the form asks, would do and does."""

    model_admin: Any = None
    template: ClassVar[str] = ""
    form_holds: ClassVar[bool] = False  # the form holds its row from its own comparison to what is written

    def subject_of(self, request: HttpRequest, **named: Any) -> Any:
        """`named` is what the address holds."""
        return self.model_admin.get_object(request, str(named["pk"]))

    def may_decide(self, request: HttpRequest) -> bool:
        raise NotImplementedError

    def form_of(self, data: Any = None) -> Any:
        raise NotImplementedError

    def back(self) -> str:
        raise NotImplementedError

    def words(self) -> dict[str, Any]:
        """What the template needs beside form and preview."""
        return {}

    def about(self) -> dict[str, Any]:
        """What Django's own templates want to know of the row; without a row its model alone."""
        return {"opts": self.subject._meta, "original": self.subject}

    def hold(self) -> None:
        """Called before a confirmation is compared, for rows about which nobody else may decide until it is written."""

    def told_meanwhile(self) -> list[str]:
        """What others decided since the page was opened, a sentence each."""
        return []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.subject = self.subject_of(request, **kwargs)
        if not self.may_decide(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get(self, request: HttpRequest, **named: Any) -> HttpResponse:
        return self.show(self.form_of())

    def post(self, request: HttpRequest, **named: Any) -> HttpResponse:
        """A confirmation is one transaction, from the rows that are held to what is written."""
        is_one = self.form_holds or "confirm" in request.POST
        with transaction.atomic() if is_one else nullcontext():
            return self.answer(request)

    def answer(self, request: HttpRequest) -> HttpResponse:
        form = self.form_of(request.POST)
        if not form.is_valid() or "edit" in request.POST:
            return self.show(form)
        try:
            return self.decide(form)
        except Refused as refusal:
            return self.show(form, refusal=refusal)

    def decide(self, form: Any) -> HttpResponse:
        confirms = "confirm" in self.request.POST
        if confirms:
            self.hold()
        told = self.told_meanwhile()
        for sentence in told:
            messages.warning(self.request, sentence)
        shown = self.foresee(form)
        if not confirms:
            return self.show(form, shown=shown)
        if told or not self.was_seen(shown):
            messages.warning(self.request, changed_since())
            return self.show(form, shown=shown)
        messages.success(self.request, self.do(form, shown))
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
            "back": self.back(),
            **self.about(),
            **self.words(),
            **more,
        }
        return TemplateResponse(self.request, self.template, context)
