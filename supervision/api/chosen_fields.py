"""`fields=id,address`: only these of a row are given, and of a list only these are read."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request

from supervision.api.problems import FieldFault, Problem

FIELDS = "fields"


def asked_for(request: Request, known: Collection[str]) -> frozenset[str] | None:
    """The names asked for, None for all. A name that the resource does not have is refused."""
    text = request.query_params.get(FIELDS)
    if text is None:
        return None
    names = frozenset(name.strip() for name in text.split(","))
    if unknown := sorted(names - set(known)):
        words = _("No such field: %(unknown)s. There are: %(known)s.")
        detail = words % {"unknown": ", ".join(unknown), "known": ", ".join(known)}
        raise Problem(400, "unknown-field", detail, errors=[FieldFault(FIELDS, detail)])
    return names


class ChosenFields:
    """For serializers: takes `fields` of the context (None: all) and drops the others."""

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()  # type: ignore[misc]
        names = self.context.get(FIELDS)  # type: ignore[attr-defined]
        return fields if names is None else {name: field for name, field in fields.items() if name in names}
