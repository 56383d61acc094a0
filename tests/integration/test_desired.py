"""The wish: titles, days in the region's own time zone, and a constant number of queries."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from supervision.actions import chats, management_periods
from supervision.desired.chats import desired_chat, desired_chats
from supervision.desired.state import DesiredChat, Existence
from supervision.desired.titles import LONGEST_TITLE
from supervision.enums import HouseState
from supervision.errors import Refused
from supervision.models import Absence, Chat, House, Region, Representative, WorkOrder
from tests.world import World

DECEMBER = date(2026, 12, 1)


def wish(world: World, house: House, on: date | None = None) -> DesiredChat:
    return desired_chat(world.chat(house).pk, on=on)


def administrators(wished: DesiredChat) -> list[str]:
    return [each.person.name for each in wished.administrators]


class TestTitles:
    def test_the_first_of_equal_addresses_keeps_the_plain_title(self, world: World) -> None:
        first, second = world.house("г. Омск, ул. Мира, д. 1"), world.house("г. Омск, ул. Мира, д. 1", letter="Б")
        assert wish(world, first).title == "г. Омск, ул. Мира, д. 1"
        assert wish(world, second).title == "г. Омск, ул. Мира, д. 1 (литера Б)"

    def test_a_municipality_tells_apart_and_what_a_person_said_wins(self, world: World) -> None:
        world.house("ул. Мира, д. 1")
        second = world.house("ул. Мира, д. 1")
        House.objects.filter(pk=second.pk).update(municipality=world.city("г. Тара"))
        assert wish(world, second).title == "ул. Мира, д. 1 (г. Тара)"
        chats.tell_apart(world.chat(second), words="  (за школой) ", by=world.by)
        assert wish(world, second).title == "ул. Мира, д. 1 (за школой)"

    def test_twins_without_words_wait_for_a_person_before_an_order_is_written(self, world: World) -> None:
        world.inspector("Инспектор 1")
        world.connect(world.transport, mode="manual")
        first, second = world.house("ул. Мира, д. 1"), world.house("ул. Мира, д. 1")
        world.push()
        assert [order.chat.house for order in WorkOrder.objects.select_related("chat__house")] == [first]
        chat = world.chat(second)
        assert chat.request.state == "parked"
        assert "отличают жители" in chat.request.reason
        chats.tell_apart(chat, words="корпус 2", by=world.by)
        world.push()
        assert WorkOrder.objects.get(chat=chat).title == "ул. Мира, д. 1 (корпус 2)"

    def test_two_houses_of_an_address_cannot_have_the_same_words(self, world: World) -> None:
        world.house("ул. Мира, д. 1")
        second, third = world.house("ул. Мира, д. 1"), world.house("ул. Мира, д. 1")
        chats.tell_apart(world.chat(second), words="корпус 2", by=world.by)
        with pytest.raises(Refused):
            chats.tell_apart(world.chat(third), words="Корпус 2", by=world.by)

    def test_equal_addresses_of_two_regions_do_not_meet(self, world: World) -> None:
        House.objects.create(region_id="77", fias_guid="5" * 32, address="ул. Мира, д. 1", address_key="ул. мира, д. 1")
        assert wish(world, world.house("ул. Мира, д. 1")).title == "ул. Мира, д. 1"

    def test_a_title_fits_the_messenger_and_is_still_the_houses_own(self, world: World) -> None:
        house = world.house("г. Омск, " + "очень " * 40 + "длинная улица, д. 1")
        title = wish(world, house).title
        assert len(title) == LONGEST_TITLE
        assert title.endswith("длинная улица, д. 1")
        assert "…" in title

    def test_a_title_of_just_the_length_is_left_whole(self, world: World) -> None:
        address = "а" * LONGEST_TITLE
        assert wish(world, world.house(address)).title == address

    def test_the_region_says_how_a_title_reads(self, world: World) -> None:
        world.region.title_template = "Дом {number}, {street}"
        world.region.save()
        assert wish(world, world.house("г. Омск", street="ул. Мира", number="1")).title == "Дом 1, ул. Мира"


class TestDays:
    @pytest.fixture
    def house(self, world: World) -> House:
        """Passes to the new company on the first of December."""
        old, new = world.company("ООО «Старая»"), world.company("ООО «Новая»")
        house = world.house("г. Омск, ул. Мира, д. 1", old)
        world.representative(old, "Старый")
        world.representative(new, "Новый")
        management_periods.replace(houses=[house], organisation=new, since=DECEMBER, by=world.by)
        return house

    def test_the_new_company_has_its_rights_on_the_day_and_not_before(self, world: World, house: House) -> None:
        assert administrators(wish(world, house, date(2026, 11, 30))) == ["Старый"]
        assert administrators(wish(world, house, DECEMBER)) == ["Новый"]

    def test_the_old_companys_people_are_those_who_may_be_dismissed(self, world: World, house: House) -> None:
        former = Representative.objects.get(full_name="Старый").messenger_id
        assert wish(world, house, DECEMBER).former == {former}

    @pytest.mark.parametrize(
        ("zone", "midnight"),
        [
            ("Asia/Kamchatka", datetime(2026, 11, 30, 12, 0, tzinfo=UTC)),
            ("Asia/Omsk", datetime(2026, 11, 30, 18, 0, tzinfo=UTC)),
            ("Europe/Kaliningrad", datetime(2026, 11, 30, 22, 0, tzinfo=UTC)),
        ],
    )
    def test_the_day_starts_at_midnight_of_the_region(
        self, world: World, house: House, zone: str, midnight: datetime
    ) -> None:
        Region.objects.filter(pk="55").update(time_zone=zone)
        world.clock.move_to(midnight.replace(hour=midnight.hour - 1, minute=59))
        assert administrators(wish(world, house)) == ["Старый"]
        world.clock.move_to(midnight)
        assert administrators(wish(world, house)) == ["Новый"]

    def test_a_wish_tells_until_when_it_holds(self, world: World, house: House) -> None:
        assert wish(world, house).valid_until == DECEMBER
        assert wish(world, house, DECEMBER).valid_until is None

    def test_a_representatives_last_day_bounds_the_wish(self, world: World, house: House) -> None:
        Representative.objects.filter(full_name="Старый").update(until=date(2026, 11, 25))
        assert wish(world, house).valid_until == date(2026, 11, 25)
        assert administrators(wish(world, house, date(2026, 11, 25))) == []

    def test_an_absence_of_the_owner_bounds_the_wish(self, world: World, house: House) -> None:
        owner, deputy = world.inspector("Инспектор 1"), world.inspector("Заместитель", zone=False)
        since, until = date(2026, 11, 23), date(2026, 11, 27)
        Absence.objects.create(inspector=owner, substitute=deputy, since=since, until=until)
        assert wish(world, house).valid_until == since
        assert wish(world, house, since).valid_until == until
        assert wish(world, house, until).valid_until == DECEMBER


class TestExistence:
    def test_a_house_out_of_scope_wants_no_chat(self, world: World) -> None:
        house = world.house("ул. Мира, д. 1", flats=3)
        Region.objects.filter(pk="55").update(min_flats=10)
        assert wish(world, house).existence is Existence.UNWANTED

    def test_a_stricter_policy_takes_no_chat_away(self, world: World) -> None:
        world.inspector("Инспектор 1")
        house = world.house("ул. Мира, д. 1", flats=3)
        world.push()
        Region.objects.filter(pk="55").update(min_flats=10)
        assert wish(world, house).existence is Existence.WANTED

    def test_of_a_demolished_house_nobody_is_administrator_and_nothing_is_announced(self, world: World) -> None:
        company = world.company("ООО «УК»")
        house = world.house("ул. Мира, д. 1", company)
        world.representative(company, "Представитель")
        House.objects.update(state=HouseState.DEMOLISHED)
        wished = wish(world, house)
        assert wished.existence is Existence.RETIRED
        assert wished.administrators == ()
        assert wished.announcement is None
        assert len(wished.former) == 1


def test_a_company_without_name_for_residents_is_said_in_words(world: World) -> None:
    house = world.house("ул. Мира, д. 1")
    world.period(house, None, date(2025, 1, 1))
    assert wish(world, house).description.endswith((" (direct management).", "управление)."))


def test_the_first_wish_of_two_hundred_costs_as_many_queries_as_one(world: World) -> None:
    world.inspector("Инспектор 1")
    company = world.company("ООО «УК»")
    world.representative(company, "Представитель")
    world.houses(200, company)
    chats = list(Chat.objects.values_list("pk", flat=True))
    counts = []
    for some in (chats[:1], chats):
        with CaptureQueriesContext(connection) as queries:
            assert len(desired_chats(some)) == len(some)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
