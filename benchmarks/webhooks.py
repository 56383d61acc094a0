"""How long the portal takes to answer the messenger's webhooks: the installation's web server, by HTTP on loopback.

A region of 10,000 chats; every fourth update is of a representative who joined (a mark), the others of residents, bots
and titles. Posted one after the other, as the messenger does for one address, and then by several senders at once.
"""

import json
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from django.utils import timezone

from benchmarks import judgement
from benchmarks.judgement import Bar, say
from benchmarks.processes import web
from supervision.actions import chats
from supervision.enums import HouseKind
from supervision.linking.subscriptions import path_of, secret_of
from supervision.messenger_webhook import SECRET_HEADER
from supervision.models import (
    Chat,
    House,
    ManagementPeriod,
    MessengerUpdate,
    Organisation,
    Region,
    Representative,
    SyncRequest,
)

REGION = "55"
HOUSES, QUICK_HOUSES = 10_000, 300
POSTS, QUICK_POSTS = 4_000, 200
SENDERS = 4
MOST_MS = 100.0
PATIENCE_SECONDS, START_SECONDS = 30, 120
FIRST_CHAT, FIRST_PERSON, RESIDENT = -70_000_000, 5_000_000, 9_000_000
KINDS = ("user_added", "user_added", "user_removed", "chat_title_changed")
BATCH = 1000


def measure(folder: Path, *, data: Path, port: int, quick: bool) -> list[Bar]:
    houses, posts = (QUICK_HOUSES, QUICK_POSTS) if quick else (HOUSES, POSTS)
    _region(houses)
    url = f"http://127.0.0.1:{port}{path_of(REGION)}"
    with web(folder, port), _client() as client:
        _answers(client, url, _update(0, houses))
        alone = [_post(client, url, _update(number, houses)) for number in range(1, posts + 1)]
        with ThreadPoolExecutor(SENDERS) as senders:
            numbers = range(posts + 1, 2 * posts + 1)
            crowd = list(senders.map(lambda number: _post(client, url, _update(number, houses)), numbers))
    marked, kept = SyncRequest.objects.filter(region=REGION).count(), MessengerUpdate.objects.count()
    say(f"{kept:,} updates kept, {marked:,} chats of {houses:,} marked")
    return [
        *_bars("one after the other", alone),
        *_bars(f"{SENDERS} at once", crowd),
        judgement.exactly("webhooks: updates kept", kept, 2 * posts + 1),
    ]


def _client() -> httpx.Client:
    """Patient: what is too slow is judged by its time and not by breaking off."""
    return httpx.Client(trust_env=False, headers={SECRET_HEADER: secret_of(REGION)}, timeout=PATIENCE_SECONDS)


def _bars(how: str, milliseconds: Sequence[float]) -> list[Bar]:
    median, p99 = statistics.median(milliseconds), statistics.quantiles(milliseconds, n=100)[98]
    say(f"{how}: median {median:.1f} ms, p99 {p99:.1f} ms, slowest {max(milliseconds):.1f} ms")
    return [judgement.at_most(f"webhooks, {how}: p99 (median {median:.1f} ms)", p99, MOST_MS, " ms")]


def _region(count: int) -> None:
    """Houses of one company each ten, every chat linked and seen, a representative for every company."""
    region = Region.objects.get(pk=REGION)
    companies = Organisation.objects.bulk_create(
        Organisation(region=region, name=f"УК {number}") for number in range(count // 10)
    )
    Representative.objects.bulk_create(
        Representative(
            organisation=company, full_name="Представитель", messenger_id=FIRST_PERSON + n, since=_long_ago()
        )
        for n, company in enumerate(companies)
    )
    houses = House.objects.bulk_create(
        (
            House(
                region=region,
                fias_guid=UUID(int=number + 1),
                address=f"д. {number}",
                address_key=f"д. {number}",
                kind=HouseKind.APARTMENT,
            )
            for number in range(count)
        ),
        batch_size=BATCH,
    )
    ManagementPeriod.objects.bulk_create(
        (ManagementPeriod(house=h, organisation=companies[n // 10], since=_long_ago()) for n, h in enumerate(houses)),
        batch_size=BATCH,
    )
    chats.open_missing(region)
    now, linked = timezone.now(), list(Chat.objects.filter(region=region).order_by("house"))
    for number, chat in enumerate(linked):
        chat.messenger_id, chat.linked_at, chat.observed_at = FIRST_CHAT - number, now, now
    Chat.objects.bulk_update(linked, ["messenger_id", "linked_at", "observed_at"], batch_size=BATCH)
    SyncRequest.objects.filter(region=region).delete()


def _long_ago() -> date:
    return date(2025, 1, 1)


def _update(number: int, houses: int) -> bytes:
    place = number * 7919 % houses  # all over the region
    person = FIRST_PERSON + place // 10 if number % len(KINDS) == 0 else RESIDENT + number
    update: dict[str, Any] = {
        "update_type": KINDS[number % len(KINDS)],
        "timestamp": time.time_ns() // 1_000_000,
        "chat_id": FIRST_CHAT - place,
        "user": {"user_id": person, "first_name": "Имя", "is_bot": False},
        "title": "Наш дом",
    }
    return json.dumps(update).encode()


def _post(client: httpx.Client, url: str, body: bytes) -> float:
    began = time.perf_counter()
    answer = client.post(url, content=body)
    took = (time.perf_counter() - began) * 1000
    answer.raise_for_status()
    return took


def _answers(client: httpx.Client, url: str, body: bytes) -> None:
    """Until the server has started, which takes long beside others. The first answers load code and do not count."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with suppress(httpx.TransportError):
            for _warm in range(20):
                _post(client, url, body)
            return
        time.sleep(0.2)
    raise TimeoutError("the web server does not answer")
