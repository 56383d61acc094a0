"""The list of chats as a file: what another system knows the house by, who manages it there today, real instants."""

from datetime import datetime
from io import BytesIO
from typing import Any

import python_calamine as calamine
from django.test import Client

from supervision.enums import Role
from supervision.models import Chat
from tests.browsing import browser_of, entered
from tests.world import World

FILE = "/admin/supervision/chat/export/xlsx/"


def rows(client: Client) -> list[dict[Any, Any]]:
    answer: Any = client.post(FILE)
    book = calamine.CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    heads, *found = book.get_sheet_by_index(0).to_python()
    return [dict(zip(heads, row, strict=True)) for row in found]


def test_a_chat_leaves_with_its_house_its_company_and_instants_of_its_region(world: World) -> None:
    house = world.house("ул. Мира, д. 1", world.company("ООО «УК»"))
    linked = datetime.fromisoformat("2026-11-19T20:30:00Z")  # the 20th in Omsk
    Chat.objects.filter(house=house).update(messenger_id=-7, linked_at=linked, participants_count=12)
    client = browser_of(world.by)
    (row,) = rows(client)
    assert (row["регион"], row["адрес"], row["ФИАС GUID"]) == ("Омская область", "ул. Мира, д. 1", str(house.fias_guid))
    assert (row["управляет"], row["участников"]) == ("ООО «УК»", 12)
    assert row["привязан"] == datetime(2026, 11, 20, 2, 30)  # noqa: DTZ001  # a cell has no zone
    assert row["часовой пояс"] == "МСК+3"
    assert "причина" in row


def test_who_sees_no_people_takes_no_reasons(world: World) -> None:
    world.house("ул. Мира, д. 1")
    (row,) = rows(entered("analyst", Role.ANALYST))
    assert "причина" not in row and row["ФИАС GUID"]
