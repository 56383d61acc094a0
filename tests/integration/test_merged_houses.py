"""Two records of one building become one: what passes to the record that stays, what does not, and what is refused."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from supervision import search
from supervision.actions import chats, demolition, management_periods, merging
from supervision.enums import BotState, HouseState, Role, WorkOrderKind
from supervision.errors import Forbidden, HousesRefused, Refused
from supervision.linking import linking
from supervision.models import Chat, Event, House, HouseAlias, ManagementPeriod, Region, WorkOrder
from supervision.queue import outbox
from tests.browsing import signed_in
from tests.frt_files import houses_file, street
from tests.import_command import run
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
ADDRESS, OTHER, WHY = "г. Омск, пр-кт 100-летия, д. 26", "г. Омск, проспект 100-летия, д. 26", "Акт осмотра 4"


@pytest.fixture
def stays(world: World) -> House:
    world.inspector("Иванова")
    return world.house(ADDRESS, world.company("ООО «Одна»"))


@pytest.fixture
def goes(world: World, stays: House) -> House:
    return world.house(OTHER, flats=60, cadastral_number="55:36:1:1")


def merge(world: World, stays: House, goes: House, chat_of: House | None = None) -> None:
    merging.merge(stays=stays, goes=goes, by=world.by, reason=WHY, chat_of=chat_of)


def state(house: House) -> str:
    return House.objects.get(pk=house.pk).state


# --- what passes ---


def test_aliases_and_missing_facts_pass_and_the_other_is_kept_as_merged(
    world: World, stays: House, goes: House
) -> None:
    alias = HouseAlias.objects.create(house=goes, fias_guid="00000000-0000-0000-0000-0000000000aa")
    merge(world, stays, goes)
    kept = House.objects.get(pk=stays.pk)
    assert (kept.address, kept.flats, kept.cadastral_number) == (ADDRESS, 60, "55:36:1:1")
    guids = {str(guid) for guid in kept.aliases.values_list("fias_guid", flat=True)}
    assert guids == {str(goes.fias_guid), alias.fias_guid}
    assert (state(stays), state(goes)) == (HouseState.STANDING, HouseState.MERGED)


def test_days_that_only_the_other_record_tells_pass_and_the_rest_stays_with_it(
    world: World, stays: House, goes: House
) -> None:
    earlier = world.company("ООО «Прежняя»")
    world.period(goes, earlier, date(2024, 1, 1))
    merge(world, stays, goes)
    told = ManagementPeriod.objects.filter(house=stays).order_by("since").values_list("organisation__name", "since")
    assert list(told) == [("ООО «Прежняя»", date(2024, 1, 1)), ("ООО «Одна»", date(2025, 1, 1))]
    assert not ManagementPeriod.objects.filter(house=goes).exists()


def test_the_event_keeps_both_records_as_they_were(world: World, stays: House, goes: House) -> None:
    merge(world, stays, goes)
    event = Event.objects.get(name="house.merged")
    assert (event.by, event.reason, event.details["merged"]) == (world.by, WHY, goes.pk)
    assert event.details["before"]["guid"] == str(goes.fias_guid)
    assert event.details["now"]["filled"] == {"flats": 60, "cadastral_number": "55:36:1:1"}


def test_files_searches_and_a_second_merger_find_the_house_that_stays(world: World, stays: House, goes: House) -> None:
    merge(world, stays, goes)
    assert search.find(world.by, str(goes.fias_guid)).houses == [stays]
    third = world.house("г. Омск, 100-летия, 26")
    merge(world, third, stays)
    assert search.find(world.by, str(goes.fias_guid)).houses == [third]


def test_a_file_that_names_the_merged_record_is_about_the_house_that_stays(world: World, tmp_path: Path) -> None:
    run(houses_file(tmp_path, street(2)), "--apply")
    first, second = House.objects.order_by("pk")
    merge(world, first, second)
    report = run(houses_file(tmp_path, street(2)), "--apply")
    assert (report["houses"]["added"], report["houses"]["changed"]) == (0, 0)
    assert state(second) == HouseState.MERGED


# --- the chat ---


@pytest.mark.parametrize("created", ["neither", "own", "other"])
def test_a_chat_that_exists_serves_the_house_that_stays(world: World, stays: House, goes: House, created: str) -> None:
    if created != "neither":
        first = world.chat(goes if created == "own" else stays)
        Chat.objects.filter(pk=first.pk).update(frozen_reason="подождать")
        world.push()
        Chat.objects.filter(pk=first.pk).update(frozen_reason="")
    expected = world.chat(goes if created == "other" else stays)
    merge(world, stays, goes)
    assert world.chat(stays).pk == expected.pk
    world.push()
    assert world.chat(stays).messenger_id is not None
    assert Chat.objects.filter(house=goes, messenger_id__isnull=False).count() == 0
    assert not WorkOrder.objects.filter(kind=WorkOrderKind.CLOSE_SURPLUS).exists()


@pytest.mark.parametrize("of_other", [False, True], ids=["own chat stays", "the other's chat stays"])
def test_a_chat_too_many_becomes_an_order_until_it_is_unlinked(
    world: World, stays: House, goes: House, of_other: bool
) -> None:
    world.push()
    serves, surplus = world.chat(goes if of_other else stays), world.chat(stays if of_other else goes)
    merge(world, stays, goes, goes if of_other else None)
    world.push()
    assert (world.chat(stays).pk, world.chat(goes).pk) == (serves.pk, surplus.pk)
    order = WorkOrder.objects.get(closed_at=None)
    assert (order.kind, order.chat_id) == (WorkOrderKind.CLOSE_SURPLUS, surplus.pk)
    assert order.inspector is not None and order.inspector.full_name == "Иванова"
    assert serves.link in order.instruction and surplus.link in order.instruction
    linking.unlink(world.chat(goes), by=world.by, reason="Удалён владельцем")
    world.push()
    assert not WorkOrder.objects.filter(closed_at=None).exists()
    world.assert_second_pass_plans_nothing()


def test_the_company_loses_its_rights_in_the_chat_too_many(world: World, stays: House, goes: House) -> None:
    company = world.company("ООО «Две»")
    world.period(goes, company, date(2025, 1, 1))
    world.push()
    world.representative(company, "Петров", joined=goes)
    world.push()
    assert "Петров" in world.administrators(goes)
    merge(world, stays, goes)
    world.push()
    assert "Петров" not in world.administrators(goes)


# --- what is refused ---


def test_records_that_cannot_be_one_are_refused(world: World, stays: House, goes: House) -> None:
    elsewhere = House.objects.create(region=Region.objects.get(pk="54"), fias_guid=goes.fias_guid.__class__(int=9))
    gone = world.house("г. Омск, ул. Снесённая, д. 1")
    demolition.demolish(house=gone, by=world.by, reason=WHY)
    for other in (stays, elsewhere, gone):
        with pytest.raises(Refused):
            merge(world, stays, other)
    with pytest.raises(Refused):
        merging.merge(stays=stays, goes=goes, by=world.by, reason=" ")
    assert not HouseAlias.objects.exists()


def test_two_chats_that_cannot_be_told_apart_are_refused(world: World, stays: House, goes: House) -> None:
    world.push()
    Chat.objects.filter(house=goes).update(bot_state=BotState.REMOVED)
    with pytest.raises(Refused, match=r"bot|бот"):
        merge(world, stays, goes)
    Chat.objects.filter(house=goes).update(bot_state=BotState.IN_PLACE)
    world.freeze(goes, "спор")
    with pytest.raises(Refused):
        merge(world, stays, goes)
    chats.thaw(world.chat(goes), by=world.by)
    merge(world, stays, goes)


def test_an_inspector_may_not_merge(world: World, stays: House, goes: House) -> None:
    signed_in(world, "Анна", Role.INSPECTOR)
    anna = Event._meta.get_field("by").related_model.objects.get(username="Анна")
    with pytest.raises(Forbidden):
        merging.merge(stays=stays, goes=goes, by=anna, reason=WHY)


def test_nothing_is_decided_about_a_merged_record_any_more(world: World, stays: House, goes: House) -> None:
    merge(world, stays, goes)
    merged = House.objects.get(pk=goes.pk)
    for decide in (demolition.demolish, demolition.restore):
        with pytest.raises(Refused):
            decide(house=merged, by=world.by, reason=WHY)
    with pytest.raises(HousesRefused):
        management_periods.replace(
            houses=[merged], organisation=world.company("ООО «Три»"), since=world.today + timedelta(days=1), by=world.by
        )


# --- the page ---


def opened(client: Client, house: House, other: House, **own: str) -> tuple[str, dict[str, str]]:
    url = reverse("admin:supervision_house_merge", args=[house.pk])
    return url, {"other": str(other.fias_guid), "stays": "this", "chat": "", "reason": WHY, **own}


@pytest.mark.parametrize("which", ["this", "other"])
def test_the_head_is_shown_what_becomes_of_it_and_confirms_that(
    world: World, stays: House, goes: House, which: str
) -> None:
    head = signed_in(world, "Борис", Role.HEAD)
    url, form = opened(head, stays, goes, stays=which)
    shown = head.post(url, form).context["shown"]
    kept, merged = (stays, goes) if which == "this" else (goes, stays)
    assert (shown.stays, shown.goes) == (str(kept), str(merged))
    assert shown.periods
    assert state(stays) == state(goes) == HouseState.STANDING
    assert head.post(url, form | {"seen": shown.digest, "confirm": "1"}).status_code == 302
    assert (state(kept), state(merged)) == (HouseState.STANDING, HouseState.MERGED)
    assert head.get(reverse("admin:supervision_house_history", args=[kept.pk])).status_code == 200
    assert str(kept) in head.get(reverse("admin:supervision_house_change", args=[merged.pk])).content.decode()


def test_who_confirms_after_something_changed_is_shown_it_anew(world: World, stays: House, goes: House) -> None:
    head = signed_in(world, "Борис", Role.HEAD)
    url, form = opened(head, stays, goes)
    seen = head.post(url, form).context["shown"].digest
    world.period(goes, world.company("ООО «Вмешалась»"), date(2023, 1, 1))
    answer = head.post(url, form | {"seen": seen, "confirm": "1"})
    assert answer.status_code == 200
    assert state(goes) == HouseState.STANDING


def test_from_the_list_two_records_are_led_to_the_page(world: World, stays: House, goes: House) -> None:
    head = signed_in(world, "Борис", Role.HEAD)
    url = reverse("admin:supervision_house_changelist")
    chosen = {"action": "merge_two", "_selected_action": [stays.pk, goes.pk]}
    answer = head.post(url, chosen)
    assert answer.status_code == 302 and f"/{stays.pk}/merge/?other={goes.fias_guid}" in answer["Location"]
    assert head.post(url, {"action": "merge_two", "_selected_action": [stays.pk]}).status_code in (200, 302)
    assert outbox.parked([world.region.pk]) == 0
