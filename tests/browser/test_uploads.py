"""A file is uploaded, read in the background, shown, and applied."""

import re
from datetime import datetime, timedelta

from portal import Portal
from screen import Screen

from conftest import Opens

ROSTER = "ФИО;Должность;ID в MAX;Муниципальные образования\nИнспектор 5;инспектор;710055;р-н Узловский\n"
LICENCE_HEADER = (
    "Номер лицензии;Дата лицензии;Статус лицензии;Наименование/ ФИО лицензиата;ИНН;ОГРН/ ОГРНИП;"
    "Адрес многоквартирного дома;Код дома по ФИАС;Дата включения дома в реестр;"
    "Дата начала полномочий по управлению домом;Дата окончания полномочий по управлению домом;"
    "Дата исключения дома из реестра;Основание исключения"
)
TOKEN, RESIDENT = "emulator-71", 990_002


def upload(screen: Screen, name: str, content: str) -> None:
    screen.open("/admin/supervision/upload/new/")
    file = {"name": name, "mimeType": "text/csv", "buffer": content.encode("utf-8-sig")}
    screen.page.locator("input[name=file]").set_input_files(file)  # type: ignore[arg-type]
    screen.page.locator("form[enctype] .hc-row button").click()
    screen.page.wait_for_url("**/upload/*/change/")


def licence_lines(portal: Portal) -> str:
    """Houses pass to a company on a day to come; the last line has a day that is none."""
    today = datetime.strptime(portal.scene["today"], "%d.%m.%Y")  # noqa: DTZ007 - a day of the region
    since, inn = f"{today + timedelta(days=20):%d.%m.%Y}", portal.scene["inns"]["ООО УК «Наш двор»"]
    houses = portal.scene["managed"][11:17]
    days = (*[since] * 5, "31.02.2026")
    lines = (
        f"071000001;30.04.2015;Действующая;ООО УК «Наш двор»;{inn};;{house['address']};{house['guid']};{since};{day};;;"
        for house, day in zip(houses, days, strict=True)
    )
    return "\n".join((LICENCE_HEADER, *lines, ""))


def test_a_roster_is_uploaded_and_what_it_would_change_is_shown(opens: Opens) -> None:
    screen = opens("head")
    screen.open("/admin/supervision/upload/new/")
    screen.assert_sound("upload-new")
    upload(screen, "inspectors.csv", ROSTER)
    apply = screen.page.locator("form[action*='/press/apply/'] button").first
    apply.wait_for()
    screen.assert_sound("upload-of-people-preview")
    screen.reach(apply)


def test_a_licence_register_is_shown_with_its_bad_line_and_applied(opens: Opens, portal: Portal) -> None:
    screen = opens("inspector")
    upload(screen, f"Реестр лицензий {portal.scene['today']}.csv", licence_lines(portal))
    apply = screen.page.locator("form[action*='/press/apply/'] button").first
    apply.wait_for()
    screen.says("31.02.2026").wait_for()
    screen.assert_sound("upload-preview")
    screen.show("upload-preview")
    apply.click()
    screen.page.locator(".hc a[href*='/importrun/']").first.wait_for()
    screen.assert_sound("upload-applied")


def test_existing_chats_are_taken_over_from_a_list(opens: Opens, portal: Portal) -> None:
    made, another = (portal.play("chat", owner_id=RESIDENT, title=f"Наш дом {n}", token=TOKEN) for n in (1, 2))
    fits, unknown = portal.scene["new"][1]["guid"], "00000000-0000-4000-8000-000000000099"
    screen = opens("head")
    upload(screen, "chats.csv", f"ФИАС GUID;Чат\n{fits};{made['chat_id']}\n{unknown};{another['link']}\n")
    screen.page.locator("form[action*='/press/apply/'] button").first.wait_for()
    screen.assert_sound("adoption-preview")
    screen.page.locator(".hc a[href*='/adoption/']").first.click()
    screen.page.wait_for_url("**/adoption/*/change/")
    screen.assert_sound("adoption")
    screen.page.locator("form[action$='/press/apply/'] button").click()
    screen.says(re.compile("^Привязан")).wait_for()
    screen.page.locator(".hc a[href*='/adoptionline/']").first.click()
    screen.page.wait_for_url("**/adoptionline/**")
    screen.assert_sound("adoption-lines")


def test_a_file_of_nothing_known_is_refused_in_words(opens: Opens) -> None:
    screen = opens("head")
    upload(screen, "notes.csv", "one;two\n1;2\n")
    screen.page.locator(".hc-bad, [role=alert]").first.wait_for()
    screen.assert_sound("upload-refused")
