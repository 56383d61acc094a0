"""The change of company for many houses: chosen, foreseen, left out, confirmed, once."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from supervision import access
from supervision.actions import demolition, management_periods, operations
from supervision.enums import Role
from supervision.models import Event, House, Inspector, ManagementPeriod, Operation, Organisation, Region
from tests.browsing import entered
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
DECEMBER = date(2026, 12, 1)
HOUSES = "/admin/supervision/house/"


@pytest.fixture
def inspector(world: World) -> Client:
    return entered(world.by, Role.INSPECTOR)


@pytest.fixture
def old(world: World) -> Organisation:
    world.inspector("Инспектор 1")
    return world.company("ООО «Старая»")


@pytest.fixture
def houses(world: World, old: Organisation) -> list[House]:
    """Three with chats; the old company's person is administrator of the first, the new one's has joined it."""
    houses = world.houses(3, old)
    world.push()
    world.representative(old, "Представитель старой", joined=houses[0])
    world.push()
    world.wait(minutes=1)
    return houses


@pytest.fixture
def new(world: World, houses: list[House]) -> Organisation:
    company = world.company("ООО «Новая»")
    world.representative(company, "Представитель новой", joined=houses[0])
    return company


def choose(client: Client, houses: list[House], **more: str) -> str:
    """Ticks the houses in the list; gives the wizard's address."""
    form = {"action": "replace_company", "_selected_action": [str(house.pk) for house in houses], **more}
    answer = client.post(HOUSES, form)
    assert answer.status_code == 302
    return answer["Location"]


def filled(company: Organisation | None, since: date = DECEMBER, **more: str) -> dict[str, str]:
    form = {"since": f"{since:%d.%m.%Y}", "reason": "Решение собрания"}
    return form | ({"organisation": str(company.pk)} if company else {}) | more


def confirm(client: Client, url: str, form: dict[str, str]) -> HttpResponse:
    shown = client.post(url, form).context["shown"]
    return client.post(url, form | {"seen": shown.digest, "confirm": "1"})


def test_the_preview_sums_up_and_names_and_writes_nothing(
    houses: list[House], new: Organisation, inspector: Client
) -> None:
    answer = inspector.post(choose(inspector, houses), filled(new))
    shown = answer.context["shown"]
    assert (len(shown.houses), shown.meaning.created, shown.meaning.granted, shown.meaning.revoked) == (3, 3, 3, 3)
    assert [(loser.name, loser.houses, loser.named) for loser in shown.losers.values()] == [
        ("ООО «Старая»", 3, [("Представитель старой", 3)])
    ]
    assert [gain.name for gain in shown.gains.values()] == ["Представитель новой"]
    meaning = shown.meaning
    assert (meaning.announcements, meaning.owners, meaning.is_beyond_limit) == (3, [], False)
    assert meaning.calls >= 3 * 4
    assert "Представитель старой" in answer.content.decode()
    assert (ManagementPeriod.objects.count(), Operation.objects.count()) == (3, 0)


def test_owners_that_change_are_named(world: World, houses: list[House], new: Organisation, inspector: Client) -> None:
    second = world.inspector("Инспектор 2", zone=False)
    Organisation.objects.filter(pk=new.pk).update(inspector=second)
    answer = inspector.post(choose(inspector, houses), filled(new))
    assert answer.context["shown"].meaning.owners == [(("Инспектор 1", "Инспектор 2"), 3)]
    assert "<b>Инспектор 2</b>" in answer.content.decode()


def test_changes_planned_for_the_same_day_are_counted_and_their_people_lose_nothing(
    world: World, houses: list[House], new: Organisation, inspector: Client
) -> None:
    third = world.company("ООО «Третья»")
    world.representative(third, "Представитель третьей")
    management_periods.replace(houses=houses[:2], organisation=third, since=DECEMBER, by=world.by)
    answer = inspector.post(choose(inspector, houses), filled(new))
    shown = answer.context["shown"]
    assert shown.planned == [("ООО «Третья»", 2)]
    assert [(loser.name, loser.houses, loser.named) for loser in shown.losers.values()] == [
        ("ООО «Старая»", 3, [("Представитель старой", 3)])
    ]
    assert "ООО «Третья»" in answer.content.decode()


def test_chats_that_nobody_can_own_are_counted(houses: list[House], new: Organisation, inspector: Client) -> None:
    url = choose(inspector, houses)
    assert inspector.post(url, filled(new)).context["shown"].meaning.ownerless == 0
    Inspector.objects.update(messenger_id=None)
    answer = inspector.post(url, filled(new))
    meaning = answer.context["shown"].meaning
    assert (meaning.ownerless, meaning.owners) == (3, [])
    said = answer.content.decode()
    assert not any(words in said for words in ("Владельцы остаются прежними", "The owners stay as they are"))


def test_confirming_makes_the_change_and_leads_to_its_progress(
    world: World, houses: list[House], new: Organisation, inspector: Client
) -> None:
    url = choose(inspector, houses)
    answer = confirm(inspector, url, filled(new))
    operation = Operation.objects.get()
    assert answer["Location"] == reverse("admin:supervision_operation_change", args=[operation.pk])
    assert ManagementPeriod.objects.filter(organisation=new, since=DECEMBER).count() == 3
    assert Event.objects.get(name="period.replaced").reason == "Решение собрания"
    assert inspector.get(url).status_code == 404


def test_an_end_of_management_keeps_its_papers_on_record(houses: list[House], inspector: Client) -> None:
    form = filled(None, nobody="on", basis="Приказ", document_number="7")
    confirm(inspector, choose(inspector, houses), form)
    assert {period.until for period in ManagementPeriod.objects.all()} == {DECEMBER}
    details = Event.objects.get(name="period.ended").details
    assert (details["basis"], details["document_number"]) == ("Приказ", "7")


def test_houses_that_refuse_are_named_and_left_out_only_when_asked(
    world: World, houses: list[House], new: Organisation, inspector: Client
) -> None:
    third = world.company("ООО «Третья»")
    operations.replace_company(houses=houses[:1], organisation=third, since=date(2027, 1, 1), by=world.by, reason="r")
    url, form = choose(inspector, houses), filled(new)
    shown = inspector.post(url, form).context["shown"]
    assert [str(houses[0]) in line for line in shown.refused] == [True]
    assert "уже запланирована" in shown.refused[0]
    refused = inspector.post(url, form | {"seen": shown.digest, "confirm": "1"})
    assert refused.context["refusal"].blockers == shown.refused

    shown = inspector.post(url, form | {"leave_out": "1"}).context["shown"]
    assert (shown.refused, len(shown.houses)) == ((), 2)
    inspector.post(url, form | {"seen": shown.digest, "confirm": "1"})
    assert ManagementPeriod.objects.filter(organisation=new).count() == 2


def test_demolished_houses_have_a_list_of_their_own_and_are_left_out_only_when_asked(
    world: World, houses: list[House], new: Organisation, inspector: Client
) -> None:
    demolition.demolish(house=houses[1], by=world.by, reason="Акт 7")
    url, form = choose(inspector, houses), filled(new)
    answer = inspector.post(url, form)
    shown = answer.context["shown"]
    assert shown.refused == () and [str(houses[1]) in line for line in shown.demolished] == [True]
    assert "leave_out" in answer.content.decode()
    assert inspector.post(url, form | {"seen": shown.digest, "confirm": "1"}).context["refusal"]
    assert not ManagementPeriod.objects.filter(organisation=new).exists()

    shown = inspector.post(url, form | {"leave_out": "1"}).context["shown"]
    inspector.post(url, form | {"seen": shown.digest, "confirm": "1"})
    passed = ManagementPeriod.objects.filter(organisation=new).values_list("house", flat=True)
    assert set(passed) == {houses[0].pk, houses[2].pk}


def test_where_every_house_refuses_nothing_is_left_to_choose(
    houses: list[House], old: Organisation, inspector: Client
) -> None:
    url = choose(inspector, houses)
    assert inspector.post(url, filled(old)).context["shown"].houses == ()
    assert inspector.post(url, filled(old, leave_out="1")).context["refusal"]
    assert inspector.get(url).status_code == 200


def test_all_that_the_filter_shows_is_frozen_when_it_is_chosen(
    world: World, houses: list[House], new: Organisation, inspector: Client
) -> None:
    world.house("г. Омск, ул. Мира, д. 5", new)
    answer = inspector.post(
        f"{HOUSES}?q=садовая",
        {"action": "replace_company", "select_across": "1", "_selected_action": [str(houses[0].pk)]},
    )
    world.house("г. Омск, ул. Садовая, д. 9", new)
    assert set(inspector.get(answer["Location"]).context["houses"]) == set(houses)


def test_all_houses_of_a_company_are_passed_on_from_its_page(
    world: World, houses: list[House], old: Organisation, inspector: Client
) -> None:
    world.house("г. Омск, ул. Мира, д. 5", world.company("ООО «Другая»"))
    page = reverse("admin:supervision_organisation_change", args=[old.pk])
    assert inspector.get(page).context["managed"] == 3
    button = reverse("admin:supervision_organisation_pass_houses", args=[old.pk])
    assert button in inspector.get(page).content.decode()
    assert inspector.get(button).status_code == 405
    assert set(inspector.get(inspector.post(button)["Location"]).context["houses"]) == set(houses)


def test_of_two_inspectors_the_second_is_told_what_the_first_decided(
    world: World, houses: list[House], new: Organisation, inspector: Client
) -> None:
    colleague = entered(User.objects.create_user("colleague"), Role.INSPECTOR)
    third, form = world.company("ООО «Третья»"), filled(new)
    theirs, ours = choose(colleague, houses[1:]), choose(inspector, houses[:2])
    seen = inspector.post(ours, form).context["shown"].digest
    confirm(colleague, theirs, filled(third, date(2026, 12, 10)))
    answer = inspector.post(ours, form | {"seen": seen, "confirm": "1"})
    assert [str(houses[1]) in line for line in answer.context["shown"].refused] == [True]
    assert "10.12.2026" in answer.content.decode()
    assert not ManagementPeriod.objects.filter(organisation=new).exists()


def test_beyond_the_limit_the_preview_says_so(world: World, old: Organisation, inspector: Client) -> None:
    houses = world.houses(60, old)
    world.push()
    shown = inspector.post(choose(inspector, houses), filled(world.company("ООО «Новая»"))).context["shown"].meaning
    assert (shown.changing, shown.most_changing, shown.is_beyond_limit) == (60, 50, True)


def test_a_selection_belongs_to_its_session_and_a_reader_cannot_make_one(
    world: World, houses: list[House], old: Organisation, inspector: Client
) -> None:
    url = choose(inspector, houses)
    stranger = entered(User.objects.create_user("stranger"), Role.INSPECTOR, "25")
    reader = entered(User.objects.create_user("reader"), Role.ANALYST, None)
    button = reverse("admin:supervision_organisation_pass_houses", args=[old.pk])
    assert [client.get(url).status_code for client in (stranger, reader)] == [404, 404]
    assert [client.post(button).status_code for client in (stranger, reader)] == [404, 403]
    assert "replace_company" not in reader.get(HOUSES).content.decode()
    reader.post(HOUSES, {"action": "replace_company", "_selected_action": [str(houses[0].pk)]})
    assert not reader.session.get("selections_of_houses")


def test_rights_lost_after_choosing_are_asked_for_again(world: World, houses: list[House], inspector: Client) -> None:
    url = choose(inspector, houses)
    access.withdraw_role(User.objects.get(pk=world.by.pk), world.region)
    access.assign_role(User.objects.get(pk=world.by.pk), Role.ANALYST)
    assert inspector.get(url).status_code == 403


def test_houses_of_two_regions_are_refused_in_words(world: World, houses: list[House]) -> None:
    moscow = House.objects.create(
        region_id="77", fias_guid="00000000-0000-0000-0000-0000000000ff", address="Тверская, 1", address_key="т"
    )
    both = entered(world.by, Role.INSPECTOR)
    access.assign_role(User.objects.get(pk=world.by.pk), Role.INSPECTOR, Region.objects.get(pk="77"))
    form = {"action": "replace_company", "_selected_action": [str(house.pk) for house in (houses[0], moscow)]}
    assert "одного региона" in both.post(HOUSES, form, follow=True).content.decode()


def test_looking_writes_nothing(houses: list[House], inspector: Client) -> None:
    url = choose(inspector, houses)
    with CaptureQueriesContext(connection) as queries:
        inspector.get(url)
    assert not [query for query in queries if re.match(r"INSERT|UPDATE|DELETE|WITH", query["sql"])]


def test_the_preview_takes_as_many_queries_for_many_houses_as_for_few(
    world: World, old: Organisation, inspector: Client
) -> None:
    new, counts = world.company("ООО «Новая»"), []
    for number, size in enumerate((5, 5, 200)):
        url = choose(inspector, world.houses(size, old, street=f"ул. {number}"))
        with CaptureQueriesContext(connection) as queries:
            inspector.post(url, filled(new))
        counts.append(len(queries))
    assert counts[1] == counts[2] <= 75
