"""One person for two companies and in two regions; many chats to join; presses on what was shown long ago; a bot of
which nobody knows the name for links."""

import copy

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from supervision import access
from supervision.actions import invitations, representatives
from supervision.conversation import scenes, texts
from supervision.conversation.scenes import OwnChats
from supervision.dialogs import answering
from supervision.enums import Role
from supervision.messenger.emulator import dialogs as limits
from supervision.messenger.port import LeadTo
from supervision.models import Correspondent, House, MessengerAccount, Organisation, Region, Representative
from tests.browsing import entered
from tests.dialogs import PETROV, Bot
from tests.postman import Postman
from tests.world import TOKEN, World

pytestmark = pytest.mark.usefixtures("nobody_has_tried")
ELSEWHERE = "emulator-25"


def named(world: World, company: Organisation) -> Representative:
    return representatives.add(
        organisation=company, full_name="Пётр Петров", messenger_id=None, since=world.today, by=world.by
    )


def test_one_person_of_two_companies_has_one_list(world: World, bot: Bot, house: House, person: Representative) -> None:
    second = world.company("ТСЖ «Мира, 3»")
    other = world.house("г. Омск, ул. Мира, д. 3", second)
    world.push()
    for one in (person, named(world, second)):
        bot.start(PETROV, bot.invite(one))
        bot.press(PETROV, texts.YES)
    assert bot.links(PETROV) == [house.address, other.address]
    for each in (house, other):
        bot.join(PETROV, each)
        assert world.administrators(each) == {"Пётр П."}
    world.assert_second_pass_plans_nothing()


def in_another_region(world: World) -> Bot:
    """The same messenger and the same people, seen by the body of region 25 with a bot of its own."""
    there = copy.copy(world)
    there.region = Region.objects.get(pk="25")
    there.by = User.objects.create_user("head of 25")
    access.assign_role(there.by, Role.HEAD, there.region)
    there.connect(world.transport, token=ELSEWHERE)
    there.inspector("Инспектор 2")
    bot = Bot(there, Postman(there))
    bot.postman.open_the_way()
    return bot


def test_two_regions_one_person(world: World, bot: Bot, house: House, person: Representative) -> None:
    """Each bot speaks of its own region alone, and whoever leaves one of them stays in the other."""
    bot.start(PETROV, bot.invite(person))
    bot.press(PETROV, texts.YES)
    elsewhere = in_another_region(world)
    there = elsewhere.world
    company = there.company("ООО «УК»")
    far = there.house("г. Владивосток, ул. Светланская, д. 1", company)
    there.push()
    known = named(there, company)
    made = invitations.shown(invitations.invite(person=known, by=there.by), there.account())
    world.emulator.dialogs.start(ELSEWHERE, PETROV, made.link.rpartition("=")[2])
    elsewhere.answer()
    world.emulator.dialogs.press(ELSEWHERE, PETROV, texts.YES)
    elsewhere.answer()
    person.refresh_from_db()
    known.refresh_from_db()
    assert (person.messenger_id, known.messenger_id) == (PETROV, PETROV)
    said = world.emulator.dialogs.texts(ELSEWHERE, PETROV)["messages"][-1]
    assert [button["text"] for row in said["buttons"] for button in row if button["type"] == "link"] == [far.address]
    assert bot.links(PETROV) == [house.address]
    bot.join(PETROV, house)
    elsewhere.join(PETROV, far)
    assert world.administrators(house) == there.administrators(far) == {"Пётр П."}
    bot.press(PETROV, texts.LEAVE, texts.LEAVE_YES)
    world.push()
    there.push()
    assert (world.administrators(house), there.administrators(far)) == (set(), {"Пётр П."})
    there.assert_second_pass_plans_nothing()


def test_many_chats_are_shown_by_tens_and_begin_anew(
    world: World, bot: Bot, house: House, person: Representative
) -> None:
    company = person.organisation
    more = world.houses(21, company)
    world.push()
    bot.start(PETROV, bot.invite(person))
    bot.press(PETROV, texts.YES)
    seen = [*bot.links(PETROV)]
    for _page in range(2):
        bot.press(PETROV, texts.MORE)
        seen += bot.links(PETROV)
    assert sorted(seen) == sorted([house.address, *(each.address for each in more)])
    bot.press(PETROV, texts.BEGIN)
    assert bot.links(PETROV) == seen[:10] and len(bot.shows(PETROV)) == 1


def test_five_hundred_chats_fit_the_messenger_on_every_page() -> None:
    found = OwnChats(
        0, tuple((f"ул. Мира, д. {number}", f"https://max.ru/join/{number}") for number in range(500)), True
    )
    seen: list[str] = []
    for offset in range(0, 500, scenes.CHATS_SHOWN):
        said = scenes.chats(found, offset, welcome=True)
        buttons = [button for row in said.keyboard for button in row]
        assert len(said.text) <= limits.LONGEST_TEXT and len(said.keyboard) <= limits.MOST_ROWS
        assert len(buttons) <= limits.MOST_BUTTONS
        seen += [button.text for button in buttons if isinstance(button, LeadTo)]
    assert seen == [address for address, _link in found.to_join]


def test_a_press_on_what_was_shown_long_ago_is_answered_where_it_was_pressed(
    world: World, bot: Bot, house: House, person: Representative
) -> None:
    bot.start(PETROV, bot.invite(person))
    bot.press(PETROV, texts.YES)
    bot.start(PETROV)
    old, new = world.emulator.dialogs.texts(TOKEN, PETROV)["messages"]
    world.wait(days=40)
    world.emulator.dialogs.press(TOKEN, PETROV, texts.CHECK, old["mid"])
    bot.answer()
    bot.join(PETROV, house)
    world.wait(seconds=11)
    bot.answer()
    shown = {one["mid"]: one["text"] for one in world.emulator.dialogs.texts(TOKEN, PETROV)["messages"]}
    assert texts.CHATS_DONE in shown[old["mid"]] and shown.keys() == {old["mid"], new["mid"]}


def test_a_press_whose_message_is_gone_is_answered_by_a_new_one(
    world: World, bot: Bot, house: House, person: Representative
) -> None:
    bot.start(PETROV, bot.invite(person))
    bot.press(PETROV, texts.YES)
    world.emulator.dialogs.press(TOKEN, PETROV, texts.CHECK)
    bot.postman.deliver()
    world.emulator.dialogs.clear(TOKEN, PETROV)
    answering.answer_some(world.account(), world.messenger)
    assert bot.links(PETROV) == [house.address]
    (only,) = world.emulator.dialogs.texts(TOKEN, PETROV)["messages"]
    assert Correspondent.objects.get().list_message == only["mid"]


def test_a_bot_without_a_name_for_links_is_reached_by_the_code_alone(
    world: World, bot: Bot, house: House, person: Representative
) -> None:
    """And the page on which the inspector invites says so."""
    MessengerAccount.objects.filter(pk="55").update(bot_username="")
    page = reverse("admin:supervision_organisation_people", args=[person.organisation_id])
    shown = entered("Петрова", Role.INSPECTOR).post(page, {"act": "invite", "person": person.pk}).content.decode()
    assert "У бота нет имени для ссылок" in shown and "?start=" not in shown
    made = bot.invite(person)
    assert made.link == ""
    bot.start(PETROV)
    bot.press(PETROV, *made.code, texts.YES)
    assert bot.links(PETROV) == [house.address]
