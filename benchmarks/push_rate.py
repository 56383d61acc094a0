"""How much of an account's allowed rate is used, by the emulator's count; and what it costs that five workers are
killed, or that Redis is emptied four times.

Two worker processes and beat, 30 calls a second allowed, every answer 150 ms late. The load is a change of company for
several hundred chats: appointments, dismissals, descriptions, announcements. The share is taken while there is work:
from the first to the last moment at which more unleased chats are due than both workers can hold in flight. What
comes after (chats in the hands of a killed worker wait for the end of their lease) counts for the losses only.
Then the schedule alone, beside busy processes and while Redis is emptied: `pace`.
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.contrib.auth.models import User

from benchmarks import files, judgement, portal
from benchmarks import pace as pace_alone
from benchmarks.judgement import Bar, say
from benchmarks.processes import Child, Emulator, emulator, workers
from supervision.actions import management_periods
from supervision.messenger.throttle import RedisPace
from supervision.models import House, MessengerAccount, MessengerCall, Organisation, Region
from supervision.queue import outbox

REGION, TOKEN = "55", "emulator-55"
RATE, LATENCY_MS, AUTO_JOIN_MS = 30, 150, 500
SETUP_RATE = 2000
CHATS, QUICK_CHATS = 360, 60
KILLS, FLUSHES = 5, 4
EMPTIED = f"Redis emptied {FLUSHES} times"
FIRST_HARM_SECONDS, BETWEEN_HARMS_SECONDS = 8.0, 18.0
IN_FLIGHT = 2 * 8  # two workers, settings.MESSENGER_PARALLEL_CHATS each
LEAST_SHARE = 95.0
MOST_SECONDS = 600
NEW_COMPANIES = 5
# a change a run, all past the days of handing over
DAYS_AGO = (timedelta(days=30), timedelta(days=25), timedelta(days=20))

Harm = Callable[[], None]


@dataclass(slots=True)
class Watch:
    """Looks at the emulator and at the queue four times a second, and does the next harm when its time has come."""

    messenger: Emulator
    harms: list[Harm]
    began: float = field(default_factory=time.monotonic)
    done: int = 0
    calls: list[tuple[float, int]] = field(default_factory=list)  # while there is work

    def look(self) -> None:
        now = time.monotonic() - self.began
        if outbox.due(Region(pk=REGION)).count() > IN_FLIGHT:
            self.calls.append((time.monotonic(), self.messenger.stats(TOKEN)["total"]))
        if self.done < len(self.harms) and now > FIRST_HARM_SECONDS + self.done * BETWEEN_HARMS_SECONDS:
            self.harms[self.done]()
            self.done += 1

    @property
    def seconds(self) -> float:
        return self.calls[-1][0] - self.calls[0][0]

    @property
    def share(self) -> float:
        """Of the allowed calls, in per cent."""
        return 100 * (self.calls[-1][1] - self.calls[0][1]) / (self.seconds * RATE)


def measure(folder: Path, *, data: Path, port: int, quick: bool) -> list[Bar]:
    register = files.cut(files.register(REGION, data, folder), folder, chats=QUICK_CHATS if quick else CHATS)
    bars: list[Bar] = []
    with emulator(folder, port, "--rate", "0", "--auto-join-ms", "100") as messenger:
        portal.load(REGION, register, folder, rate=SETUP_RATE)
        Region.objects.filter(pk=REGION).update(change_limit_percent=100)
        with workers(folder, count=2) as hands:
            portal.wait_for_rest(REGION, most_seconds=MOST_SECONDS)
            messenger.ask("switch", rate=RATE, latency_ms=LATENCY_MS, auto_join_ms=AUTO_JOIN_MS)
            MessengerAccount.objects.filter(pk=REGION).update(rate_per_second=RATE)
            time.sleep(2)  # a second of the faster schedule is over
            houses = list(House.objects.filter(chat__isnull=False).select_related("region"))
            pace = redis.Redis.from_url(settings.REDIS_URL)
            kills = [partial(_kill, hands[number % len(hands)]) for number in range(KILLS)]
            harms: dict[str, list[Harm]] = {
                f"{KILLS} kills": kills,
                f"Redis emptied {FLUSHES} times": [pace.flushall] * FLUSHES,
            }
            for run, (name, harm) in enumerate([("no harm", []), *([] if quick else harms.items())]):
                pace.delete(f"pace:{REGION}")  # what one run learned of the limit is not the next one's
                with RedisPace(pace, f"pace:{REGION}", RATE).turn("nothing"):
                    pass  # the second of standing still is over
                bars += _run(messenger, name, harm, partial(_pass_on, houses, run), quick=quick)
        messenger.ask("switch", rate=RATE, latency_ms=LATENCY_MS)
        bars += pace_alone.measure(messenger, folder, rate=RATE, quick=quick)
    return bars


def _kill(worker: Child) -> None:
    worker.kill()
    worker.start()


def _run(messenger: Emulator, name: str, harms: list[Harm], change: Callable[[], None], *, quick: bool) -> list[Bar]:
    before = messenger.world()
    messages = {guid: chat["messages"] for guid, chat in before.items()}
    journal = MessengerCall.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    messenger.ask("reset_stats")
    change()
    watch = Watch(messenger, harms)
    seconds = portal.wait_for_rest(REGION, most_seconds=MOST_SECONDS, look=watch.look)
    stats, world = messenger.stats(TOKEN), messenger.world()
    lost = len(portal.differences(REGION, world))
    told = Counter(chat["messages"] - messages[guid] for guid, chat in world.items())
    outcomes = Counter(MessengerCall.objects.filter(pk__gt=journal).values_list("outcome", flat=True))
    say(f"{len(world)} chats, {name}, {watch.done} times: {stats['total']} calls in {seconds:.1f} s")
    say(f"  while there is work: {watch.seconds:.1f} s, {watch.share:.2f} % of {RATE}/s")
    say(f"  most in a second {stats['most_in_a_second']}, refused {stats['refused_429']}, journal {dict(outcomes)}")
    say(f"  not as wished {lost}, announcements a chat {dict(told)}")
    share = judgement.at_least(
        f"push, {name}: share of {RATE}/s used while there is work", watch.share, LEAST_SHARE, " %"
    )
    # a quick run is over before it is steady; an emptied Redis costs a second of standing still and the tasks in it
    bars = [share] if not quick and name != EMPTIED else []
    return bars + _judge(f"push, {name}", stats, lost=lost, told=told, made=len(world) - len(before))


def _judge(run: str, stats: dict[str, Any], *, lost: int, told: Counter[int], made: int) -> list[Bar]:
    return [
        judgement.at_most(f"{run}: most calls in a second", stats["most_in_a_second"], RATE, of_speed=True),
        judgement.exactly(f"{run}: calls refused with 429", stats["refused_429"], 0, of_speed=True),
        judgement.exactly(f"{run}: chats not as wished", lost, 0),
        judgement.exactly(f"{run}: chats made twice", made, 0),
        judgement.exactly(f"{run}: chats not told exactly once", told.total() - told[1], 0),
    ]


def _pass_on(houses: list[House], run: int) -> None:
    """Every house passes to a company that has not managed any of them, from another day in every run."""
    by = User.objects.get_or_create(username="benchmark", is_superuser=True)[0]
    region = houses[0].region
    strangers = Organisation.objects.filter(region=region, representatives__isnull=False)
    strangers = strangers.exclude(periods__house__in=houses).order_by("pk")[:NEW_COMPANIES]
    if len(strangers) < NEW_COMPANIES:
        raise RuntimeError("The register has too few companies that never managed these houses.")
    for number, company in enumerate(strangers):
        management_periods.replace(
            houses=houses[number::NEW_COMPANIES], organisation=company, since=region.today() - DAYS_AGO[run], by=by
        )
