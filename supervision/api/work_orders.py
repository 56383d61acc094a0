"""Orders for people: what they have to do in the messenger."""

from typing import Any

from django.utils import timezone
from django_filters import rest_framework as filters
from rest_framework import serializers

from supervision import access, worklists
from supervision.api.export import Exported
from supervision.api.filtering import Filters, Flag, NumberFilter, choices_of
from supervision.api.resource import UPDATED, FollowedRow, Resource
from supervision.enums import ChangeKind, WorkOrderKind
from supervision.models import WorkOrder
from supervision.outgoing.payloads import FORMS


class WorkOrderShown(FollowedRow):
    region = serializers.CharField(source="chat.region_id", read_only=True)
    house = serializers.IntegerField(source="chat.house_id", read_only=True)
    columns = {"region": ("chat__region",), "house": ("chat__house",)}
    personal = frozenset({"instruction", "addressed_because", "account", "remark"})

    class Meta:
        model = WorkOrder
        fields = (
            *(*FORMS[ChangeKind.WORK_ORDER].shared, UPDATED),
            *("instruction", "addressed_because", "account", "remark", "looked_at"),
        )
        read_only_fields = fields


class WorkOrderFilters(Filters):
    region = filters.CharFilter(field_name="chat__region")
    chat = NumberFilter()
    house = NumberFilter(field_name="chat__house")
    municipality = NumberFilter(field_name="chat__house__municipality")
    inspector = NumberFilter()
    kind = filters.ChoiceFilter(choices=WorkOrderKind.choices)
    several = ("region", "chat", "house", "municipality", "inspector", "kind")
    spans = ("opened_at", "closed_at")
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


class WorkOrders(Exported, Resource):
    """What people have to do in the messenger; closed by the portal when it has seen it done."""

    rows = staticmethod(access.work_orders)
    serializer_class = WorkOrderShown
    filterset_class = WorkOrderFilters
    kind = ChangeKind.WORK_ORDER
