"""Somebody changes a chat in the messenger, of which no event tells: the slow sweep finds it."""

from django.utils import timezone

from supervision.actions import chats
from supervision.enums import BotState, CallCause, HandChanges, Lane
from supervision.models import Chat, Event, House, ManagementPeriod, MessengerAccount, Region, SyncRequest, WorkOrder
from supervision.reconcile import sweeping
from tests.world import TOKEN, World


def settled_house(world: World) -> House:
    world.inspector("Инспектор 1")
    house = world.house("г. Омск, ул. Мира, д. 1")
    world.push()
    return house


def test_a_chat_renamed_by_hand_gets_its_title_back_within_a_day_or_so(world: World) -> None:
    house = settled_house(world)
    world.emulator.people.rename_chat(world.chat(house).messenger_id, "Наш двор")

    world.wait(hours=23)
    sweeping.sweep()
    world.push()
    assert world.seen(house)["title"] == "Наш двор"

    world.wait(hours=2)
    sweeping.sweep()
    world.push()
    assert world.seen(house)["title"] == "г. Омск, ул. Мира, д. 1"
    world.assert_second_pass_plans_nothing()


def test_an_owner_changed_by_hand_is_put_right(world: World) -> None:
    house = settled_house(world)
    world.emulator.people.change_owner(world.chat(house).messenger_id, 777)
    world.wait(hours=25)
    sweeping.sweep()
    world.push()
    assert world.owner(house) == "Инспектор 1"
    world.assert_second_pass_plans_nothing()


def test_a_sweep_leaves_waiting_parked_and_frozen_chats_as_they_are(world: World) -> None:
    house = settled_house(world)
    world.freeze(house, "Разбирательство")
    world.wait(hours=25)
    sweeping.sweep()
    assert not hasattr(world.chat(house), "request")


def seen_after_a_day(world: World, house: House) -> Chat:
    world.wait(hours=25)
    sweeping.sweep()
    world.push()
    return world.chat(house)


def reporting(world: World) -> House:
    Region.objects.filter(pk="55").update(hand_changes=HandChanges.REPORT)
    return settled_house(world)


def test_a_region_that_only_wants_to_know_is_told_and_nothing_is_written(world: World) -> None:
    house = reporting(world)
    world.emulator.people.rename_chat(world.chat(house).messenger_id, "Наш двор")
    before = world.writes()
    chat = seen_after_a_day(world, house)
    assert world.writes() == before
    assert chat.differences == [{"what": "Название", "says": "Наш двор", "wants": "г. Омск, ул. Мира, д. 1"}]
    told = Event.objects.get(name="chat.changed_by_hand")
    assert (told.cause, told.details["differences"]) == ("look", chat.differences)
    seen_after_a_day(world, house)
    assert Event.objects.filter(name="chat.changed_by_hand").count() == 1


def test_what_was_reported_is_set_right_when_a_person_says_so(world: World) -> None:
    house = reporting(world)
    world.emulator.people.rename_chat(world.chat(house).messenger_id, "Наш двор")
    chats.push_now(seen_after_a_day(world, house), by=world.by)
    world.push()
    assert world.seen(house)["title"] == "г. Омск, ул. Мира, д. 1"
    assert (world.chat(house).differences, world.chat(house).differs_since) == ([], None)
    world.assert_second_pass_plans_nothing()


def test_a_new_wish_is_pushed_although_the_region_only_reports(world: World) -> None:
    house = reporting(world)
    world.emulator.people.rename_chat(world.chat(house).messenger_id, "Наш двор")
    House.objects.update(address="г. Омск, ул. Мира, д. 1а")
    world.mark(house)
    world.push()
    assert world.seen(house)["title"] == "г. Омск, ул. Мира, д. 1а"


def test_a_wish_taken_back_half_way_is_no_change_by_hand(world: World) -> None:
    house = reporting(world)
    old, new = world.company("ООО «Старая»"), world.company("ООО «Новая»")
    period = world.period(house, old, world.today)
    world.representative(old, "Представитель старой", joined=house)
    world.push()
    Region.objects.update(handover_days=0)
    world.representative(new, "Представитель новой")
    for company in (new, old):  # the new one's never joins
        ManagementPeriod.objects.filter(pk=period.pk).update(organisation=company)
        world.mark(house)
        world.push()
    assert world.administrators(house) == {"Представитель старой"}
    assert world.chat(house).differences == []


def test_a_wrong_owner_is_never_only_reported(world: World) -> None:
    house = reporting(world)
    world.emulator.people.change_owner(world.chat(house).messenger_id, 777)
    seen_after_a_day(world, house)
    assert world.owner(house) == "Инспектор 1"


def test_what_is_set_right_stays_on_record(world: World) -> None:
    house = settled_house(world)
    world.emulator.people.rename_chat(world.chat(house).messenger_id, "Наш двор")
    chat = seen_after_a_day(world, house)
    assert chat.differences == []
    assert Event.objects.get(name="chat.changed_by_hand").details["differences"][0]["says"] == "Наш двор"
    assert chat.calls.get(step="Rename").cause == CallCause.BY_HAND
    assert chat.calls.get(step="CreateChat").cause == CallCause.WISH


def test_an_administrator_whom_nobody_appointed_is_reported_and_keeps_the_rights(world: World) -> None:
    house = settled_house(world)
    world.emulator.people.name(888, "Активный Житель")
    world.emulator.people.appoint(world.chat(house).messenger_id, 888)
    chat = seen_after_a_day(world, house)
    assert [difference["what"] for difference in chat.differences] == ["Активный Житель"]
    assert world.administrators(house) == {"Активный Житель"}
    world.assert_second_pass_plans_nothing()


def test_when_the_bot_is_removed_its_return_is_ordered_and_seen(world: World) -> None:
    house = settled_house(world)
    messenger_id = world.chat(house).messenger_id
    world.emulator.people.remove_bot(messenger_id, TOKEN)
    assert seen_after_a_day(world, house).bot_state == BotState.REMOVED
    order = WorkOrder.objects.get()
    assert (order.kind, order.inspector.full_name, order.closed_at) == ("add_bot", "Инспектор 1", None)
    assert world.chat(house).link in order.instruction

    world.emulator.people.add_bot(messenger_id, TOKEN, as_admin=False)
    chats.look_now(world.chat(house), by=world.by)
    world.push()
    assert [order.kind for order in WorkOrder.objects.filter(closed_at=None)] == ["make_bot_admin"]

    world.emulator.people.add_bot(messenger_id, TOKEN)
    chats.look_now(world.chat(house), by=world.by)
    world.push()
    assert not WorkOrder.objects.filter(closed_at=None).exists()
    assert world.chat(house).bot_state == BotState.IN_PLACE
    world.assert_second_pass_plans_nothing()


def test_rights_taken_from_the_bot_are_asked_for_by_name(world: World) -> None:
    house = settled_house(world)
    bot = world.emulator.state.chats[world.chat(house).messenger_id].members[world.account().bot_id]
    bot.rights -= {"add_admins"}
    seen_after_a_day(world, house)
    assert "назначает администраторов" in WorkOrder.objects.get(kind="make_bot_admin").instruction


def test_a_chat_of_which_the_messenger_reports_changes_is_looked_at_less_often(world: World) -> None:
    house = settled_house(world)
    world.wait(hours=25)
    MessengerAccount.objects.update(webhook_checked_at=timezone.now())
    sweeping.sweep()
    assert not hasattr(world.chat(house), "request")
    world.wait(days=2)
    MessengerAccount.objects.update(webhook_checked_at=timezone.now())
    sweeping.sweep()
    assert world.chat(house).request.lane == Lane.SWEEP


def test_a_subscription_not_seen_for_an_hour_is_not_relied_on(world: World) -> None:
    house = settled_house(world)
    MessengerAccount.objects.update(webhook_checked_at=timezone.now())
    world.wait(hours=25)
    sweeping.sweep()
    assert world.chat(house).request.lane == Lane.SWEEP


def test_the_sweep_queues_no_more_than_its_share_of_the_rate(world: World) -> None:
    MessengerAccount.objects.update(rate_per_second=1, sweep_share_percent=10)  # three looks a minute
    world.inspector("Инспектор 1")
    world.houses(8)
    world.push()
    world.wait(hours=25)
    for _minute in range(3):
        sweeping.sweep()
    assert SyncRequest.objects.filter(lane=Lane.SWEEP).count() == 3


def test_however_small_the_share_some_chats_are_looked_at(world: World) -> None:
    MessengerAccount.objects.update(rate_per_second=1, sweep_share_percent=1)
    house = settled_house(world)
    world.wait(hours=25)
    sweeping.sweep()
    assert world.chat(house).request.lane == Lane.SWEEP
