"""Lines of the record that another system kept (`seals.as_lines`), compared with what stands in the tables now.

Only what the record itself says was taken away since may be missing: events of removed segments, and people who were
taken out of the words of an event. Everything else that differs was written by somebody who owns the tables.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from supervision import seals, shortenings
from supervision.models import Event, Seal
from supervision.retention.person_words import could_be_left

AT_ONCE = 1000
OF_SEAL = frozenset({"seal", "digest"})
OF_EVENT = frozenset({"seal", "event", "name", "at", "region", "by", *seals.WORDS})


def is_line(told: Any) -> bool:
    return isinstance(told, dict) and (told.keys() >= OF_SEAL or told.keys() >= OF_EVENT)


def differing(kept: Iterable[Mapping[str, Any]]) -> seals.Broken | None:
    """The first line, in the order they were kept, that is not so in the tables."""
    digests = dict(Seal.objects.values_list("pk", "digest"))
    removed, erased = shortenings.removed_up_to(), shortenings.left_words().keys()
    for some in _lots(kept):
        events = Event.objects.in_bulk([line["event"] for line in some if "event" in line])
        for line in some:
            if "digest" in line:
                if digests.get(line["seal"]) != line["digest"]:
                    why = "is not the one that was kept elsewhere: the chain was written anew"
                    return seals.Broken(line["seal"], why)
            elif why := _why_differing(line, events.get(line["event"]), removed, str(line["event"]) in erased):
                return seals.Broken(line["seal"], why)
    return None


def _why_differing(line: Mapping[str, Any], event: Event | None, removed: int, is_erased: bool) -> str:
    if event is None:
        return "" if line["seal"] <= removed else f"event {line['event']}, which was kept elsewhere, is gone"
    now = seals.told_of(event)
    for name, value in now.items():
        is_shorter = is_erased and name in seals.WORDS and could_be_left(value, line[name])
        if value != line[name] and not is_shorter:
            return f"event {event.pk} says something else than what was kept elsewhere ({name})"
    return ""


def _lots(lines: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    following = iter(lines)
    while some := list(islice(following, AT_ONCE)):
        yield some
