"""Rows that need a person, with their name beside what finds them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from supervision.models.region_days import Day


@dataclass(frozen=True, slots=True)
class Worklist:
    """Rows with a name for people; called with rows that may be seen and, where it matters, with the day or instant."""

    label: Any
    narrow: Callable[..., QuerySet[Any]]

    def __call__(self, rows: QuerySet[Any], *at: Day | datetime) -> QuerySet[Any]:
        return self.narrow(rows, *at)
