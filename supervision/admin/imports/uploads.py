"""Uploaded files: what is being read, what it would change, and the buttons that apply it or give it up."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from supervision import access, local_time
from supervision.actions import house_numbers, uploads
from supervision.admin import links
from supervision.admin.decisions.buttons import Button, PageWithButtons
from supervision.admin.imports import upload_report
from supervision.admin.imports.upload_pages import (
    GOES_ON,
    NewUpload,
    day_asked,
    issues_file,
    progress,
    template_file,
)
from supervision.admin.lists.base import person
from supervision.admin.lists.exporting import FORMS
from supervision.admin.lists.filters import RegionFilter
from supervision.enums import UploadState
from supervision.models import Upload

SHADES = {
    **{"waiting": "info", "reading": "info", "read": "warning", "applying": "info", "applied": "success"},
    **{"failed": "danger", "cancelled": "info"},
}
ISSUES_SHOWN = 50
NUMBER = "number-"  # with the GUID of its house behind it


def _apply(upload: Upload, request: HttpRequest) -> str:
    if not uploads.may_apply(upload, person(request)):
        raise PermissionDenied
    seen, reason = request.POST.get("seen", ""), request.POST.get("reason", "")
    uploads.confirm(upload, seen=seen, by=person(request), reason=reason)
    return _("Confirmed. The file is being applied.")


def _again(upload: Upload, request: HttpRequest) -> str:
    day = day_asked(request) if uploads.asks_for_day(upload) else None
    uploads.read_again(upload, by=person(request), reason=request.POST.get("reason", ""), as_of=day)
    return _("The file is read again.")


def _numbers(upload: Upload, request: HttpRequest) -> str:
    said = {name.removeprefix(NUMBER): str(text) for name, text in request.POST.items() if name.startswith(NUMBER)}
    house_numbers.confirm(upload, numbers=said, by=person(request))
    return _("The file is read again with these house numbers.")


def _cancel(upload: Upload, request: HttpRequest) -> str:
    uploads.cancel(upload, by=person(request))
    return _("The file is given up; nothing of it was applied.")


@admin.register(Upload)
class UploadAdmin(PageWithButtons):
    rows = staticmethod(access.uploads)
    list_display = ("file_name", "region", "shown_state", "taken", "by", "percent")
    list_select_related = ("region", "by")
    list_filter = ("state", RegionFilter)
    search_fields = ("file_name", "second_name")
    ordering = ("-pk",)
    fields = ("file_name", "second_name", "region", "day", "taken", "by", "confirmed_by", "approval")
    readonly_fields = ("day", "taken")
    readonly_preprocess_fields = {"by": strip_tags, "confirmed_by": strip_tags}  # logins are not for every reader
    list_before_template = "admin/supervision/upload/list.html"
    change_form_template = "admin/supervision/upload/change_form.html"
    change_form_outer_before_template = "admin/supervision/upload/page.html"
    step_up_buttons: ClassVar[frozenset[str]] = frozenset({"apply"})
    buttons: ClassVar[dict[str, Button]] = {
        "apply": _apply,
        "again": _again,
        "numbers": _numbers,
        "cancel": _cancel,
    }

    @display(description=gettext_lazy("state"), label=SHADES, ordering="state")
    def shown_state(self, upload: Upload) -> tuple[str, str]:
        return upload.state, upload.get_state_display()

    @display(description=gettext_lazy("as of"))
    def day(self, upload: Upload) -> str:
        """Whoever uploads names it only where the file's name does not."""
        day = upload.as_of or (upload.run.as_of if upload.run else None)
        return f"{day:%d.%m.%Y}" if day else _("as the file's name says")

    @display(description=gettext_lazy("uploaded at"), ordering="at")
    def taken(self, upload: Upload) -> str:
        return local_time.local(upload.at, upload.region)

    def may_press(self, request: HttpRequest, obj: Upload) -> bool:
        return access.can_supervise(request.user, obj.region)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("new/", view(NewUpload.as_view()), name="supervision_upload_new"),
            path("template/<slug:name>/", view(template_file), name="supervision_upload_template"),
            path("<int:pk>/progress/", view(self.progress), name="supervision_upload_progress"),
            path("<int:pk>/remarks/<slug:kind>/", view(self.remarks), name="supervision_upload_remarks"),
            *super().get_urls(),
        ]

    def progress(self, request: HttpRequest, pk: int) -> JsonResponse:
        return progress(self.get_object(request, str(pk)))

    def remarks(self, request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
        """By POST, because it is recorded; whoever may see the file may take its remarks along."""
        upload: Upload = self.get_object(request, str(pk))
        if kind not in FORMS:
            raise Http404
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return issues_file(upload, kind, request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        upload: Upload = self.get_object(request, object_id)
        extra = {"title": _("Uploaded file"), "subtitle": upload.file_name, **self._page(request, upload)}
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def _page(self, request: HttpRequest, upload: Upload) -> dict[str, Any]:
        report, may = upload.report, self.may_press(request, upload)
        is_read, is_failed = upload.state == UploadState.READ, upload.state == UploadState.FAILED
        approvable = bool(report.get("can_be_approved"))
        may_apply = is_read and (not report.get("refusal") or approvable)
        may_by_role = uploads.may_apply(upload, person(request))
        return {
            "upload": upload,
            "goes_on": upload.state in GOES_ON,
            "ahead": upload_report.ahead(upload),
            "progress_url": reverse("admin:supervision_upload_progress", args=[upload.pk]),
            "kind": upload_report.kind(report),
            "counts": upload_report.counts(report),
            "sections": upload_report.sections(report),
            "issues": upload_report.issues(report)[:ISSUES_SHOWN],
            "dated": report.get("dated_numbers", []) if may and is_read else [],
            "refusal": report.get("refusal", "") if is_read else "",
            "may_apply": may and may_apply and may_by_role,
            "needs_head": is_read and not may_by_role,
            "may_read_again": may and (is_read or is_failed) and bool(upload.file),
            "needs_reason": approvable,
            "asks_day": uploads.asks_for_day(upload),
            "may_cancel": may and upload.state in uploads.MAY_BE_CANCELLED,
            "run_url": links.change_url(upload.run) if upload.run else "",
            "adoption_url": links.change_url(upload.adoption) if upload.adoption else "",
        }
