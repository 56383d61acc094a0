"""Applied imports with the remarks on their lines."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from supervision import access, local_time
from supervision.admin import links
from supervision.admin.imports.undo_import import UndoImportPage
from supervision.admin.lists.base import ReadOnlyAdmin
from supervision.admin.lists.filters import RegionFilter, region_filter
from supervision.imports.undoing import story
from supervision.models import ImportIssue, ImportRun
from supervision.registry.count_names import in_words, named


def _words(name: str, value: Any) -> tuple[str, str]:
    """A count, or a group of them, with the names that people use."""
    return named(name), in_words(value) if isinstance(value, dict) else str(value)


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    rows = staticmethod(access.imports)
    list_display = ("file_name", "kind", "as_of", "applied", "by", "region", "remarks", "taken_back")
    list_select_related = ("region", "by")
    list_filter = ("kind", RegionFilter)
    search_fields = ("file_name", "=sha256")
    ordering = ("-pk",)
    fields = ("file_name", "kind", "region", "as_of", "applied", "by", "sha256", "counted", "remarks")
    readonly_fields = ("applied", "counted", "remarks")
    readonly_preprocess_fields = {"by": strip_tags}  # logins are not for everybody who reads the list
    change_form_outer_before_template = "admin/supervision/importrun/page.html"

    def get_urls(self) -> list[URLPattern]:
        undo = self.admin_site.admin_view(UndoImportPage.as_view(model_admin=self))
        return [path("<int:pk>/undo/", undo, name="supervision_importrun_undo"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        run: ImportRun = self.get_object(request, object_id)
        may = access.can_manage(request.user, run.region)
        extra = {
            "run": run,
            "may_undo": may and story.can_be_undone(run),
            "undone_at": local_time.local(run.undone_at, run.region) if run.undone_at else "",
            "undone_by": run.undone_by.get_full_name() or run.undone_by.username if may and run.undone_by else "",
            "undone_event": run.undone_event if may else None,
        }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    @display(description=gettext_lazy("applied at"), ordering="applied_at")
    def applied(self, run: ImportRun) -> str:
        return local_time.local(run.applied_at, run.region)

    @display(description=gettext_lazy("taken back"), ordering="undone_at")
    def taken_back(self, run: ImportRun) -> str:
        return local_time.local(run.undone_at, run.region) if run.undone_at else ""

    @display(description=gettext_lazy("counts"))
    def counted(self, run: ImportRun) -> SafeString:
        return format_html_join("", "<div><b>{}</b>: {}</div>", (_words(*pair) for pair in run.counts.items()))

    @display(description=gettext_lazy("remarks"))
    def remarks(self, run: ImportRun) -> SafeString:
        return links.list_link(ImportIssue, gettext_lazy("Remarks"), run__id__exact=run.pk)


@admin.register(ImportIssue)
class ImportIssueAdmin(ReadOnlyAdmin):
    rows = staticmethod(access.import_issues)
    list_display = ("line", "code", "message", "file", "run")
    list_select_related = ("run",)
    list_filter = ("code", region_filter("run__region"))
    search_fields = ("code", "message")
    ordering = ("run", "pk")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup == "run__id__exact" or super().lookup_allowed(lookup, value, request)
