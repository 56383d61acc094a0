"""Where the resources lie that programs write."""

from typing import Any

from django.urls import URLPattern, path

from supervision.api.writers.chats import Chats, SyncRequests
from supervision.api.writers.houses import Houses
from supervision.api.writers.imports import Imports, Uploads
from supervision.api.writers.operations import OperationHouses, Operations
from supervision.api.writers.organisations import Organisations
from supervision.api.writers.periods import Periods
from supervision.api.writers.representatives import Representatives
from supervision.api.writers.webhooks import Deliveries, Webhooks

WRITTEN: dict[str, Any] = {
    "houses": Houses,
    "organisations": Organisations,
    "management-periods": Periods,
    "representatives": Representatives,
    "chats": Chats,
    "sync-requests": SyncRequests,
    "operations": Operations,
    "imports": Imports,
    "imports/uploads": Uploads,
    "webhooks": Webhooks,
}

routes: list[URLPattern] = [
    path(
        "v1/operations/<int:operation>/houses/", OperationHouses.as_view({"get": "list"}), name="api-operation-houses"
    ),
    path("v1/webhooks/<int:webhook>/deliveries/", Deliveries.as_view({"get": "list"}), name="api-deliveries-list"),
    path(
        "v1/webhooks/<int:webhook>/deliveries/<int:pk>/",
        Deliveries.as_view({"get": "retrieve"}, detail=True),
        name="api-deliveries-detail",
    ),
    path(
        "v1/webhooks/<int:webhook>/deliveries/<int:pk>/redeliver/",
        Deliveries.as_view({"post": "redeliver"}, detail=True),
        name="api-deliveries-redeliver",
    ),
]
