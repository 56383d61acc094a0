"""A register of licences to which anything happens, kept as a supervision body does: a decision changes a line."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

ONE = timedelta(days=1)
# how the line of a company that leaves is written when another one starts
WAYS = (
    "last day before", "last day the same", "excluded", "excluded, last day before", "excluded, last day the same",
    "excluded a week before", "open until then",
)  # fmt: skip
ENDINGS = ("last day", "excluded", "both")


@dataclass(eq=False)
class Line:
    """`last` is the last day with powers; `excluded` the day of the exclusion; `entry` the line's own number."""

    entry: int
    company: int
    since: date
    last: date | None = None
    excluded: date | None = None

    @property
    def end(self) -> date:
        """The last day with powers."""
        if self.last is not None:
            return self.last
        return self.excluded - ONE if self.excluded else date.max

    @property
    def is_open(self) -> bool:
        return self.last is None and self.excluded is None

    def covers(self, day: date) -> bool:
        return self.since <= day <= self.end

    def opened(self) -> None:
        self.last = self.excluded = None

    def __str__(self) -> str:
        excluded = f", excluded {self.excluded}" if self.excluded else ""
        return f"line {self.entry}, company {self.company}: {self.since} – {self.last or ''}{excluded}"


def named(lines: list[Line], day: date) -> Line | None:
    """Whom the lines say to manage the house on the day: of those with powers the one that started last.

    Where nobody has powers, the one that had them last goes on if the register excluded it (ч. 3 ст. 200 ЖК РФ).
    """
    started = sorted((each for each in lines if each.since <= day), key=lambda each: each.since)
    with_powers = [each for each in started if each.covers(day)]
    if with_powers:
        return with_powers[-1]
    last = max(started, key=lambda each: (each.end, each.since), default=None)
    return last if last and last.excluded else None


def is_torn(lines: list[Line], today: date) -> bool:
    """Two companies stand open at one house, and nobody can tell which of them has it."""
    return len({each.company for each in lines if each.is_open and each.since <= today}) > 1


@dataclass
class Register:
    """Every method is a decision; what a register would not write has not happened."""

    today: date
    houses: int
    lines: dict[int, list[Line]] = field(init=False)
    entries: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.lines = {house: [] for house in range(1, self.houses + 1)}

    def as_it_stands(self) -> "Register":
        kept = Register(self.today, self.houses)
        kept.lines = {house: [replace(line) for line in lines] for house, lines in self.lines.items()}
        return kept

    def last_of(self, house: int) -> Line | None:
        return max(self.lines[house], key=lambda each: each.since, default=None)

    def holder(self, house: int) -> Line | None:
        """Who has powers today, or goes on; nobody where a change is planned already, or where two claim it."""
        last = self.last_of(house)
        if self.is_torn(house) or (last and last.since > self.today):
            return None
        return named(self.lines[house], self.today)

    def is_torn(self, house: int) -> bool:
        return is_torn(self.lines[house], self.today)

    def gives(self, house: int, company: int, since: date, way: str) -> None:
        last, holds = self.last_of(house), self.holder(house)
        if self.is_torn(house):
            return
        if last and (last.since > self.today or since <= last.since):
            return
        if any(each is not holds and not each.is_open and each.end >= since
               for each in self.lines[house]):  # fmt: skip
            return  # somebody else had the house on that day
        if holds:
            if holds.company == company and holds.covers(since) and not holds.excluded:
                return
            if since <= holds.since:
                return
            self._leaves(holds, since, way)
        self.lines[house].append(Line(next(self.entries), company, since))

    def _leaves(self, line: Line, since: date, way: str) -> None:
        if not line.covers(since) or (way == "open until then" and line.is_open and since > self.today):
            return
        line.last = {"last day before": since - ONE, "last day the same": since}.get(way.split(", ")[-1])
        if way.startswith("excluded"):
            line.excluded = max(line.since + ONE, since - 7 * ONE if way.endswith("week before") else since)
        elif line.last is None:
            line.last = since - ONE

    def ends(self, house: int, last: date) -> None:
        holds = self.holder(house)
        if holds and last >= holds.since and not holds.excluded and holds.covers(self.today):
            holds.last = last

    def excludes(self, house: int, on: date) -> None:
        holds = self.holder(house)
        if holds and on > holds.since and holds.is_open:
            holds.excluded = on

    def takes_back(self, house: int) -> None:
        """The end or the exclusion of who was last is taken back: it goes on."""
        last = self.last_of(house)
        if last and last.since <= self.today and not any(each.is_open for each in self.lines[house]):
            last.opened()

    def before(self, house: int, line: Line) -> Line | None:
        earlier = [each for each in self.lines[house] if each.since < line.since and each.company != line.company]
        return max(earlier, key=lambda each: each.since, default=None)

    def court(self, house: int, on: date, ending: str) -> None:
        """The company before gets the house back from that day: its line is open again, the other one's ends."""
        holds = self.holder(house)
        before = self.before(house, holds) if holds else None
        if not holds or not before or not holds.since < on <= self.today:
            return
        if holds.end >= on:
            holds.last = on - ONE if ending != "excluded" else None
            holds.excluded = on if ending != "last day" else None
        before.opened()

    def deletes(self, house: int) -> None:
        """The newest line was a mistake, or a plan that is given up: it is gone, and the company before goes on."""
        last = self.last_of(house)
        if not last:
            return
        before = self.before(house, last)
        self.lines[house].remove(last)
        if before and not any(each.is_open for each in self.lines[house]):
            before.opened()

    def puts_off(self, house: int, since: date) -> None:
        last = self.last_of(house)
        if last and last.since > self.today and since > self.today:
            before = named([each for each in self.lines[house] if each is not last], last.since - ONE)
            if before and before.last == last.since - ONE and before.since < since:
                before.last = since - ONE
            elif before and not before.is_open:
                return
            last.since = since

    def reorganises(self, company: int, successor: int, since: date, way: str) -> None:
        for house in self.lines:
            holds = self.holder(house)
            if holds and holds.company == company:
                self.gives(house, successor, since, way)

    def tears(self, house: int, company: int, since: date) -> None:
        """A company is entered, and nobody writes the end of the one that has the house."""
        holds = self.holder(house)
        if not holds or not holds.is_open or holds.company == company or not holds.since < since <= self.today:
            return
        if not any(each is not holds and each.end >= since for each in self.lines[house]):
            self.lines[house].append(Line(next(self.entries), company, since))

    def settles(self, house: int, is_newer_right: bool) -> None:
        """Of two that stand open, the end of the older one is written, or the newer one is deleted as a mistake."""
        if self.is_torn(house):
            open_lines = [each for each in self.lines[house] if each.is_open and each.since <= self.today]
            *older, newer = sorted(open_lines, key=lambda each: each.since)
            if not is_newer_right:
                self.lines[house].remove(newer)
            for each in older if is_newer_right else ():
                each.last = newer.since - ONE

    def passes(self, days: int) -> None:
        """Days go by; of a company that is left with open powers the end is written when its successor starts."""
        before = self.today
        self.today += days * ONE
        for lines in self.lines.values():
            for one, after in itertools.pairwise(sorted(lines, key=lambda each: each.since)):
                if one.is_open and after.is_open and before < after.since <= self.today:
                    one.last = after.since - ONE

    def __iter__(self) -> Iterator[tuple[int, Line]]:
        return ((house, line) for house, lines in self.lines.items() for line in lines)
