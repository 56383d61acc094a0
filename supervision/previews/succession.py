"""What carrying a company's people over to its successor would mean: asked of the action itself, then taken back."""

from dataclasses import dataclass

from django.contrib.auth.models import User

from supervision.actions import succession
from supervision.confirmed import Confirmable
from supervision.models import Chat, ManagementPeriod, Organisation
from supervision.previews import consequences
from supervision.previews.consequences import Consequences

ASIDE = "preview"  # a reason that is written and taken back


@dataclass(frozen=True, slots=True)
class SuccessionOutlook(Confirmable):
    """`people` are names with their accounts; `known` how many of them have one: the others are invited anew."""

    predecessor: str
    people: tuple[tuple[int, str, int | None], ...]
    meaning: Consequences

    def decided(self) -> object:
        return self.predecessor, self.people, self.meaning.decision

    @property
    def known(self) -> int:
        return sum(account is not None for _number, _name, account in self.people)


def foresee(predecessor: Organisation, successor: Organisation, *, by: User) -> SuccessionOutlook:
    """Writes nothing that stays; raises Refused as the action does."""
    region = successor.region
    today = region.today()
    acting = ManagementPeriod.objects.filter(organisation=successor).acting(today)
    houses = list(acting.values_list("house", flat=True))
    chats = list(Chat.objects.filter(house__in=houses).order_by("pk").values_list("pk", flat=True))

    def change() -> None:
        succession.carry_over(predecessor=predecessor, successor=successor, by=by, reason=ASIDE)

    people = succession.people_to_carry(predecessor, successor)
    return SuccessionOutlook(
        predecessor=str(predecessor),
        people=tuple((person.pk, person.full_name, person.messenger_id) for person in people),
        meaning=consequences.foresee(region, houses, chats, change, on=today),
    )
