"""What a correction changes of a row, field by field, as a person reads it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst

ChangedField = tuple[str, str, str]  # label, before and after


def changed_fields(stored: Model, values: Mapping[str, Any]) -> tuple[ChangedField, ...]:
    """`values` are those that differ from the row as it is stored, by the name of the field."""
    return tuple(
        (label(stored, name), _said(stored, name, getattr(stored, name)), _said(stored, name, new))
        for name, new in values.items()
    )


def label(row: Model | type[Model], name: str) -> str:
    field: Any = row._meta.get_field(name)
    return str(capfirst(field.verbose_name))


def _said(row: Model, name: str, value: Any) -> str:
    if value is None or value == "":
        return "—"
    choices: Any = getattr(row._meta.get_field(name), "flatchoices", ())
    return str(dict(choices).get(value, value))
