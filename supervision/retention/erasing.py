"""People who are forgotten leave the record and the versions of rows; only the owner of the tables does it.

The portal left the words, sealed, in ForgottenPerson: the rows themselves do not hold them any more.
"""

import json
from collections.abc import Sequence
from typing import Any

import pgtrigger
from django.db import transaction

from supervision import keyring, seals
from supervision.models import Event, ForgottenPerson
from supervision.retention import mentions
from supervision.retention.person_words import Known
from supervision.retention.terms import HISTORIES

IN_CONTEXT = ("cause", "reason")  # of each version, beside the number of the event


def kept(known: Known) -> str:
    """As ForgottenPerson keeps it."""
    return json.dumps([known.region, dict(known.words), sorted(known.numbers)])


def erase(*, cause: str) -> int:
    """Everybody who was forgotten since the last time; gives how many events and versions were changed. Raises
    DatabaseError for any role but the owner, keyring.CannotOpen where a key is gone: nothing is changed then."""
    while seals.seal_some():  # an event leaves its words only under a seal
        pass
    people = list(ForgottenPerson.objects.order_by("pk"))
    return _erase(people, cause) if people else 0


@transaction.atomic
def _erase(people: Sequence[ForgottenPerson], cause: str) -> int:
    everybody = [_known(person) for person in people]
    found = _events(everybody)
    if found:
        seals.erase(found, cause=cause)
    versions = sum(_of_contexts(model, found) for model in HISTORIES)
    versions += sum(_of_columns(model, known) for model in HISTORIES for known in everybody)
    ForgottenPerson.objects.filter(pk__in=[person.pk for person in people]).delete()
    return len(found) + versions


def _known(person: ForgottenPerson) -> Known:
    region, words, numbers = json.loads(keyring.open_sealed(person.sealed, person.context))
    return Known(region, words, frozenset(numbers))


def _events(everybody: Sequence[Known]) -> dict[int, dict[str, Any]]:
    """Those that name any of them, with what is left of their words. Reads the record once, for it is long."""
    texts = dict.fromkeys(text for known in everybody for text in known)
    found = {}
    for row in mentions.naming(Event.objects.all(), seals.WORDS, texts).values("pk", "region", *seals.WORDS).iterator():
        left = {name: row[name] for name in seals.WORDS}
        for known in everybody:
            if not known.region or row["region"] in (None, known.region):
                left = {name: known.left_of(text) for name, text in left.items()}
        if any(left[name] != row[name] for name in seals.WORDS):
            found[row["pk"]] = left
    return found


def _of_contexts(history: Any, found: dict[int, dict[str, Any]]) -> int:
    """Versions say again why: whoever looks at one reads the words of its event there."""
    changed = 0
    for row in history.objects.filter(pgh_context__event__in=list(found)).values("pk", "pgh_context"):
        said = row["pgh_context"]
        left = {name: found[said["event"]][name] for name in IN_CONTEXT}
        if any(said.get(name, "") != left[name] for name in IN_CONTEXT):
            with pgtrigger.ignore(f"{history._meta.label}:append_only"):
                changed += history.objects.filter(pk=row["pk"]).update(pgh_context={**said, **left})
    return changed


def _of_columns(history: Any, known: Known) -> int:
    way, columns = mentions.MENTIONS.get(history.pgh_tracked_model, ("", ()))
    kept_of = [name for name in columns if name in {field.name for field in history._meta.get_fields()}]
    if not kept_of:
        return 0
    rows = history.objects.filter(**{way: known.region}) if known.region else history.objects.all()
    with pgtrigger.ignore(f"{history._meta.label}:append_only"):
        return mentions.take_out(rows, kept_of, known)
