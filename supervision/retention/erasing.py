"""Who is forgotten leaves the record of events and the versions of rows, by the hand of the owner of the tables.

The portal left the words, sealed, in ForgottenPerson: the rows themselves do not hold them any more.
"""

import json
from typing import Any

import pgtrigger
from django.db import transaction
from django.db.models import Q

from supervision import keyring, seals
from supervision.models import Event, ForgottenPerson
from supervision.retention import mentions
from supervision.retention.known import Known
from supervision.retention.terms import HISTORIES

WORDS = ("cause", "reason", "details")
IN_CONTEXT = ("cause", "reason")  # of each version, beside the number of the event


def kept(known: Known) -> str:
    """As ForgottenPerson keeps it."""
    return json.dumps([known.region, dict(known.words), sorted(known.numbers)])


def erase(*, cause: str) -> int:
    """Everybody who was forgotten since the last time; gives how many events and versions were changed. Raises
    DatabaseError for any role but the owner, keyring.CannotOpen where a key is gone: nothing is changed then."""
    while seals.seal_some():  # an event leaves its words only under a seal
        pass
    return sum(_erase(person, cause) for person in ForgottenPerson.objects.order_by("pk"))


@transaction.atomic
def _erase(person: ForgottenPerson, cause: str) -> int:
    region, words, numbers = json.loads(keyring.open_sealed(person.sealed, person.context))
    known = Known(region, words, frozenset(numbers))
    found = _events(known)
    if found:
        seals.erase(found, cause=cause)
    versions = sum(_of_contexts(model, found) + _of_columns(model, known) for model in HISTORIES)
    person.delete()
    return len(found) + versions


def _events(known: Known) -> dict[int, dict[str, Any]]:
    """Those that name the person, with what is left of their words."""
    rows = Event.objects.filter(Q(region=known.region) | Q(region=None)) if known.region else Event.objects.all()
    found = {}
    for row in mentions.naming(rows, WORDS, known).values("pk", *WORDS).iterator():
        left = {name: known.left_of(row[name]) for name in WORDS}
        if any(left[name] != row[name] for name in WORDS):
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
