"""Why the figures of a region differ from those of the snapshot before: which house entered or left which, and why.

Pure: takes the houses before and after, gives a line a house, figure and municipality. A house that moved between two
municipalities leaves one and enters the other.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from supervision.enums import HouseState
from supervision.figures import DeltaCause, HouseFigure
from supervision.reports.house_figures import HouseThen

# a figure counts only houses that the one above it counts: what moved that one moved this one too
ABOVE = {
    HouseFigure.IN_SCOPE: HouseFigure.HOUSES,
    HouseFigure.WITH_CHAT: HouseFigure.IN_SCOPE,
    HouseFigure.WITH_COMPANY_ADMIN: HouseFigure.WITH_CHAT,
    HouseFigure.WITH_RIGHT_OWNER: HouseFigure.WITH_CHAT,
}


@dataclass(frozen=True, slots=True)
class Delta:
    house: int
    municipality: int | None
    figure: HouseFigure
    entered: bool
    cause: DeltaCause


@dataclass(frozen=True, slots=True)
class Transition:
    """One house of two snapshots; None where the region did not have it. `thinned` are the companies that a
    representative left between them; `took_over`: its chat was another house's before, as when records are merged."""

    before: HouseThen | None
    after: HouseThen | None
    thinned: Collection[int] = ()
    took_over: bool = False

    @property
    def turned(self) -> int:
        """The bits of the figures that differ."""
        return (self.before.figures if self.before else 0) ^ (self.after.figures if self.after else 0)

    def differs(self, name: str) -> bool:
        return getattr(self.before, name, None) != getattr(self.after, name, None)

    def entered(self, figure: HouseFigure) -> bool:
        return bool(self.after and self.after.figures & figure)

    def cause(self, figure: HouseFigure) -> DeltaCause:
        """Of a figure that turned."""
        if figure == HouseFigure.OUT_OF_STEP:
            return self._cause_of_step()
        above = ABOVE.get(figure)
        if above and self.turned & above and self.entered(above) == self.entered(figure):
            return self.cause(above)
        return self._own_cause(figure)

    def _own_cause(self, figure: HouseFigure) -> DeltaCause:
        entered = self.entered(figure)
        match figure:
            case HouseFigure.HOUSES if self.before is None:
                return DeltaCause.NEW_HOUSE
            case HouseFigure.HOUSES if self.after is None:
                return DeltaCause.REMOVED_HOUSE
            case HouseFigure.HOUSES if entered:
                return DeltaCause.RESTORED
            case HouseFigure.HOUSES:
                is_merged = self.after is not None and self.after.state == HouseState.MERGED
                return DeltaCause.MERGED if is_merged else DeltaCause.DEMOLISHED
            case HouseFigure.IN_SCOPE:
                changed = self.differs("kind") or self.differs("flats")
                return DeltaCause.HOUSE_CHANGED if changed else DeltaCause.POLICY_CHANGED
            case _ if self.took_over:
                return DeltaCause.MERGED
            case HouseFigure.WITH_CHAT:
                return DeltaCause.CHAT_CREATED if entered else DeltaCause.CHAT_REMOVED
            case HouseFigure.WITH_RIGHT_OWNER:
                by_rules = self.differs("owner_wished")
                return DeltaCause.OWNER_BY_RULES_CHANGED if by_rules else DeltaCause.OWNER_CHANGED
        return self._cause_of_admin(entered)

    def _cause_of_admin(self, entered: bool) -> DeltaCause:
        if self.differs("organisation"):
            return DeltaCause.COMPANY_CHANGED
        if entered:
            return DeltaCause.REPRESENTATIVE_JOINED
        company = self.before.organisation if self.before else None
        return DeltaCause.REPRESENTATIVE_LEFT if company in self.thinned else DeltaCause.ADMIN_LOST

    def _cause_of_step(self) -> DeltaCause:
        for above in (HouseFigure.HOUSES, HouseFigure.IN_SCOPE, HouseFigure.WITH_CHAT):
            if self.turned & above:
                return self.cause(above)
        if self.took_over:
            return DeltaCause.MERGED
        if not self.entered(HouseFigure.OUT_OF_STEP):
            return DeltaCause.WISH_FULFILLED
        if self.differs("organisation"):
            return DeltaCause.COMPANY_CHANGED
        by_rules = self.differs("owner_wished")
        return DeltaCause.OWNER_BY_RULES_CHANGED if by_rules else DeltaCause.WISH_CHANGED


def between(
    before: Mapping[int, HouseThen], after: Mapping[int, HouseThen], thinned: Collection[int]
) -> Iterator[Delta]:
    """By house."""
    houses_of_chats = {then.chat: house for house, then in before.items() if then.chat is not None}
    for house in sorted(before.keys() | after.keys()):
        old, new = before.get(house), after.get(house)
        if old != new:
            chat = new.chat if new else None
            took_over = chat is not None and houses_of_chats.get(chat, house) != house
            yield from _of_house(house, Transition(old, new, thinned, took_over))


def _of_house(house: int, change: Transition) -> Iterator[Delta]:
    moved = change.before and change.after and change.differs("municipality")
    for figure in HouseFigure:
        if change.turned & figure:
            entered = change.entered(figure)
            there = change.after if entered else change.before
            yield Delta(house, there.municipality if there else None, figure, entered, change.cause(figure))
        elif moved and change.before and change.after and change.after.figures & figure:
            yield Delta(house, change.before.municipality, figure, False, DeltaCause.MOVED)
            yield Delta(house, change.after.municipality, figure, True, DeltaCause.MOVED)
