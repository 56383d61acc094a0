"""What people have to do in the messenger: the list, its file, and what is copied from one order."""

from portal import Portal

from conftest import Opens


def test_the_list_of_orders_is_saved_as_a_spreadsheet(opens: Opens) -> None:
    screen = opens("inspector")
    screen.open("/admin/supervision/workorder/")
    screen.says("ул. Новая").wait_for()
    screen.assert_sound("work-orders")
    screen.show("work-orders")
    screen.page.get_by_text("Сохранить в файл").click()
    with screen.page.expect_download() as download:
        screen.button("XLSX").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    assert download.value.path().read_bytes().startswith(b"PK")


def test_the_title_of_a_chat_is_copied_from_its_order(opens: Opens, portal: Portal) -> None:
    screen = opens("inspector")
    screen.open(f"/admin/supervision/workorder/?q={portal.scene['new'][2]['address']}")
    screen.page.locator("#result_list a[href*='/workorder/']").first.click()
    copy = screen.page.locator("[data-copy]").first
    screen.reach(copy)
    screen.page.keyboard.press("Enter")
    screen.says("Скопировано").wait_for()
    assert screen.page.evaluate("navigator.clipboard.readText()") == copy.get_attribute("data-copy")
    screen.assert_sound("work-order")
