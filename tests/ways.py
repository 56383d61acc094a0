"""How a row of tests/routes.py is written: the ways to an act, and the reasons why there is none."""

from dataclasses import dataclass

from tests.routes_of_files import Command
from tests.seats import Page


@dataclass(frozen=True, slots=True)
class NoWay:
    """Why the act is not reached like this."""

    because: str


@dataclass(frozen=True, slots=True)
class Row:
    """`least` may do it on the page, where that is not the least role which the act's right names. Of `own_rows` the
    page is everybody's: whoever may not do it here does it with their own region's rows, or for themselves alone.
    """

    page: Page | NoWay
    interface: tuple[str, ...] | NoWay
    file: tuple[str, ...] | NoWay
    command: Command | NoWay
    least: str = ""
    own_rows: bool = False


PEOPLE_ALONE = NoWay("the act has no scope: a program never does it")
NOT_OFFERED = NoWay("no operation does it")
NO_PAGE = NoWay("no page does it")
NO_FILE = NoWay("no kind of file says it")
NO_COMMAND = NoWay("no command does it")
IN_A_FILE = NoWay("people bring it in a file, which the page of uploads takes")
BESIDE = NoWay("asked beside the act's own row, and no event of its own (test_many_at_once.py, test_step_up.py)")
AT_THE_DOOR = NoWay("signing in and out, where nobody is known yet (test_signing_in.py, test_login_links.py)")
DEMO = NoWay("load_demo joins the logins of an invented region, on one's own machine alone (test_demo.py)")
BY_COMPANY = NoWay("a company does it on its own page by its link, without a login (test_company_page.py)")
IN_A_DIALOG = NoWay("somebody does it in a dialog with the bot (test_people_come.py)")
BY_ITSELF = NoWay("the portal does it itself")
CONFIRMED = tuple(f"imports_uploads_confirm{of}" for of in ("", ": inspectors", ": representatives"))


def by_page(
    page: Page,
    interface: tuple[str, ...] | NoWay = PEOPLE_ALONE,
    *,
    command: Command | NoWay = NO_COMMAND,
    file: tuple[str, ...] | NoWay = NO_FILE,
    least: str = "",
    own_rows: bool = False,
) -> Row:
    return Row(page, interface, file, command, least, own_rows)


def not_by_page(
    why: NoWay,
    interface: tuple[str, ...] | NoWay = PEOPLE_ALONE,
    *,
    file: tuple[str, ...] | NoWay = NO_FILE,
    command: Command | NoWay = NO_COMMAND,
) -> Row:
    return Row(why, interface, file, command)


def nobody_s(why: NoWay, command: Command | NoWay = NO_COMMAND) -> Row:
    return Row(why, PEOPLE_ALONE, NO_FILE, command)
