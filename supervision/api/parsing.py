"""Bodies of requests, and how days and instants are written in them and in addresses."""

import json
import re
from collections.abc import Iterable
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from supervision.api.problems import FieldFault, Problem

# Python reads weeks, days without dashes and single digits as well; whoever sends them has mistaken something
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
INSTANT = re.compile(rf"{DAY.pattern}[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII | re.IGNORECASE)

SURROGATE = re.compile("[\ud800-\udfff]")


class Json(JSONParser):
    """Refuses what readers of JSON understand each in their own way: a member that stands twice, NaN, half a pair."""

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: dict[str, Any] | None = None
    ) -> Any:
        try:
            content = json.loads(stream.read().decode(), object_pairs_hook=_once, parse_constant=_no_number)
            if (place := _unsayable(content)) is not None:
                words = _("The JSON holds characters that no text can hold.")
                raise Problem(400, "malformed", words, errors=[FieldFault(place, words)])
        except RecursionError:  # brackets in brackets, thousands deep
            raise ParseError(_("The JSON is nested too deeply.")) from None
        except json.JSONDecodeError as error:
            words = _("This is no JSON: look at line %(line)s, column %(column)s.")
            raise ParseError(words % {"line": error.lineno, "column": error.colno}) from None
        except ValueError:  # no UTF-8, or a number of thousands of digits
            raise ParseError(_("This is no JSON in UTF-8.")) from None
        return content


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Which of two members of one name is meant is nobody's to guess."""
    content = dict(pairs)
    if len(content) < len(pairs):
        names = [name for name, _value in pairs]
        name = next(name for name in names if names.count(name) > 1).encode(errors="replace").decode()
        words = _("“%(name)s” stands twice in one object.") % {"name": name}
        raise Problem(400, "malformed", words, errors=[FieldFault(name, words)])
    return content


def _no_number(text: str) -> float:
    raise ParseError(_("%(text)s is no number of JSON.") % {"text": text})


def _unsayable(content: Any, place: str = "") -> str | None:
    """The place of a text with half of a pair, which neither the database nor an answer can hold; None without one."""
    if isinstance(content, str):
        return None if _is_sayable(content) else place
    inner: Iterable[tuple[str, Any]] = ()
    if isinstance(content, dict):
        if not all(map(_is_sayable, content)):
            return place
        inner = ((f"{place}.{name}".lstrip("."), value) for name, value in content.items())
    elif isinstance(content, list):
        inner = ((f"{place}[{number}]", value) for number, value in enumerate(content))
    return next((found for at, value in inner if (found := _unsayable(value, at)) is not None), None)


def _is_sayable(text: str) -> bool:
    return text.isascii() or not SURROGATE.search(text)
