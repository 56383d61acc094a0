"""What became of a row: every change with who, when, what before and after, and why.

Reads the history tables that the triggers write (`models/history.py`); a version that says the same as the one before
it is left out. Takes rows that the caller may show; refuses nothing itself.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Field, ForeignKey, Model, Q, prefetch_related_objects
from django.utils.translation import gettext as _

from supervision import local_time

MOST_VERSIONS = 400  # of one page; what is older stands in the list of events
MOST_ROWS = 200  # that once belonged to the object of a page
OWN_FIELDS = ("pgh_", "id")
Said = Callable[[datetime], str]


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """`field` is the name of the row's field, `label` its name for people."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Revision:
    """`event` is the number and `name` the name of the event, None and "" where the database was changed by hand."""

    at: datetime
    model: type[Model]
    subject: str
    who: str
    name: str
    reason: str
    event: int | None
    differences: tuple[FieldDifference, ...]


def changes(*groups: Sequence[Model], said: Said = local_time.of_portal) -> list[Revision]:
    """Of all the rows together, newest first; each group holds rows of one model. `said` words an instant: on the
    clock of the rows' region, where they have one."""
    found = [change for rows in groups if rows for change in _changes(rows, said)]
    return sorted(found, key=lambda change: change.at, reverse=True)


def ever(model: type[Model], where: Q, *, most: int = MOST_ROWS) -> list[Any]:
    """Rows that are or once were as `where` says, as they last stood; newest first. Those that are gone too."""
    kept: Any = model.history.rel.related_model.objects  # type: ignore[attr-defined]
    numbers = kept.filter(where).order_by("-pgh_obj_id").values_list("pgh_obj_id", flat=True).distinct()[:most]
    last = kept.filter(pgh_obj_id__in=list(numbers)).order_by("-pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    names = [field.attname for field in model._meta.concrete_fields]
    rows = [model(**{name: getattr(version, name) for name in names}) for version in last]
    holders = [field.name for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    prefetch_related_objects(rows, *holders)
    return rows


def _changes(rows: Sequence[Model], said: Said) -> Iterator[Revision]:
    history: Any = rows[0].__class__.history.rel.related_model  # type: ignore[attr-defined]
    kept = history.objects.filter(pgh_obj_id__in=[row.pk for row in rows]).order_by("-pgh_id")
    versions: list[Any] = list(kept[:MOST_VERSIONS])
    subjects = {row.pk: f"{row._meta.verbose_name}: {row}" for row in rows}
    words, people = _Words(rows[0].__class__, versions, said), _people(versions)
    later: dict[Any, list[Any]] = {}
    for version in versions:
        later.setdefault(version.pgh_obj_id, []).append(version)
    for pk, newest_first in later.items():
        for after, before in zip(newest_first, [*newest_first[1:], None], strict=True):
            differences = tuple(words.differences(before, after))
            if differences:
                yield _change(after, rows[0].__class__, subjects[pk], people, differences)


def _change(
    version: Any, model: type[Model], subject: str, people: dict[int, str], differences: tuple[FieldDifference, ...]
) -> Revision:
    context = version.pgh_context or {}
    who = people.get(context.get("by") or 0, "") or context.get("cause", "").partition(" by ")[0]  # not whose shell
    return Revision(
        at=version.pgh_created_at,
        model=model,
        subject=subject,
        who=who or _("by hand in the database"),
        name=context.get("name", ""),
        reason=context.get("reason", ""),
        event=context.get("event"),
        differences=differences,
    )


def _people(versions: Iterable[Any]) -> dict[int, str]:
    numbers = {context["by"] for version in versions if (context := version.pgh_context) and context.get("by")}
    return {pk: user.get_full_name() or user.username for pk, user in User.objects.in_bulk(numbers).items()}


class _Words:
    """Values of the versions in words; what foreign keys point at is fetched once for all of them."""

    def __init__(self, model: type[Model], versions: Sequence[Any], said: Said) -> None:
        """What nobody enters and no page shows (`editable=False`) is left out: keys that the portal derives."""
        fields = versions[0]._meta.fields if versions else []
        shown = {field.name for field in model._meta.fields if field.editable}
        self.said = said
        self.fields: list[Field[Any, Any]] = [
            each for each in fields if not each.name.startswith(OWN_FIELDS) and each.name in shown
        ]
        self.named: dict[str, dict[Any, Any]] = {}
        for field in self.fields:
            if isinstance(field, ForeignKey):
                numbers = {getattr(version, field.attname) for version in versions} - {None}
                self.named[field.name] = field.related_model._default_manager.in_bulk(numbers) if numbers else {}

    def differences(self, before: Any, after: Any) -> Iterator[FieldDifference]:
        """An inserted row is compared with nothing; the oldest version that was read may be no insertion."""
        if before is None and after.pgh_label != "insert":
            return
        gone = after.pgh_label == "delete"
        for field in self.fields:
            old = None if before is None else getattr(before, field.attname)
            new = None if gone else getattr(after, field.attname)
            if old != new and (old or new):
                yield FieldDifference(field.name, str(field.verbose_name), self._say(field, old), self._say(field, new))

    def _say(self, field: "Field[Any, Any]", value: Any) -> str:
        if value is None or value == "":
            return "—"
        if isinstance(value, list):
            return ", ".join(self._say(field.base_field, each) for each in value)  # type: ignore[attr-defined]
        if field.name in self.named:
            return str(self.named[field.name].get(value, value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, datetime):
            return self.said(value)
        if isinstance(value, date):
            return f"{value:%d.%m.%Y}"
        return str(dict(field.flatchoices).get(value, value))
