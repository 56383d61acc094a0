"""Reports: their index, the one page that shows any of them, its print view and its files.

What is shown stands in the address, so that a report can be sent as a link: the report's own parameters, and `sort`
(a column's key, with a minus for the largest first). A parameter that is wrong is answered with 400 and a sentence.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views import View

from supervision import access, local_time
from supervision.admin import links
from supervision.admin.lists.base import person
from supervision.admin.lists.exporting import FORMS, recorded_file
from supervision.admin.reports import report_cells
from supervision.admin.reports.pictures import DrawnPicture, drawn
from supervision.errors import Refused
from supervision.models import Region
from supervision.reports.asking import asked
from supervision.reports.catalogue import REPORTS
from supervision.reports.frame import Behind, Column, NarrowedBy, Narrowing, Report, ReportRow, ReportTable
from supervision.reports.spreadsheets import About

MOST_SHOWN = 1000  # rows of a page; the files hold all of them
MOST_SORTED = 100_000
NUMBER = mark_safe(' class="hc-number"')


def behind_url(behind: Behind | None) -> str:
    """The address of what stands behind a figure; "" where there is no such list or report."""
    if behind is None:
        return ""
    kind, _colon, name = behind.of.partition(":")
    if kind == "report":
        return report_url(name, behind.filters) if name in REPORTS else ""
    if kind == "load":
        return f"{reverse('admin:supervision_inspector_load')}?{urlencode(behind.filters)}"
    url = _list_of(kind)
    return f"{url}?{urlencode(behind.filters)}" if url and behind.filters else url


@cache
def _list_of(model: str) -> str:
    """Looked up once: a page of a thousand rows has ten thousand links."""
    try:
        return links.list_url(apps.get_model("supervision", model))
    except (LookupError, NoReverseMatch):
        return ""


def report_url(name: str, given: Mapping[str, Any]) -> str:
    url = _page_of(name)
    return f"{url}?{urlencode(given)}" if given else url


@cache
def _page_of(name: str) -> str:
    return reverse("report", args=[name])


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report as asked for: its answer, and the rows in the order of the address."""

    report: Report
    asked: Narrowing
    table: ReportTable
    rows: Sequence[ReportRow]
    is_cut: bool
    given: Mapping[str, str]
    sort: str


def answered(request: HttpRequest, name: str, most: int | None = MOST_SHOWN) -> ShownReport:
    """`most` rows, None for all. Raises Refused where the address asks for what there is not, Http404 for no report."""
    report = REPORTS.get(name)
    if report is None:
        raise Http404(_("There is no such report."))
    if not access.sees_anything(request.user):
        raise PermissionDenied
    given = {key: request.GET[key] for key in request.GET if key != "sort"}
    wanted, sort = asked(report, request.user, given), request.GET.get("sort", "")
    table = report.answer(request.user, wanted)
    rows = _sorted(table, sort)
    shown = list(islice(rows, most + 1)) if most is not None else rows
    is_cut = most is not None and len(shown) > most
    return ShownReport(report, wanted, table, shown[:most] if is_cut else shown, is_cut, given, sort)


def _sorted(table: ReportTable, sort: str) -> Any:
    """In the report's own order unless one is named; what is not known comes last either way."""
    if not sort:
        return iter(table.rows)
    key, largest_first = sort.removeprefix("-"), sort.startswith("-")
    if key not in {column.key for column in table.columns}:
        known = ", ".join(column.key for column in table.columns)
        raise Refused(
            _("The parameter sort is a column: %(known)s; with a minus, the largest first.") % {"known": known}
        )
    rows = list(islice(table.rows, MOST_SORTED + 1))
    if len(rows) > MOST_SORTED:
        raise Refused(_("The report has more than %(n)s rows: narrow it before sorting it.") % {"n": MOST_SORTED})
    known_rows = [row for row in rows if row.values.get(key) is not None]
    unknown = [row for row in rows if row.values.get(key) is None]
    return iter([*sorted(known_rows, key=lambda row: _in_order(row.values[key]), reverse=largest_first), *unknown])


def _in_order(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": _("The report cannot be shown"), "refusal": refusal.message}
    return TemplateResponse(request, "admin/reports/refused.html", context, status=400)


class IndexPage(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        if not access.sees_anything(request.user):
            raise PermissionDenied
        listed = [(report, report_url(report.name, {})) for report in REPORTS.values()]
        context = {**admin.site.each_context(request), "title": _("Reports"), "reports": listed}
        return TemplateResponse(request, "admin/reports/index.html", context)


class ReportPage(View):
    """`template` decides whether the admin stands around it, or nothing does, for paper."""

    template = "admin/reports/page.html"

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        try:
            shown = answered(request, name)
        except Refused as refusal:
            return refused(request, refusal)
        return TemplateResponse(request, self.template, context_of(request, shown))


class ReportFile(View):
    """By POST, because each file is on record; what it holds stands in the address, as for the page."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, name: str, form: str) -> HttpResponseBase:
        if form not in FORMS:
            raise Http404(_("There is no such form of file."))
        try:
            shown = answered(request, name, most=None)
            return self._written(request, shown, form)
        except Refused as refusal:
            return refused(request, refusal)

    def _written(self, request: HttpRequest, shown: ShownReport, form: str) -> HttpResponseBase:
        region = report_cells.region_of(request.user, shown.asked)
        title = str(shown.report.title)
        used = report_cells.used(request.user, shown.report, shown.asked)
        lines = [
            (_("As of"), report_cells.instant(shown.table.as_of, region)),
            (_("Filter"), "; ".join(f"{name}: {value}" for name, value in used) or _("All")),
            *((str(column.caption), str(column.rule)) for column in shown.table.columns if column.rule),
            *((_("Note"), note) for note in shown.table.notes),
        ]
        return recorded_file(
            request,
            f"{shown.report.name}-{local_time.dated(shown.table.as_of, region)}",
            form=form,
            about=About(title, lines),
            columns=report_cells.file_columns(shown.table.columns, region),
            rows=shown.rows,
            total=shown.table.total,
            event="report.exported",
            region=region,
            details={"report": shown.report.name, "asked": dict(shown.given)},
        )


def context_of(request: HttpRequest, shown: ShownReport) -> dict[str, Any]:
    user, table = person(request), shown.table
    region = report_cells.region_of(user, shown.asked)
    query = urlencode(request.GET.dict())
    url_of: Callable[..., str] = lambda view, *more: (  # noqa: E731
        reverse(view, args=[shown.report.name, *more]) + (f"?{query}" if query else "")
    )
    return {
        **admin.site.each_context(request),
        "title": str(shown.report.title),
        "report": shown.report,
        "as_of": report_cells.instant(table.as_of, region),
        "used": report_cells.used(user, shown.report, shown.asked),
        "choices": report_cells.choices(user, shown.report, shown.asked),
        "heads": [_head(shown, column) for column in table.columns],
        "lines": [_line(row, table.columns, region) for row in shown.rows],
        "total": _line(table.total, table.columns, region) if table.total else None,
        "rules": [(column.caption, column.rule) for column in table.columns if column.rule],
        "notes": table.notes,
        "pictures": _pictures(shown),
        "beside": [(caption, url) for caption, behind in table.beside if (url := behind_url(behind))],
        "cut": MOST_SHOWN if shown.is_cut else 0,
        "day_url": _day_url(request, shown),
        "print_url": url_of("report_print"),
        "page_url": url_of("report"),
        "files": [(form.upper(), url_of("report_export", form)) for form in FORMS],
        "sort": shown.sort,
    }


def _day_url(request: HttpRequest, shown: ShownReport) -> str:
    """The page with its day in the address, which otherwise shows another one tomorrow; "" where it has a day already,
    or is counted now."""
    if shown.table.day is None or shown.asked.day is not None:
        return ""
    return report_url(shown.report.name, {**request.GET.dict(), "day": shown.table.day.isoformat()})


def _head(shown: ShownReport, column: Column) -> dict[str, Any]:
    """A second click turns the order around; numbers start with the largest."""
    first = column.key if report_cells.is_text(column) else f"-{column.key}"
    other = first.removeprefix("-") if first.startswith("-") else f"-{first}"
    turned = other if shown.sort == first else first
    state = {column.key: "ascending", f"-{column.key}": "descending"}.get(shown.sort, "")
    url = report_url(shown.report.name, {**shown.given, "sort": turned})
    caption = report_cells.caption(column)
    return {"column": column, "caption": caption, "url": url, "state": state, "is_text": report_cells.is_text(column)}


@dataclass(frozen=True, slots=True)
class Cell:
    words: str
    url: str
    is_text: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table; drawn here, for a template would take four times as long for a page of ten thousand cells."""

    cells: Sequence[Cell]

    def drawn(self) -> SafeString:
        return format_html("<tr>{}</tr>", format_html_join("", "{}", ((_drawn(cell),) for cell in self.cells)))


def _drawn(cell: Cell) -> SafeString:
    look = "" if cell.is_text else NUMBER
    if cell.url:
        return format_html('<td{}><a class="hc-link" href="{}">{}</a></td>', look, cell.url, cell.words)
    return format_html("<td{}>{}</td>", look, cell.words)


def _line(row: ReportRow, columns: Sequence[Column], region: Region | None) -> Line:
    return Line(
        [
            Cell(
                report_cells.value(row.values.get(column.key), column, region),
                behind_url(row.behind.get(column.key)),
                report_cells.is_text(column),
            )
            for column in columns
        ]
    )


def _pictures(shown: ShownReport) -> list[DrawnPicture]:
    kept = {key: value for key, value in shown.given.items() if key in {NarrowedBy.DAY, NarrowedBy.FIGURE}}

    def tile_url(code: str) -> str:
        return behind_url(Behind("report:region", {**kept, "region": code}))

    return [drawn(picture, tile_url) for picture in shown.table.pictures]
