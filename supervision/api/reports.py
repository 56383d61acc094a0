"""Reports by the same words as their pages: typed values, the rule of each figure, of which instant they speak.

GET /reports/                     which there are and by what each can be narrowed
GET /reports/{name}/?region=55    one of them as JSON, at most MOST_ROWS rows
    Accept: application/x-ndjson  all rows, a line each, after a line with everything else; the last one counts them,
                                  and the export goes on record

Parameters are read by `reports/asking.py`, as the page reads them. Who is not shown people gets them as counts.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, ClassVar

from django.http import Http404, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from supervision.api.export import MEDIA_TYPE, Ndjson
from supervision.api.filtering import refuse_unknown
from supervision.api.people import reader
from supervision.api.recorded import Part, ask_of_people, on_record
from supervision.enums import ApiScope
from supervision.reports.asking import asked
from supervision.reports.catalogue import REPORTS
from supervision.reports.frame import NarrowedBy, Narrowing, Report, ReportRow, ReportTable, Value, ValueKind

NAMES = list(REPORTS)
MOST_ROWS = 1000  # as on the page
LINES_AT_ONCE = 500
DAY = {"type": "string", "format": "date"}
NUMBER = {"type": "integer", "format": "int64"}
PARAMETERS: Mapping[str, tuple[Any, str]] = {
    NarrowedBy.DAY: (DAY, "Of the snapshot; if left out the newest, or what is counted now."),
    NarrowedBy.SINCE: (DAY, "The first day."),
    NarrowedBy.UNTIL: (DAY, "The last day, included."),
    NarrowedBy.REGION: ({"type": "string"}, "Code of the region."),
    NarrowedBy.MUNICIPALITY: (NUMBER, "Number of the municipality."),
    NarrowedBy.ORGANISATION: (NUMBER, "Number of the company."),
    NarrowedBy.INSPECTOR: (NUMBER, "Number of the inspector."),
    NarrowedBy.FIGURE: ({"type": "string"}, "One of `figures` of the report."),
}
VALUES = {
    "type": "object",
    "additionalProperties": {"type": ["string", "integer", "number", "null"]},
    "description": "By the keys of the columns; null is not known, which is not 0.",
}


@extend_schema_field(VALUES)
class Values(serializers.DictField):
    """A row."""


class FigureShown(serializers.Serializer):
    name = serializers.CharField()
    caption = serializers.CharField()


class ReportShown(serializers.Serializer):
    name = serializers.CharField()
    title = serializers.CharField()
    about = serializers.CharField()
    parameters = serializers.ListField(
        child=serializers.ChoiceField(choices=[(each.value, each.value) for each in NarrowedBy])
    )
    figures = FigureShown(many=True, help_text="What `figure` may be; the first is taken if none is named.")


@extend_schema_serializer(many=False)
class ReportsShown(serializers.Serializer):
    results = ReportShown(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class ColumnShown(serializers.Serializer):
    key = serializers.CharField()
    caption = serializers.CharField()
    kind = serializers.ChoiceField(
        choices=[(each.value, each.value) for each in ValueKind],
        help_text="share: per cent from 0 to 100; points: a difference of shares; instant: UTC.",
    )
    rule = serializers.CharField(help_text="By which rule the figure is counted; empty where it says itself.")


class AnswerShown(serializers.Serializer):
    name = serializers.CharField()
    title = serializers.CharField()
    as_of = serializers.DateTimeField(help_text="The instant of which the figures speak.")
    asked = serializers.DictField(child=serializers.CharField(), help_text="Parameters as they were understood.")
    columns = ColumnShown(many=True)
    rows = serializers.ListField(child=Values())
    total = Values(allow_null=True)
    notes = serializers.ListField(child=serializers.CharField())
    is_cut = serializers.BooleanField(help_text="There are more rows: ask for application/x-ndjson, which has all.")


class Reports(GenericViewSet):
    """What the ministry and the regions are told, counted by the portal."""

    read_scope: ClassVar[str] = ApiScope.READ
    write_scope: ClassVar[str | None] = None
    lookup_value_converter = "slug"
    lookup_url_kwarg = lookup_field = "name"
    pagination_class = None
    filter_backends = ()

    @extend_schema(operation_id="reports_list", responses=ReportsShown)
    def list(self, request: Request) -> Response:
        """Every report, and by what it can be narrowed."""
        refuse_unknown(request, [])
        return Response({"results": [described(report) for report in REPORTS.values()], "next": None, "previous": None})

    @extend_schema(
        operation_id="reports_retrieve",
        parameters=[
            OpenApiParameter("name", OpenApiTypes.STR, OpenApiParameter.PATH, enum=NAMES),
            *(OpenApiParameter(name, schema, description=words) for name, (schema, words) in PARAMETERS.items()),
        ],
        responses={(200, "application/json"): AnswerShown, (200, MEDIA_TYPE): OpenApiTypes.STR},
    )
    def retrieve(self, request: Request, name: str) -> Response | StreamingHttpResponse:
        """One report, counted now or read from the snapshots, as it says itself."""
        report = REPORTS.get(name)
        if report is None:
            raise Http404
        refuse_unknown(request, [part.value for part in report.narrowed])
        user = reader(request)
        wanted = asked(report, user, request.query_params.dict())
        table = report.answer(user, wanted)
        head, rows = headed(report, wanted, table), (values(row) for row in table.rows)
        if request.accepted_renderer.format == Ndjson.format:
            ask_of_people(request, names_people=any(column.names_people for column in table.columns))
            details = {"report": report.name, "asked": head["asked"]}
            parts = on_record(
                request, "report.exported", _parts(head, rows), details=details, region=wanted.region or ""
            )
            return StreamingHttpResponse(parts, content_type=MEDIA_TYPE)
        shown = list(islice(rows, MOST_ROWS + 1))
        return Response({**head, "rows": shown[:MOST_ROWS], "is_cut": len(shown) > MOST_ROWS})

    def get_renderers(self) -> Any:
        return [JSONRenderer(), Ndjson()] if self.action == "retrieve" else super().get_renderers()


def described(report: Report) -> dict[str, Any]:
    return {
        "name": report.name,
        "title": str(report.title),
        "about": str(report.about),
        "parameters": [part.value for part in report.narrowed],
        "figures": [{"name": name, "caption": str(caption)} for name, caption in report.figures.items()],
    }


def headed(report: Report, wanted: Narrowing, table: ReportTable) -> dict[str, Any]:
    """Everything but the rows."""
    chosen = {part.value: getattr(wanted, part.value) for part in report.narrowed}
    return {
        "name": report.name,
        "title": str(report.title),
        "as_of": plain(table.as_of),
        "asked": {name: str(value) for name, value in chosen.items() if value not in (None, "")},
        "columns": [
            {"key": one.key, "caption": str(one.caption), "kind": one.kind.value, "rule": str(one.rule)}
            for one in table.columns
        ],
        "total": values(table.total) if table.total else None,
        "notes": [str(note) for note in table.notes],
    }


def values(row: ReportRow) -> dict[str, Any]:
    return {key: plain(value) for key, value in row.values.items()}


def plain(value: Value) -> str | int | float | None:
    """Instants in UTC, days as they are."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, int | float) else str(value)


def _parts(head: Mapping[str, Any], rows: Iterator[dict[str, Any]]) -> Iterator[Part]:
    """The last line tells a whole answer from one that was cut off on its way."""
    yield _line(head), 0
    count = 0
    while batch := list(islice(rows, LINES_AT_ONCE)):
        yield "".join(map(_line, batch)), len(batch)
        count += len(batch)
    yield _line({"at_end": True, "rows": count}), 0


def _line(content: Mapping[str, Any]) -> str:
    return f"{json.dumps(content, ensure_ascii=False, separators=(',', ':'))}\n"
