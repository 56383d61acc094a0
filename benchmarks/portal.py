"""What several benchmarks do with the portal: load a region, wait until it rests, compare wish and messenger."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils import timezone

from benchmarks import files
from benchmarks.files import Register
from benchmarks.judgement import say
from benchmarks.processes import manage
from supervision.desired.chats import desired_chats
from supervision.desired.state import DesiredChat
from supervision.enums import HouseKind, RequestState
from supervision.models import Chat, MessengerAccount, Municipality, Organisation, Region, SyncRequest

SCOPE = {"25": [HouseKind.APARTMENT, HouseKind.UNKNOWN]}  # its old export tells no kind of house
INSPECTORS = 20
BATCH = 2000
CAN_CALL = "can_call"  # the messenger adds it to every administrator's rights
REST_POLL_SECONDS = 0.25


def load(region: str, register: Register, folder: Path, *, rate: float) -> dict[str, Any]:
    """Imports houses, companies, inspectors and a representative for each company; gives the report on the houses."""
    Region.objects.filter(pk=region).update(scope_kinds=SCOPE.get(region, [HouseKind.APARTMENT]))
    MessengerAccount.objects.filter(pk=region).update(rate_per_second=rate)
    report = import_houses(region, register)
    districts = list(Municipality.objects.filter(region=region).order_by("name").values_list("name", flat=True))
    inns = Organisation.objects.filter(region=region).exclude(inn="").order_by("pk").values_list("inn", flat=True)
    inspectors = files.write_inspectors(folder / f"inspectors-{region}.csv", districts, INSPECTORS)
    representatives = files.write_representatives(folder / f"representatives-{region}.csv", dict.fromkeys(inns))
    for people in (inspectors, representatives):
        manage("import_people", people, "--region", region, "--apply")
    return report


def import_houses(region: str, register: Register) -> dict[str, Any]:
    names = (register.houses, register.companies)
    return json.loads(manage("import_registry", *names, "--region", region, "--apply", "--json").stdout)


def wait_for_rest(region: str, *, most_seconds: float, look: Callable[[], None] = lambda: None) -> float:
    """Until no chat of the region is due, in work or waiting for somebody who is joining; gives the seconds."""
    started = said = time.monotonic()
    while left := unrest(region):
        look()
        now = time.monotonic()
        if now - started > most_seconds:
            raise TimeoutError(f"after {most_seconds:.0f} s {left} chats of region {region} are not at rest")
        if now - said > 30:
            said = now
            say(f"  {now - started:4.0f} s: {left:,} chats to go")
        time.sleep(REST_POLL_SECONDS)
    return time.monotonic() - started


def unrest(region: str) -> int:
    """Chats out of step with their wish, or waiting for a person."""
    requests = SyncRequest.objects.filter(region=region).exclude(state=RequestState.PARKED)
    return requests.filter(Q(state=RequestState.WAITING) | Q(not_before__lte=timezone.now())).count()


def settled(region: str) -> int:
    with_chat = Chat.objects.filter(region=region, messenger_id__isnull=False, settled_at__isnull=False)
    return with_chat.exclude(pk__in=Chat.objects.out_of_step()).count()


def differences(region: str, world: dict[str, dict[str, Any]]) -> list[str]:
    """GUIDs of the houses whose chat is not as wished, seen from the messenger's side."""
    return [wish.external_id for wish in _wishes(region) if not _agrees(wish, world.get(wish.external_id))]


def without_title(region: str) -> set[str]:
    """GUIDs of the houses whose chat waits until a person has told it apart from another of the same address."""
    return {wish.external_id for wish in _wishes(region) if wish.title_trouble}


def _wishes(region: str) -> list[DesiredChat]:
    ids = list(Chat.objects.filter(region=region).values_list("pk", flat=True))
    wishes: list[DesiredChat] = []
    for start in range(0, len(ids), BATCH):
        wishes += desired_chats(ids[start : start + BATCH]).values()
    return wishes


def _agrees(wish: DesiredChat, seen: dict[str, Any] | None) -> bool:
    if wish.title_trouble:
        return seen is None
    if seen is None or wish.owner is None:
        return False
    wished = {str(each.person.user_id): set(each.rights) for each in wish.administrators}
    admins = {
        user: set(rights) - {CAN_CALL} for user, rights in seen["admins"].items() if int(user) != seen["owner_id"]
    }
    return (seen["title"], seen["owner_id"], admins) == (wish.title, wish.owner.user_id, wished)
