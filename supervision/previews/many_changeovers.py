"""What passing many houses to another company would mean: asked of the action itself, then taken back, in batches.

Gives sums, and names where a person decides by names. A constant number of queries for each two thousand chats.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import User

from supervision import access
from supervision.actions.obstacles import demolished
from supervision.confirmed import Confirmable
from supervision.models import House, ManagementPeriod
from supervision.previews import outlooks
from supervision.previews.company_request import CompanyRequest, who
from supervision.previews.consequences import ChatChange, Consequences, weigh


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


@dataclass(frozen=True, slots=True)
class ManyChangeovers(Confirmable):
    """The preview. `refused` and `demolished` are a line for each house that cannot pass; everything else is about the
    other ones. `managers` are who has each house until then (`companies`: their numbers), `replaced` whose changes were
    planned for that day, all by house. `meaning` is None where no house is left."""

    new: str
    acts: str
    houses: tuple[House, ...]
    refused: tuple[str, ...]
    demolished: tuple[str, ...] = ()
    managers: Mapping[int, str] = field(default_factory=dict)
    companies: Mapping[int, int | None] = field(default_factory=dict)
    replaced: Mapping[int, str] = field(default_factory=dict)
    meaning: Consequences | None = None

    def decided(self) -> object:
        """Houses, dates, companies, people and owners, each by name and house.

        Not what chats look like: among thousands somebody joins every minute, and nothing could be confirmed.
        """
        hindered = self.refused, self.demolished
        told = self.new, self.acts, *hindered, [house.pk for house in self.houses], self.managers, self.companies
        return told, self.replaced, self.meaning.decision if self.meaning else None

    @property
    def is_hindered(self) -> bool:
        """Whether some houses have to be left out before the others can pass."""
        return bool(self.refused or self.demolished)

    @property
    def planned(self) -> list[tuple[str, int]]:
        return sorted(Counter(self.replaced.values()).items())

    @property
    def losers(self) -> dict[str, Loser]:
        """The companies that have the houses until then, by name."""
        found: dict[str, Loser] = {}
        for house in self.houses:
            found.setdefault(self.managers[house.pk], Loser(self.managers[house.pk])).houses += 1
        for chat in self._chats:
            found[self.managers[chat.house_id]].people.update(person.name for person in chat.revoked)
        return found

    @property
    def gains(self) -> dict[int, Gain]:
        found: dict[int, Gain] = {}
        for chat in self._chats:
            for person in chat.administrators:
                gain = found.setdefault(person.user_id, Gain(person.name))
                gain.chats += 1
                gain.already += person.user_id in chat.in_place
                gain.not_joined += person.user_id in chat.absent
        return found

    @property
    def _chats(self) -> tuple[ChatChange, ...]:
        return self.meaning.chats if self.meaning else ()


def foresee_many(request: CompanyRequest, by: User) -> ManyChangeovers:
    """Writes nothing that stays. Houses that would be refused are named and left out of the rest."""
    obstacles = request.obstacles()
    rest = request.without(obstacles)
    gone = demolished(obstacles)
    refused = tuple(line for house, line in obstacles.items() if house not in gone)
    hindered = refused, tuple(gone.values())
    if not rest.houses:
        return ManyChangeovers(request.successor, request.acts, rest.houses, *hindered)
    account, on = request.region.account, request.day_of_new
    houses = dict(access.chats(by).filter(house__in=rest.houses).order_by("pk").values_list("pk", "house"))
    ids = list(houses)
    replaced = rest.replaced(by)
    before = {chat.pk: now for chat, now in outlooks.standings(account, ids, on=on)}
    # who is only planned has no rights that could be lost: there it is the day before that counts
    planned = [chat for chat, house in houses.items() if house in replaced]
    before |= {chat.pk: now for chat, now in outlooks.standings(account, planned, on=rest.eve)}
    after = outlooks.as_if(lambda: rest.carry_out(by), lambda: list(outlooks.standings(account, ids, on=on)))
    managing = _managing(rest, by, replaced)
    return ManyChangeovers(
        request.successor,
        request.acts,
        rest.houses,
        *hindered,
        managers={house.pk: who(managing.get(house.pk)) for house in rest.houses},
        companies={house: period.organisation_id for house, period in managing.items()},
        replaced=replaced,
        meaning=weigh(request.region, (house.pk for house in rest.houses), before, after),
    )


def _managing(request: CompanyRequest, by: User, replaced: Collection[int]) -> dict[int, ManagementPeriod]:
    """The period of each house until then, where it has one."""
    periods = access.periods(by).filter(house__in=request.houses).select_related("organisation")
    acting = periods.acting(request.day_of_old).exclude(house__in=replaced)
    on_the_eve = periods.acting(request.eve).filter(house__in=replaced) if replaced else ()
    return {period.house_id: period for period in (*acting, *on_the_eve)}
