"""Rows by change as NDJSON: whoever reads on from the last cursor has a whole copy and misses nothing.

A line is a row as it stands now, or {"id": ..., "removed": true}; the last one is {"next": cursor, "at_end": bool,
"complete_until": instant}. The form of rows is that of webhooks (`outgoing/payloads.py`), described in `lines.py`.
Lines go out while they are read, a thousand changes at a time; when the last one is out, the export goes on record.
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

from supervision import access
from supervision.access import Login
from supervision.api.filtering import refuse_unknown
from supervision.api.lines import ROWS, LastLine, RemovedLine
from supervision.api.problems import FieldFault, Problem
from supervision.api.recorded import Part, ask_of_people, on_record
from supervision.enums import ChangeKind
from supervision.errors import BadCursor, StalePosition
from supervision.outgoing import export_lines
from supervision.outgoing.change_feed import Position
from supervision.outgoing.payloads import FORMS, plain

MEDIA_TYPE = "application/x-ndjson"
SINCE, LIMIT, REMOVED = "updated_since", "limit", "removed"
LINES, MOST_LINES = 10_000, 100_000
AT_ONCE = 1_000
CURSOR = {"type": "string", "minLength": 1}

Line = dict[str, Any]


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
                LIMIT,
                {"type": "integer", "minimum": 1, "maximum": MOST_LINES, "default": LINES},
                description="Changes.",
            ),
            OpenApiParameter(
                REMOVED,
                {"type": "string", "enum": ["1", "0"], "default": "1"},
                description="0: rows that are gone are left out, for a first load.",
            ),
        ],
        responses={(200, MEDIA_TYPE): OpenApiTypes.STR},
        filters=False,
    )
    @action(detail=False, pagination_class=None, renderer_classes=(Ndjson, JSONRenderer))
    def export(self, request: Request) -> StreamingHttpResponse:
        """Every row by change, the oldest first; the last line says where to go on."""
        refuse_unknown(request, [SINCE, LIMIT, REMOVED])
        ask_of_people(request, names_people=FORMS[self.kind].model in access.OF_PEOPLE)
        reading = Reading(request.user, self.kind, _limit(request), removed=_removed(request))
        try:
            first = reading.batch(_position(request, self.kind))  # before the answer has begun
        except (BadCursor, StalePosition) as error:
            raise Problem(400, "bad-cursor", error.message, errors=[FieldFault(SINCE, error.message)]) from error
        details = {"list": self.kind.value, "filter": request.query_params.dict()}
        parts = on_record(request, "list.exported", reading.parts(first), details=details)
        return StreamingHttpResponse(parts, content_type=MEDIA_TYPE)


class Reading:
    """One answer: at most `most` changes of a kind, batch by batch."""

    def __init__(self, user: Login, kind: ChangeKind, most: int, *, removed: bool) -> None:
        self.user, self.kind, self.left, self.removed = user, kind, most, removed

    def batch(self, position: Position) -> export_lines.Batch:
        size = min(self.left, AT_ONCE)
        self.left -= size
        return export_lines.lines(self.user, self.kind, position, size, removed=self.removed)

    def parts(self, batch: export_lines.Batch) -> Iterator[Part]:
        while True:
            yield "".join(f"{_json(line)}\n" for line in batch.lines), len(batch.lines)
            if batch.at_end or not self.left:
                break
            batch = self.batch(batch.position)
        until = plain(batch.complete_until)
        last = {
            "next": export_lines.write_cursor(self.kind, batch.position),
            "at_end": batch.at_end,
            "complete_until": until,
        }
        yield f"{_json(last)}\n", 0


def _json(line: Line) -> str:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def _position(request: Request, kind: ChangeKind) -> Position:
    text = request.query_params.get(SINCE)
    return Position() if text is None else export_lines.read_cursor(text, kind)


def _removed(request: Request) -> bool:
    text = request.query_params.get(REMOVED, "1")
    if text not in ("0", "1"):
        words = _("Say 1 or 0.")
        raise Problem(400, "bad-parameter", words, errors=[FieldFault(REMOVED, words)])
    return bool(text == "1")


def _limit(request: Request) -> int:
    text = request.query_params.get(LIMIT, str(LINES))
    if not (text.isascii() and text.isdecimal() and len(text) < 8 and 1 <= int(text) <= MOST_LINES):
        words = _("One request gives 1 to %(most)d lines.") % {"most": MOST_LINES}
        raise Problem(400, "bad-parameter", words, errors=[FieldFault(LIMIT, words)])
    return int(text)
