"""The call budget of an account, shared by everybody who calls with its token.

`RedisPace.turn` is entered at a moment when one more call keeps the account within its rate in every sliding second,
by the log of the calls before it. Nothing is reserved ahead: a caller that is killed costs nobody a call, and one that
hears of its turn late gives it back and takes a later one instead of sending at once. A call that took longer than its
kind usually does may have arrived late, so the log is put right before it counts. Where Redis knows nothing of the
account (emptied, replaced) the last second is not known either: everybody stands still for one.
`slow_down` is told of a 429 and slows everybody on the key. Without Redis nothing is sent: NotReached after a bounded
wait. Time is always Redis time, so hosts may differ. Why not reserved slots, or a library: docs/adr/0007.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import redis

from supervision.messenger.errors import NotReached

CALL, REFUSED = "call", "refused"
FULL_SHARE = 29 / 30  # leaves 34 ms for jitter on the way, so that no second ever holds more than the allowed rate
MESSAGES_PER_SECOND = 2.0  # to one chat (dev.max.ru)
REDIS_PAUSE_SECONDS = 0.2
SILENT_SECONDS = 1.0  # for one answer of Redis, which takes a thousandth of it
# What the 34 ms are spent on: hearing of a turn (a caller that hears of it later takes another), and the way to the
# messenger (a call that was held up longer is put right in the log)
PROMPT_SECONDS, HARMLESS_SECONDS = 0.01, 0.02
USUAL_CREEPS_SECONDS = 0.001  # the usual time follows a messenger, or a Redis, that has become slower

SCHEDULE = """
-- KEYS: the account's state, the log of its calls.
-- ARGV: what happened, full rate (calls/s), calls that a window may hold for each call/s of rate, the name of a call
-- that is given back, or nothing.
-- Gives the us after which to ask again, 0 where the call may go now, and the call's name in the log.
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local s = redis.call('HMGET', KEYS[1], 'frozen', 'rate', 'ceiling', 'changed', 'probed')
local full = tonumber(ARGV[2])
local frozen = tonumber(s[1]) or 0
local rate = math.min(tonumber(s[2]) or full, full)
local ceiling = math.min(tonumber(s[3]) or full, full)
local changed, probed = tonumber(s[4]) or now, tonumber(s[5]) or now
if not s[4] then                                  -- emptied, or never used: who called in the last second is unknown
    frozen = now + tonumber(ARGV[3]) * 1000000
end
if ARGV[4] ~= '' then
    redis.call('ZREM', KEYS[2], ARGV[4])
end

if now - probed >= 300 * 1000000 then             -- the hidden limit may have been lifted: try a little more
    ceiling, probed = math.min(full, ceiling * 1.05), now
end
local quiet = math.floor((now - changed) / 1000000)
if quiet > 0 then                                 -- every second without a 429 gives back 0.5 calls/s
    rate, changed = math.max(rate, math.min(ceiling, rate + 0.5 * quiet)), changed + quiet * 1000000
end

local wait = 0
if ARGV[1] == 'refused' then
    if now >= changed then                        -- callers of one burst are refused together: one cut a second
        ceiling, probed = math.max(1, rate * 0.95), now
        rate, changed = math.max(1, rate * 0.7), now + 1000000
        frozen = changed                          -- everybody stands still for a second
    end
else
    local held = math.max(1, math.floor(rate * tonumber(ARGV[3]) + 0.001))
    local last = tonumber(redis.call('ZREVRANGE', KEYS[2], 0, 0, 'WITHSCORES')[2]) or 0
    local first = tonumber(redis.call('ZREVRANGE', KEYS[2], held - 1, held - 1, 'WITHSCORES')[2]) or 0
    -- half the usual gap is enough between two: who was held up may catch up within the window
    wait = math.max(frozen, last + 500000 / rate, first + held * 1000000 / rate) - now
    if wait <= 0 then
        wait = 0
        redis.call('ZADD', KEYS[2], now, string.format('%.0f', now))
        redis.call('ZREMRANGEBYRANK', KEYS[2], 0, -1 - math.max(1, math.ceil(full * tonumber(ARGV[3]))))
        redis.call('PEXPIRE', KEYS[2], 60 * 1000)
    end
end
redis.call('HSET', KEYS[1], 'frozen', string.format('%.0f', frozen), 'rate', string.format('%.4f', rate),
    'ceiling', string.format('%.4f', ceiling), 'changed', string.format('%.0f', changed),
    'probed', string.format('%.0f', probed))
redis.call('PEXPIRE', KEYS[1], 24 * 3600 * 1000)
return {math.ceil(wait), string.format('%.0f', now)}
"""


class RedisPace:
    """Implements `port.Pace` for everybody who uses the same `key`."""

    def __init__(
        self,
        client: redis.Redis,
        key: str,
        rate_per_second: float,
        *,
        share: float = FULL_SHARE,
        longest_wait_seconds: float = 15.0,
        patience_seconds: float = 2.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`longest_wait_seconds` is for a call's turn, `patience_seconds` for a Redis that does not answer; with what
        the client waits for its last answer (`SILENT_SECONDS`) that is three seconds at most.

        A message to a chat takes two turns; with the request after them (25 s) they stay below the 60 s for which a
        worker holds a chat.
        """
        self._key = key
        self._rate = rate_per_second * share
        self._window = 1 / share  # a second's calls at the allowed rate, in somewhat more than a second
        self._post_rate = MESSAGES_PER_SECOND * share
        self._longest_wait = longest_wait_seconds
        self._patience = patience_seconds
        # One caller of a process asks at a time: a dozen threads that wake for one free place would crowd each other.
        self._turn = threading.Lock()
        self._client = client
        self._clock, self._sleep = clock, sleep
        self._usual_ask = 0.0  # seconds in which Redis answers when nothing holds anybody up
        self._usual: dict[str, float] = {}  # seconds that a call of each kind takes when nothing holds it up
        self._schedule = client.register_script(SCHEDULE)

    @contextmanager
    def turn(self, kind: str) -> Iterator[None]:
        give_up_at = self._clock() + self._longest_wait
        call, is_late = "", True
        while is_late:
            asked_at, call = self._next_turn(give_up_at, given_back=call)
            is_late = self._is_late(self._clock() - asked_at)
        started = self._clock()
        try:
            yield
        finally:
            self._put_right(kind, call, self._clock() - started)

    def _next_turn(self, give_up_at: float, *, given_back: str) -> tuple[float, str]:
        """When the turn was asked for at the earliest, and the call's name in the log."""
        if not self._turn.acquire(timeout=max(0.0, give_up_at - self._clock())):
            raise _no_turn()
        try:
            return self._wait_on(self._key, self._rate, self._window, give_up_at, given_back)
        finally:
            self._turn.release()

    def _is_late(self, seconds: float) -> bool:
        """Whether a turn was heard of too long after it was given."""
        self._usual_ask = min(seconds, self._usual_ask + USUAL_CREEPS_SECONDS)
        return seconds - self._usual_ask > PROMPT_SECONDS

    def _put_right(self, kind: str, call: str, seconds: float) -> None:
        """What a call took beyond the usual may have been spent on the way: it then arrived so much later."""
        usual = min(seconds, self._usual.get(kind, seconds) + USUAL_CREEPS_SECONDS)
        self._usual[kind] = usual
        late = min(seconds - usual - HARMLESS_SECONDS, 1.0)
        if late > 0:
            with suppress(redis.RedisError):  # an estimate; the next call that needs Redis says that it is away
                self._client.zadd(f"{self._key}:calls", {call: int(call) + late * 1_000_000}, xx=True)

    def wait_to_post(self, chat_id: int) -> None:
        """A second schedule, of this chat alone; the account's own is taken by `turn` as for every call."""
        give_up_at = self._clock() + self._longest_wait
        self._wait_on(f"{self._key}:chat:{chat_id}", self._post_rate, 0, give_up_at)  # evenly: one call a window

    def slow_down(self) -> None:
        self._ask(self._key, REFUSED, self._rate, self._window)

    def _wait_on(
        self, key: str, rate: float, window: float, give_up_at: float, given_back: str = ""
    ) -> tuple[float, str]:
        while True:
            asked_at = self._clock()
            wait, call = self._ask(key, CALL, rate, window, given_back)
            if wait == 0:
                return asked_at, call
            given_back = ""
            if self._clock() + wait > give_up_at:
                raise _no_turn()
            self._sleep(wait)

    def _ask(self, key: str, event: str, rate: float, window: float, given_back: str = "") -> tuple[float, str]:
        """Seconds after which to ask again (0: go), and the call's name in the log."""
        give_up_at = self._clock() + self._patience
        while True:
            try:
                wait, call = self._schedule(keys=[key, f"{key}:calls"], args=[event, rate, window, given_back])
                return wait / 1_000_000, call.decode()
            except (redis.ConnectionError, redis.TimeoutError) as error:
                if self._clock() >= give_up_at:
                    raise NotReached(f"no call schedule, so nothing is sent: Redis is down ({error})") from error
            self._sleep(REDIS_PAUSE_SECONDS)


def _no_turn() -> NotReached:
    return NotReached("the account's call schedule is full: more callers than its rate can serve")


class Unpaced:
    """No budget: for the emulator in the same process."""

    @contextmanager
    def turn(self, kind: str) -> Iterator[None]:
        yield

    def slow_down(self) -> None:
        pass
