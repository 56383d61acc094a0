"""What passing many houses to another company would mean: asked of the action itself, then taken back, in batches.

Gives sums, and names where a person decides by names. A constant number of queries for each two thousand chats.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from math import ceil

from django.conf import settings
from django.contrib.auth.models import User

from supervision import access
from supervision.actions.management_periods import demolished
from supervision.models import Chat, House
from supervision.planning import limits
from supervision.planning.steps import Announce, AskPerson
from supervision.previews import preview
from supervision.previews.changeover import losing, owner_of
from supervision.previews.company_request import CompanyRequest, who
from supervision.previews.preview import ChatOutlook


@dataclass(slots=True)
class Gain:
    """A person of the new company, and in how many chats: in all, administrator already, known not to have joined."""

    name: str
    chats: int = 0
    already: int = 0
    not_joined: int = 0


@dataclass(slots=True)
class Loser:
    """A company (or nobody) that the houses have now; `people` lose their rights in so many chats."""

    name: str
    houses: int = 0
    people: Counter[str] = field(default_factory=Counter)

    @property
    def revoked(self) -> int:
        return self.people.total()

    @property
    def named(self) -> list[tuple[str, int]]:
        """For the template, which would take a Counter's `items` for something to be counted."""
        return sorted(self.people.items())


@dataclass(slots=True)
class ManyChangeovers:
    """The preview. `refused` and `demolished` are a line for each house that cannot pass; everything else is about the
    other ones."""

    new: str
    acts: str
    houses: tuple[House, ...]
    refused: tuple[str, ...]
    demolished: tuple[str, ...] = ()
    replaced: Counter[str] = field(default_factory=Counter)  # whose changes were planned for that day: houses
    losers: dict[str, Loser] = field(default_factory=dict)
    gains: dict[int, Gain] = field(default_factory=dict)
    owners: Counter[tuple[str, str]] = field(default_factory=Counter)
    chats: int = 0
    created: int = 0
    frozen: int = 0
    announcements: int = 0
    ownerless: int = 0  # chats that nobody can own then
    orders: int = 0
    calls: int = 0
    minutes: int = 0
    changing: int = 0
    most_changing: int = 0

    @property
    def is_hindered(self) -> bool:
        """Whether some houses have to be left out before the others can pass."""
        return bool(self.refused or self.demolished)

    @property
    def granted(self) -> int:
        return sum(gain.chats - gain.already for gain in self.gains.values())

    @property
    def revoked(self) -> int:
        return sum(loser.revoked for loser in self.losers.values())

    @property
    def not_joined(self) -> int:
        return sum(gain.not_joined for gain in self.gains.values())

    @property
    def planned(self) -> list[tuple[str, int]]:
        return sorted(self.replaced.items())

    @property
    def moves(self) -> list[tuple[tuple[str, str], int]]:
        return sorted(self.owners.items())

    @property
    def is_beyond_limit(self) -> bool:
        return self.changing > self.most_changing

    @property
    def digest(self) -> str:
        """Changes with the decision: houses, dates, companies, people, owners.

        Not with what chats look like: among thousands somebody joins every minute, and nothing could be confirmed.
        """
        people = sorted((user_id, gain.name, gain.chats) for user_id, gain in self.gains.items())
        losers = sorted((loser.name, loser.houses) for loser in self.losers.values())
        ids = sorted(house.pk for house in self.houses)
        said = (
            self.new,
            self.acts,
            ids,
            self.refused,
            self.demolished,
            people,
            losers,
            self.moves,
            self.planned,
            self.ownerless,
        )
        return hashlib.sha256(repr(said).encode()).hexdigest()


def foresee_many(request: CompanyRequest, by: User) -> ManyChangeovers:
    """Writes nothing that stays. Houses that would be refused are named and left out of the rest."""
    obstacles = request.obstacles()
    rest = request.without(obstacles)
    gone = demolished(obstacles)
    refused = (line for house, line in obstacles.items() if house not in gone)
    shown = ManyChangeovers(request.successor, request.acts, rest.houses, tuple(refused), tuple(gone.values()))
    if not rest.houses:
        return shown
    account, on = request.region.account, request.day_of_new
    houses = dict(access.chats(by).filter(house__in=rest.houses).order_by("pk").values_list("pk", "house"))
    ids = list(houses)
    replaced = rest.replaced(by)
    shown.replaced.update(replaced.values())
    before = {chat.pk: now for chat, now in preview.standings(account, ids, on=on)}
    # who is only planned has no rights that could be lost: there it is the day before that counts
    planned = [chat for chat, house in houses.items() if house in replaced]
    before |= {chat.pk: now for chat, now in preview.standings(account, planned, on=rest.eve)}
    after = preview.as_if(lambda: rest.carry_out(by), lambda: list(preview.standings(account, ids, on=on)))
    managers = _managers(rest, by, replaced)
    for house in rest.houses:
        shown.losers.setdefault(managers[house.pk], Loser(managers[house.pk])).houses += 1
    for chat, then in after:
        _add(shown, chat, before[chat.pk], then, shown.losers[managers[chat.house_id]])
    acting = [(chat, then.plan) for chat, then in after if not chat.frozen_reason]
    shown.calls = preview.summarise(acting).calls
    shown.minutes = ceil(shown.calls / (account.rate_per_second * settings.MESSENGER_PACE_SHARE) / 60)
    shown.changing = sum(chat.messenger_id is not None and bool(plan.actions) for chat, plan in acting)
    linked = access.chats(by).filter(region=request.region).linked().count()
    shown.most_changing = limits.most_changes(linked, request.region.change_limit_percent)
    return shown


def _managers(request: CompanyRequest, by: User, replaced: Collection[int]) -> Mapping[int, str]:
    """Who manages each house until then."""
    periods = access.periods(by).filter(house__in=request.houses).select_related("organisation")
    acting = periods.acting(request.day_of_old).exclude(house__in=replaced)
    on_the_eve = periods.acting(request.eve).filter(house__in=replaced) if replaced else ()
    found = {period.house_id: who(period) for period in (*acting, *on_the_eve)}
    return defaultdict(lambda: who(None), found)


def _add(shown: ManyChangeovers, chat: Chat, before: ChatOutlook, then: ChatOutlook, loser: Loser) -> None:
    shown.chats += 1
    shown.created += chat.messenger_id is not None
    shown.frozen += bool(chat.frozen_reason)
    shown.announcements += any(isinstance(step, Announce) for step in then.plan.steps)
    shown.orders += sum(isinstance(step, AskPerson) for step in then.plan.steps)
    for wish in then.desired.administrators:
        gain = shown.gains.setdefault(wish.person.user_id, Gain(wish.person.name))
        gain.chats += 1
        gain.already += wish.person.user_id in then.observed.administrators
        gain.not_joined += wish.person.user_id in then.observed.absent
    shown.ownerless += then.desired.owner is None
    loser.people.update(losing(before, then).values())
    if (old := owner_of(before)) != (new := owner_of(then)):
        shown.owners[old, new] += 1
