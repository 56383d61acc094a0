"""Webhooks that the emulator posts: secret, repetition, removal by itself, and what may go wrong on the way."""

import json

import httpx
import pytest
from contract_place import NEIGHBOUR, OWNER

HOOK, SECRET = "https://portal.example/max", "secret_of-55"


class Receiver:
    """Answers with `status`, or not at all where it is None, and keeps what came."""

    def __init__(self):
        self.status, self.posts = 200, []

    def __call__(self, post):
        self.posts.append(post)
        if self.status is None:
            raise httpx.ConnectError("nobody listens")
        return self.status

    def titles(self):
        return [json.loads(post.body)["title"] for post in self.posts]


@pytest.fixture
def receiver():
    return Receiver()


@pytest.fixture
def clock(place):
    """The emulator's clock in the test's hand: `clock["now"] += seconds`."""
    held = {"now": 1000.0}
    place.emulator.clock = lambda: held["now"]
    return held


@pytest.fixture
def chat_id(place, chat_id):
    """The chat made by hand, whose titles and people the bot has subscribed to since."""
    hook = {"url": HOOK, "secret": SECRET, "update_types": ["chat_title_changed", "user_added"]}
    assert place.raw("POST", "/subscriptions", json=hook).json() == {"success": True}
    return chat_id


def subscriptions(place):
    return place.raw("GET", "/subscriptions").json()["subscriptions"]


def test_one_update_is_one_post_with_the_secret(place, chat_id, receiver):
    place.emulator.people.rename_chat(chat_id, "Наш двор")
    assert place.emulator.deliver(receiver) == 1
    (post,) = receiver.posts
    assert (post.url, post.headers["X-Max-Bot-Api-Secret"]) == (HOOK, SECRET)
    assert json.loads(post.body)["update_type"] == "chat_title_changed"
    assert place.emulator.deliver(receiver) == 0


def test_only_the_wished_kinds_are_posted(place, chat_id, receiver):
    place.emulator.people.post(chat_id, OWNER, "Здравствуйте")
    place.emulator.people.join(chat_id, NEIGHBOUR)
    place.emulator.deliver(receiver)
    assert [json.loads(post.body)["update_type"] for post in receiver.posts] == ["user_added"]


@pytest.mark.parametrize("status", [500, 204, 302, None])
def test_whatever_is_not_200_is_repeated_after_60_seconds_and_then_ever_later(place, chat_id, receiver, clock, status):
    receiver.status = status
    place.emulator.people.rename_chat(chat_id, "Наш двор")
    pauses = []
    for pause in (0, 60, 150, 375):
        clock["now"] += pause - 1
        pauses.append(place.emulator.deliver(receiver) if pause else 0)
        clock["now"] += 1
        pauses.append(place.emulator.deliver(receiver))
    assert pauses == [0, 1] * 4
    receiver.status = 200
    clock["now"] += 938
    assert place.emulator.deliver(receiver) == 1
    clock["now"] += 3600
    assert place.emulator.deliver(receiver) == 0


def test_after_eight_hours_without_success_the_subscription_is_gone(place, chat_id, receiver, clock):
    receiver.status = 500
    place.emulator.people.rename_chat(chat_id, "Наш двор")
    place.emulator.deliver(receiver)
    clock["now"] += 8 * 3600 - 1
    place.emulator.deliver(receiver)
    assert len(subscriptions(place)) == 1
    clock["now"] += 1
    place.emulator.deliver(receiver)
    assert subscriptions(place) == []
    assert place.emulator.stats()["webhooks"]["unsubscribed"] == 1


def test_a_success_in_between_starts_the_eight_hours_anew(place, chat_id, receiver, clock):
    receiver.status = 500
    place.emulator.people.rename_chat(chat_id, "Первый")
    place.emulator.deliver(receiver)
    receiver.status = 200
    clock["now"] += 5 * 3600
    place.emulator.deliver(receiver)
    receiver.status = 500
    place.emulator.people.rename_chat(chat_id, "Второй")
    place.emulator.deliver(receiver)
    clock["now"] += 5 * 3600
    place.emulator.deliver(receiver)
    assert len(subscriptions(place)) == 1


def test_a_quiet_subscription_stays(place, chat_id, receiver, clock):
    clock["now"] += 30 * 24 * 3600
    place.emulator.deliver(receiver)
    assert [(each["url"], each["update_types"]) for each in subscriptions(place)] == [
        (HOOK, ["chat_title_changed", "user_added"])
    ]


def test_unsubscribing_stops_what_is_under_way(place, chat_id, receiver):
    place.emulator.people.rename_chat(chat_id, "Наш двор")
    place.raw("DELETE", f"/subscriptions?url={HOOK}")
    assert place.emulator.deliver(receiver) == 0


@pytest.mark.parametrize(
    "kind, titles",
    [("duplicate", ["1", "1", "2"]), ("reorder", ["2", "1"]), ("drop", ["2"])],
)
def test_updates_come_twice_late_or_never(place, chat_id, receiver, clock, kind, titles):
    place.emulator.faults.add(kind, operation="chat_title_changed")
    for title in ("1", "2"):
        place.emulator.people.rename_chat(chat_id, title)
    place.emulator.deliver(receiver)
    assert receiver.titles() == titles


def test_an_update_that_nothing_overtakes_comes_after_a_minute(place, chat_id, receiver, clock):
    place.emulator.faults.add("reorder")
    place.emulator.people.rename_chat(chat_id, "Наш двор")
    assert place.emulator.deliver(receiver) == 0
    clock["now"] += 60
    assert place.emulator.deliver(receiver) == 1


def test_a_share_of_the_updates_is_lost_and_the_same_seed_loses_the_same_ones(place, chat_id):
    came = []
    for seed in (3, 3, 4):
        receiver = Receiver()
        place.emulator.faults.clear()
        place.emulator.faults.add_share("drop", rate=0.5, seed=seed)
        for number in range(40):
            place.emulator.people.rename_chat(chat_id, f"Двор {number}")
        place.emulator.deliver(receiver)
        came.append(receiver.titles())
    assert 5 < len(came[0]) < 35
    assert came[0] == came[1] != came[2]


def test_a_receiver_may_ask_the_emulator_before_it_answers(place, chat_id):
    titles = []

    def look(post):
        chat = json.loads(post.body)["chat_id"]
        titles.append(place.raw("GET", f"/chats/{chat}").json()["title"])
        return 200

    place.emulator.people.rename_chat(chat_id, "Наш двор")
    place.emulator.deliver(look)
    assert titles == ["Наш двор"]


def test_an_error_of_the_receiver_itself_comes_through(place, chat_id):
    def broken(post):
        raise AssertionError("a test of the receiver failed")

    place.emulator.people.rename_chat(chat_id, "Наш двор")
    with pytest.raises(AssertionError, match="of the receiver"):
        place.emulator.deliver(broken)
