"""A line of an export, the row of the resource and what OpenAPI says of both: one name means one thing."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from supervision.actions import chats
from supervision.enums import WorkOrderKind
from supervision.models import Chat, House, ManagementPeriod, Municipality, Organisation, WorkOrder
from tests.programs import Caller
from tests.transactions import complete
from tests.world import World

LINES = {
    "houses": "HouseLine",
    "chats": "ChatLine",
    "management-periods": "ManagementPeriodLine",
    "organisations": "OrganisationLine",
    "representatives": "RepresentativeLine",
    "inspectors": "InspectorLine",
    "work-orders": "WorkOrderLine",
    "municipalities": "MunicipalityLine",
}
OF_THE_LINE = {  # what the resource does not have
    "chats": {"fias_guid", "out_of_step", "frozen", "changed_by_hand"},
    "management-periods": {"fias_guid"},
}


@pytest.fixture
def program(committed_world: World) -> Caller:
    """Nothing is as it is by default."""
    house = committed_world.house("ул. Мира, д. 1", committed_world.company("ООО «УК»"))
    Organisation.objects.update(inn="7707083893")
    House.objects.update(gis_guid=house.fias_guid, frt_id=5, cadastral_number="55:1", flats=60)
    entered = datetime(2026, 11, 19, 9, 0, 0, 250_000, tzinfo=UTC)
    ManagementPeriod.objects.update(basis="Протокол", document_number="4", registered_at=entered)
    Chat.objects.update(observed_title="Дом", participants_count=42, link="https://max.ru/join/1")
    chats.freeze(chat=Chat.objects.get(), by=committed_world.by, reason="Спор")
    committed_world.inspector("Иванова Анна")
    committed_world.representative(Organisation.objects.get(), "Петров Пётр")
    WorkOrder.objects.create(chat=Chat.objects.get(), kind=WorkOrderKind.CREATE_CHAT, instruction="Создайте чат.")
    Municipality.objects.get_or_create(region=committed_world.region, name="г. Омск")
    complete()
    return Caller.of(committed_world.region)


def line_of(program: Caller, name: str) -> dict[str, Any]:
    line, *_more, last = map(json.loads, b"".join(program.get(f"/{name}/export/").streaming_content).splitlines())
    assert last.keys() == {"next", "at_end", "complete_until"}
    return line


@pytest.mark.parametrize("name", LINES)
def test_a_line_has_the_names_and_values_of_the_resource(program: Caller, name: str) -> None:
    line = line_of(program, name)
    row = program.get(f"/{name}/{line['id']}/").json()
    assert line.keys() - row.keys() == OF_THE_LINE.get(name, set())
    assert {key: value for key, value in line.items() if key in row} == {key: row[key] for key in line.keys() & row}


@pytest.mark.parametrize(("name", "component"), LINES.items())
def test_the_schema_describes_every_line(program: Caller, name: str, component: str) -> None:
    schema = Client().get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).json()
    answer = schema["paths"][f"/api/v1/{name}/export/"]["get"]["responses"]["200"]
    (content,) = answer["content"].values()
    kinds = [kind["$ref"].rpartition("/")[2] for kind in content["schema"]["contentSchema"]["oneOf"]]
    assert kinds == [component, "RemovedLine", "LastLine"]
    assert schema["components"]["schemas"][component]["properties"].keys() == line_of(program, name).keys()


def test_the_document_names_every_field(program: Caller) -> None:
    with open("docs/api.md", encoding="utf-8") as file:
        lines = list(file)
    rows = [text for text in lines if text.startswith(("| of a ", "| of an "))]
    (of_each,) = [text for text in lines if text.startswith("| of each of these ")]
    for text, name in zip(rows, LINES, strict=True):
        assert [field for field in line_of(program, name) if f"`{field}`" not in text + of_each] == []
