"""What is at work: orders for people, the queue, mass changes."""

from typing import Any

from django.utils import timezone
from django_filters import rest_framework as filters
from rest_framework import serializers

from supervision import access, worklists
from supervision.api.filtering import Filters, Flag, NumberFilter, choices_of
from supervision.api.resource import Resource, ShownRow
from supervision.enums import Lane, OperationKind, RequestState, WorkOrderKind
from supervision.models import Operation, SyncRequest, WorkOrder
from supervision.reports import operations


class WorkOrderShown(ShownRow):
    region = serializers.CharField(source="chat.region_id", read_only=True)
    house = serializers.IntegerField(source="chat.house_id", read_only=True)
    columns = {"region": ("chat__region",), "house": ("chat__house",)}
    personal = frozenset({"instruction", "account", "remark"})

    class Meta:
        model = WorkOrder
        fields = (
            *("id", "region", "chat", "house", "kind", "inspector", "instruction", "title", "link", "account"),
            *("remark", "opened_at", "looked_at", "closed_at"),
        )
        read_only_fields = fields


class WorkOrderFilters(Filters):
    region = filters.CharFilter(field_name="chat__region")
    chat = NumberFilter()
    house = NumberFilter(field_name="chat__house")
    municipality = NumberFilter(field_name="chat__house__municipality")
    inspector = NumberFilter()
    kind = filters.ChoiceFilter(choices=WorkOrderKind.choices)
    open = Flag(lambda rows, is_open: rows.filter(closed_at__isnull=is_open), help_text="Not seen done yet.")
    age = filters.ChoiceFilter(choices=choices_of(worklists.ORDER_AGES), method="of_age", help_text="Open for so long.")
    mine = filters.ChoiceFilter(choices=[("1", "1")], method="of_login", help_text="Of the inspector who asks.")

    class Meta:
        model = WorkOrder
        fields = ()

    def of_age(self, orders: Any, name: str, value: str) -> Any:
        return worklists.orders_of_age(orders, value, timezone.now())

    def of_login(self, orders: Any, name: str, value: str) -> Any:
        return orders.filter(inspector__user=self.user.pk)


class WorkOrders(Resource):
    """What people have to do in the messenger; closed by the portal when it has seen it done."""

    rows = staticmethod(access.work_orders)
    serializer_class = WorkOrderShown
    filterset_class = WorkOrderFilters


class SyncRequestShown(ShownRow):
    key = "chat"
    personal = frozenset({"reason"})

    class Meta:
        model = SyncRequest
        fields = (
            *("chat", "region", "version", "lane", "state", "not_before", "attempts", "reason"),
            *("is_approved", "marked_at"),
        )
        read_only_fields = fields


class SyncRequestFilters(Filters):
    region = filters.CharFilter()
    municipality = NumberFilter(field_name="chat__house__municipality")
    state = filters.ChoiceFilter(choices=RequestState.choices)
    queue = filters.ChoiceFilter(
        choices=choices_of(worklists.QUEUE), method="in_queue", help_text="Where it stands at this moment."
    )
    lane = filters.TypedChoiceFilter(choices=Lane.choices, coerce=int)

    class Meta:
        model = SyncRequest
        fields = ()

    def in_queue(self, requests: Any, name: str, value: str) -> Any:
        return worklists.QUEUE[value](requests, timezone.now())


class SyncRequests(Resource):
    """The queue: chats that may differ from their wish. Its key is the chat's."""

    rows = staticmethod(access.requests)
    serializer_class = SyncRequestShown
    filterset_class = SyncRequestFilters
    orders = {"chat": ("chat_id",), "-chat": ("-chat_id",)}


class OperationShown(ShownRow):
    columns = {"by": ("by",)}
    personal = frozenset({"title", "reason"})

    class Meta:
        model = Operation
        fields: tuple[str, ...] = ("id", "region", "kind", "title", "by", "at", "acts_at", "reason", "undone_at")
        read_only_fields = fields


class ProgressShown(serializers.Serializer):
    """Houses by what became of them."""

    total = serializers.IntegerField()
    is_over = serializers.BooleanField(help_text="Nothing will change by itself any more.")
    counts = serializers.DictField(child=serializers.IntegerField())
    remark = serializers.CharField(help_text="What holds the whole region up; empty where nothing does.")


class OperationWhole(OperationShown):
    progress = serializers.SerializerMethodField()

    class Meta(OperationShown.Meta):
        fields = (*OperationShown.Meta.fields, "progress")
        read_only_fields = fields

    def get_progress(self, operation: Operation) -> ProgressShown:
        return ProgressShown(operations.progress(operation)).data


class OperationFilters(Filters):
    region = filters.CharFilter()
    kind = filters.ChoiceFilter(choices=OperationKind.choices)

    class Meta:
        model = Operation
        fields = ()


class Operations(Resource):
    """Decisions about many houses at once; a single one says how far the messenger has followed."""

    rows = staticmethod(access.operations)
    serializer_class = OperationShown
    detail_serializer_class = OperationWhole
    filterset_class = OperationFilters
