"""Whole regions, end to end: import, people, plan, push by a real worker, and a change of company a month later.

The rate is set high on both sides: at 30 calls a second region 55 would take hours. Then 300 houses have another
company in the next month's file, and exactly their chats may change: seen from the messenger's side, and in the
journal of writing calls.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from benchmarks import files, judgement, portal
from benchmarks.files import Register
from benchmarks.judgement import Bar, say
from benchmarks.processes import Emulator, emulator, manage, workers
from supervision.models import Chat, House, MessengerCall, Organisation

REGIONS = ("55", "25")
RATE, AUTO_JOIN_MS = 2000, 200
CHANGED, QUICK_CHATS, QUICK_CHANGED = 300, 200, 30
READS = {"chat", "admins", "members", "messages", "me"}
MOST_SECONDS = 40 * 60


@dataclass(frozen=True, slots=True)
class Calls:
    """What the emulator was asked for between two looks."""

    read: int
    write: int

    @classmethod
    def between(cls, before: dict[str, int], after: dict[str, int]) -> "Calls":
        done = Counter(after)
        done.subtract(before)
        read = sum(count for name, count in done.items() if name in READS)
        return cls(read, sum(done.values()) - read)

    def each(self, chats: int) -> str:
        return f"{self.read / chats:.2f} reads and {self.write / chats:.2f} writes"


def measure(folder: Path, *, data: Path, port: int, quick: bool) -> list[Bar]:
    bars: list[Bar] = []
    options = ("--rate", str(RATE), "--auto-join-ms", str(AUTO_JOIN_MS))
    with emulator(folder, port, *options) as messenger:
        for region in REGIONS[1:] if quick else REGIONS:
            register = files.register(region, data, folder)
            if quick:
                register = files.cut(register, folder, chats=QUICK_CHATS)
            bars += _region(region, register, folder, messenger, QUICK_CHANGED if quick else CHANGED)
    return bars


def _region(region: str, register: Register, folder: Path, messenger: Emulator, changed: int) -> list[Bar]:
    say(f"region {region}, {'real' if register.is_real else 'generated'} file")
    others = messenger.world()
    report = portal.load(region, register, folder, rate=RATE)
    added = report["houses"]["added"]
    say(f"  imported {added:,} houses in {report['seconds']:.1f} s: {added / report['seconds']:,.0f} houses/s")
    say(f"  plan: {manage('show_plan', '--region', region, '--json').stdout.strip()}")
    with workers(folder, concurrency=2):  # the two slots of an account
        bars = _create(region, messenger)
        present = {guid: chat for guid, chat in messenger.world().items() if guid not in others}
        say(f"  a month later {changed} houses have another company")
        return bars + _change(region, register, folder, messenger, present, changed)


def _create(region: str, messenger: Emulator) -> list[Bar]:
    before, in_scope = messenger.ask("stats")["operations"], Chat.objects.filter(region=region).count()
    seconds = portal.wait_for_rest(region, most_seconds=MOST_SECONDS)
    settled, twins = portal.settled(region), len(portal.without_title(region))
    calls = Calls.between(before, messenger.ask("stats")["operations"])
    stats = messenger.stats(f"emulator-{region}")
    say(f"  settled {settled:,} chats in {seconds:.0f} s: {settled / seconds:.1f} chats/s")
    say(f"  a new chat takes {calls.each(settled)}; {_rates(stats)}")
    say(f"  {twins} wait until a person has told them apart from a house of the same address")
    return [
        judgement.exactly(f"region {region}: chats settled, of those with a title", settled, in_scope - twins),
        judgement.exactly(f"region {region}: not as wished", len(portal.differences(region, messenger.world())), 0),
        judgement.exactly(f"region {region}: calls refused with 429", stats["refused_429"], 0),
    ]


def _change(
    region: str, register: Register, folder: Path, messenger: Emulator, present: dict[str, Any], count: int
) -> list[Bar]:
    chosen = _other_companies(region, count)
    file = files.month_later(register, folder, region, chosen)
    journal = MessengerCall.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    before = messenger.ask("stats")["operations"]
    report = portal.import_houses(region, Register(file, register.companies, register.is_real))
    seconds = portal.wait_for_rest(region, most_seconds=MOST_SECONDS)
    calls = Calls.between(before, messenger.ask("stats")["operations"])
    world = messenger.world()
    changed = {guid for guid, chat in present.items() if world[guid] != chat}
    written = MessengerCall.objects.filter(pk__gt=journal).values_list("chat__house__fias_guid", flat=True)
    wished = {str(guid) for guid in chosen}
    say(f"  {report['periods']['replaced']} houses passed on; at rest {seconds:.1f} s after the import")
    say(f"  a changed chat takes {calls.each(count)}")
    return [
        judgement.exactly(f"region {region}: chats that changed, of {count} that should", len(changed & wished), count),
        judgement.exactly(f"region {region}: unexpected changes", len(changed - wished), 0),
        judgement.exactly(f"region {region}: others written to", len({str(guid) for guid in written} - wished), 0),
        judgement.exactly(f"region {region}: not as wished", len(portal.differences(region, world)), 0),
    ]


def _other_companies(region: str, count: int) -> dict[UUID, int]:
    """By GUID of some houses with a chat and a company: the number of a company that is not theirs."""
    managed = House.objects.filter(region=region, chat__settled_at__isnull=False, imported_organisation__isnull=False)
    houses = list(managed.order_by("fias_guid").values_list("fias_guid", "imported_organisation__frt_id")[:count])
    numbers = Organisation.objects.filter(region=region, representatives__isnull=False).order_by("pk")
    companies = list(numbers.values_list("frt_id", flat=True)[:10])
    return {guid: next(other for other in companies if other != company) for guid, company in houses}


def _rates(stats: dict[str, Any]) -> str:
    return f"seen {stats['per_second']} calls/s, most in a second {stats['most_in_a_second']} of {RATE} allowed"
