"""Who manages each house on each day, read from the lines of a register: slow, obvious, and unlike the portal's way."""

from dataclasses import dataclass, field, replace
from datetime import date

from tests.any_register import ONE, Line, Register, is_torn, named


@dataclass
class Managers:
    """As whoever reads every file in turn knows it; a day of the window is managed by a line.

    `starts`: the days from which lines act that were not told in time; `over`: lines that are gone for good;
    `left_out`: lines of a past that nobody has heard of; `asked`: houses of which the last file left something open
    that a person is to be told of.
    """

    first: date
    last: date
    known: dict[int, dict[date, Line | None]] = field(default_factory=dict)
    starts: dict[int, date] = field(default_factory=dict)
    over: set[int] = field(default_factory=set)
    left_out: set[int] = field(default_factory=set)
    asked: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.days = [self.first + n * ONE for n in range((self.last - self.first).days + 1)]

    def read(self, register: Register, *, is_sure: bool = True) -> None:
        """`is_sure`: the whole register could be read and not too much of it is missing, so what it lacks is gone."""
        self.asked = set()
        for house, lines in register.lines.items():
            if is_torn(lines, register.today):  # nobody can tell who manages: it stays as it was, and a person is asked
                self.asked.add(house)
            elif lines:  # a house that is not named stays as it was
                self._read(house, [replace(each) for each in lines], register.today, is_sure)

    def _read(self, house: int, lines: list[Line], today: date, is_sure: bool) -> None:
        known = self.known.setdefault(house, dict.fromkeys(self.days))
        entries = {each.entry for each in lines}
        self._correct_starts(house, lines, known, today)
        heard = {line.entry: line for line in known.values() if line}
        self.left_out |= {each.entry for each in lines if self._came_and_went(each, lines, today)} - heard.keys()
        told = [each for each in lines if each.entry not in self.left_out or each.covers(today)]
        if len(told) < len(lines):
            self.asked.add(house)
        acts = named(told, today)
        has_powers = acts is not None and acts.covers(today) and not (acts.excluded and acts.excluded <= today)
        for entry, gone in ((entry, line) for entry, line in heard.items() if entry not in entries):
            # a plan that is gone never will be; of who acts, only another one with powers takes the place
            if is_sure and (gone.since > today or has_powers):
                self.over.add(entry)
            elif entry not in self.over:
                told.append(gone)
        for day in self.days:
            was, says = known[day], named(told, day)
            if day < today and was and was.entry not in entries and (says is None or says.entry in heard):
                continue  # what was, was
            known[day] = says
            is_silent = (
                says
                and says.entry not in entries
                and not any(each.company == says.company and each.end >= says.since for each in lines)
            )
            if is_silent and day >= today:
                self.asked.add(house)

    def _correct_starts(self, house: int, lines: list[Line], known: dict[date, Line | None], today: date) -> None:
        """Of lines that act from another day than they say."""
        entries = {each.entry for each in lines}
        heard = {line.entry: line for line in known.values() if line}
        for line in lines:
            if line.entry not in heard and line.entry not in self.starts:
                later = [each for each in heard.values() if line.since <= each.since < today]
                acts = known[today]
                if (
                    acts
                    and acts is known.get(line.since)
                    and acts.company == line.company
                    and acts.entry not in entries
                ):
                    self.starts[line.entry] = acts.since  # its line was written anew, with another start
                    known |= {day: line for day, was in known.items() if was is acts}
                    if acts.since < line.since:
                        self.asked.add(house)
                elif any(each.company != line.company for each in later):
                    self.starts[line.entry] = today  # it should have been named before another one that is known
            line.since = self.starts.get(line.entry, line.since)

    def _came_and_went(self, line: Line, lines: list[Line], today: date) -> bool:
        """It is over, and on a day of it one that came before had powers as well: history that is remarked upon."""
        if line.since >= today or line.covers(today) or line is named(lines, today):
            return False
        return any(
            line.covers(day) and each.covers(day) for each in lines if each.since < line.since for day in self.days
        )

    def of(self, house: int, day: date) -> int | None:
        line = self.known.get(house, {}).get(day)
        return line.company if line else None
