"""Pages by key: a page starts after the last row of the one before, found by index, so that the 5,000th costs what the
first does, and rows added meanwhile move nothing.

The cursor is signed and knows its list, filters and order: that of another list is refused, not misread. Nothing is
counted.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from supervision.api.problems import FieldFault, Problem

PAGE_SIZE, MOST = 100, 500
CURSOR, SIZE, ORDER = "cursor", "page_size", "ordering"
IDS = "ids"
OF_PAGES = (CURSOR, SIZE, ORDER)
SALT = "supervision.api.cursor"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Beside which row a page lies: after it, or before it where `back`. `keys` are the row's values in the order."""

    keys: tuple[Any, ...]
    back: bool = False


class ByKey(BasePagination):
    """By the orders that the view names: `orders` are what `ordering` may say, each a tuple of columns, unique together
    and indexed in this sequence."""

    def paginate_queryset(self, queryset: QuerySet[Any], request: Request, view: Any = None) -> list[Any]:
        self.request, self.view = request, view
        self.size = _size(request)
        self.order = _order(request, view.orders)
        self.columns = view.orders[self.order]
        self.cursor = self._read(request.query_params.get(CURSOR))
        back = self.cursor is not None and self.cursor.back
        columns = [_turned(column) for column in self.columns] if back else list(self.columns)
        if self.cursor:
            queryset = queryset.filter(beyond(columns, self.cursor.keys))
        found = list(queryset.order_by(*columns)[: self.size + 1])
        self.more, page = len(found) > self.size, found[: self.size]
        self.page: list[Any] = page[::-1] if back else page
        return self.page

    def get_paginated_response(self, data: Any) -> Response:
        back = self.cursor is not None and self.cursor.back
        has_next = bool(self.page) if back else self.more
        has_previous = self.more if back else self.cursor is not None and bool(self.page)
        following = self._link(self.page[-1], back=False) if has_next else None
        preceding = self._link(self.page[0], back=True) if has_previous else None
        links = [f'<{url}>; rel="{name}"' for name, url in (("next", following), ("prev", preceding)) if url]
        headers = {"Link": ", ".join(links)} if links else {}
        return Response({"results": data, "next": following, "previous": preceding}, headers=headers)

    def _link(self, row: Any, *, back: bool) -> str:
        keys = [getattr(row, column.lstrip("-")) for column in self.columns]
        kept = {"b": self._bound(), "k": [key if isinstance(key, int) else str(key) for key in keys], "r": int(back)}
        url: str = replace_query_param(self.request.build_absolute_uri(), CURSOR, signing.dumps(kept, salt=SALT))
        return url

    def _read(self, text: str | None) -> Cursor | None:
        if text is None:
            return None
        try:
            kept = signing.loads(text, salt=SALT)
        except signing.BadSignature:
            raise _bad_cursor(_("This is no cursor of this portal. Take it from “next” or “previous”.")) from None
        if kept["b"] != self._bound():
            words = _("The cursor was given for another list, or for other filters or another order. Begin anew.")
            raise _bad_cursor(words)
        return Cursor(tuple(kept["k"]), back=bool(kept["r"]))

    def _bound(self) -> str:
        """What a cursor belongs to: the list, its filters and its order."""
        given = {
            name: value for name, value in self.request.query_params.items() if name not in (CURSOR, SIZE, "fields")
        }
        whole = json.dumps([self.request.path, {**given, ORDER: self.order}], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": MOST, "default": PAGE_SIZE}
        return [
            _parameter(CURSOR, "From “next” or “previous” of a page; opaque.", {"type": "string", "minLength": 1}),
            _parameter(SIZE, "Rows of a page.", size),
            _parameter(IDS, f"Only these rows, by their keys, commas between; {MOST} at most.", _keys(view)),
            _parameter(ORDER, "Order; a minus turns it round.", {"type": "string", "enum": list(view.orders)}),
        ]

    def get_paginated_response_schema(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        properties = {"results": schema, "next": link, "previous": link}
        return {"type": "object", "required": list(properties), "properties": properties}


def _keys(view: Any) -> dict[str, Any]:
    """Numbers, but where a row is named by a code."""
    key = "[0-9]{1,18}" if view.lookup_value_converter == "int" else "[0-9A-Za-z]{1,18}"
    return {"type": "string", "pattern": f"^{key}(,{key})*$"}


def beyond(columns: Sequence[str], keys: Sequence[Any]) -> Q:
    """Rows after `keys` in the order of `columns`. The first bound is said apart: it is what an index starts from."""
    column, key = columns[0], keys[0]
    side = "lt" if column.startswith("-") else "gt"
    name = column.lstrip("-")
    if len(columns) == 1:
        return Q(**{f"{name}__{side}": key})
    later = Q(**{f"{name}__{side}": key}) | beyond(columns[1:], keys[1:])
    return Q(**{f"{name}__{side}e": key}) & later


def _turned(column: str) -> str:
    return column[1:] if column.startswith("-") else f"-{column}"


def _size(request: Request) -> int:
    text = request.query_params.get(SIZE, str(MOST if IDS in request.query_params else PAGE_SIZE))
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and 1 <= int(text) <= MOST):
        words = _("A page has 1 to %(most)d rows.") % {"most": MOST}
        raise Problem(400, "bad-parameter", words, errors=[FieldFault(SIZE, words)])
    return int(text)


def _order(request: Request, orders: Mapping[str, Sequence[str]]) -> str:
    text = str(request.query_params.get(ORDER, next(iter(orders))))
    if text not in orders:
        words = _("This list can be ordered by: %(orders)s.") % {"orders": ", ".join(orders)}
        raise Problem(400, "bad-parameter", words, errors=[FieldFault(ORDER, words)])
    return text


def _bad_cursor(words: str) -> Problem:
    return Problem(400, "bad-cursor", words, errors=[FieldFault(CURSOR, words)])


def _parameter(name: str, words: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": words, "schema": schema}
