"""The call budget of an account, shared by everybody who calls with its token.

`RedisPace.wait` reserves the next slot of an absolute schedule ("go at t0 + k*T") and sleeps until then; waiting
callers never collide, so nearly the whole rate is used. `slow_down` is told of a 429 and slows everybody on the key.
Without Redis nothing is sent: NotReached after a bounded wait. Time is always Redis time, so hosts may differ.
"""

import time

import redis

from supervision.messenger.errors import NotReached

RESERVE, REFUSED = "reserve", "refused"
FULL_SHARE = 29 / 30  # leaves 34 ms for jitter, so that no second ever holds more than the allowed rate
MESSAGES_PER_SECOND = 2.0  # to one chat (dev.max.ru)
REDIS_PAUSE_SECONDS = 0.2
# Of the 34 ms, so many may pass between the slot and the caller's waking. A busy machine wakes some later, and several
# at once: they would all call in one moment, so they give their slots up and queue again. Not for ever, though.
LATEST_WAKING_SECONDS = 0.015
MOST_SLOTS_GIVEN_UP = 5

SCHEDULE = """
-- KEYS[1] the account's schedule; ARGV: what happened, full rate (calls/s), longest wait (us).
-- Gives the us to sleep before the call, or -1 when the queue is longer than the longest wait.
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local s = redis.call('HMGET', KEYS[1], 'next', 'rate', 'ceiling', 'changed', 'probed')
local full = tonumber(ARGV[2])
local next_slot = math.max(tonumber(s[1]) or 0, now)
local rate = math.min(tonumber(s[2]) or full, full)
local ceiling = math.min(tonumber(s[3]) or full, full)
local changed, probed = tonumber(s[4]) or now, tonumber(s[5]) or now
local answer = 0

if now - probed >= 300 * 1000000 then             -- the hidden limit may have been lifted: try a little more
    ceiling, probed = math.min(full, ceiling * 1.05), now
end
local quiet = math.floor((now - changed) / 1000000)
if quiet > 0 then                                 -- every second without a 429 gives back 0.5 calls/s
    rate, changed = math.max(rate, math.min(ceiling, rate + 0.5 * quiet)), changed + quiet * 1000000
end

if ARGV[1] == 'refused' then
    if now >= changed then                        -- callers of one burst are refused together: one cut a second
        ceiling, probed = math.max(1, rate * 0.95), now
        rate, changed = math.max(1, rate * 0.7), now + 1000000
        next_slot = math.max(next_slot, changed)  -- everybody stands still for a second
    end
elseif next_slot - now > tonumber(ARGV[3]) then
    answer = -1
else
    answer = next_slot - now
    next_slot = next_slot + math.ceil(1000000 / rate)
end
redis.call('HSET', KEYS[1], 'next', string.format('%.0f', next_slot), 'rate', string.format('%.4f', rate),
    'ceiling', string.format('%.4f', ceiling), 'changed', string.format('%.0f', changed),
    'probed', string.format('%.0f', probed))
redis.call('PEXPIRE', KEYS[1], 3600 * 1000)
return answer
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
        longest_wait_seconds: float = 30.0,
        patience_seconds: float = 2.0,
    ) -> None:
        """`longest_wait_seconds` is for a slot, `patience_seconds` for a Redis that does not answer."""
        self._key = key
        self._rate = rate_per_second * share
        self._post_rate = MESSAGES_PER_SECOND * share
        self._longest_wait = round(longest_wait_seconds * 1_000_000)
        self._patience = patience_seconds
        self._refusals = 0
        self._schedule = client.register_script(SCHEDULE)

    def wait(self) -> None:
        self._wait_on(self._key, self._rate)

    def wait_to_post(self, chat_id: int) -> None:
        """A second schedule, of this chat alone; the account's own slot is taken by `wait` as for every call."""
        self._wait_on(f"{self._key}:chat:{chat_id}", self._post_rate)

    def slow_down(self) -> None:
        self._refusals += 1
        self._ask(self._key, REFUSED, self._rate)

    def _wait_on(self, key: str, rate: float) -> None:
        late = 0
        while True:
            refusals = self._refusals
            wait = self._ask(key, RESERVE, rate)
            slot = time.monotonic() + wait / 1_000_000
            if wait < 0:
                raise NotReached("the account's call schedule is full: more callers than its rate can serve")
            time.sleep(wait / 1_000_000)
            if time.monotonic() - slot > LATEST_WAKING_SECONDS and late < MOST_SLOTS_GIVEN_UP:
                late += 1
            elif refusals == self._refusals:
                return  # otherwise a colleague met a 429 meanwhile: this slot lies in the second of standing still

    def _ask(self, key: str, event: str, rate: float) -> int:
        give_up_at = time.monotonic() + self._patience
        while True:
            try:
                return int(self._schedule(keys=[key], args=[event, rate, self._longest_wait]))
            except (redis.ConnectionError, redis.TimeoutError) as error:
                if time.monotonic() >= give_up_at:
                    raise NotReached(f"no call schedule, so nothing is sent: Redis is down ({error})") from error
            time.sleep(REDIS_PAUSE_SECONDS)


class Unpaced:
    """No budget: for the emulator in the same process."""

    def wait(self) -> None:
        pass

    def slow_down(self) -> None:
        pass
