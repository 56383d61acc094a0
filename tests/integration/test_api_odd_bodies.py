"""Whatever is sent to whatever address is written to: an answer that the schema knows, and never a failure."""

from collections.abc import Iterator
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator

from supervision.actions import invitations, representatives
from supervision.enums import OperationKind
from supervision.models import Operation, Upload, WebhookDelivery, WebhookEndpoint
from tests.programs import Caller
from tests.sampled import sampled
from tests.world import World

ODD = (None, True, -1, 0, 2**63, 1.5, "", "x", "\x00", "2026-02-30", "я" * 3000, [], [None], {}, {"a": {"b": []}})
METHODS = ("post", "patch", "put", "delete")
SCHEMA: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)

pytestmark = pytest.mark.walk


def writes() -> list[tuple[str, str]]:
    return [(method, path) for path, item in SCHEMA["paths"].items() for method in item if method in METHODS]


def members(operation: dict[str, Any]) -> dict[str, Any]:
    """The members of the body, by name."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = SCHEMA["components"]["schemas"].get(name, {}).get("properties", {})
    return found


def odd_bodies(operation: dict[str, Any]) -> Iterator[Any]:
    yield from (body for body in ODD if body is not None)
    for name in members(operation):
        yield from ({name: value} for value in ODD)
    for value in ODD:
        yield dict.fromkeys(members(operation), value)


@pytest.fixture
def numbers(world: World) -> dict[str, int | str]:
    """A row of everything that is written to, by the name that the path gives it."""
    company = world.company("ООО «УК»")
    house = world.house("ул. Мира, д. 1", company)
    person = world.representative(company, "Пётр Петров")
    operation = Operation.objects.create(
        region=world.region, kind=OperationKind.BY_PROGRAM, by=world.by, acts_at=world.region.midnight(world.today)
    )
    upload = Upload.objects.create(region=world.region, by=world.by, file="uploads/1", file_name="1.csv")
    nobody = representatives.add(
        organisation=company, full_name="Анна Иванова", messenger_id=None, since=world.today, by=world.by
    )
    return {
        "invitations": invitations.invite(person=nobody, by=world.by).pk,
        **{"houses": house.pk, "organisations": company.pk, "management-periods": house.periods.get().pk},
        **{"representatives": person.pk, "chats": world.chat(house).pk, "operations": operation.pk},
        **{"imports": upload.pk},
    }


def webhook_of(program: Caller, world: World) -> dict[str, int]:
    endpoint = WebhookEndpoint.objects.create(user=program.client.user, url="https://e.org/", events=["chat.changed"])
    message = WebhookDelivery.objects.create(
        endpoint=endpoint, message_id="m", region=world.region, object_id=1, payload={}, not_before=endpoint.created_at
    )
    return {"webhooks": endpoint.pk, "webhook": endpoint.pk, "deliveries": message.pk}


def filled(path: str, numbers: dict[str, Any]) -> str:
    parts = path.strip("/").split("/")
    inner = "deliveries" if "deliveries" in parts else parts[-1] if len(parts) < 3 else parts[2]
    return "/" + "/".join(
        str(numbers["webhook"] if part == "{webhook}" else numbers[inner]) if part.startswith("{") else part
        for part in parts
    ) + "/"  # fmt: skip


@pytest.mark.parametrize(("method", "path"), sampled(writes(), 6))
def test_odd_bodies_are_answered_as_the_schema_says(
    world: World, numbers: dict[str, Any], method: str, path: str
) -> None:
    program = Caller.of(world.region, rate=100_000)
    operation = SCHEMA["paths"][path][method]
    address = filled(path, numbers | webhook_of(program, world))
    for body in odd_bodies(operation):
        answer = program.request(method, address, body)
        assert str(answer.status_code) in operation["responses"], (body, answer.content)
        assert answer.status_code < 500


def test_there_are_writes_to_try() -> None:
    assert len(writes()) > 25
