"""Brings the messenger's updates to the portal's door, as its webhook does, when a test says so."""

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from supervision.linking.subscriptions import keep_subscription, secret_of
from supervision.messenger.emulator.deliveries import Post
from supervision.messenger.wire import milliseconds
from supervision.messenger_webhook import SECRET_HEADER
from supervision.models import MessengerUpdate
from tests.world import World

Json = dict[str, Any]
BASE = "https://chats.example.ru"


@dataclass
class Postman:
    world: World

    def open_the_way(self) -> None:
        """The portal subscribes, as it does every ten minutes; from now on the messenger tells what happens."""
        with override_settings(WEBHOOK_BASE_URL=BASE):
            keep_subscription(self.world.account(), self.world.messenger)

    def deliver(self) -> int:
        """Everything that the messenger has to tell by now; gives how many posts that were."""
        return self.world.emulator.deliver(self.carry)

    def collect(self) -> list[Post]:
        """The messenger believes that it has told; the posts are still in the bag, or lost if nobody carries them."""
        bag: list[Post] = []

        def keep(post: Post) -> int:
            bag.append(post)
            return 200

        self.world.emulator.deliver(keep)
        return bag

    def carry(self, post: Post) -> int:
        assert post.url.startswith(BASE)
        url = post.url.removeprefix(BASE)
        return Client().post(url, post.body, content_type="application/json", headers=post.headers).status_code

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
