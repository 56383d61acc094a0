"""A person presses a link, says "it is me", joins the chats that the bot lists, and gets the rights.

Nobody types a messenger id. The portal hears presses only, never what somebody writes.
"""

import pytest
from django.core.cache import cache

from supervision.actions import invitations, representatives
from supervision.conversation import texts
from supervision.dialogs import answering, guessing
from supervision.models import (
    Chat,
    CodeTry,
    Correspondent,
    DialogTurn,
    Event,
    House,
    Invitation,
    MessengerUpdate,
    Representative,
)
from tests.dialogs import OTHER, PETROV, STRANGER, Bot
from tests.world import TOKEN, World

pytestmark = pytest.mark.usefixtures("nobody_has_tried")


def has_gone(world: World, person: Representative) -> None:
    """Whoever is not known is waited for; so a story about somebody who never comes ends with their going."""
    world.push()
    assert "Пётр Петров" in Chat.objects.get().request.reason
    representatives.remove(person=person, on=world.today, by=world.by)
    world.push()
    world.assert_second_pass_plans_nothing()


def state() -> str:
    return Invitation.objects.latest("pk").state


def test_a_representative_becomes_known_and_joins(world: World, bot: Bot, house: House, person: Representative) -> None:
    world.push()
    assert world.administrators(house) == set()
    bot.start(PETROV, bot.invite(person))
    assert state() == "opened"
    assert "ООО «УК»" in bot.shows(PETROV)[-1] and "Пётр Петров" in bot.shows(PETROV)[-1]
    bot.press(PETROV, texts.YES)
    person.refresh_from_db()
    assert (state(), person.messenger_id, Invitation.objects.get().account_name) == ("known", PETROV, "Пётр П.")
    assert bot.links(PETROV) == [house.address]
    world.push()
    world.emulator.people.join_by_link(world.chat(house).link, PETROV)
    world.wait(seconds=11)
    bot.answer()
    world.push()
    assert world.administrators(house) == {"Пётр П."}
    assert bot.links(PETROV) == [] and texts.CHATS_DONE in bot.shows(PETROV)[-1]
    assert len(bot.shows(PETROV)) == 1, "one message, edited"
    assert not DialogTurn.objects.exists()
    world.assert_second_pass_plans_nothing()


def test_the_code_on_the_keypad_leads_the_same_way(world: World, bot: Bot, person: Representative) -> None:
    shown = bot.invite(person)
    bot.start(PETROV)
    assert bot.shows(PETROV) == [texts.UNINVITED.format(region="Омская область")]
    bot.press(PETROV, *shown.code, texts.YES)
    person.refresh_from_db()
    assert (state(), person.messenger_id) == ("known", PETROV)


def test_help_is_a_press_away_and_leads_back(world: World, bot: Bot, house: House, person: Representative) -> None:
    world.push()
    bot.start(PETROV, bot.invite(person))
    bot.press(PETROV, texts.YES, texts.HELP_BUTTON)
    assert bot.shows(PETROV) == [texts.HELP.format(region="Омская область")]
    bot.press(PETROV, texts.MY_CHATS)
    assert len(bot.shows(PETROV)) == 1 and bot.links(PETROV) == [house.address]


def test_a_new_number(world: World, bot: Bot, house: House, person: Representative) -> None:
    """The old account loses its rights, the new one gets them, on record."""
    for account in (PETROV, OTHER):
        current = Representative.objects.latest("pk")
        bot.start(account, bot.invite(current))
        bot.press(account, texts.YES)
        world.emulator.people.name(account, f"Пётр {account}")
        world.emulator.people.join_by_link(world.chat(house).link, account)
        bot.answer()
        world.push()
        assert world.administrators(house) == {f"Пётр {account}"}
    changed = Event.objects.get(name="representative.account_changed")
    assert (changed.by, changed.cause) == (None, "dialog")
    world.assert_second_pass_plans_nothing()


def test_not_me(world: World, bot: Bot, person: Representative) -> None:
    shown = bot.invite(person)
    bot.start(STRANGER, shown)
    bot.press(STRANGER, texts.NO)
    person.refresh_from_db()
    assert (state(), person.messenger_id, bot.shows(STRANGER)) == ("declined", None, [texts.DECLINED])
    bot.start(PETROV, shown)
    assert bot.shows(PETROV) == [texts.GONE]
    has_gone(world, person)


def test_a_stranger_gets_one_sentence_and_nothing_is_kept(world: World, bot: Bot, person: Representative) -> None:
    for _time in range(20):
        bot.start(STRANGER)
        world.emulator.dialogs.write(TOKEN, STRANGER, "Почему нет горячей воды?")
        bot.answer()
    said = [one for one in bot.shows(STRANGER) if one != "Почему нет горячей воды?"]
    assert said == [texts.UNINVITED.format(region="Омская область")]
    assert not Correspondent.objects.exists() and not DialogTurn.objects.exists()
    has_gone(world, person)


def test_two_press_one_link_and_one_of_them_is_bound(
    world: World, bot: Bot, house: House, person: Representative
) -> None:
    shown = bot.invite(person)
    bot.start(PETROV, shown)
    bot.start(OTHER, shown)
    bot.press(PETROV, texts.YES)
    bot.press(OTHER, texts.YES)
    person.refresh_from_db()
    assert (person.messenger_id, bot.shows(OTHER)) == (PETROV, [texts.GONE])
    for account in (OTHER, PETROV):
        bot.join(account, house)
    assert world.administrators(house) == {"Пётр П."}
    world.assert_second_pass_plans_nothing()


def test_who_stops_the_bot_is_no_trouble_of_the_account(
    world: World, bot: Bot, house: House, person: Representative
) -> None:
    bot.start(PETROV, bot.invite(person))
    bot.press(PETROV, texts.YES)
    world.emulator.dialogs.stop(TOKEN, PETROV)
    bot.answer()
    assert Correspondent.objects.get().stopped_at is not None
    assert world.account().trouble == ""
    bot.join(PETROV, house)
    world.assert_second_pass_plans_nothing()


def test_a_reply_that_the_person_refuses_is_their_fate(world: World, bot: Bot, person: Representative) -> None:
    bot.start(PETROV, bot.invite(person))
    bot.press(PETROV, texts.YES)
    world.emulator.dialogs.start(TOKEN, PETROV)
    bot.postman.deliver()
    dialog = world.emulator.dialogs.of(TOKEN, PETROV)
    assert dialog is not None
    dialog.is_active = False
    answering.answer_some(world.account(), world.messenger)
    assert Correspondent.objects.get().stopped_at is not None and world.account().trouble == ""
    assert not DialogTurn.objects.exists()


def test_who_leaves_loses_account_and_rights(world: World, bot: Bot, house: House, person: Representative) -> None:
    bot.start(PETROV, bot.invite(person))
    bot.press(PETROV, texts.YES)
    world.emulator.people.join_by_link(world.chat(house).link, PETROV)
    bot.answer()
    world.push()
    bot.press(PETROV, texts.LEAVE, texts.LEAVE_YES)
    world.push()
    person.refresh_from_db()
    assert (person.messenger_id, world.administrators(house), state()) == (None, set(), "undone")
    has_gone(world, person)


def test_codes_are_not_guessed(world: World, bot: Bot, person: Representative) -> None:
    """Five tries an hour: after them not even the right one is an answer."""
    shown = bot.invite(person)
    bot.start(STRANGER)
    wrong = "00000000" if shown.code != "00000000" else "11111111"
    for _try in range(5):
        bot.press(STRANGER, *wrong)
    assert CodeTry.objects.count() == 5
    cache.clear()
    for digit in shown.code[:7]:
        bot.press(STRANGER, digit)
    bot.press(STRANGER, shown.code[7])
    assert bot.shows(STRANGER) == [texts.REST] and state() == "sent"


def test_a_region_under_guessing_rests_and_is_told(world: World, bot: Bot) -> None:
    for number in range(guessing.MOST_OF_REGION):
        guessing.note_wrong(world.region, 900_000 + number, number)
    assert not guessing.may_try(world.region, PETROV)
    guessing.note_wrong(world.region, 1, 1_000)
    assert Event.objects.filter(name="codes.guessed").count() == 1
    world.wait(minutes=61)
    assert guessing.may_try(world.region, PETROV)


def test_an_expired_or_revoked_invitation_leads_nowhere(world: World, bot: Bot, person: Representative) -> None:
    revoked = bot.invite(person)
    invitations.revoke(invitation=Invitation.objects.get(), by=world.by)
    expired = bot.invite(person)
    bot.start(PETROV, revoked)
    world.wait(days=15)
    bot.start(OTHER, expired)
    assert bot.shows(PETROV) == bot.shows(OTHER) == [texts.GONE]


def test_words_of_residents_never_reach_the_portal(world: World, bot: Bot, house: House) -> None:
    """Not subscribed to; and what comes all the same leaves no trace."""
    kept = MessengerUpdate.objects.count()
    chat = world.chat(house)
    message = {
        "sender": {"user_id": STRANGER, "first_name": "Жилец", "is_bot": False},
        "recipient": {"chat_id": chat.messenger_id, "chat_type": "chat"},
        "timestamp": 1_795_000_000_000,
        "body": {"mid": "mid.1", "seq": 1, "text": "Мой телефон 8 900 000-00-00"},
    }
    for kind in ("message_created", "message_edited", "message_removed", "comment_created"):
        told = bot.postman.tell(kind, chat.messenger_id or 0, STRANGER, message=message)
        assert bot.postman.post(told) == 200
    press = {"callback_id": "c", "payload": "code:1", "timestamp": 1, "user": message["sender"]}
    told = bot.postman.tell("message_callback", 0, STRANGER, message=message, callback=press)
    assert bot.postman.post(told) == 200
    assert bot.postman.post(bot.postman.tell("of_the_future", 0, STRANGER)) == 200
    assert MessengerUpdate.objects.count() == kept + 1  # the unknown kind, as ever: by number, without words
    assert not DialogTurn.objects.exists()
