"""An implementation of docs/provisioning.yaml asked from outside: the emulator by default, yours on demand.

    PROVISIONING_LIVE_URL=https://... PROVISIONING_LIVE_TOKEN=... PROVISIONING_LIVE_OWNERS=700,701 \\
        pytest -m live tests/contract/test_provisioning_contract.py

Makes one chat a test, under keys that begin with "check-", and hands it from the first person to the second.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest
from provisioning_document import CREATE, TRANSFER, answers_of, problems

URL, TOKEN = os.environ.get("PROVISIONING_LIVE_URL", ""), os.environ.get("PROVISIONING_LIVE_TOKEN", "")
OWNERS = os.environ.get("PROVISIONING_LIVE_OWNERS", "")
YOURS = pytest.param(
    "yours",
    marks=[pytest.mark.live, pytest.mark.skipif(not (URL and TOKEN and OWNERS), reason="PROVISIONING_LIVE_* not set")],
)


@dataclass(frozen=True)
class Channel:
    http: httpx.Client
    first: int
    second: int

    def create(self, external_id: str, **changes: Any) -> httpx.Response:
        house = {"external_id": external_id, "title": "Проверка", "description": "", "owner_id": self.first}
        return self.http.post("/house-chats", json=house | changes)

    def transfer(self, chat_id: int, owner_id: int) -> httpx.Response:
        return self.http.put(f"/house-chats/{chat_id}/owner", json={"owner_id": owner_id})


@pytest.fixture(params=["emulator", YOURS])
def channel(request: pytest.FixtureRequest) -> Iterator[Channel]:
    if request.param == "emulator":
        served = request.getfixturevalue("served")
        served.emulator.reset()
        url, token, owners = served.url, "emulator-55", "700,701"
    else:
        url, token, owners = URL, TOKEN, OWNERS
    first, second = map(int, owners.split(","))
    with httpx.Client(base_url=url, headers={"Authorization": token}, timeout=20) as http:
        yield Channel(http, first, second)


@pytest.fixture
def key() -> str:
    return f"check-{uuid4()}"


def fits(answer: httpx.Response, operation: tuple[str, str]) -> bool:
    described = answers_of(operation).get(str(answer.status_code))
    assert described is not None, f"{answer.status_code} is not in the document"
    return problems(described["schema"], answer.json()) == []


def test_a_new_chat_is_what_was_asked_for(channel, key):
    answer = channel.create(key, description="Чат дома")
    chat = answer.json()
    assert answer.status_code == 201 and fits(answer, CREATE)
    assert (chat["title"], chat["description"], chat["owner_id"]) == ("Проверка", "Чат дома", channel.first)
    assert chat["chat_id"] < 0 and chat["link"].startswith("https://")


def test_the_same_key_gives_the_same_chat_as_it_is_whatever_else_is_asked(channel, key):
    made, again = channel.create(key), channel.create(key, title="Другое", owner_id=channel.second)
    assert again.status_code == 200 and fits(again, CREATE)
    for field in ("chat_id", "title", "owner_id", "link"):
        assert again.json()[field] == made.json()[field]


def test_calls_with_one_new_key_at_once_make_one_chat(channel, key):
    with ThreadPoolExecutor(5) as threads:
        answers = list(threads.map(lambda _: channel.create(key), range(5)))
    assert all(fits(answer, CREATE) for answer in answers)
    assert {answer.status_code for answer in answers} <= {200, 201, 409, 429}
    known = channel.create(key).json()["chat_id"]
    assert {answer.json()["chat_id"] for answer in answers if answer.is_success} == {known}


def test_a_chat_is_handed_over_and_once_more_changes_nothing(channel, key):
    chat = channel.create(key).json()
    answers = [channel.transfer(chat["chat_id"], channel.second) for _ in range(2)]
    assert [answer.json() for answer in answers] == [{"success": True}] * 2
    assert all(fits(answer, TRANSFER) for answer in answers)
    after = channel.create(key).json()
    assert (after["owner_id"], after["link"]) == (channel.second, chat["link"])


@pytest.mark.parametrize(
    "wrong", [{"owner_id": 0}, {"owner_id": None}, {"title": ""}, {"title": "я" * 201}, {"external_id": ""}]
)
def test_a_house_lacking_something_is_malformed(channel, key, wrong):
    answer = channel.create(**({"external_id": key} | wrong))
    assert answer.status_code == 400 and fits(answer, CREATE)


def test_a_chat_that_nobody_made_is_not_found(channel):
    answer = channel.transfer(-(1 << 62), channel.first)
    assert answer.status_code == 404 and fits(answer, TRANSFER)


@pytest.mark.parametrize("prefix", ["Bearer ", "not-"])
def test_only_the_raw_token_is_taken_and_it_is_not_repeated_in_the_answer(channel, key, prefix):
    token = prefix + channel.http.headers["Authorization"]
    channel.http.headers["Authorization"] = token
    answer = channel.create(key)
    assert answer.status_code == 401 and fits(answer, CREATE)
    assert token not in answer.text
