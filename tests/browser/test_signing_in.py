"""The second factor from its set-up to the next sign-in, and the question before a mass change."""

from portal import Portal
from signing_in import code_of, give_code, give_password
from wizard import CONFIRM, ask_for, choose_houses

from conftest import Opens


def test_a_second_factor_is_set_up_and_asked_for_at_the_next_sign_in(opens: Opens, portal: Portal) -> None:
    screen = opens("newcomer")
    screen.open("/accounts/2fa/")
    screen.page.locator("a[href$='/2fa/totp/activate/']").click()
    secret = screen.page.locator("#authenticator_secret").input_value()
    screen.assert_sound("second-factor-set-up")
    give_code(screen.page, code_of(secret))
    screen.page.wait_for_url("**/2fa/recovery-codes/**")
    screen.assert_sound("second-factor-recovery-codes")

    again = opens(None)
    give_password(again.page, portal.url, "newcomer", portal.passwords["newcomer"])
    again.page.wait_for_url("**/2fa/authenticate/**")
    again.assert_sound("second-factor-asked")
    give_code(again.page, code_of(secret, ahead=1))
    again.page.wait_for_url(f"{portal.url}/admin/")


def test_a_wrong_code_is_refused_in_words(opens: Opens) -> None:
    screen = opens("stranger")
    screen.open("/accounts/2fa/totp/activate/")
    give_code(screen.page, "000000")
    screen.page.locator("[role=alert]").first.wait_for()
    screen.assert_sound("second-factor-refused")


def test_whoever_signed_in_long_ago_is_asked_again_before_a_mass_change(opens: Opens, portal: Portal) -> None:
    screen = opens(None)
    cookie = {"name": "sessionid", "value": portal.scene["veterans_session"], "url": portal.url}
    screen.page.context.add_cookies([cookie])  # type: ignore[list-item]
    choose_houses(screen, "Дубовка Садовая")
    ask_for(screen, "Наш двор")
    screen.page.locator(CONFIRM).click()
    screen.page.wait_for_url("**/reauthenticate/**")
    screen.assert_sound("asked-again")
    screen.page.locator("input[name=password]").fill(portal.passwords["veteran"])
    screen.page.locator("form:has(input[name=password]) button[type=submit]").click()
    screen.page.wait_for_url("**/operation/*/change/**")
