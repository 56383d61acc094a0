"""Lines of the exports, as OpenAPI describes them: made from the form of the rows (`outgoing/payloads.py`)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Field, ForeignKey, Model
from rest_framework import serializers

from supervision.enums import ChangeKind
from supervision.outgoing.payloads import FORMS, RowForm

ABOUT: Mapping[str, str] = {
    "fias_guid": "Of the house.",
    "out_of_step": "A change is on its way or held up.",
    "changed_by_hand": "In the messenger.",
}


class RemovedLine(serializers.Serializer):
    """A row that is gone, or that the login no longer sees."""

    id = serializers.IntegerField()
    removed = serializers.BooleanField(help_text="Always true.")


class LastLine(serializers.Serializer):
    """Ends every answer."""

    next = serializers.CharField(help_text="To go on from, as `updated_since`.")
    at_end = serializers.BooleanField(help_text="false: there are more rows already.")
    complete_until = serializers.DateTimeField(
        allow_null=True, help_text="All that was committed before this instant is in the copy; null before the end."
    )


def _line_of(form: RowForm) -> type[serializers.ModelSerializer]:
    """A serializer with the names of the form; it describes and is never run."""
    own = {column.name for column in form.model._meta.get_fields()} - form.paths.keys() - form.beside.keys()
    fields: dict[str, Any] = {
        name: _described(form.model, source, ABOUT.get(name, ""))
        for name, source in zip(form.names, form.sources(), strict=True)
        if name not in own
    }
    fields["updated_at"] = serializers.DateTimeField(help_text="When the line last changed.")
    meta = type("Meta", (), {"model": form.model, "fields": names_of(form), "read_only_fields": names_of(form)})
    return type(f"{form.model.__name__}Line", (serializers.ModelSerializer,), {**fields, "Meta": meta})


def names_of(form: RowForm) -> tuple[str, ...]:
    return (*form.names, "updated_at")


def _described(model: type[Model], source: Any, words: str) -> serializers.Field[Any, Any, Any, Any]:
    if not isinstance(source, str):
        return serializers.BooleanField(help_text=words)
    column: Any = None
    for part in source.split("__"):
        column = model._meta.get_field(part)
        model = column.related_model or model
    kept: Field[Any, Any] = column.target_field if isinstance(column, ForeignKey) else column
    kind = serializers.ModelSerializer.serializer_field_mapping[type(kept)]
    return kind(help_text=words)


ROWS: dict[ChangeKind, type[serializers.ModelSerializer]] = {kind: _line_of(form) for kind, form in FORMS.items()}
