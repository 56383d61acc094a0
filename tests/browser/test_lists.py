"""Lists: chips, kept filters, columns, several rows at once; the search by keyboard; every width, light and dark."""

import re

import pytest
from playwright.sync_api import ViewportSize
from portal import Portal

from conftest import Opens

WIDTHS = (360, 390, 768, 1280, 1920)
LISTS = ("house", "organisation", "chat", "workorder", "event", "inspector")
LONGEST_ON_A_PHONE = 8_000  # pixels for fifty houses


def test_ctrl_k_leads_to_a_house_by_the_keyboard_alone(opens: Opens) -> None:
    screen = opens("inspector")
    screen.open("/admin/supervision/chat/")
    screen.page.keyboard.press("Control+KeyK")
    screen.page.keyboard.type("тула мира 3")
    screen.page.get_by_role("option", name=re.compile("ул. Мира, д. 3")).first.wait_for()
    screen.assert_sound("suggestions")
    screen.page.keyboard.press("ArrowDown")
    assert screen.page.get_by_role("option", selected=True).count() == 1
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_url("**/house/*/change/")
    screen.says("ул. Мира, д. 3").wait_for()


def test_pages_and_people_are_found_and_escape_closes(opens: Opens) -> None:
    screen = opens("inspector")
    screen.open("/admin/")
    screen.page.keyboard.press("Control+KeyK")
    screen.page.keyboard.type("загрузить")
    screen.page.get_by_role("option", name="Загрузить файл").wait_for()
    screen.page.keyboard.press("Escape")
    assert not screen.page.get_by_role("option").locator("visible=true").count()


def test_a_list_is_narrowed_kept_and_freed_by_its_chips(opens: Opens) -> None:
    screen = opens("inspector")
    screen.open("/admin/supervision/house/?q=садовая&kind__exact=apartment")
    chips = screen.page.get_by_role("list", name="Список сужен")
    assert chips.get_by_role("listitem").count() == 3  # two chips and the way out of both
    screen.page.get_by_text("Сохранить фильтр").click()
    screen.page.get_by_label("Название фильтра").fill("Садовая улица")
    screen.page.get_by_role("button", name="Сохранить", exact=True).click()
    screen.says("Садовая улица").wait_for()
    screen.assert_sound("list-narrowed")
    screen.assert_sound_in_the_dark("list-narrowed")
    screen.page.get_by_role("link", name=re.compile("^Убрать: Вид")).click()
    assert "kind__exact" not in screen.page.url and "q=" in screen.page.url
    screen.page.get_by_role("link", name=re.compile("^Убрать")).click()
    screen.page.get_by_role("link", name="Садовая улица").click()
    assert "kind__exact=apartment" in screen.page.url
    screen.page.get_by_role("button", name=re.compile("Удалить сохранённый фильтр")).click()
    screen.says("Сохранённый фильтр убран").wait_for()


def test_a_company_is_found_by_typing_and_narrows_the_list(opens: Opens) -> None:
    screen = opens("inspector")
    screen.page.set_viewport_size(ViewportSize(width=1920, height=1000))
    screen.open("/admin/supervision/house/")
    screen.choose("organisation", "Уют")
    screen.page.wait_for_url("**organisation=*")
    screen.page.get_by_role("link", name=re.compile("^Убрать: Управляющая организация")).wait_for()


def test_columns_are_left_out_and_stay_so(opens: Opens) -> None:
    screen = opens("head")
    screen.open("/admin/supervision/house/")
    screen.page.get_by_text("Столбцы", exact=True).click()
    box = screen.page.get_by_label("Число квартир").or_(screen.page.locator("input[name=shown][value=flats]")).first
    box.uncheck()
    screen.page.get_by_role("button", name="Показать эти").click()
    screen.open("/admin/supervision/house/")
    assert not screen.page.locator("td.field-flats").count()


@pytest.mark.parametrize("model", LISTS)
def test_a_list_fits_every_width(opens: Opens, model: str) -> None:
    screen = opens("head")
    screen.open(f"/admin/supervision/{model}/")
    for width in WIDTHS:
        screen.page.set_viewport_size(ViewportSize(width=width, height=900))
        wide = screen.page.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth]")
        assert max(wide[:2]) <= wide[2] + 1, f"{model} at {width}: {wide}"
    screen.page.set_viewport_size(ViewportSize(width=1280, height=800))
    screen.assert_sound(f"lists-{model}")
    screen.assert_sound_in_the_dark(f"lists-{model}")


def test_a_list_on_a_phone_is_compact(opens: Opens) -> None:
    screen = opens("head")
    screen.page.set_viewport_size(ViewportSize(width=390, height=844))
    screen.open("/admin/supervision/house/")
    rows = screen.page.locator("#result_list tbody")
    height = screen.page.locator("#result_list").bounding_box()
    assert rows.count() and height
    assert height["height"] / rows.count() * 50 < LONGEST_ON_A_PHONE, height


def test_the_first_screen_of_a_house_and_of_its_chat(opens: Opens, portal: Portal) -> None:
    screen = opens("inspector")
    screen.page.set_viewport_size(ViewportSize(width=1280, height=800))
    house = portal.scene["managed"][0]["house"]
    screen.open(f"/admin/supervision/house/{house}/change/")
    for words in ("Управляет", "Официальный чат", "Владелец чата по правилам", "Что ждёт", "Что дальше"):
        box = screen.says(words).bounding_box()
        assert box and box["y"] < 800, words
    assert not screen.page.locator("#submit-row").count()
    screen.page.get_by_role("link", name="Открыть страницу чата").click()
    for words in ("Владелец", "Администраторы", "Что ждёт", "Что дальше"):
        box = screen.says(words).bounding_box()
        assert box and box["y"] < 800, words
    screen.assert_sound("chat-first-screen")
    screen.assert_sound_in_the_dark("chat-first-screen")


def test_a_comment_is_written_and_read(opens: Opens, portal: Portal) -> None:
    screen = opens("inspector")
    screen.open(f"/admin/supervision/house/{portal.scene['managed'][0]['house']}/change/")
    screen.page.locator("#comment-text").fill("Двор закрыт, код у консьержа")
    screen.page.get_by_role("button", name="Написать").click()
    screen.says("Двор закрыт, код у консьержа").wait_for()


def test_several_chats_are_looked_at_after_a_preview(opens: Opens) -> None:
    screen = opens("inspector")
    screen.open("/admin/supervision/chat/")
    for place in range(2):
        screen.page.locator("input.action-select").nth(place).check()
    screen.page.locator("select[name=action]").select_option("look_many")
    screen.page.locator("#changelist-actions-wrapper button, button[name=index]").locator("visible=true").first.click()
    screen.page.get_by_role("button", name="Показать, что произойдёт").click()
    screen.says("будет затронуто").wait_for()
    screen.assert_sound("many-chats")
