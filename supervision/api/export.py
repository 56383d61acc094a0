"""Rows by change as NDJSON: whoever reads on from the last cursor has a whole copy and misses nothing.

A line is a row as it stands now, or {"id": ..., "removed": true}; the last one is {"next": cursor, "at_end": bool}. The
form of rows is that of webhooks (`outgoing/payloads.py`), described in `lines.py`. Lines go out while they are read, a
thousand at a time; when the last one is out, the export goes on record.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from supervision.access import Login
from supervision.api.filtering import refuse_unknown
from supervision.api.lines import ROWS, LastLine, RemovedLine
from supervision.api.problems import FieldFault, Problem
from supervision.api.recorded import Part, on_record
from supervision.enums import ChangeKind
from supervision.errors import BadCursor, StalePosition
from supervision.outgoing import feed
from supervision.outgoing.change_feed import Position

MEDIA_TYPE = "application/x-ndjson"
SINCE, LIMIT = "updated_since", "limit"
LINES, MOST_LINES = 10_000, 100_000
AT_ONCE = 1_000
CURSOR = {"type": "string", "minLength": 1}

Line = dict[str, Any]
Batch = tuple[list[Line], Position, bool]


class Ndjson(JSONRenderer):
    """Problems are JSON all the same."""

    media_type = MEDIA_TYPE
    format = "ndjson"


class Exported:
    """Mixin of a resource whose changes are kept (`models/change.py`)."""

    kind: ChangeKind

    def lines(self) -> tuple[type[Serializer], ...]:
        """What a line may be, for the schema."""
        return ROWS[self.kind], RemovedLine, LastLine

    @extend_schema(
        parameters=[
            OpenApiParameter(SINCE, CURSOR, description="`next` of the last line; from the beginning if left out."),
            OpenApiParameter(
                LIMIT, {"type": "integer", "minimum": 1, "maximum": MOST_LINES, "default": LINES}, description="Lines."
            ),
        ],
        responses={(200, MEDIA_TYPE): OpenApiTypes.STR},
        filters=False,
    )
    @action(detail=False, pagination_class=None, renderer_classes=(Ndjson, JSONRenderer))
    def export(self, request: Request) -> StreamingHttpResponse:
        """Every row by change, the oldest first; the last line says where to go on."""
        refuse_unknown(request, [SINCE, LIMIT])
        user, most = request.user, _limit(request)
        try:
            position = _position(request, self.kind)
            first = feed.lines(user, self.kind, position, min(most, AT_ONCE))  # before the answer has begun
        except (BadCursor, StalePosition) as error:
            raise Problem(400, "bad-cursor", error.message, errors=[FieldFault(SINCE, error.message)]) from error
        details = {"list": self.kind.value, "filter": request.query_params.dict()}
        parts = on_record(request, "list.exported", _parts(user, self.kind, first, most), details=details)
        return StreamingHttpResponse(parts, content_type=MEDIA_TYPE)


def _parts(user: Login, kind: ChangeKind, batch: Batch, most: int) -> Iterator[Part]:
    while True:
        lines, position, at_end = batch
        yield "".join(f"{_json(line)}\n" for line in lines), len(lines)
        most -= len(lines)
        if at_end or not most:
            break
        batch = feed.lines(user, kind, position, min(most, AT_ONCE))
    yield f"{_json({'next': feed.write_cursor(kind, position), 'at_end': at_end})}\n", 0


def _json(line: Line) -> str:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def _position(request: Request, kind: ChangeKind) -> Position:
    text = request.query_params.get(SINCE)
    return Position() if text is None else feed.read_cursor(text, kind)


def _limit(request: Request) -> int:
    text = request.query_params.get(LIMIT, str(LINES))
    if not (text.isascii() and text.isdecimal() and len(text) < 8 and 1 <= int(text) <= MOST_LINES):
        words = _("One request gives 1 to %(most)d lines.") % {"most": MOST_LINES}
        raise Problem(400, "bad-parameter", words, errors=[FieldFault(LIMIT, words)])
    return int(text)
