"""The run itself: two regions are set up in peace, change company twice while everything breaks, and come to rest."""

import os
import random
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import DatabaseError, connection
from django.db.models import Q
from django.utils import timezone

from benchmarks import files, judgement, portal
from benchmarks.judgement import Bar, say
from benchmarks.processes import Emulator, emulator
from chaos import checker
from chaos.harm import Harm
from chaos.installation import installation
from chaos.visitor import Visitor
from supervision.actions import accounts, management_periods
from supervision.enums import RequestState
from supervision.models import House, MessengerAccount, Organisation, Region, SyncRequest

REGIONS = ("55", "25")
FULL, FULL_RATE, LEAST_RATE = 600, 30, 3
SETUP_RATE = 2000
AT_REST_SECONDS = float(os.environ.get("CHAOS_REST_SECONDS", "240"))  # more on a busy machine
DAYS_AGO = (30, 20)  # a wave each
PAUSE_SECONDS = 2.0


def run(folder: Path, port: int, *, chats: int, dice: random.Random, seconds: float, kills: int) -> list[Bar]:
    rate = max(LEAST_RATE, FULL_RATE * min(chats, FULL) // FULL)
    options = ("--rate", "0", "--auto-join-ms", "300", "--allow-http-webhooks")
    os.environ["WEBHOOK_BASE_URL"] = settings.WEBHOOK_BASE_URL = f"http://127.0.0.1:{port + 1}"
    with emulator(folder, port, *options) as messenger:
        for region in REGIONS:
            whole = files.generated(region, folder, houses=max(200, chats))
            portal.load(region, files.cut(whole, folder, chats=chats // len(REGIONS)), folder, rate=SETUP_RATE)
        Region.objects.filter(pk__in=REGIONS).update(change_limit_percent=100)
        with installation(folder, port + 1) as running:
            for region in REGIONS:
                portal.wait_for_rest(region, most_seconds=AT_REST_SECONDS)
            say(f"set up: {len(messenger.world())} chats; {rate} calls a second from now on")
            messenger.ask("switch", rate=rate, latency_ms=100)
            MessengerAccount.objects.filter(pk__in=REGIONS).update(rate_per_second=rate)
            time.sleep(2)  # a second of the faster schedule is over
            messenger.ask("reset_stats")
            visitor, since = Visitor(port + 1), timezone.now()
            visitor.begin()
            try:
                harm = Harm(running, messenger, _pid_on(port), dice)
                pass_on(0)
                half = time.monotonic() + seconds / 2
                harm.go_on(until=half, pause=PAUSE_SECONDS, kills=kills // 2)
                again(lambda: pass_on(1))
                harm.go_on(until=half + seconds / 2, pause=PAUSE_SECONDS, kills=kills - kills // 2)
                say("peace")
                rest = _rest(messenger)
            finally:
                visitor.end()
            say(f"processes started again {running.restarts}; {dict(harm.done)}")
            return [rest, *_bars(messenger, visitor, since, rate)]


def _bars(messenger: Emulator, visitor: Visitor, since: datetime, rate: int) -> list[Bar]:
    stats = [messenger.stats(f"emulator-{region}") for region in REGIONS]
    most = max(one["most_in_a_second"] for one in stats)
    say(
        f"calls {[one['total'] for one in stats]}, answers of pages {dict(visitor.statuses())} {visitor.broken() or ''}"
    )
    return [
        *checker.check(REGIONS, messenger.world(), since=since),
        judgement.at_most("calls of an account in any second", most, rate),
        judgement.exactly("pages answered 500", sum(visitor.broken().values()), 0),
        judgement.at_least("pages answered", sum(visitor.answers.values()), 50),
    ]


def pass_on(wave: int) -> None:
    """Every house passes to another company, whose people have to join first."""
    by = User.objects.get_or_create(username="chaos", is_superuser=True)[0]
    for region in Region.objects.filter(pk__in=REGIONS):
        houses = list(House.objects.filter(region=region, chat__messenger_id__isnull=False).select_related("region"))
        for number, company in enumerate(_strangers(region, houses)):
            management_periods.replace(
                houses=houses[number::4],
                organisation=company,
                since=region.today() - timedelta(days=DAYS_AGO[wave]),
                by=by,
            )


def _strangers(region: Region, houses: Sequence[House]) -> list[Organisation]:
    known = Organisation.objects.filter(region=region, representatives__isnull=False)
    return list(known.exclude(periods__house__in=houses).order_by("pk").distinct()[:4])


def again(act: Callable[[], None]) -> None:
    """A person whose page said 503 presses once more."""
    for _time in range(20):
        try:
            act()
        except DatabaseError:
            connection.close()
            time.sleep(1)
        else:
            return
    raise TimeoutError("the database did not come back")


def _rest(messenger: Emulator) -> Bar:
    """Until nothing is due any more; an account that was stopped for its trouble is released, as a person would."""
    messenger.ask("clear_faults")
    connection.close()
    for account in MessengerAccount.objects.filter(pk__in=REGIONS).exclude(trouble=""):
        say(f"  account {account.pk} was stopped ({account.trouble_kind}) and is released")
        accounts.retry(account, cause="chaos by its end")
    began = time.monotonic()
    while _is_at_work() and time.monotonic() - began <= AT_REST_SECONDS:  # what is still under way other rows count
        time.sleep(1)
    return judgement.at_most("until both regions are at rest", time.monotonic() - began, AT_REST_SECONDS, " s")


def _is_at_work() -> bool:
    """Whether a chat is due or in work. One whose person has not joined, and of whom a webhook was lost, is looked at
    again in ten minutes: it is open with a reason."""
    open_now = Q(not_before__lte=timezone.now()) | Q(lease_until__isnull=False)
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
