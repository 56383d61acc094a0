"""The page on which a house passes to another company: shown first, done after, refused in words."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from supervision import access
from supervision.actions import demolition, management_periods, obstacles
from supervision.enums import Role
from supervision.models import Event, House, ManagementPeriod, Organisation, Region, SyncRequest
from tests.browsing import browser_of, entered
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
DECEMBER = date(2026, 12, 1)


@pytest.fixture
def house(world: World) -> House:
    world.inspector("Инспектор 1")
    old = world.company("ООО «Старая»")
    house = world.house("г. Омск, ул. Мира, д. 1", old)
    world.push()
    world.representative(old, "Представитель старой", joined=house)
    world.push()
    return house


@pytest.fixture
def new(world: World, house: House) -> Organisation:
    company = world.company("ООО «Новая»")
    world.representative(company, "Представитель новой", joined=house)
    return company


@pytest.fixture
def inspector(world: World) -> Client:
    return entered(world.by, Role.INSPECTOR, world.region)


def url(house: House) -> str:
    return reverse("admin:supervision_house_replace_company", args=[house.pk])


def filled(company: Organisation | None, since: date, **more: str) -> dict[str, str]:
    form = {"since": f"{since:%d.%m.%Y}", "basis": "Протокол", "document_number": "4", "reason": "Решение собрания"}
    return form | ({"organisation": str(company.pk)} if company else {"direct": "on"}) | more


def confirm(client: Client, house: House, form: dict[str, str]) -> HttpResponse:
    shown = client.post(url(house), form).context["shown"]
    return client.post(url(house), form | {"seen": shown.digest, "confirm": "1"})


def test_the_preview_says_who_gains_and_who_loses_and_writes_nothing(
    house: House, new: Organisation, inspector: Client
) -> None:
    shown = inspector.post(url(house), filled(new, DECEMBER)).context["shown"]
    assert (shown.old, shown.new) == ("ООО «Старая»", "ООО «Новая»")
    assert [name for name, _presence in shown.gains] == ["Представитель новой"]
    assert shown.loses == ("Представитель старой",)
    assert "01.12.2026 00:00 МСК+3" in shown.acts
    assert "ООО «Новая»" in shown.announcement
    assert ManagementPeriod.objects.count() == 1
    assert not Event.objects.filter(name="period.replaced").exists()


def test_what_was_confirmed_arrives_in_the_messenger_on_the_day(
    world: World, house: House, new: Organisation, inspector: Client
) -> None:
    assert confirm(inspector, house, filled(new, DECEMBER)).status_code == 302
    world.push()
    assert world.administrators(house) == {"Представитель старой"}

    world.go_to(DECEMBER, hour=0)
    world.push()
    assert world.administrators(house) == {"Представитель новой"}
    assert "ООО «Новая»" in world.messages(house)[0]
    world.assert_second_pass_plans_nothing()


def test_the_change_is_on_record_with_its_author_and_papers(
    world: World, house: House, new: Organisation, inspector: Client
) -> None:
    confirm(inspector, house, filled(new, DECEMBER, registered_on="20.11.2026"))
    period = house.periods.get(organisation=new)
    assert (period.basis, period.document_number) == ("Протокол", "4")
    assert period.registered_at == world.region.midnight(date(2026, 11, 20))
    event = Event.objects.get(name="period.replaced")
    assert (event.by, event.reason) == (world.by, "Решение собрания")


def test_a_house_can_pass_to_direct_management(world: World, house: House, inspector: Client) -> None:
    confirm(inspector, house, filled(None, world.today))
    world.push()
    assert world.administrators(house) == set()
    assert "непосредственное управление" in world.messages(house)[0]


def test_confirming_the_same_form_twice_is_refused_in_words(house: House, new: Organisation, inspector: Client) -> None:
    form = filled(new, DECEMBER)
    shown = inspector.post(url(house), form).context["shown"]
    again = form | {"seen": shown.digest, "confirm": "1"}
    assert inspector.post(url(house), again).status_code == 302
    answer = inspector.post(url(house), again)
    assert "на эту дату домом уже управляет эта организация" in answer.content.decode()
    assert ManagementPeriod.objects.count() == 2


def test_what_changed_since_the_preview_is_shown_anew_instead_of_done(
    world: World, house: House, new: Organisation, inspector: Client
) -> None:
    form = filled(new, DECEMBER)
    shown = inspector.post(url(house), form).context["shown"]
    world.representative(new, "Второй представитель")
    answer = inspector.post(url(house), form | {"seen": shown.digest, "confirm": "1"})
    assert [name for name, _presence in answer.context["shown"].gains][1:] == ["Второй представитель"]
    assert "что-то изменилось" in answer.content.decode()
    assert ManagementPeriod.objects.count() == 1


def test_a_planned_change_stands_in_the_way_of_another_one(
    world: World, house: House, new: Organisation, inspector: Client
) -> None:
    confirm(inspector, house, filled(new, DECEMBER))
    third = world.company("ООО «Третья»")
    answer = inspector.post(url(house), filled(third, world.today))
    assert "на 01.12.2026 уже запланирована смена" in answer.content.decode()


def test_a_change_planned_for_the_same_day_is_named_and_its_people_lose_nothing(
    world: World, house: House, new: Organisation, inspector: Client
) -> None:
    third = world.company("ООО «Третья»")
    world.representative(third, "Представитель третьей")
    management_periods.replace(houses=[house], organisation=third, since=DECEMBER, by=world.by)
    answer = inspector.post(url(house), filled(new, DECEMBER))
    shown = answer.context["shown"]
    assert (shown.old, shown.replaced, shown.loses) == ("ООО «Старая»", "ООО «Третья»", ("Представитель старой",))
    assert "ООО «Третья»" in answer.content.decode()


def test_a_change_dated_before_one_that_acts_is_not_told_to_cancel_it(
    world: World, house: House, new: Organisation, inspector: Client
) -> None:
    management_periods.replace(
        houses=[house], organisation=world.company("ООО «Третья»"), since=world.today, by=world.by
    )
    refusal = inspector.post(url(house), filled(new, date(2026, 11, 1))).context["refusal"]
    assert "ООО «Третья»" in refusal.blockers[0]
    assert "20.11.2026" in refusal.blockers[0]
    assert "planned" not in refusal.blockers[0]
    assert "отменит" not in refusal.blockers[0]


def test_organisation_and_direct_management_exclude_each_other(
    house: House, new: Organisation, inspector: Client
) -> None:
    for form in (filled(new, DECEMBER, direct="on"), {"since": "01.12.2026", "reason": "Решение"}):
        assert "organisation" in inspector.post(url(house), form).context["form"].errors


def test_looking_at_the_form_writes_nothing(house: House, inspector: Client) -> None:
    before = SyncRequest.objects.count()
    answer = inspector.get(url(house))
    assert answer.context["form"].initial["since"] == DECEMBER
    assert f"in_region={house.region_id}" in answer.content.decode()
    assert (SyncRequest.objects.count(), ManagementPeriod.objects.count()) == (before, 1)


def test_a_stranger_gets_404_and_a_reader_403(house: House, new: Organisation) -> None:
    stranger, analyst = User.objects.create_user("stranger"), User.objects.create_user("analyst")
    access.assign_role(stranger, Role.INSPECTOR, Region.objects.get(pk="25"))
    access.assign_role(analyst, Role.ANALYST)
    for user, status in ((stranger, 404), (analyst, 403)):
        client = browser_of(user)
        assert client.get(url(house)).status_code == status
        assert client.post(url(house), filled(new, DECEMBER)).status_code == status


def test_a_house_without_a_chat_changes_hands_in_the_register_only(world: World, inspector: Client) -> None:
    Region.objects.filter(pk="55").update(min_flats=5)
    house = world.house("г. Омск, ул. Новая, д. 2", world.company("ООО «А»"), flats=2)
    other = world.company("ООО «Б»")
    assert inspector.post(url(house), filled(other, DECEMBER)).context["shown"].has_chat is False
    confirm(inspector, house, filled(other, DECEMBER))
    assert house.periods.filter(organisation=other).exists()


def test_a_demolished_house_passes_to_nobody_and_the_page_says_why(
    world: World, house: House, new: Organisation, inspector: Client
) -> None:
    demolition.demolish(house=house, by=world.by, reason="Акт 7")
    with translation.override("ru"):
        why = tuple(obstacles.demolished([house.pk]).values())
    for form in (filled(new, DECEMBER), filled(None, DECEMBER)):
        assert inspector.post(url(house), form).context["refusal"].blockers == why
    assert ManagementPeriod.objects.count() == 1


def test_a_house_demolished_after_the_preview_is_refused_at_the_confirmation(
    world: World, house: House, new: Organisation, inspector: Client
) -> None:
    form = filled(new, DECEMBER)
    shown = inspector.post(url(house), form).context["shown"]
    demolition.demolish(house=house, by=world.by, reason="Акт 7")
    answer = inspector.post(url(house), form | {"seen": shown.digest, "confirm": "1"})
    assert answer.context["refusal"] and ManagementPeriod.objects.count() == 1


def test_the_management_of_a_demolished_house_can_end(world: World, house: House, inspector: Client) -> None:
    demolition.demolish(house=house, by=world.by, reason="Акт 7")
    form = filled(None, DECEMBER, nobody="on")
    del form["direct"]
    assert confirm(inspector, house, form).status_code == 302
    assert house.periods.get().until == DECEMBER


@pytest.mark.parametrize("wrong", [{"since": "31.12.9999"}, {"registered_on": "01.01.0001"}, {"organisation": "abc"}])
def test_what_cannot_be_is_refused_beside_its_field(
    inspector: Client, house: House, new: Organisation, wrong: dict[str, str]
) -> None:
    answer = inspector.post(url(house), filled(new, DECEMBER) | wrong)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == set(wrong)
    assert "shown" not in answer.context
