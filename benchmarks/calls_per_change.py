"""How many calls a change of company costs, with one administrator on each side: verification and waiting included.

Twice over the same houses: the new representative has joined every chat before, and joins each only after being asked
for (the appointment was refused), of which the messenger tells by a webhook. All calls are held against the writing
ones; both are the emulator's count. A refused appointment is a writing call as well.
"""

import os
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Count

from benchmarks import files, judgement, portal
from benchmarks.judgement import Bar, say
from benchmarks.processes import Emulator, emulator, web, workers
from benchmarks.region import Calls
from supervision.actions import management_periods
from supervision.enums import CallOutcome
from supervision.linking import subscriptions
from supervision.models import House, MessengerAccount, MessengerCall, Organisation, Region
from supervision.reconcile.accounts import open_messenger

REGION = "55"
RATE = 2000
CHATS, QUICK_CHATS = 200, 30
# the new representative reads the invitation and joins within a second
AUTO_JOIN_MS = 500
MOST_RATIO = 1.5
MOST_SECONDS = 600


def measure(folder: Path, *, data: Path, port: int, quick: bool) -> list[Bar]:
    register = files.cut(files.register(REGION, data, folder), folder, chats=QUICK_CHATS if quick else CHATS)
    options = ("--rate", str(RATE), "--auto-join-ms", str(AUTO_JOIN_MS), "--allow-http-webhooks")
    os.environ["WEBHOOK_BASE_URL"] = settings.WEBHOOK_BASE_URL = f"http://127.0.0.1:{port + 1}"
    with emulator(folder, port, *options) as messenger, web(folder, port + 1):
        portal.load(REGION, register, folder, rate=RATE)
        Region.objects.filter(pk=REGION).update(change_limit_percent=100)
        houses = _with_one_administrator()
        with workers(folder):
            portal.wait_for_rest(REGION, most_seconds=MOST_SECONDS)
            subscribe()
            joined = _companies(houses)
            _join(messenger, joined[0])
            return [
                _change(messenger, houses, joined[0], days_ago=2, who="joined before"),
                _change(messenger, houses, joined[1], days_ago=1, who="joins when asked, told by webhook"),
            ]


def subscribe() -> None:
    """The messenger tells the web server of the benchmark what happens."""
    account = MessengerAccount.objects.select_related("region").get(pk=REGION)
    with closing(open_messenger(account)) as messenger:
        subscriptions.keep_subscription(account, messenger)


def _with_one_administrator() -> list[House]:
    alone = Organisation.objects.annotate(people=Count("representatives")).filter(region=REGION, people=1)
    houses = House.objects.filter(chat__isnull=False, periods__until=None, periods__organisation__in=alone)
    return list(houses.select_related("region").order_by("pk"))


def _companies(houses: Sequence[House]) -> list[Organisation]:
    """Two with one representative each that have managed none of these houses."""
    alone = Organisation.objects.annotate(people=Count("representatives")).filter(region=REGION, people=1)
    return list(alone.exclude(periods__house__in=houses).order_by("pk")[:2])


def _join(messenger: Emulator, company: Organisation) -> None:
    person = company.representatives.get()
    for chat in messenger.world().values():
        messenger.ask("join", chat_id=chat["chat_id"], user_id=person.messenger_id)


def _change(messenger: Emulator, houses: list[House], company: Organisation, *, days_ago: int, who: str) -> Bar:
    by = User.objects.get_or_create(username="benchmark", is_superuser=True)[0]
    journal = MessengerCall.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    before = messenger.ask("stats")["operations"]
    since = houses[0].region.today() - timedelta(days=days_ago)
    management_periods.replace(houses=houses, organisation=company, since=since, by=by)
    portal.wait_for_rest(REGION, most_seconds=MOST_SECONDS)
    calls = Calls.between(before, messenger.ask("stats")["operations"])
    done = MessengerCall.objects.filter(pk__gt=journal, outcome=CallOutcome.DONE).count()
    differ = len(portal.differences(REGION, messenger.world()))
    say(f"{len(houses)} chats, representative {who}: {calls.each(len(houses))} a chat, not as wished {differ}")
    say(f"  writes carried out: {done / len(houses):.2f} a chat")
    what = f"change of company, representative {who}: calls for each writing one"
    ratio = (calls.read + calls.write) / calls.write
    # of speed: on a busy machine chats are looked at once more before the representative is there
    return judgement.at_most(what, ratio if not differ else float("inf"), MOST_RATIO, of_speed=not differ)
