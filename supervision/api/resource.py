"""A resource to read: a list and single objects, started from what the asker may see.

class Houses(Resource):
    rows = staticmethod(access.houses)
    serializer_class = HouseShown
    filterset_class = HouseFilters
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, ClassVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.http import HttpResponseNotModified
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import JSONField, ModelSerializer
from rest_framework.viewsets import GenericViewSet

from supervision.api import conditions
from supervision.api.chosen_fields import FIELDS, ChosenFields, asked_for
from supervision.api.filtering import refuse_unknown
from supervision.api.included import INCLUDE, INCLUDED, add
from supervision.api.included import asked_for as asked_for_include
from supervision.api.people import shows_people
from supervision.enums import ApiScope, ChangeKind
from supervision.outgoing.change_feed import changed_at

PEOPLE = "people"
UPDATED = "updated_at"


class ShownRow(ChosenFields, ModelSerializer):
    """Base of serializers of rows. `columns` names what a field is read from, where it is not a column of its own name.

    `key` is the field that is always there; the others may be left out by `fields=`. `personal` are fields that name
    people, or free text that may: null for who is not shown people.
    """

    key: ClassVar[str] = "id"
    columns: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    personal: ClassVar[frozenset[str]] = frozenset()

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for name in self.personal & set(fields):
            if not isinstance(fields[name], JSONField):  # which may be anything, null too
                fields[name].allow_null = True  # as the schema has to say
        return fields

    def to_representation(self, instance: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().to_representation(instance)
        if self.personal and not self.context[PEOPLE]:
            found.update(dict.fromkeys(self.personal & set(found)))
        return found

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """What `fields` may name."""
        return tuple(name for name in cls.Meta.fields if name != INCLUDED)

    @classmethod
    def read_from(cls, names: frozenset[str]) -> set[str]:
        """The columns that these fields need."""
        found: set[str] = set()
        for name in names:
            found.update(cls.columns.get(name, (name,)))
        return found


class FollowedRow(ShownRow):
    """A row whose changes are kept: the fields of its form (`outgoing/payloads.py`), and when they last changed."""

    updated_at = serializers.DateTimeField(read_only=True, help_text="When the line of the export last changed.")


class DatedRow(ShownRow):
    """A row that says when it last changed, but has no export: the list is read whole."""

    updated_at = serializers.DateTimeField(read_only=True, help_text="When what is shown of it last changed.")


class Resource(GenericViewSet):
    """`rows` is `access.houses` or its like; `orders` are the orders of the list, each by an index or of a small table.

    `kind` is that of rows whose changes are kept. `includes` are names that `include` may say.
    """

    rows: Callable[[Any], QuerySet[Any]]
    filterset_class: Any = None
    read_scope: str = ApiScope.READ
    write_scope: str | None = None
    kind: ChangeKind | None = None
    includes: ClassVar[Collection[str]] = ()
    orders: ClassVar[Mapping[str, tuple[str, ...]]] = {"id": ("id",), "-id": ("-id",)}
    lookup_value_converter = "int"
    detail_serializer_class: Any = None

    def get_serializer_class(self) -> Any:
        detailed = self.detail_serializer_class if self.action == "retrieve" else None
        return detailed or super().get_serializer_class()

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), PEOPLE: shows_people(self.request)}

    def get_queryset(self) -> QuerySet[Any]:
        rows = self.rows(self.request.user)
        return rows if self.action == "list" else self._dated(rows)

    def _dated(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.annotate(updated_at=changed_at(self.kind)) if self.kind else rows

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        names = self._fields_asked_for()
        included = self._included()
        page = self.paginate_queryset(self._narrowed(self.filter_queryset(self.get_queryset()), names))
        if included:
            add(request.user, page or (), included)
            names = names and names | {INCLUDED}
        shown = self.get_serializer(page, many=True, context={**self.get_serializer_context(), FIELDS: names})
        return self.get_paginated_response(shown.data)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response | HttpResponseNotModified:
        refuse_unknown(request, [FIELDS, *([INCLUDE] if self.includes else ())])
        names, included = self._fields_asked_for(), self._included()
        row = self.get_object()
        content = self.content(row)
        tag = conditions.etag_of(content)
        if included:
            add(request.user, [row], included)
            content, names = self.content(row), names and names | {INCLUDED}
        elif conditions.is_known(request, tag):
            return HttpResponseNotModified(headers={"ETag": tag})
        shown = content if names is None else {name: value for name, value in content.items() if name in names}
        return Response(shown, headers={"ETag": tag})

    def content(self, row: Model) -> dict[str, Any]:
        """The single object as it is shown whole: what its ETag stands for."""
        shown = self.detail_serializer_class or self.serializer_class
        return dict(shown(row, context=self.get_serializer_context()).data)

    def _fields_asked_for(self) -> frozenset[str] | None:
        serializer = self.get_serializer_class()
        names = asked_for(self.request, serializer.names())
        return None if names is None else names | {serializer.key}

    def _included(self) -> Sequence[str]:
        return asked_for_include(self.request, self.includes)

    def _narrowed(self, rows: QuerySet[Any], names: frozenset[str] | None) -> QuerySet[Any]:
        """Reads only what is shown, and what the page's cursor is made of."""
        serializer = self.get_serializer_class()
        shown = names if names is not None else frozenset(serializer.names())
        columns = serializer.read_from(shown)
        if UPDATED in shown:
            rows = self._dated(rows)
        ordered = {column.lstrip("-") for order in self.orders.values() for column in order}
        read = [column for column in columns | ordered if _is_column(rows.model, column)]
        joined = {column.rpartition("__")[0] for column in read if "__" in column}
        return (rows.select_related(*joined) if joined else rows).only(*read)


def _is_column(model: type[Model], name: str) -> bool:
    try:
        model._meta.get_field(name.split("__")[0])
    except FieldDoesNotExist:
        return name == "pk"
    return True
