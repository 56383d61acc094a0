"""A file is uploaded, read in the background, shown, and applied."""

import re

from portal import Portal

from conftest import Opens

ROSTER = "\ufeffФИО;Должность;ID в MAX;Муниципальные образования\nИнспектор 5;инспектор;710055;г. Узловая\n"


def test_a_roster_is_uploaded_and_what_it_would_change_is_shown(opens: Opens, portal: Portal) -> None:
    screen = opens("head")
    screen.open("/admin/supervision/upload/new/")
    screen.assert_sound("upload-new")
    file = {"name": "inspectors.csv", "mimeType": "text/csv", "buffer": ROSTER.encode()}
    screen.page.locator("input[name=file]").set_input_files(file)
    screen.page.locator("form[enctype] .hc-row button").click()
    screen.page.wait_for_url("**/upload/*/change/")
    apply = screen.page.locator("form[action*='/press/apply/'] button").first
    apply.wait_for()
    screen.assert_sound("upload-preview")
    screen.show("upload-preview")
    screen.reach(apply)


def test_a_file_of_nothing_known_is_refused_in_words(opens: Opens) -> None:
    screen = opens("head")
    screen.open("/admin/supervision/upload/new/")
    file = {"name": "notes.csv", "mimeType": "text/csv", "buffer": b"one;two\n1;2\n"}
    screen.page.locator("input[name=file]").set_input_files(file)
    screen.page.locator("form[enctype] .hc-row button").click()
    screen.page.wait_for_url(re.compile("/upload/"))
    screen.page.locator(".hc-bad, [role=alert]").first.wait_for()
    screen.assert_sound("upload-refused")
