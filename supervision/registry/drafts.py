"""A house's periods of management as they are known and as they will be: what a register may change. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from django.utils.translation import gettext as _

from supervision.registry.file_rows import RowIssue
from supervision.registry.known_rows import KnownPeriod
from supervision.registry.organisation_diff import OrganisationRef

# company, since, until, entry in the register, exclusion
State = tuple[str, date, date | None, tuple[date, time] | None, date | None]


@dataclass(slots=True)
class Draft:
    """A period as it will be. `id` is None for a new one, `ref` None where the known company stays."""

    house_id: int
    company: str
    since: date
    until: date | None
    id: int | None = None
    ref: OrganisationRef | None = None
    name: str = ""
    is_from_register: bool = True
    registered: tuple[date, time] | None = None
    excluded_on: date | None = None
    basis: str = ""
    is_closed_by_hand: bool = False

    def covers(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)

    def overlaps(self, since: date, until: date | None) -> bool:
        return self.since < (until or date.max) and since < (self.until or date.max)

    @property
    def state(self) -> State:
        return self.company, self.since, self.until, self.registered, self.excluded_on


@dataclass(slots=True)
class Timeline:
    """One house: its periods before and after, what the file meant by it, and what somebody should look at."""

    house_id: int
    address: str
    drafts: list[Draft]
    before: dict[int, State] = field(default_factory=dict)
    passed: list[tuple[str, Draft]] = field(default_factory=list)
    ended: list[Draft] = field(default_factory=list)
    excluded: list[Draft] = field(default_factory=list)
    filled: list[Draft] = field(default_factory=list)
    resumed: list[Draft] = field(default_factory=list)
    moved: list[Draft] = field(default_factory=list)
    withdrawn: list[Draft] = field(default_factory=list)
    issues: list[RowIssue] = field(default_factory=list)
    is_doubtful: bool = False

    @property
    def changed(self) -> list[Draft]:
        return [each for each in self.drafts if each.id is not None and self.before[each.id] != each.state]

    @property
    def added(self) -> list[Draft]:
        return [each for each in self.drafts if each.id is None]

    def forget_what_came_to_nothing(self) -> None:
        """One line may take back what another did: only what differs in the end is told."""
        different = {id(each) for each in (*self.changed, *self.added)}
        self.passed = [one for one in self.passed if id(one[1]) in different]
        self.ended = [each for each in self.ended if id(each) in different and each.until]
        self.resumed = [each for each in self.resumed if id(each) in different]
        self.moved = [each for each in self.moved if id(each) in different]
        self.excluded = [each for each in self.excluded if id(each) in different and each.excluded_on]

    def first_day_of_change(self, today: date) -> date | None:
        """The first day, from today on, on which another period acts than before: that is what a chat waits for."""
        return first_difference(list(self.before.values()), [each.state for each in self.drafts], today)


def first_difference(before: Sequence[State], after: Sequence[State], today: date) -> date | None:
    """The first day, from today on, on which another period acts than before; None where there is none."""
    days = {today} | {day for state in (*before, *after) for day in _days(state) if day > today}
    return next((day for day in sorted(days) if acting_of(before, day) != acting_of(after, day)), None)


def _days(state: State) -> Iterable[date]:
    return (day for day in state[1:3] if day)


def acting_of(states: Iterable[State], on: date) -> tuple[str, date] | None:
    """Company and start of powers: what a chat says of its manager."""
    acting = ((state[0], state[1]) for state in states if state[1] <= on and (state[2] is None or on < state[2]))
    return next(acting, None)


def draft_of(period: KnownPeriod, names: dict[int, str]) -> Draft:
    return Draft(
        house_id=period.house_id,
        company=str(period.organisation_id or ""),
        since=period.since,
        until=period.until,
        id=period.id,
        name=names.get(period.organisation_id or 0) or _("direct management"),
        is_from_register=period.is_from_register,
        registered=period.registered,
        excluded_on=period.excluded_on,
        is_closed_by_hand=period.is_closed_by_hand,
    )
