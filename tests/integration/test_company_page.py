"""The page of a company: how one gets in by its link, what one sees, and what a link does not do."""

import logging
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from housechats.logs import SecretsOfAddresses
from supervision.actions import company_links
from supervision.company_page import coming
from supervision.enums import Role
from supervision.models import CompanyLink, Event, House, Invitation, Nomination, Organisation
from tests.browsing import entered
from tests.companies import PAGE, Office
from tests.statements import assert_does_not_grow, statements
from tests.world import World

pytestmark = [
    pytest.mark.filterwarnings("ignore:No directory at"),
    pytest.mark.usefixtures("nobody_has_tried"),
]


@pytest.fixture
def office(world: World) -> Office:
    world.inspector("Инспектор 1")
    company = world.company("ООО «УК»")
    world.house("г. Омск, ул. Мира, д. 1", company)
    world.push()
    return Office(world, company)


def said(office: Office, address: str) -> str:
    """Both to a look and to the button."""
    looked, pressed = office.browser.get(address), office.browser.post(address)
    assert looked.status_code == pressed.status_code == 404
    assert looked.content == pressed.content
    assert coming.cookie_name() not in office.browser.cookies
    return looked.content.decode()


def test_opening_the_link_changes_nothing(office: Office) -> None:
    address, before = office.send_link(), Event.objects.count()
    page = office.browser.get(address)
    assert page.status_code == 200 and "Открыть страницу" in page.content.decode()
    assert Event.objects.count() == before and CompanyLink.objects.get().opened_at is None
    assert coming.cookie_name() not in office.browser.cookies


def test_the_button_exchanges_the_token_for_a_cookie_of_the_page_alone(office: Office) -> None:
    address = office.send_link()
    answer = office.browser.post(address)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    cookie = office.browser.cookies[coming.cookie_name()]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (PAGE, True, "Lax")
    token = address.rstrip("/").rpartition("/")[2]
    assert token not in cookie.value and token not in office.page()
    office.browser.post(address)
    assert Event.objects.filter(name="company_link.opened").count() == 1


def test_the_form_of_another_site_is_refused(office: Office) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(office.send_link()).status_code == 403


def test_every_answer_keeps_the_page_out_of_indexes_and_its_path_to_itself(office: Office) -> None:
    address = office.send_link()
    answers = [office.browser.get(f"{PAGE}nobody-s/"), office.browser.get(address), office.browser.post(address)]
    answers += [office.browser.get(PAGE), office.browser.post(PAGE, {"act": "name"}), Client().get(PAGE)]
    for answer in answers:
        assert {name: answer[name] for name in coming.HEADERS} == coming.HEADERS
        assert not re.search(r"<script(?![^>]*\ssrc=)", answer.content.decode()), "no script in the page"


def test_a_revoked_link(office: Office) -> None:
    address = office.send_link()
    inside = office.enter(address)
    company_links.revoke(link=office.link, by=office.world.by)
    assert inside.browser.get(PAGE).status_code == 404 and "отозвали" in inside.page()
    assert inside.browser.post(PAGE, {"act": "name", "full_name": "Пётр"}).status_code == 404
    inside.browser = Client()
    assert "отозвали" in said(inside, address)
    assert not Nomination.objects.exists()


def test_a_new_link_ends_the_one_before(office: Office) -> None:
    first = office.send_link()
    office.send_link()
    assert "отозвали" in said(office, first)


def test_a_link_whose_time_is_over(office: Office) -> None:
    address = office.send_link()
    office.enter(address)
    office.world.wait(days=company_links.LINK_DAYS + 1)
    assert office.browser.get(PAGE).status_code == 404
    office.browser = Client()
    assert "Срок этой ссылки прошёл" in said(office, address)


@pytest.mark.parametrize("token", ["nobody-s", "a" * 43, "я" * 64, "a" * 2000, "..", "%00"])
def test_a_forged_or_over_long_link(office: Office, token: str) -> None:
    office.send_link()
    answer = office.browser.get(f"{PAGE}{token}/")
    assert answer.status_code in (400, 404) and "ООО «УК»" not in answer.content.decode()


def test_a_cookie_that_is_forged_or_old_opens_nothing(office: Office) -> None:
    office.enter()
    good = office.browser.cookies[coming.cookie_name()].value
    for forged in (good[:-1] + ("A" if good[-1] != "A" else "B"), "1", "", "a:b:c"):
        office.browser.cookies[coming.cookie_name()] = forged
        assert office.browser.get(PAGE).status_code == 404
    office.browser.cookies[coming.cookie_name()] = good
    office.world.wait(seconds=coming.STAYS_SECONDS + 1)
    assert office.browser.get(PAGE).status_code == 404


def test_links_are_not_tried_out(office: Office) -> None:
    for _time in range(coming.MOST_WRONG):
        assert office.browser.get(f"{PAGE}nobody-s/").status_code == 404
    assert office.browser.get(f"{PAGE}nobody-s/").status_code == 429
    assert office.browser.get(office.send_link()).status_code == 200, "whoever has a link comes in"


def test_presses_of_one_link_are_bounded(office: Office) -> None:
    office.enter()
    cache.set(f"company_page:{office.link.pk}:True", coming.MOST_PRESSES, coming.HOUR)
    assert office.browser.post(PAGE, {"act": "name"}).status_code == 429
    assert office.browser.get(PAGE).status_code == 200


def test_only_rows_of_the_company_in_the_region(office: Office, world: World) -> None:
    """Names, houses and people of others are not shown and cannot be asked for."""
    other = Office(world, world.company("ООО «Другая»"))
    world.house("г. Омск, ул. Чужая, д. 2", other.company)
    world.push()
    other.enter().name("Анна Чужая")
    stranger = world.representative(other.company, "Иван Чужой")
    page = office.enter().page()
    assert "Чужая" not in page and "Чужой" not in page and "Другая" not in page
    for which in (f"named-{Nomination.objects.get().pk}", f"person-{stranger.pk}", "named-x", "", "person-" + "9" * 30):
        for act in ("invite", "withdraw"):
            assert "Такого человека" in office.press(act, which)
    assert not Invitation.objects.exists() and Nomination.objects.get().state == "waiting"


def test_the_same_company_in_another_region_is_another(office: Office, world: World) -> None:
    """Rows of the same ИНН elsewhere are other rows; and a period of a house elsewhere is none of the company's."""
    elsewhere = Organisation.objects.create(region_id="25", name="ООО «УК»", inn=office.company.inn)
    house = House.objects.create(region_id="25", fias_guid="0b6b3f3e-0000-4000-8000-000000000025", address="Влад")
    elsewhere.periods.create(house=house, since=world.today)
    office.enter()
    assert "Влад" not in office.page()


def test_the_page_takes_as_many_statements_for_many_houses_and_people(office: Office, world: World) -> None:
    def more(numbers: range) -> None:
        world.houses(5, office.company, street=f"ул. {numbers[0]}-я")
        world.push()
        for number in numbers:
            office.name(f"Названный {'абвгдеёжзи'[number]}")
            world.representative(office.company, f"Представитель {number}")

    def look() -> object:
        return office.browser.get(PAGE)

    office.enter()
    more(range(2))
    few = statements(look)
    more(range(2, 8))
    assert_does_not_grow(few, statements(look), at_most=14)


def test_many_houses_are_shown_by_pages(office: Office, world: World) -> None:
    world.houses(60, office.company)
    office.enter()
    first, second = office.page(), office.page(2)
    assert "?page=2" in first and first.count("<li><b>") == 50 and second.count("<li><b>") == 11
    assert office.page(99).count("<li><b>") == 0


def test_the_account_that_answered_is_not_told_to_the_company(office: Office, world: World) -> None:
    office.enter().name("Пётр Петров")
    office.press("invite", office.line("Пётр Петров").which)  # type: ignore[attr-defined]
    Invitation.objects.update(state="answered", account_id=5, account_name="Тайное имя", sealed="")
    assert "Тайное имя" not in office.page() and "ждёт инспектора" in office.page()


def test_an_inspector_issues_shows_and_revokes_the_link(office: Office, world: World) -> None:
    inspector = entered(world.by, Role.INSPECTOR, world.region)
    page = reverse("admin:supervision_organisation_people", args=[office.company.pk])
    answer = inspector.post(page, {"act": "link", "email": "office@uk.example"})
    shown = answer.context["link"]
    assert office.browser.get(shown.address).status_code == 200
    assert shown.address in answer.content.decode()
    assert shown.address in shown.letter and "ООО «УК»" in shown.letter
    later = inspector.get(page)
    assert later.context["link"].email == "office@uk.example", "that there is one is still said"
    assert "/company/" not in later.content.decode() and later.context["link"].letter == ""
    inspector.post(page, {"act": "unlink"})
    assert inspector.get(page).context["link"] is None
    made = Event.objects.get(name="company_link.made")
    assert (made.by, made.details) == (world.by, {"organisation": office.company.pk})


def test_an_address_that_is_none_makes_no_link(office: Office, world: World) -> None:
    inspector = entered(world.by, Role.INSPECTOR, world.region)
    page = reverse("admin:supervision_organisation_people", args=[office.company.pk])
    inspector.post(page, {"act": "link", "email": "office uk"})
    assert not CompanyLink.objects.exists()


def test_a_stranger_decides_nothing(office: Office, world: World) -> None:
    office.enter().name("Пётр Петров")
    which = f"named-{Nomination.objects.get().pk}"
    stranger = entered("Чужая", Role.INSPECTOR, "25")
    assert stranger.get(reverse("people_awaited")).context["awaited"] == []
    assert stranger.post(reverse("people_awaited"), {"which": which, "seen": "", "act": "confirm"}).status_code == 404
    assert Nomination.objects.get().state == "waiting"


@pytest.mark.parametrize("before", ["/company/", "/accounts/link/", "https://portal.example/company/"])
def test_the_log_does_not_keep_the_secret(before: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Not Found: %s", (f"{before}s3cret-_/",), None)
    SecretsOfAddresses().filter(record)
    assert record.getMessage() == f"Not Found: {before}…/"


def test_the_log_of_the_portal_goes_through_that_filter(settings: object) -> None:
    logging_of = settings.LOGGING  # type: ignore[attr-defined]
    assert all("secrets_of_addresses" in handler["filters"] for handler in logging_of["handlers"].values())
