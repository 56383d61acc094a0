"""Applied imports with the remarks on their lines."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from supervision import access
from supervision.admin import words
from supervision.admin.base import ReadOnlyAdmin
from supervision.admin.filters import RegionFilter, region_filter
from supervision.models import ImportIssue, ImportRun

COUNTS = {
    "houses": gettext_lazy("houses"),
    "organisations": gettext_lazy("organisations"),
    "licences": gettext_lazy("licences"),
    "periods": gettext_lazy("management periods"),
    "added": gettext_lazy("added"),
    "changed": gettext_lazy("changed"),
    "unchanged": gettext_lazy("unchanged"),
    "missing": gettext_lazy("missing in the file"),
    "started": gettext_lazy("started"),
    "replaced": gettext_lazy("replaced"),
    "ended": gettext_lazy("ended"),
    "unknown": gettext_lazy("manager unknown"),
    "houses_excluded": gettext_lazy("houses excluded"),
    "houses_unknown": gettext_lazy("houses not known here"),
    "bad_rows": gettext_lazy("lines left out"),
    "chats_marked": gettext_lazy("chats marked"),
    "seconds": gettext_lazy("seconds"),
}


def _words(name: str, value: Any) -> tuple[str, str]:
    """A count, or a group of them, with the names that people use; a name that is new here stays as it is."""
    if isinstance(value, dict):
        value = ", ".join(f"{COUNTS.get(key, key)} {count}" for key, count in value.items())
    return str(COUNTS.get(name, name)), str(value)


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    rows = staticmethod(access.imports)
    list_display = ("file_name", "kind", "as_of", "applied", "by", "region", "remarks")
    list_select_related = ("region", "by")
    list_filter = ("kind", RegionFilter)
    search_fields = ("file_name", "=sha256")
    ordering = ("-pk",)
    fields = ("file_name", "kind", "region", "as_of", "applied", "by", "sha256", "counted", "remarks")
    readonly_fields = ("applied", "counted", "remarks")
    readonly_preprocess_fields = {"by": strip_tags}  # logins are not for everybody who reads the list

    @display(description=gettext_lazy("applied at"), ordering="applied_at")
    def applied(self, run: ImportRun) -> str:
        return words.local(run.applied_at, run.region)

    @display(description=gettext_lazy("counts"))
    def counted(self, run: ImportRun) -> SafeString:
        return format_html_join("", "<div><b>{}</b>: {}</div>", (_words(*pair) for pair in run.counts.items()))

    @display(description=gettext_lazy("remarks"))
    def remarks(self, run: ImportRun) -> SafeString:
        return words.list_link(ImportIssue, gettext_lazy("Remarks"), run__id__exact=run.pk)


@admin.register(ImportIssue)
class ImportIssueAdmin(ReadOnlyAdmin):
    rows = staticmethod(access.import_issues)
    list_display = ("line", "code", "message", "run")
    list_select_related = ("run",)
    list_filter = ("code", region_filter("run__region"))
    search_fields = ("code", "message")
    ordering = ("run", "pk")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup == "run__id__exact" or super().lookup_allowed(lookup, value, request)
