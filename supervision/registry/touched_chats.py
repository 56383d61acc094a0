"""Which chats a difference touches: those whose wish may change, and how many new ones it opens. Pure."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from supervision.registry.diff import RegisterDiff
from supervision.registry.known_rows import KnownRegister, Policy
from supervision.registry.organisation_diff import OrganisationDiff
from supervision.registry.undated import acting_on

# What the wish of a chat is made of; floors, years and numbers of registers are not.
SEEN_IN_CHAT = frozenset(
    ("address", "area", "city", "street", "number", "building", "block", "letter", "kind", "flats", "municipality")
)


@dataclass(frozen=True, slots=True)
class Touched:
    """`house_ids` have chats whose wish may change beside the handovers; `chats` counts every chat once."""

    house_ids: tuple[int, ...]
    opens_chats: bool
    chats: int


def touched(
    diff: RegisterDiff, organisations: OrganisationDiff, known: KnownRegister, policy: Policy, *, as_of: date
) -> Touched:
    with_chat = {house.id for house in known.houses.values() if house.has_chat}
    ids = {guid: house.id for guid, house in known.houses.items()}
    passing = {ids[handover.fias_guid] for handover in diff.handovers if handover.fias_guid in ids}
    seen = {change.id for change in diff.changed if change.fields & SEEN_IN_CHAT}
    seen |= _managed_by_renamed(organisations, known, as_of)
    marked = (seen - passing) & with_chat
    opens = bool(diff.added or diff.changed)  # nothing else in a file brings a house into scope
    opened = _new_in_scope(diff, known, policy) if opens else 0
    return Touched(tuple(sorted(marked)), opens, len(marked) + len(passing & with_chat) + opened)


def _managed_by_renamed(organisations: OrganisationDiff, known: KnownRegister, as_of: date) -> Set[int]:
    """The company's name stands in the chat's description."""
    renamed = {change.id for change in organisations.changed if change.before.name != change.after.name}
    if not renamed:
        return frozenset()
    acting = ((house, acting_on(periods, as_of)) for house, periods in known.periods.items())
    return {house for house, period in acting if period and period.organisation_id in renamed}


def _new_in_scope(diff: RegisterDiff, known: KnownRegister, policy: Policy) -> int:
    after = {change.id: change.after for change in diff.changed}
    waiting = (house for house in known.houses.values() if house.is_standing and not house.has_chat)
    opened = sum(policy.covers(after.get(house.id, house.facts)) for house in waiting)
    return opened + sum(policy.covers(row.facts) for row in diff.added)
