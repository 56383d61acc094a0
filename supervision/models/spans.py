"""Days from `since` up to but not including `until` (None: no end): periods, absences, representatives."""

from datetime import date

from django.db.models import Q


class Span:
    """For models with `since` and `until`; their constraints compare the same half-open range."""

    since: date
    until: date | None

    def covers(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


def holds(on: date, path: str = "") -> Q:
    """`covers` as a condition on rows, reached by the path ("periods__")."""
    return Q(**{f"{path}since__lte": on}) & lasts(on, path)


def lasts(on: date, path: str = "") -> Q:
    """Not over on the day: holds then, or begins later."""
    return Q(**{f"{path}until": None}) | Q(**{f"{path}until__gt": on})
