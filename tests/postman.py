"""Brings the messenger's updates to the portal's door, as its webhook does, when a test says so."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from supervision.messenger.wire import milliseconds
from supervision.models import MessengerUpdate
from supervision.reconcile.subscriptions import secret_of
from supervision.webhooks import SECRET_HEADER
from tests.world import TOKEN, World

Json = dict[str, Any]


@dataclass
class Postman:
    world: World
    undelivered: list[Json] = field(default_factory=list)
    marker: int | None = None

    def collect(self) -> list[Json]:
        """Takes what the messenger has to tell the region's bot and keeps it in the bag."""
        emulator = self.world.emulator
        answer = emulator.polls.ask(emulator.state.bot_of(TOKEN), self.marker, limit=1000, types=frozenset())
        self.marker = answer["marker"]
        self.undelivered += answer["updates"]
        return self.undelivered

    def deliver(self) -> None:
        for update in self.collect():
            assert self.post(update) == 200
        self.undelivered = []

    def lose(self) -> None:
        self.collect()
        self.undelivered = []

    def post(self, update: Json) -> int:
        return knock(json.dumps(update).encode())

    def tell(self, kind: str, chat_id: int, user_id: int, **more: object) -> Json:
        """An update as the messenger would word it now."""
        user = {"user_id": user_id, "first_name": "Имя", "last_name": "Фамилия", "is_bot": False}
        at = milliseconds(timezone.now())
        return {"update_type": kind, "timestamp": at, "chat_id": chat_id, "user": user, "is_channel": False, **more}


def knock(body: bytes, *, region: str = "55", secret: str | None = None, **headers: str) -> int:
    """Posts these bytes with the region's secret, or with another one ("" sends none); gives the status."""
    secret = secret_of(region) if secret is None else secret
    shown = {SECRET_HEADER: secret} if secret else {}
    url = reverse("webhook", args=[region])
    answer = Client(enforce_csrf_checks=True).post(
        url, data=body, content_type="application/json", headers={**shown, **headers}
    )
    return answer.status_code


def kept() -> list[tuple[str, str]]:
    """Types and fates of the updates that the portal keeps, the oldest first."""
    return list(MessengerUpdate.objects.order_by("pk").values_list("update_type", "state"))
