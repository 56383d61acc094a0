"""The page of a chat: looking, freezing, linking by hand, and what residents changed."""

import re
from typing import Any

import pytest
from portal import Portal
from screen import Screen

from conftest import Opens

TOKEN, RESIDENT = "emulator-71", 990_001


def open_chat(screen: Screen, house: dict[str, Any]) -> None:
    screen.open(f"/admin/supervision/chat/{house['chat']}/change/")


def test_somebody_has_the_chat_looked_at_by_the_keyboard_alone(opens: Opens, portal: Portal) -> None:
    screen = opens("inspector")
    open_chat(screen, portal.scene["managed"][1])
    screen.reach(screen.button("Проверить сейчас"))
    screen.page.keyboard.press("Enter")
    screen.says(re.compile("следующая проверка|в очеред|проверит", re.I)).wait_for()
    screen.assert_sound("chat-asked-for")


def test_a_chat_is_frozen_with_a_reason_and_thawed(opens: Opens, portal: Portal) -> None:
    screen = opens("inspector")
    open_chat(screen, portal.scene["managed"][2])
    screen.page.get_by_placeholder("Почему замораживается").fill("Спор о способе управления")
    screen.button("Заморозить").click()
    screen.says("Спор о способе управления").wait_for()
    screen.assert_sound("chat-frozen")
    screen.button("Разморозить").click()
    screen.button("Заморозить").wait_for()


def test_what_residents_changed_stands_beside_what_is_wished(opens: Opens, portal: Portal) -> None:
    house = portal.scene["managed"][3]
    portal.play("rename", chat_id=house["in_max"], title="Наш двор")
    screen = opens("inspector")
    open_chat(screen, house)
    screen.button("Проверить сейчас").click()
    screen.wait_for("Наш двор")
    screen.wait_for(re.compile(r"проверен: \d"))
    screen.assert_sound("chat")
    screen.show("chat")


def test_a_chat_made_by_hand_is_linked_to_its_house(opens: Opens, portal: Portal) -> None:
    house = portal.scene["new"][0]
    made = portal.play("chat", owner_id=RESIDENT, title="Дом 1", token=TOKEN)
    screen = opens("inspector")
    open_chat(screen, house)
    screen.page.locator("input[name=named]").fill(str(made["chat_id"]))
    screen.page.locator("form:has(input[name=named]) button").click()
    screen.says(made["link"]).wait_for()
    screen.assert_sound("chat-linked")


def test_a_chat_that_nobody_knew_is_found(opens: Opens, portal: Portal) -> None:
    portal.play("chat", owner_id=RESIDENT, title="Соседи с Новой", token=TOKEN)
    screen = opens("inspector")
    screen.open("/admin/supervision/foundchat/")
    screen.wait_for("Соседи с Новой")
    screen.assert_sound("found-chats")
    screen.page.locator("#result_list a[href*='/foundchat/']").first.click()
    screen.page.locator("form:has(select[name=house])").wait_for()
    screen.assert_sound("found-chat")


@pytest.mark.parametrize("name", ["analyst"])
def test_a_reader_has_no_buttons(opens: Opens, portal: Portal, name: str) -> None:
    screen = opens(name)
    open_chat(screen, portal.scene["managed"][1])
    assert not screen.button("Проверить сейчас").count()
    assert not screen.button("Заморозить").count()
