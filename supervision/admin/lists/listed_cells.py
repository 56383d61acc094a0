"""What a list shows, as cells of a file: plain text and typed values instead of links and marks."""

from collections.abc import Callable, Sequence
from datetime import datetime
from html import unescape
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from supervision import access, local_time
from supervision.reports.spreadsheets import Cell, FileColumn

NOTHING = "—"  # how lists write that there is nothing


def columns_of(shown: ModelAdmin, names: Sequence[Any]) -> list[FileColumn[Any]]:
    """A column for each of the list's own. Every column of a row about people is personal."""
    return [
        FileColumn(_caption(shown, name), _cell_of(shown, name), 30, wraps=True, is_personal=_is_personal(shown, name))
        for name in names
    ]


def _is_personal(shown: ModelAdmin, name: Any) -> bool:
    return shown.model in access.OF_PEOPLE or access.names_people(shown.model, str(name))


def _caption(shown: ModelAdmin, name: Any) -> str:
    found: Any = label_for_field(name, shown.model, shown)
    return str(found)


def _cell_of(shown: ModelAdmin, name: Any) -> Callable[[Model], Cell]:
    def cell(row: Model) -> Cell:
        try:
            field, attribute, value = lookup_field(name, row, shown)
        except ObjectDoesNotExist:
            return None
        choices = dict(getattr(field, "flatchoices", None) or ())
        return plain(choices.get(value, value), is_labelled=bool(getattr(attribute, "label", None)))

    return cell


def plain(value: Any, *, is_labelled: bool = False) -> Cell:
    """`is_labelled` values are pairs of a shade and words: only the words are written."""
    match value:
        case None | bool() | int() | float():
            return value
        case tuple() | list():
            parts = value[1:] if is_labelled else value
            return ", ".join(str(plain(part)) for part in parts if isinstance(part, str | Promise) and part)
        case SafeString():
            return _without_nothing(unescape(strip_tags(value)).strip())
        case datetime():
            return value.astimezone(local_time.PORTAL)
    return value if hasattr(value, "isoformat") else _without_nothing(str(value))


def _without_nothing(text: str) -> str:
    return "" if text == NOTHING else text
