"""How often the bot speaks to a person who joins many chats in a burst: messages and edits of the list, counted by the
emulator.

A representative of a company with 400 houses says "it is me" and joins all their chats within ten minutes, one press
each; the messenger tells of each by a webhook, and the portal grants the rights meanwhile. The list is renewed at most
once in ten seconds, so that a person is not written to for every press.
"""

import json
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User

from benchmarks import files, judgement, portal
from benchmarks.calls_per_change import subscribe
from benchmarks.judgement import Bar, say
from benchmarks.processes import Emulator, emulator, web, workers
from supervision import keyring
from supervision.actions import invitations, management_periods, representatives
from supervision.conversation import texts
from supervision.models import Chat, House, Organisation, Region

REGION, TOKEN, PERSON = "55", "emulator-55", 770_001
RATE = 2000
CHATS, SECONDS, MOST = 400, 600, 70
QUICK_CHATS, QUICK_SECONDS, QUICK_MOST = 40, 60, 16  # once in ten seconds, and as many to begin and to end with
MOST_SECONDS = 900


def measure(folder: Path, *, data: Path, port: int, quick: bool) -> list[Bar]:
    chats, seconds, most = (QUICK_CHATS, QUICK_SECONDS, QUICK_MOST) if quick else (CHATS, SECONDS, MOST)
    register = files.cut(files.register(REGION, data, folder), folder, chats=chats)
    options = ("--rate", str(RATE), "--allow-http-webhooks")
    os.environ["WEBHOOK_BASE_URL"] = settings.WEBHOOK_BASE_URL = f"http://127.0.0.1:{port + 1}"
    with emulator(folder, port, *options) as messenger, web(folder, port + 1), workers(folder):
        portal.load(REGION, register, folder, rate=RATE)
        Region.objects.filter(pk=REGION).update(change_limit_percent=100)
        _until(lambda: not Chat.objects.filter(region=REGION, messenger_id=None).exists(), "every chat is made")
        subscribe()
        houses = list(House.objects.filter(region=REGION, chat__isnull=False).select_related("region").order_by("pk"))
        _becomes_known(messenger, _company_of(houses))
        before = _spoken(messenger)
        took = _join(messenger, seconds)
        left = _until(lambda: texts.CHATS_DONE in _last(messenger), "the list says that all are joined")
        spoken = _spoken(messenger) - before
        say(f"{len(houses)} chats joined in {took:.0f} s; {spoken} messages or edits, the last {left:.0f} s later")
        what = f"messages and edits to who joins {len(houses)} chats in {seconds // 60} min"
        return [
            judgement.at_most(what, spoken, most),
            judgement.exactly("of these chats with the person's rights", _with_rights(messenger), len(houses)),
        ]


def _company_of(houses: Sequence[House]) -> Organisation:
    """All the houses are one new company's from today."""
    by = User.objects.get_or_create(username="benchmark", is_superuser=True)[0]
    company = Organisation.objects.create(region_id=REGION, name="ООО «Много домов»")
    management_periods.replace(houses=houses, organisation=company, since=houses[0].region.today(), by=by)
    return company


def _becomes_known(messenger: Emulator, company: Organisation) -> None:
    by = User.objects.get(username="benchmark")
    person = representatives.add(
        organisation=company, full_name="Пётр Петров", messenger_id=None, since=company.region.today(), by=by
    )
    made = invitations.invite(person=person, by=by)
    secret, _code = json.loads(keyring.open_sealed(made.sealed, made.context))
    messenger.ask("start", token=TOKEN, user_id=PERSON, payload=secret)
    _until(lambda: texts.YES in _buttons(messenger), "the bot asks who it is")
    messenger.ask("press", token=TOKEN, user_id=PERSON, button=texts.YES)
    _until(lambda: texts.CHECK in _buttons(messenger), "the bot lists the chats")


def _join(messenger: Emulator, seconds: float) -> float:
    """One press after the other, evenly over so many seconds."""
    chats = [chat["chat_id"] for chat in messenger.world().values()]
    started = time.monotonic()
    for number, chat in enumerate(chats):
        time.sleep(max(0.0, started + seconds * number / len(chats) - time.monotonic()))
        messenger.ask("join", chat_id=chat, user_id=PERSON)
    return time.monotonic() - started


def _dialog(messenger: Emulator) -> list[dict[str, object]]:
    found: list[dict[str, object]] = messenger.ask("dialog", token=TOKEN, user_id=PERSON)["messages"]
    return found


def _last(messenger: Emulator) -> str:
    messages = _dialog(messenger)
    return str(messages[-1]["text"]) if messages else ""


def _buttons(messenger: Emulator) -> str:
    messages = _dialog(messenger)
    return str(messages[-1]["buttons"]) if messages else ""


def _spoken(messenger: Emulator) -> int:
    """Messages in the dialog, and edits: nobody else's message is ever edited."""
    edits: int = messenger.ask("stats")["operations"].get("edit_message", 0)
    return len(_dialog(messenger)) + edits


def _with_rights(messenger: Emulator) -> int:
    portal.wait_for_rest(REGION, most_seconds=MOST_SECONDS)
    return sum(str(PERSON) in chat["admins"] for chat in messenger.world().values())


def _until(true: Callable[[], bool], what: str) -> float:
    started = time.monotonic()
    while not true():
        if time.monotonic() - started > MOST_SECONDS:
            raise TimeoutError(f"not in {MOST_SECONDS} s: {what}")
        time.sleep(0.5)
    return time.monotonic() - started
