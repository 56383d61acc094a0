"""Mass changes: the job to follow, house by house, and taking it back before it acts."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from supervision import access
from supervision.actions import operations as actions
from supervision.api.bounded_fields import Grounds
from supervision.api.filtering import Filters
from supervision.api.idempotency import written
from supervision.api.resource import DatedRow, Resource, ShownRow
from supervision.api.writing import Writing
from supervision.enums import ApiScope, OperationKind
from supervision.models import Operation, OperationHouse
from supervision.reports import operations as reports
from supervision.reports.operations import Fate


class OperationShown(DatedRow):
    columns = {"by": ("by",)}
    personal = frozenset({"title", "reason"})

    class Meta:
        model = Operation
        fields: tuple[str, ...] = (
            *("id", "region", "kind", "title", "by", "at", "acts_at", "reason", "undone_at"),
            "updated_at",
        )
        read_only_fields = fields


class ProgressShown(serializers.Serializer):
    """Houses by what became of them."""

    total = serializers.IntegerField()
    is_over = serializers.BooleanField(help_text="Nothing will change by itself any more.")
    counts = serializers.DictField(child=serializers.IntegerField())
    held_by = serializers.ChoiceField(
        choices=[(code, code) for code in ("", "switched-off", "trouble", "limit")],
        help_text="What holds the whole region up; limit: until a head approves so many changes at once.",
    )
    remark = serializers.CharField(help_text="In words: what holds the whole region up; empty where nothing does.")


class OperationWhole(OperationShown):
    progress = serializers.SerializerMethodField()

    class Meta(OperationShown.Meta):
        fields = (*OperationShown.Meta.fields, "progress")
        read_only_fields = fields

    def get_progress(self, operation: Operation) -> ProgressShown:
        return ProgressShown(reports.progress(operation)).data


class OperationFilters(Filters):
    region = filters.CharFilter()
    kind = filters.ChoiceFilter(choices=OperationKind.choices)
    several = ("region", "kind")
    spans = ("at", "acts_at")

    class Meta:
        model = Operation
        fields = ()


class UndoneShown(serializers.Serializer):
    houses = serializers.IntegerField(help_text="Houses that are as before.")
    left = serializers.ListField(child=serializers.CharField(), help_text="The others, a line each with why.")


class Operations(Writing, Resource):
    """Decisions about many houses at once; a single one says how far the messenger has followed."""

    rows = staticmethod(access.operations)
    serializer_class = OperationShown
    detail_serializer_class = OperationWhole
    filterset_class = OperationFilters
    write_scope = ApiScope.REGISTER

    @extend_schema(request=Grounds, responses=UndoneShown)
    @action(detail=True, methods=["post"])
    @written
    def undo(self, request: Request, **named: Any) -> Response:
        """Takes the whole of it back before it acts, except for houses about which somebody has decided since."""
        operation: Operation = self.row_to_write(lambda row: row.region)
        undone = actions.undo(operation=operation, by=request.user, reason=self.content_of(Grounds)["reason"])
        return Response(UndoneShown({"houses": undone.houses, "left": undone.left}).data)


class OperationHouseShown(ShownRow):
    fias_guid = serializers.UUIDField(source="house.fias_guid", read_only=True)
    address = serializers.CharField(source="house.address", read_only=True)
    since = serializers.DateField(source="day", read_only=True, help_text="From when the decision acts on the house.")
    fate = serializers.ChoiceField(choices=Fate.choices, read_only=True)
    reason = serializers.SerializerMethodField(help_text="Why it waits or needs a person.")
    settled_at = serializers.SerializerMethodField(help_text="When its chat was last seen as wished.")
    personal = frozenset({"reason"})

    class Meta:
        model = OperationHouse
        fields = ("id", "house", "fias_guid", "address", "since", "fate", "reason", "settled_at")
        read_only_fields = fields

    def get_reason(self, line: Any) -> str:
        return reports.result_of(line).reason

    @extend_schema(responses=serializers.DateTimeField(allow_null=True))
    def get_settled_at(self, line: Any) -> Any:
        return reports.result_of(line).settled_at


class OperationHouseFilters(Filters):
    fate = filters.ChoiceFilter(choices=Fate.choices)

    class Meta:
        model = OperationHouse
        fields = ()


class OperationHouses(Resource):
    """The houses of one mass change, each with what became of it."""

    rows = staticmethod(access.operation_houses)
    serializer_class = OperationHouseShown
    filterset_class = OperationHouseFilters

    def get_queryset(self) -> QuerySet[Any]:
        if "operation" not in self.kwargs:
            return super().get_queryset().none()  # where the schema is made
        operation = get_object_or_404(access.operations(self.request.user), pk=self.kwargs["operation"])
        return reports.judged(operation).select_related("house__chat__request", "operation__region__account")

    def _narrowed(self, rows: QuerySet[Any], names: frozenset[str] | None) -> QuerySet[Any]:
        return rows  # what became of a house is read from its chat and the queue, whatever is shown
