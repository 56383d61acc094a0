"""A call that is right for each operation of the interface, in one region with a row of everything.

A NEW OPERATION? Reading needs nothing; writing needs a line of WRITES: what has to be there before, and the request.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from supervision.actions import demolition, uploads
from supervision.enums import DeliveryState
from supervision.models import House, ManagementPeriod, Upload, WebhookDelivery, WebhookEndpoint
from supervision.outgoing import endpoints
from tests.every_operation import MODELS
from tests.everything import populate
from tests.frt_files import houses_file, street
from tests.programs import Caller
from tests.uploading import worked_on
from tests.world import World

WHY = {"reason": "Приказ от 20.11.2026 № 8"}
HEARD = "https://gis.example.org/hook"


@dataclass
class Scene:
    """A region of which `rows` are the first keys by the model's name, and the program that asks."""

    world: World
    program: Caller
    rows: dict[str, Any]
    house: House  # nothing is planned for it

    @classmethod
    def of(cls, world: World, folder: Path) -> "Scene":
        rows, program = populate(world), Caller.of(world.region)
        house = world.house("г. Омск, ул. Садовая, д. 2", world.company("ООО «УК 2»"))
        scene = cls(world, program, rows, house)
        scene.rows["upload"] = scene.upload(folder).pk
        scene.rows["webhookendpoint"] = scene.webhook().pk
        scene.rows["webhookdelivery"] = scene.delivery().pk
        return scene

    def webhook(self) -> WebhookEndpoint:
        user = self.program.client.user
        return endpoints.add(user=user, url=HEARD, events=["chat.changed"], by=self.world.by)[0]

    def delivery(self) -> WebhookDelivery:
        return WebhookDelivery.objects.create(
            endpoint_id=self.rows["webhookendpoint"],
            event="chat.changed",
            region=self.world.region,
            message_id="msg_2",
            object_id=self.rows["chat"],
            payload={},
            state=DeliveryState.DEAD,
            attempts=9,
            not_before=timezone.now(),
        )

    def upload(self, folder: Path) -> Upload:
        """Read by a worker, and waiting for a confirmation."""
        file = houses_file(folder, street(2))
        stored = uploads.take(self.world.region, ContentFile(file.read_bytes(), file.name), by=self.world.by)
        worked_on(stored)  # a worker takes the older one first, of which there is no file
        return worked_on(stored)

    def day(self, ahead: int) -> str:
        return f"{self.world.today + timedelta(days=ahead)}"


@dataclass(frozen=True)
class Wanted:
    """The row in the address, where it is not the first one of everything, and the body."""

    body: Mapping[str, Any] | None = None
    row: object = None
    query: str = ""


def _frozen(s: Scene) -> Wanted:
    s.world.freeze(s.house, "Проверка")
    return Wanted({}, s.house.chat.pk)


def _demolished(s: Scene) -> Wanted:
    demolition.demolish(house=s.house, by=s.world.by, reason="Снос")
    return Wanted(WHY, s.house.pk)


def _seen(s: Scene) -> str:
    seen: str = Upload.objects.get(pk=s.rows["upload"]).report["digest"]
    return seen


def _changes(s: Scene) -> Mapping[str, Any]:
    change = {"house": s.house.pk, "organisation": s.rows["organisation"], "since": s.day(30)}
    return {**WHY, "changes": [change]}


WRITES: dict[str, Callable[[Scene], Wanted]] = {
    "chats_freeze": lambda s: Wanted(WHY),
    "chats_look": lambda s: Wanted({}),
    "chats_push": lambda s: Wanted({}),
    "chats_thaw": _frozen,
    "houses_change": lambda s: Wanted({"inspector": s.rows["inspector"], **WHY}, s.house.pk),
    "houses_demolish": lambda s: Wanted(WHY, s.house.pk),
    "houses_restore": _demolished,
    "imports_create": lambda s: Wanted({"region": "55", "file": SimpleUploadedFile("frt.csv", b"a;b\n1;2\n")}),
    "imports_uploads_cancel": lambda s: Wanted({}),
    "imports_uploads_confirm": lambda s: Wanted({"seen": _seen(s), **WHY}),
    "invitations_create": lambda s: Wanted({"representative": s.rows["representative"]}),
    "invitations_revoke": lambda s: Wanted({}),
    "management_periods_create": lambda s: Wanted({**_changes(s)["changes"][0], **WHY}),
    "management_periods_cancel": lambda s: Wanted(WHY, ManagementPeriod.objects.latest("since").pk),
    "management_periods_end": lambda s: Wanted({"until": s.day(30), **WHY}, s.house.periods.get().pk),
    "management_periods_exclude": lambda s: Wanted({"on": s.day(1), **WHY}, s.house.periods.get().pk),
    "management_periods_bulk": lambda s: Wanted(_changes(s)),
    "operations_undo": lambda s: Wanted(WHY),
    "organisations_create": lambda s: Wanted({"region": "55", "kind": "uk", "name": "ООО «Новая»"}),
    "organisations_change": lambda s: Wanted({"name": "ООО «Иная»", **WHY}),
    "representatives_create": lambda s: Wanted(
        {"organisation": s.rows["organisation"], "full_name": "Представитель 2", "messenger_id": 5}
    ),
    "representatives_account": lambda s: Wanted({"messenger_id": 5, **WHY}),
    "representatives_remove": lambda s: Wanted(WHY),
    "sync_requests_create": lambda s: Wanted({"chats": [s.rows["chat"]], "mode": "look"}),
    "webhooks_create": lambda s: Wanted({"url": "https://gis.example.org/another", "events": ["chat.changed"]}),
    "webhooks_change": lambda s: Wanted({"is_enabled": False}),
    "webhooks_remove": lambda s: Wanted(),
    "webhooks_rotate_secret": lambda s: Wanted({}),
    "webhooks_test": lambda s: Wanted({}),
    "webhooks_redeliver": lambda s: Wanted({"since": "2026-11-20T00:00:00Z"}),
    "webhooks_deliveries_redeliver": lambda s: Wanted({}),
}
# the same operation, asked so that it answers with the other of its two
LINES = "#lines"
OTHERWISE = {"management_periods_bulk": ("?dry_run=true",), "reports_retrieve": (LINES,)}
REPORT = "coverage/?region=55"


def address(path: str, scene: Scene, row: object) -> str:
    """The operation's path with the keys of rows; `row` takes the place of the last one."""
    parts = path.split("/")
    places = [place for place, part in enumerate(parts) if part.startswith("{")]
    for place in places:
        known = scene.rows.get(MODELS.get(parts[place - 1], parts[place - 1]))
        parts[place] = str(row if row is not None and place == places[-1] else known)
    return "/".join(parts)
