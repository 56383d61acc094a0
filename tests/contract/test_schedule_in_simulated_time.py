"""The schedule's own script in a real Redis, by a simulated clock: whatever holds callers up, no second holds 31."""

import random
from uuid import uuid4

import pytest
import redis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from simulated_time import SimulatedTime

from supervision.messenger.throttle import SCHEDULE, RedisPace

REAL_TIME, SIMULATED = "local t = redis.call('TIME')", "local t = {0, tonumber(ARGV[5])}"
SHORT = settings(  # a seed does not shrink
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
RATE, CALLERS, ANSWER_SECONDS = 30, 12, 0.15


class TimedRedis:
    """The real one, told what time it is; its answers are on the way for as long as `delay` says."""

    def __init__(self, client, time, delay):
        self._client, self._time, self._delay = client, time, delay

    def register_script(self, text):
        assert REAL_TIME in text
        script = self._client.register_script(text.replace(REAL_TIME, SIMULATED))

        def run(keys, args):
            self._time.sleep(self._delay())
            answer = script(keys=keys, args=[*args, round(self._time.now * 1_000_000)])
            self._time.sleep(self._delay())
            return answer

        return run

    def zadd(self, *args, **options):
        return self._client.zadd(*args, **options)


def sent(client, *, seed, seconds, hold_up, flush_at=None):
    """When each caller sent, in order: `hold_up` is the share of moments at which a thread comes up to 0.4 s late."""
    die, time, key, moments = random.Random(seed), SimulatedTime(1_000.0), f"test:{uuid4()}", []  # noqa: S311
    end = time.now + seconds

    def delay():
        return die.uniform(0.02, 0.4) if die.random() < hold_up else 0.0003

    def call():
        pace = RedisPace(TimedRedis(client, time, delay), key, RATE, clock=time.clock, sleep=time.sleep)
        while time.now < end:
            with pace.turn("edit_chat"):
                time.sleep(die.uniform(0, 0.02))  # to the line: a thread may lose the processor once more
                moments.append(time.now)
                time.sleep(ANSWER_SECONDS)

    def flush():
        time.sleep(flush_at)
        client.delete(key, f"{key}:calls")

    time.run([*[call] * CALLERS, *([flush] if flush_at else [])])
    client.delete(key, f"{key}:calls")
    return sorted(moments)


def most_in_a_second(moments):
    return max(sum(1 for each in moments if first <= each < first + 1) for first in moments)


@pytest.fixture(scope="module")
def client(redis_url):
    with redis.Redis.from_url(redis_url) as client:
        yield client


def test_it_is_the_production_script_that_is_timed():
    assert SCHEDULE.count(REAL_TIME) == 1


@settings(SHORT, max_examples=6)
@given(seed=st.integers(0, 10_000), hold_up=st.sampled_from([0.02, 0.1, 0.3]))
def test_callers_that_come_late_never_make_a_second_hold_more_than_is_allowed(client, seed, hold_up):
    moments = sent(client, seed=seed, seconds=6, hold_up=hold_up)
    assert most_in_a_second(moments) <= RATE
    assert len(moments) > 20  # they do go on


def test_callers_that_nothing_holds_up_use_the_rate_up(client):
    moments = sent(client, seed=1, seconds=12, hold_up=0)
    assert most_in_a_second(moments) <= RATE
    assert (len(moments) - 1) / (moments[-1] - moments[0]) >= 0.95 * RATE


@settings(SHORT, max_examples=4)
@given(seed=st.integers(0, 10_000), hold_up=st.sampled_from([0.0, 0.1]), flush_at=st.floats(1.5, 3.5))
def test_an_emptied_redis_forgets_no_call(client, seed, hold_up, flush_at):
    moments = sent(client, seed=seed, seconds=5, hold_up=hold_up, flush_at=flush_at)
    assert most_in_a_second(moments) <= RATE
    later = [each for each in moments if each > 1_000 + flush_at + 0.5]
    assert later[0] > 1_000 + flush_at + 1 and len(later) > 10
