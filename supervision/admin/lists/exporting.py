"""Lists that can be taken along: buttons above the list write the rows that it shows as a workbook or as CSV.

What is written is what the person sees: rows of `access`, narrowed by the list's own filters and search. Each export is
on record.
"""

from collections.abc import Callable, Iterable, Sequence
from tempfile import TemporaryFile
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from supervision import access, audit, local_time
from supervision.admin import links
from supervision.admin.lists.chips import chips_of
from supervision.admin.lists.listed_cells import columns_of
from supervision.admin.lists.login_of_request import person
from supervision.errors import Refused
from supervision.models import Region
from supervision.reports.spreadsheets import About, FileColumn, write_csv, write_xlsx

ROWS_AT_ONCE = 2000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS: dict[str, tuple[Callable[..., int], str]] = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, XLSX),
}


def recorded_file(
    request: HttpRequest,
    name: str,
    *,
    form: str,
    about: About,
    columns: Sequence[FileColumn[Any]],
    rows: Iterable[Any],
    event: str,
    region: Region | None,
    details: dict[str, Any],
    total: Any = None,
    is_personal: bool = False,
) -> FileResponse:
    """The rows as `name`.`form` (of FORMS), `total` after them where there is one, and the record that they left the
    portal, with their number.

    Where a column, or all of it (`is_personal`), names people to this reader, that is asked for before the first line.
    """
    write, content_type = FORMS[form]
    is_personal = is_personal or any(column.is_personal for column in columns)
    if is_personal and access.sees_any_people(request.user):
        access.ask(access.PERSONAL_EXPORT, person(request), region)
    file = TemporaryFile()  # noqa: SIM115  # the answer closes it
    try:
        count = write(file, about=about, columns=columns, rows=rows, total=total)
        with audit.event(event, by=person(request), region=region, details={**details, "rows": count}):
            file.seek(0)
    except BaseException:
        file.close()
        raise
    return FileResponse(file, as_attachment=True, filename=f"{name}.{form}", content_type=content_type)


class ExportedList(ModelAdmin):
    """`export_columns` are written, or else what the list shows; `export_event` names the record of it."""

    export_columns: ClassVar[Sequence[FileColumn[Any]]] = ()
    export_event: ClassVar[str] = "list.exported"
    list_before_template = "admin/supervision/export.html"

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.list_file)
        name = f"{self.opts.app_label}_{self.opts.model_name}_listfile"
        return [path("export/<slug:form>/", page, name=name), *super().get_urls()]

    def list_file(self, request: HttpRequest, form: str) -> HttpResponseBase:
        """By POST, because it is recorded; the filters stand in the address, as in the list."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_view_permission(request):
            raise PermissionDenied
        if form not in FORMS:
            raise Http404(_("There is no such form of file."))
        try:
            return self._written(request, self.get_changelist_instance(request), form)
        except Refused as refusal:
            messages.error(request, refusal.message)
        except IncorrectLookupParameters:
            messages.error(request, _("The list cannot be narrowed like this. Choose its filters anew."))
        return self._back()

    def _back(self) -> HttpResponse:
        return redirect(links.list_url(self.model))

    def columns_to_export(self, request: HttpRequest) -> Sequence[FileColumn[Any]]:
        return self.export_columns or columns_of(self, self.get_list_display(request))

    def rows_to_export(self, request: HttpRequest, rows: QuerySet[Any]) -> Iterable[Any]:
        """Rows as the columns take them; never all of them in memory."""
        return rows.iterator(chunk_size=ROWS_AT_ONCE)

    def _written(self, request: HttpRequest, shown: Any, form: str) -> FileResponse:
        region = only_region(request)
        title = str(self.opts.verbose_name_plural).capitalize()
        chosen = chosen_filters(shown)
        names_people = access.sees_any_people(request.user)
        about = About(title, [(_("As of"), as_of(region)), (_("Filter"), chosen or _("All"))])
        return recorded_file(
            request,
            f"{self.opts.model_name}-{local_time.dated(timezone.now(), region)}",
            form=form,
            about=about,
            columns=[one for one in self.columns_to_export(request) if names_people or not one.is_personal],
            rows=discreetly(request, self.rows_to_export(request, shown.queryset)),
            event=self.export_event,
            region=region,
            details={"list": self.opts.model_name, "filter": chosen},
            is_personal=access.speaks_of_people(self.model),
        )


def discreetly(request: HttpRequest, rows: Iterable[Any]) -> Iterable[Any]:
    """Rows that are not objects carry only what their columns ask for: of these the personal ones are left out."""
    return (access.discreet(request.user, row) if isinstance(row, Model) else row for row in rows)


def only_region(request: HttpRequest) -> Region | None:
    """The one region of the list, where it is one: that of the filter, or the only one that the person sees.

    Asked once a request, by whatever of a list depends on it.
    """
    kept = request.__dict__
    if "_only_region" not in kept:
        regions = access.regions(request.user)
        if code := request.GET.get("region"):
            regions = regions.filter(pk=code)
        found = list(regions[:2])
        kept["_only_region"] = found[0] if len(found) == 1 else None
    region: Region | None = kept["_only_region"]
    return region


def as_of(region: Region | None) -> str:
    now = timezone.now()
    return local_time.local(now, region) if region else local_time.of_portal(now)


def chosen_filters(shown: Any) -> str:
    """The filters and the search of a list in words; "" where it is not narrowed."""
    return "; ".join(chip.words for chip in chips_of(shown))
