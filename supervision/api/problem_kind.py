"""What is said of a kind of problem: its usual status, its words for people, the members that programs read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

NUMBER: Mapping[str, Any] = {"type": "integer"}
# members that a problem may have beside those of RFC 9457, and so may each of its `errors`
MEMBERS: Mapping[str, Mapping[str, Any]] = {
    "allowed": {"type": "array", "items": {"type": "string"}},
    "current": {"type": "object"},
    "errors_total": NUMBER,
    "house": NUMBER,
    "houses": {"type": "array", "items": NUMBER},
    "organisation": {"type": ["integer", "null"]},
    "period": NUMBER,
    "scope": {"type": "string"},
    "since": {"type": "string", "format": "date"},
    "webhook": NUMBER,
}
OF_PERIOD = ("house", "period", "organisation", "since")


@dataclass(frozen=True, slots=True)
class ProblemType:
    """`title` and `about` say what it means and what to do."""

    status: int
    title: Promise
    about: Promise
    members: tuple[str, ...] = ()
