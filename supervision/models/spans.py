"""Days from `since` up to but not including `until` (None: no end): periods, absences, representatives."""

from datetime import date


class Span:
    """For models with `since` and `until`; their constraints compare the same half-open range."""

    since: date
    until: date | None

    def covers(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)
