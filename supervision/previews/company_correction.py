"""What a correction of a company would mean for its houses' chats: asked of the action itself, then taken back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from supervision import access
from supervision.access import Login
from supervision.confirmed import Confirmable
from supervision.models import Organisation
from supervision.previews import consequences
from supervision.previews.changed_fields import ChangedField, changed_fields
from supervision.previews.consequences import Consequences


@dataclass(frozen=True, slots=True)
class CompanyCorrection(Confirmable):
    changes: tuple[ChangedField, ...]
    meaning: Consequences

    def decided(self) -> object:
        return self.changes, self.meaning.decision


def foresee(
    stored: Organisation, values: Mapping[str, Any], change: Callable[[], object], *, reader: Login
) -> CompanyCorrection:
    """`values` are those that differ from the company as it is stored. Writes nothing that stays; raises Refused where
    the change would be refused."""
    region = stored.region
    managed = access.periods(reader).filter(organisation=stored).acting(region.today()).values("house")
    chats = access.chats(reader).filter(house__in=managed).order_by("pk")
    houses, numbers = list(managed.values_list("house", flat=True)), list(chats.values_list("pk", flat=True))
    meaning = consequences.foresee(region, houses, numbers, change, on=region.today())
    return CompanyCorrection(changed_fields(stored, values), meaning)
