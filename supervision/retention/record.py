"""What only the owner of the tables removes: segments of the record under their seals, and versions of rows.

A segment leaves when the newest of its events is old, and only in the order of the seals; the seals, a line for each
event and an event that says so stay (`seals`). Names of people who are unrecognisable by now leave the versions of
their rows as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pgtrigger
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model, OuterRef, QuerySet, Subquery

from supervision import seals
from supervision.models import Event, Inspector, KeptLogin, KeptProviderLogin, Representative, Seal, SealedEvent
from supervision.retention import archive, batches
from supervision.retention.names import former_login, unrecognisable
from supervision.retention.terms import TERMS, Term, Way, named

AT_ONCE = 200  # segments: a file each


@dataclass(frozen=True, slots=True)
class Due:
    """What the owner's command would remove of a table now."""

    term: Term
    rows: int


def due(now: datetime) -> Iterator[Due]:
    """Counts, and removes nothing."""
    yield Due(named("RECORD"), Event.objects.filter(pk__in=_covered(old_segments(now))).count())
    for term in TERMS:
        if term.way == Way.VERSIONS:
            yield Due(term, term.old(now).count())


def old_segments(now: datetime) -> list[int]:
    """Numbers of the seals, from the first that still has its events, as long as all events of a segment are old."""
    before, found = named("RECORD").before(now), []
    for seal in Seal.objects.filter(pk__gt=seals.removed_up_to()).order_by("pk").iterator():
        if Event.objects.filter(pk__in=seal.lines.values("event"), at__gte=before).exists():
            break
        found.append(seal.pk)
    return found


def remove_segments(now: datetime, *, cause: str) -> int:
    """Gives how many events left. The record must hold (`seals.verify`), which the caller asks before."""
    removed = 0
    numbers = old_segments(now)
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        chosen = Seal.objects.filter(pk__in=some)
        with transaction.atomic():
            lines = (f"{line}\n".encode() for line in seals.as_lines(chosen))
            moment = f"{now:%Y%m%dT%H%M%S}"
            name = f"segments-{some[0]}-{some[-1]}-{moment}.jsonl.gz"
            archive.store("RECORD", name, lines, table=Event._meta.db_table, first=some[0], last=some[-1])
            removed += seals.remove(some[-1], cause=cause)
    return removed


def remove_versions(now: datetime) -> Iterator[tuple[Term, batches.Removed]]:
    for term in TERMS:
        if term.way == Way.VERSIONS:
            yield term, batches.remove(term, now)


def forget_names() -> int:
    """Names, positions, addresses and messenger ids leave the versions of people and logins that are unrecognisable by
    now; gives how many versions were changed. Raises DatabaseError for any role but the owner of the tables."""
    nameless = {"full_name": "", "messenger_id": None}
    of_login = {"username": "", "first_name": "", "last_name": "", "email": ""}
    return (
        _part_from_provider()
        + _rewrite(Inspector, "full_name", unrecognisable(), {**nameless, "position": ""})
        + _rewrite(Representative, "full_name", unrecognisable(), nameless)
        + _rewrite(KeptLogin, "username", former_login(), of_login)
    )


def _part_from_provider() -> int:
    """Which person of the identity provider opened the login."""
    history: Any = KeptProviderLogin.versions.rel.related_model
    former = User.objects.filter(username=former_login()).values("pk")
    with pgtrigger.ignore(f"{history._meta.label}:append_only"):
        return int(history.objects.filter(user_id__in=former).exclude(uid="").update(uid=""))


def _rewrite(model: type[Model], name: str, unnamed: Any, values: dict[str, Any]) -> int:
    relation: Any = getattr(model, "history", None) or getattr(model, "versions")  # noqa: B009
    history = relation.rel.related_model
    people = model._base_manager.filter(**{name: unnamed})
    told = history.objects.filter(pgh_obj_id__in=people.values("pk")).exclude(
        **{name: Subquery(people.filter(pk=OuterRef("pgh_obj_id")).values(name))}
    )
    now = {key: Subquery(people.filter(pk=OuterRef("pgh_obj_id")).values(name)) for key in values if key == name}
    with transaction.atomic(), pgtrigger.ignore(f"{history._meta.label}:append_only"):
        return int(told.update(**{**values, **now}))


def _covered(numbers: list[int]) -> QuerySet[Any]:
    return SealedEvent.objects.filter(seal__in=numbers).values("event")
