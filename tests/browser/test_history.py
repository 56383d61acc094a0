"""Who did what, when and why: the record of events, and what became of one house and of one chat."""

from portal import Portal

from conftest import Opens

REASON = "Жалоба жителей: проверить до среды"


def test_a_change_is_found_in_the_record_of_events_by_its_reason(opens: Opens, portal: Portal) -> None:
    screen = opens("inspector")
    screen.open(f"/admin/supervision/chat/{portal.scene['managed'][9]['chat']}/change/")
    screen.page.get_by_placeholder("Почему замораживается").fill(REASON)
    screen.button("Заморозить").click()
    screen.button("Разморозить").wait_for()
    screen.open("/admin/supervision/event/?q=Жалоба жителей")
    screen.says(REASON).wait_for()
    screen.assert_sound("events-found")
    screen.page.locator("#result_list a[href*='/event/']").first.click()
    screen.page.wait_for_url("**/event/*/change/**")
    screen.assert_sound("event")


def test_the_history_of_a_house_says_who_managed_it_and_since_when(opens: Opens, portal: Portal) -> None:
    house = portal.scene["managed"][10]["house"]
    screen = opens("inspector")
    screen.open(f"/admin/supervision/house/{house}/change/")
    screen.page.locator(f"a[href$='/house/{house}/history/']").first.click()
    screen.page.wait_for_url("**/history/")
    screen.says("Стало").wait_for()
    screen.assert_sound("house-history")
    screen.show("house-history")
