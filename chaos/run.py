"""The run itself: two regions are set up in peace, change company twice while everything breaks, and come to rest."""

import os
import random
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from benchmarks import files, judgement, portal
from benchmarks.judgement import Bar, say
from benchmarks.processes import Emulator, emulator
from chaos import changes, checker
from chaos.changes import Book, again
from chaos.harm import Harm
from chaos.installation import installation
from chaos.visitor import Visitor
from supervision.actions import accounts
from supervision.enums import RequestState
from supervision.models import MessengerAccount, Region, SyncRequest

REGIONS = ("55", "25")
FULL, FULL_RATE, LEAST_RATE = 600, 30, 3
SETUP_RATE = 2000
# Received is not sent: the schedule leaves 34 ms for the way, and where everything is being killed a call may take
# longer. What is sent is judged by `make bench ARGS=push_rate`; a fault of the pace would be more than one call.
LATE = 1
AT_REST_SECONDS = float(os.environ.get("CHAOS_REST_SECONDS", "240"))  # more on a busy machine
PAUSE_SECONDS = 2.0
TO_CHECK_SECONDS = 45.0
SOON = timedelta(minutes=5)  # pauses after failures are shorter, changes planned ahead are not


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of everything. `ends` is the monotonic moment at which the run is ended, table or not."""

    chats: int
    seconds: float
    kills: int
    ends: float


def run(folder: Path, port: int, bounds: Bounds, dice: random.Random) -> list[Bar]:
    chats = bounds.chats
    rate = max(LEAST_RATE, FULL_RATE * min(chats, FULL) // FULL)
    options = ("--rate", "0", "--auto-join-ms", "300", "--allow-http-webhooks")
    os.environ["WEBHOOK_BASE_URL"] = settings.WEBHOOK_BASE_URL = f"http://127.0.0.1:{port + 1}"
    with emulator(folder, port, *options) as messenger:
        _load(folder, chats)
        with installation(folder, port + 1) as running:
            for region in REGIONS:
                portal.wait_for_rest(region, most_seconds=AT_REST_SECONDS)
            say(f"set up: {len(messenger.chats())} chats; {rate} calls a second from now on")
            _slow_down(messenger, rate)
            by, visitor = _person("chaos"), Visitor(port + 1, _person("visitor"))
            start, book = checker.start(), changes.empty_book()
            harm = Harm(running, messenger, _pid_on(port), dice)
            visitor.begin()
            try:
                _break(harm, book, bounds, by=by)
                say("peace")
                rest = _rest(messenger, most=min(AT_REST_SECONDS, bounds.ends - time.monotonic() - TO_CHECK_SECONDS))
            finally:
                visitor.end()
            harm.note_rate()
            say(f"  processes started again: {running.restarts}")
            fastest = judgement.at_most("calls received in any second", harm.most_in_a_second, rate + LATE)
            return [*harm.bars(), rest, fastest, *checker.check(REGIONS, messenger.chats(), book, after=start),
                    *visitor.bars()]  # fmt: skip


def _load(folder: Path, chats: int) -> None:
    for region in REGIONS:
        whole = files.generated(region, folder, houses=max(200, 2 * chats))
        portal.load(region, files.cut(whole, folder, chats=chats // len(REGIONS)), folder, rate=SETUP_RATE)
    Region.objects.filter(pk__in=REGIONS).update(change_limit_percent=100)


def _slow_down(messenger: Emulator, rate: int) -> None:
    messenger.ask("switch", rate=rate, latency_ms=100)
    MessengerAccount.objects.filter(pk__in=REGIONS).update(rate_per_second=rate)
    time.sleep(2)  # a second of the faster schedule is over
    messenger.ask("reset_stats")


def _person(login: str) -> User:
    return User.objects.get_or_create(username=login, is_superuser=True, is_staff=True)[0]


def _break(harm: Harm, book: Book, bounds: Bounds, *, by: User) -> None:
    """A wave of changes, harm, another wave into the midst of it, more harm."""
    began = time.monotonic()
    for number in range(len(changes.DAYS_AGO)):
        changes.wave(number, REGIONS, book, by=by)
        share = (number + 1) / len(changes.DAYS_AGO)
        kills = bounds.kills // len(changes.DAYS_AGO)
        harm.go_on(until=began + bounds.seconds * share, pause=PAUSE_SECONDS, kills=kills)


def _rest(messenger: Emulator, *, most: float) -> Bar:
    """Until nothing is due any more; an account that was stopped for its trouble is released, as a person would."""
    messenger.ask("clear_faults")
    connection.close()
    stopped = MessengerAccount.objects.filter(pk__in=REGIONS).exclude(trouble="")
    for account in again(lambda: list(stopped)):
        say(f"  account {account.pk} was stopped ({account.trouble_kind}) and is released")
        accounts.retry(account, cause="chaos by its end")
    began = time.monotonic()
    while _is_at_work() and time.monotonic() - began <= most:  # what is still under way other rows count
        time.sleep(1)
    return judgement.at_most("until both regions are at rest", time.monotonic() - began, most, " s")


def _is_at_work() -> bool:
    """Whether a chat is due, soon tried again, or in work. One whose person has not joined, and of whom a webhook was
    lost, is looked at again in ten minutes: it is open with a reason."""
    now = timezone.now()
    soon = Q(not_before__lte=now + SOON, state=RequestState.DUE)
    open_now = soon | Q(not_before__lte=now) | Q(lease_until__isnull=False)
    asked = SyncRequest.objects.filter(open_now, region__in=REGIONS)
    return asked.exclude(state=RequestState.PARKED).exists()


def _pid_on(port: int) -> int:
    """The process of the emulator, which listens there."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"emulator" in words and str(port).encode() in words:
                return int(folder.name)
    raise LookupError(f"no emulator on port {port}")
