"""Mass changes: the list in which they are found again, and the page on which one is watched, taken along or undone.

How far one got is read anew each time; the page asks by itself until nothing changes any more.
"""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display

from supervision import access, local_time
from supervision.actions import operations
from supervision.admin import links
from supervision.admin.changes import held_changes
from supervision.admin.decisions.buttons import PageWithButtons
from supervision.admin.lists.base import person
from supervision.admin.lists.exporting import FORMS, as_of, recorded_file
from supervision.admin.lists.filters import RegionFilter
from supervision.dialogs import how_known
from supervision.errors import Refused
from supervision.models import Inspector, Operation, Region, Representative
from supervision.models.operation import OF_COMPANY, OF_OWNERS
from supervision.reports.joining import of_operation, owners_of_operation
from supervision.reports.operations import Fate, Progress, Result, progress, results
from supervision.reports.spreadsheets import About, FileColumn

MOST_SHOWN = 200
TONES = {
    **{Fate.REFUSED: "bad", Fate.WAITING: "warn", Fate.HELD: "warn"},
    **{Fate.QUEUED: "note", Fate.PLANNED: "note", Fate.DONE: "good"},
}
COLUMNS: tuple[FileColumn[Result], ...] = (
    FileColumn(gettext_lazy("House"), lambda result: result.address, width=60),
    FileColumn(gettext_lazy("ФИАС GUID"), lambda result: str(result.house.fias_guid), width=40),
    FileColumn(gettext_lazy("State"), lambda result: str(result.fate.label)),
    FileColumn(gettext_lazy("Reason"), lambda result: result.reason, width=80, wraps=True, is_personal=True),
)


def undo(operation: Operation, request: HttpRequest) -> str:
    """The button; says what is as before and, by name, what could not be taken back."""
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise Refused(_("Say why: the reason goes into the record of events."))
    undone = operations.undo(operation=operation, by=person(request), reason=reason)
    done = ngettext("Taken back for %(n)s house.", "Taken back for %(n)s houses.", undone.houses)
    left = [_("Not taken back:"), *undone.left] if undone.left else []
    return " ".join((done % {"n": undone.houses}, *left))


@admin.register(Operation)
class OperationAdmin(PageWithButtons):
    rows = staticmethod(access.operations)
    list_display = ("title", "kind", "size", "acts", "decided", "is_undone", "region")
    list_select_related = ("region",)
    list_filter = ("kind", RegionFilter)
    search_fields = ("title", "reason")
    search_help_text = gettext_lazy("What was decided, or the reason")
    ordering = ("-pk",)
    fields = ("title", "kind", "acts", "decided", "by", "reason")
    readonly_fields = ("acts", "decided")
    readonly_preprocess_fields = {"by": strip_tags}
    change_form_outer_before_template = "admin/supervision/operation/page.html"
    buttons = {"undo": undo}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("region__account").annotate(size=Count("houses"))

    def may_press(self, request: HttpRequest, obj: Operation) -> bool:
        return access.can_supervise(request.user, obj.region)

    @display(description=gettext_lazy("houses"))
    def size(self, operation: Any) -> int:
        return int(operation.size)

    @display(description=gettext_lazy("acts from"), ordering="acts_at")
    def acts(self, operation: Operation) -> str:
        return local_time.local(operation.acts_at, operation.region)

    @display(description=gettext_lazy("decided at"), ordering="at")
    def decided(self, operation: Operation) -> str:
        return local_time.local(operation.at, operation.region)

    @display(description=gettext_lazy("taken back"), ordering="undone_at")
    def is_undone(self, operation: Operation) -> str:
        return local_time.local(operation.undone_at, operation.region) if operation.undone_at else ""

    def get_urls(self) -> list[URLPattern]:
        now, taken = self.admin_site.admin_view(self.progress), self.admin_site.admin_view(self.export)
        return [
            path("<int:pk>/progress/", now, name="supervision_operation_progress"),
            path("<int:pk>/export/<slug:form>/", taken, name="supervision_operation_export"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        operation: Operation = self.get_object(request, object_id)
        extra = {
            "title": str(operation.get_kind_display()),
            "subtitle": operation.title,
            "may_undo": self.may_press(request, operation) and can_be_undone(operation),
            "undone_at": local_time.local(operation.undone_at, operation.region) if operation.undone_at else "",
            "ended_at": _where_it_is_ended(operation, request),
            "joining": _joining(operation, request),
            "foreseen": held_changes.foreseen(operation),
            **shown(operation, request),
        }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def progress(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What the page's script asks for: the same part of the page, as it is now."""
        values = shown(self.get_object(request, str(pk)), request)
        html = render_to_string("admin/supervision/operation/progress.html", values, request)
        return JsonResponse({"is_over": values["progress"].is_over, "html": html})

    def export(self, request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
        """By POST, because it is recorded."""
        operation: Operation = self.get_object(request, str(pk))
        if request.method != "POST" or form not in FORMS:
            return HttpResponseNotAllowed(["POST"])
        region: Region = operation.region
        return recorded_file(
            request,
            f"operation-{pk}",
            form=form,
            about=About(_("Mass change"), [(_("What was decided"), operation.title), (_("As of"), as_of(region))]),
            columns=COLUMNS,
            rows=results(operation, request.user),
            event="operation.exported",
            region=region,
            details={"operation": operation.pk},
        )


def _joining(operation: Operation, request: HttpRequest) -> list[dict[str, Any]]:
    """Who has to join how many of the chats, how far each is, and whether they are known in the messenger."""
    if operation.kind in OF_COMPANY:
        found = of_operation(person(request), operation)
    else:
        found = owners_of_operation(person(request), operation) if operation.kind in OF_OWNERS else []
    standing = how_known.standings([one.person for one in found], operation.region) if found else {}
    return [
        {
            "person": one.person,
            **_whose(one.person),
            "joined": one.joined,
            "chats": one.chats,
            "standing": standing[one.person.pk],
        }
        for one in found
    ]


def _whose(one: Representative | Inspector) -> dict[str, str]:
    """Whom the person speaks for, and the page on which they are invited."""
    if isinstance(one, Inspector):
        url = reverse("admin:supervision_inspector_invitation", args=[one.pk])
        return {"whose": one.position or _("inspector"), "url": url}
    url = reverse("admin:supervision_organisation_people", args=[one.organisation_id])
    return {"whose": one.organisation.name, "url": url}


def _where_it_is_ended(operation: Operation, request: HttpRequest) -> str:
    """The page of the absence with which it stands, for who may end it there; "" for others and where it is over."""
    if operation.absence is None or operation.undone_at or not access.can_manage(request.user, operation.region):
        return ""
    return links.change_url(operation.absence)


def can_be_undone(operation: Operation) -> bool:
    try:
        operations.refuse_undoing(operation)
    except Refused:
        return False
    return operations.stands_anywhere(operation)


def shown(operation: Operation, request: HttpRequest) -> dict[str, Any]:
    """The part of the page that changes: figures, and the houses of one state (`?fate=`), the worst one by default."""
    now: Progress = progress(operation)
    asked = request.GET.get("fate", "")
    fate = Fate(asked) if asked in Fate.values else next(iter(now.counts), Fate.DONE)
    return {
        "operation": operation,
        "progress": now,
        "figures": [
            {"fate": each, "count": count, "tone": TONES.get(each, ""), "is_chosen": each == fate}
            for each, count in now.counts.items()
        ],
        "fate": fate,
        "lines": [
            {
                "house": result.house,
                "url": links.change_url(result.house),
                "reason": result.reason,
                "settled_at": local_time.local(result.settled_at, operation.region),
            }
            for result in results(operation, request.user, fate=fate, most=MOST_SHOWN)
        ],
        "most_shown": MOST_SHOWN,
    }
