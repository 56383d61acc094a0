"""A person alone with the bot: a start with the payload of a link, a press that is answered, a message edited."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from client import Client, Refused
from messenger import REPRESENTATIVE, Messenger

PATIENCE = 60  # seconds: what is told ends a poll at once, so this is never waited for
PAYLOAD = "i-Zm9yZWlnbiBjbGllbnRz"
CHOICES = {"Это я": "yes", "Не я": "no"}
ASKED = [[{"type": "callback", "text": text, "payload": payload} for text, payload in CHOICES.items()]]
LISTED = [[{"type": "link", "text": "ул. Мира, д. 1", "url": "https://max.ru/join/1"}]]


@pytest.fixture(autouse=True)
def unhurried(messenger: Messenger) -> Iterator[None]:
    """Two messages a second to one dialog are not what is tried here."""
    messenger.play("switch", message_rate=None)
    yield
    messenger.play("switch", message_rate=2)


@pytest.fixture
def token() -> str:
    """Of a bot of its own for every test, which has heard of nothing yet."""
    return f"emulator-{uuid4().hex}"


@pytest.fixture
def bot(make_client: Callable[[str], Client], token: str) -> Client:
    return make_client(token)


@pytest.fixture
def started(bot: Client, messenger: Messenger, token: str) -> int:
    """The person came by a link; gives where the bot's updates stand afterwards."""
    messenger.play("start", token=token, user_id=REPRESENTATIVE, payload=PAYLOAD)
    return bot.updates([], timeout=PATIENCE)["marker"]


def dialog(messenger: Messenger, token: str) -> list[dict[str, object]]:
    return messenger.play("dialog", token=token, user_id=REPRESENTATIVE)["messages"]


def test_a_start_brings_the_payload_of_its_link_or_none(bot: Client, messenger: Messenger, token: str) -> None:
    messenger.play("start", token=token, user_id=REPRESENTATIVE, payload=PAYLOAD)
    messenger.play("start", token=token, user_id=REPRESENTATIVE)
    by_link, by_hand = bot.updates(["bot_started"], timeout=PATIENCE)["updates"]
    assert (by_link["update_type"], by_link["user"]["user_id"]) == ("bot_started", REPRESENTATIVE)
    assert (by_link["payload"], by_hand.get("payload")) == (PAYLOAD, None)


def test_a_press_is_answered_by_another_message_in_its_place(
    bot: Client, messenger: Messenger, token: str, started: int
) -> None:
    mid = bot.write(REPRESENTATIVE, "Это вы?", ASKED)
    assert [button["text"] for row in dialog(messenger, token)[0]["buttons"] for button in row] == ["Это я", "Не я"]
    messenger.play("press", token=token, user_id=REPRESENTATIVE, button="Это я")
    (told,) = bot.updates(["message_callback"], timeout=PATIENCE, marker=started)["updates"]
    assert (told["callback"]["payload"], told["callback"]["user"]["user_id"]) == ("yes", REPRESENTATIVE)
    assert told["message"]["body"]["mid"] == mid
    assert bot.answer(told["callback"]["callback_id"], "Осталось вступить в 1 чат", LISTED, "Готово")["success"] is True
    (shown,) = dialog(messenger, token)
    assert (shown["mid"], shown["text"]) == (mid, "Осталось вступить в 1 чат")
    assert shown["buttons"][0][0]["url"] == "https://max.ru/join/1"


def test_an_edited_message_keeps_its_place_and_has_the_new_buttons(
    bot: Client, messenger: Messenger, token: str, started: int
) -> None:
    mid = bot.write(REPRESENTATIVE, "Осталось вступить в 2 чата", ASKED)
    assert bot.rewrite(mid, "Осталось вступить в 1 чат", LISTED)["success"] is True
    (shown,) = dialog(messenger, token)
    assert (shown["mid"], shown["text"], len(shown["buttons"])) == (mid, "Осталось вступить в 1 чат", 1)


def test_nobody_is_written_to_before_the_start_or_after_the_stop(bot: Client, messenger: Messenger, token: str) -> None:
    def refusal() -> tuple[int, str]:
        with pytest.raises(Refused) as refused:
            bot.write(REPRESENTATIVE, "Здравствуйте", ASKED)
        return refused.value.status, refused.value.code

    assert refusal() == (403, "chat.denied")
    messenger.play("start", token=token, user_id=REPRESENTATIVE)
    assert bot.write(REPRESENTATIVE, "Здравствуйте", ASKED)
    messenger.play("stop", token=token, user_id=REPRESENTATIVE)
    assert refusal() == (403, "chat.denied")
    kinds = [each["update_type"] for each in bot.updates([], timeout=PATIENCE)["updates"]]
    assert kinds == ["bot_started", "bot_stopped"]


def test_a_press_is_answered_by_its_own_bot_alone(
    bot: Client, stranger: Client, messenger: Messenger, token: str, started: int
) -> None:
    bot.write(REPRESENTATIVE, "Это вы?", ASKED)
    messenger.play("press", token=token, user_id=REPRESENTATIVE, button="Не я")
    (told,) = bot.updates(["message_callback"], timeout=PATIENCE, marker=started)["updates"]
    for client, callback_id in ((stranger, told["callback"]["callback_id"]), (bot, "cb0")):
        with pytest.raises(Refused) as refused:
            client.answer(callback_id, "Чужое", LISTED, "")
        assert refused.value.status == 400
    assert dialog(messenger, token)[0]["text"] == "Это вы?"
