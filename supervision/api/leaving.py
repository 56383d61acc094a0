"""What of the interface is to go: since when that is said, when it goes, and what comes instead.

The policy stands in docs/api.md, Versions. A line here marks the operation or the field in OpenAPI and gives the
answers their headers: `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and a link to the page that says what to change.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.http import HttpRequest
from django.utils.http import http_date

from supervision.api.chosen_fields import FIELDS

ROOT, PAGE = "api/v1/", "/api/docs/"
NAMED_OTHERWISE = {"partial_update": "change", "destroy": "remove"}


@dataclass(frozen=True, slots=True)
class Leaving:
    """Days in UTC. `instead` is a sentence: what a program does from now on."""

    since: date
    sunset: date
    instead: str


# by operation ("licences_list") or by form and field ("LicenceShown.number"), as OpenAPI names them
LEAVING: dict[str, Leaving] = {}


def operation_id(words: Sequence[str], action: str) -> str:
    """houses_list, houses_retrieve, houses_demolish: the resource, then what is done."""
    words = [word.replace("-", "_") for word in words]
    if words and words[-1] == action:  # a button of the resource, whose name its address ends with
        return "_".join(words)
    return "_".join([*words, NAMED_OTHERWISE.get(action, action)])


def headers(request: HttpRequest) -> dict[str, str]:
    """What an answer to the request says of this; nothing where all of it stays."""
    concerned = list(_concerned(request)) if LEAVING else []
    if not concerned:
        return {}
    since, sunset = (min(getattr(each, name) for each in concerned) for name in ("since", "sunset"))
    return {
        "Deprecation": f"@{int(_instant(since).timestamp())}",
        "Sunset": http_date(_instant(sunset).timestamp()),
        "Link": f'<{PAGE}>; rel="deprecation"; type="text/html"',
    }


def tell(schema: dict[str, Any]) -> None:
    """Marks them in OpenAPI."""
    operations = {each["operationId"]: each for path in schema["paths"].values() for each in path.values()}
    for name, leaving in LEAVING.items():
        form, _dot, field = name.partition(".")
        marked = schema["components"]["schemas"][form]["properties"][field] if field else operations[name]
        words = f"Deprecated since {leaving.since}, gone from {leaving.sunset} on. {leaving.instead}"
        marked["deprecated"] = True
        marked["description"] = "\n\n".join(filter(None, [marked.get("description"), words]))


def _concerned(request: HttpRequest) -> Iterator[Leaving]:
    match = request.resolver_match
    action = getattr(match.func, "actions", {}).get((request.method or "").lower()) if match else None
    if match is None or action is None:
        return
    words = [word for word in re.sub(r"<[^<>]*>", "", match.route.removeprefix(ROOT)).split("/") if word]
    name, chosen = operation_id(words, action), request.GET.get(FIELDS)
    view: Any = match.func.cls  # type: ignore[attr-defined]  # of the framework's views
    forms = {form.__name__ for form in (view.serializer_class, getattr(view, "detail_serializer_class", None)) if form}
    for key, leaving in LEAVING.items():
        form, _dot, field = key.partition(".")
        if key == name or (form in forms and (chosen is None or field in chosen.split(","))):
            yield leaving


def _instant(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
