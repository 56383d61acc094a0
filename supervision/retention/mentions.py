"""Which columns of other rows may name a person, beside the person's own record: texts, JSON and accounts.

Whoever is forgotten is taken out of them by the portal (`forget`), and out of the record by the owner of the tables
(`record`). tests/integration/test_forgotten_people.py looks through all tables: a new column that names somebody has to
stand here.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote_plus

from django.contrib.admin.models import LogEntry
from django.db.models import BigIntegerField, CharField, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from supervision import models
from supervision.retention.person_words import Known

# a table, by which way it belongs to a region ("" where to none), and its columns
MENTIONS: Mapping[type[Model], tuple[str, tuple[str, ...]]] = {
    models.Absence: ("inspector__region", ("reason",)),
    models.Adoption: ("region", ("file_name",)),
    models.AdoptionLine: ("adoption__region", ("plan", "message")),
    models.Chat: ("region", ("frozen_reason", "differences")),
    models.Comment: ("house__region", ("text",)),
    models.FoundChat: ("region", ("owner_id", "remark")),
    models.ImportIssue: ("run__region", ("message", "file")),
    models.ImportRun: ("region", ("file_name", "undone_reason")),
    models.MessengerCall: ("region", ("detail", "answer")),
    models.Operation: ("region", ("title", "reason", "undone_reason", "foreseen")),
    models.SyncRequest: ("chat__region", ("reason",)),
    models.Target: ("region", ("basis",)),
    models.Upload: ("region", ("file_name", "second_name", "report", "message", "approval")),
    models.WorkOrder: (
        "chat__region",
        ("instruction", "addressed_because", "account", "owner_seen", "remark"),
    ),
    LogEntry: ("", ("object_repr", "change_message")),
}


def forget(known: Known) -> int:
    """Takes the person out of every column, and out of what was seen of chats and of the dialog; gives how many rows
    were changed."""
    changed = sum(_forget_in(model, known) for model in MENTIONS) + _forget_filters(known)
    if known.numbers and known.region:
        seen = models.ChatMember.objects.filter(chat__region=known.region, user_id__in=known.numbers)
        changed += seen.filter(is_owner=False, is_admin=False).delete()[0]
        of_dialog = {"region": known.region, "account_id__in": known.numbers}
        for model in (models.Correspondent, models.CodeTry, models.DialogTurn):
            changed += model._base_manager.filter(**of_dialog).delete()[0]
    return changed


def take_out(rows: QuerySet[Any], columns: Iterable[str], known: Known) -> int:
    """The columns of these rows without the person; gives how many rows changed."""
    changed = 0
    fields = {name: rows.model._meta.get_field(name) for name in columns}
    for row in naming(rows, columns, known).values("pk", *fields).iterator():
        left = {name: _left(field, row[name], known) for name, field in fields.items()}
        differing = {name: value for name, value in left.items() if value != row[name]}
        if differing:
            changed += rows.model._base_manager.filter(pk=row["pk"]).update(**differing)
    return changed


def naming(rows: QuerySet[Any], columns: Iterable[str], known: Iterable[str]) -> QuerySet[Any]:
    """Those that hold a text that is looked for, as part of a longer one maybe."""
    is_named = Q()
    for name in columns:
        rows = rows.annotate(**{f"text_of_{name}": Cast(name, TextField())})
        for text in known:
            is_named |= Q(**{f"text_of_{name}__icontains": text})
    return rows.filter(is_named) if is_named else rows.none()


def _forget_in(model: type[Model], known: Known) -> int:
    way, columns = MENTIONS[model]
    rows: QuerySet[Any] = model._base_manager.all()
    if known.region is None:
        # calls name accounts and people of the chats, who are somebody's in a region
        return 0 if model is models.MessengerCall else take_out(rows, columns, known)
    return take_out(rows.filter(Q(**{way: known.region}) | Q(**{way: None})), columns, known) if way else 0


def _forget_filters(known: Known) -> int:
    """A list narrowed by a person's name leads nowhere any more."""
    kept = models.SavedFilter.objects.all()
    if known.region:
        kept = kept.filter(Q(region=known.region) | Q(region=None))
    said = {each.pk: f"{each.name} {unquote_plus(each.query)}" for each in kept}
    naming_them = [pk for pk, text in said.items() if known.left_of(text) != text]
    return kept.filter(pk__in=naming_them).delete()[0]


def _left(field: Any, value: Any, known: Known) -> Any:
    left = known.left_of(value)
    if isinstance(field, BigIntegerField) and left != value:
        return None
    return left[: field.max_length] if isinstance(field, CharField) and left else left
