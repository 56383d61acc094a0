"""Where the resources lie that programs write."""

from typing import Any

from django.urls import URLPattern, path

from supervision.api.writers.chats import Chats, SyncRequests
from supervision.api.writers.houses import Houses
from supervision.api.writers.operations import OperationHouses, Operations
from supervision.api.writers.organisations import Organisations
from supervision.api.writers.periods import Periods
from supervision.api.writers.representatives import Representatives

WRITTEN: dict[str, Any] = {
    "houses": Houses,
    "organisations": Organisations,
    "management-periods": Periods,
    "representatives": Representatives,
    "chats": Chats,
    "sync-requests": SyncRequests,
    "operations": Operations,
}

routes: list[URLPattern] = [
    path(
        "v1/operations/<int:operation>/houses/",
        OperationHouses.as_view({"get": "list"}),
        name="api-operations-houses",
    ),
]
