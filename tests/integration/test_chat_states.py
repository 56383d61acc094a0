"""A chat has one state, and it is said in the same words wherever the chat is shown."""

import itertools
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from supervision import worklists
from supervision.admin.lists.state_shades import SHADES_OF_STATES
from supervision.enums import BotState, ChatState, HouseKind, Lane, RequestState
from supervision.models import Chat, House, MessengerAccount, Region, SyncRequest
from tests.browsing import of_root
from tests.programs import Caller
from tests.sampled import sampled
from tests.world import World

LIST = "/admin/supervision/chat/"
# accounts by what keeps them from acting; each in a region of its own, a western and an eastern one
ACCOUNTS: dict[str, dict[str, Any]] = {
    "off and held": {"is_enabled": False, "held_reason": "200 of 400 chats would change."},
    "fine": {},
    "off": {"is_enabled": False},
    "trouble": {"trouble": "The token is refused."},
    "held": {"held_reason": "200 of 400 chats would change."},
}
WEST, EAST = ("39", "10", "23", "50", "77"), ("41", "25", "38", "54", "55")
REQUESTS = (
    None,
    *itertools.product(RequestState, (Lane.PERSON, Lane.CHANGE, Lane.SWEEP), (-1, 20), (0, 3), (False, True)),
)
KINDS = tuple(
    itertools.product(
        (True, False),  # exists
        (False, True),  # frozen
        BotState,
        (False, True),  # differs
        (True, False),  # in step
        (True, False),  # was settled
        REQUESTS,
    )
)
# nothing but the queue speaks of these, which the sample would mostly miss
PLAIN = (
    *itertools.product((True,), (False,), (BotState.IN_PLACE,), (False,), (True, False), (True,), REQUESTS),
    (False, False, BotState.IN_PLACE, False, True, True, None),  # a chat that nobody wants
)
SAMPLE = 40  # of KINDS, a region


@pytest.fixture
def chats(world: World) -> list[Chat]:
    """A sample of every way in which a chat may be stored, in ten regions of two time zones."""
    chosen = random.Random(8)  # noqa: S311  # the same sample each time
    numbers = itertools.count(1)
    now = timezone.now()
    made: list[Chat] = []
    for codes in (WEST, EAST):
        for (_name, account), code in zip(ACCOUNTS.items(), codes, strict=True):
            if account:
                MessengerAccount.objects.filter(pk=code).update(**account)
            rows = [_stored(next(numbers), code, kind, now) for kind in (*PLAIN, *chosen.sample(KINDS, SAMPLE))]
            House.objects.bulk_create(house for house, _chat, _request in rows)
            made += Chat.objects.bulk_create(chat for _house, chat, _request in rows)
            SyncRequest.objects.bulk_create(request for _house, _chat, request in rows if request)
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE supervision_chat, supervision_syncrequest, supervision_house"
        )  # as an installation's tables are known to PostgreSQL
    return made


def _stored(number: int, code: str, kind: tuple[Any, ...], now: datetime) -> tuple[House, Chat, SyncRequest | None]:
    exists, frozen, bot, differs, in_step, was_settled, queued = kind
    house = House(
        region_id=code,
        fias_guid=UUID(int=number),
        address=f"г. Город, ул. Номерная{number}, д. {number}",
        address_key=f"г. город, ул. номерная{number}, д. {number}",
        kind=HouseKind.APARTMENT,
    )
    chat = Chat(
        house=house,
        region_id=code,
        messenger_id=number if exists else None,
        linked_at=now if exists else None,
        frozen_reason="Ремонт" if frozen else "",
        bot_state=bot,
        differs_since=now if differs else None,
        spec_version=2,
        synced_version=2 if in_step else 1,
        settled_at=now if was_settled else None,
    )
    if queued is None:
        return house, chat, None
    state, lane, days, attempts, approved = queued
    request = SyncRequest(
        chat=chat,
        region_id=code,
        version=1,
        lane=lane,
        state=state,
        not_before=now + timedelta(days=days),
        attempts=attempts,
        is_approved=approved,
        marked_at=now,
    )
    return house, chat, request


def said(chat: Chat) -> str:
    return worklists.state_of(chat)[0]


def test_lists_narrow_to_exactly_the_chats_whose_badge_says_so(world: World, chats: list[Chat]) -> None:
    stored = {chat.pk: said(chat) for chat in _read()}
    assert set(stored.values()) == set(ChatState.values), "the sample has every state"
    for state in ChatState:
        listed = set(worklists.CHAT_STATES[state.value](Chat.objects.all(), world.today).values_list("pk", flat=True))
        assert listed == {pk for pk, name in stored.items() if name == state.value}, state


def _read() -> Iterator[Chat]:
    return Chat.objects.select_related("region__account", "request").order_by("pk").iterator()


def test_nothing_that_differs_or_waits_is_called_as_wished(chats: list[Chat]) -> None:
    for chat in _read():
        if said(chat) == ChatState.SETTLED:
            request = getattr(chat, "request", None)
            assert chat.differs_since is None
            assert chat.bot_state == BotState.IN_PLACE
            assert chat.synced_version == chat.spec_version
            assert request is None or request.state == RequestState.DUE


def test_what_is_due_on_a_day_to_come_names_the_day_of_its_own_region(chats: list[Chat]) -> None:
    planned = [chat for chat in _read() if said(chat) == ChatState.PLANNED]
    assert {chat.region_id in WEST for chat in planned} == {True, False}
    evening = datetime(2026, 12, 1, 20, 30, tzinfo=ZoneInfo("UTC"))  # of Kaliningrad; the next day from Omsk on
    SyncRequest.objects.filter(chat__in=planned).update(not_before=evening)
    named = {chat.region_id: worklists.state_of(chat)[1] for chat in _read() if said(chat) == ChatState.PLANNED}
    assert {named[code] for code in WEST} == {"Изменится 01.12.2026"}
    assert {named[code] for code in EAST} == {"Изменится 02.12.2026"}


def test_only_what_is_as_wished_is_green() -> None:
    assert {state for state, shade in SHADES_OF_STATES.items() if shade == "success"} == {ChatState.SETTLED}
    assert SHADES_OF_STATES.keys() == set(ChatState)


def one_of_each(chats: list[Chat]) -> list[tuple[Chat, str, str]]:
    """A chat of every state in the west and one in the east, with its state and words."""
    found: dict[tuple[str, bool], tuple[Chat, str, str]] = {}
    for chat in _read():
        state, words = worklists.state_of(chat)
        found.setdefault((state, chat.region_id in WEST), (chat, state, words))
    assert len(found) == 2 * len(ChatState)
    return list(found.values())


@pytest.fixture
def everywhere() -> Client:
    return of_root()


def test_list_page_house_and_file_say_the_same_words(world: World, chats: list[Chat], everywhere: Client) -> None:
    for chat, state, words in sampled(one_of_each(chats), 3):
        narrowed = {"state": state, "region": chat.region_id, "q": chat.house.address}
        listed = everywhere.get(LIST, narrowed).content.decode()
        assert words in listed, (state, "list")
        shown = everywhere.get(reverse("admin:supervision_chat_change", args=[chat.pk]))
        assert shown.context["page"]["state"]["words"] == words, (state, "page")
        assert words in shown.content.decode(), (state, "page")
        house = everywhere.get(reverse("admin:supervision_house_change", args=[chat.house_id]))
        assert house.context["page"]["chat_state"].words == words, (state, "house")
        houses = everywhere.get(reverse("admin:supervision_house_changelist"), {"q": chat.house.address})
        assert words in houses.content.decode(), (state, "list of houses")
        found = everywhere.get(reverse("find"), {"q": chat.house.address})
        assert words in found.content.decode(), (state, "search")
        file = everywhere.post(f"{LIST}export/csv/?{urlencode(narrowed)}")
        assert words in b"".join(file.streaming_content).decode("utf-8-sig"), (state, "file")


def test_the_queue_says_the_state_of_the_chat(chats: list[Chat], everywhere: Client) -> None:
    for chat, state, words in sampled(one_of_each(chats), 3, 1):
        if getattr(chat, "request", None):
            rows = everywhere.get(reverse("admin:supervision_syncrequest_changelist"), {"q": chat.house.address})
            assert words in rows.content.decode(), state


def test_the_interface_says_the_same_words(world: World, chats: list[Chat]) -> None:
    program = Caller.of(*Region.objects.filter(pk__in=[*WEST, *EAST]))
    with translation.override("en"):
        expected = {chat.pk: worklists.state_of(chat) for chat, _state, _words in one_of_each(chats)}
    for chat, state, _words in one_of_each(chats):
        row = program.get(f"/chats/{chat.pk}/").json()
        assert (row["state"], row["state_words"]) == expected[chat.pk]
        listed = program.get(f"/chats/?state={state}&house={chat.house_id}&fields=state,state_words").json()["results"]
        assert [(one["id"], one["state"], one["state_words"]) for one in listed] == [(chat.pk, *expected[chat.pk])]


def test_the_desk_counts_what_its_lists_show(chats: list[Chat], everywhere: Client) -> None:
    cards = everywhere.get(reverse("admin:index")).context["cards"]
    labels = {str(worklists.CHAT_STATES[name].label): name for name in ("parked", "by_hand")}
    counted = {labels[card.label]: card for card in cards if card.label in labels}
    assert counted.keys() == {"parked", "by_hand"}
    for name, card in counted.items():
        assert card.value == sum(said(chat) == name for chat in _read())
        assert everywhere.get(card.url).context["cl"].result_count == card.value
