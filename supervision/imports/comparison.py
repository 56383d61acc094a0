"""What comparing a file with the portal gives: the difference as people read it and as it is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from supervision.confirmed import digest
from supervision.registry.report import Report

# Chats of an area that inspectors share fall to them by their numbers (docs/adr/0005), and who is new has another one
# at each rehearsal: how many pass is told, and is no part of what must be the same.
BY_LOT = {"chats_marked", "new_owners"}


class Writable(Protocol):
    def parts(self) -> Iterable[object]:
        """Everything that would be written, in a fixed order: the digest of what a person confirms is made of it."""


Found = TypeVar("Found", bound=Writable)


@dataclass(frozen=True, slots=True)
class Comparison(Generic[Found]):
    """The difference as people read it, and as it is written."""

    report: Report
    difference: Found

    @property
    def digest(self) -> str:
        """Equal only where the same houses, companies, people and days would be written."""
        counts = {name: count for name, count in self.report.counts().items() if name not in BY_LOT}
        return digest(counts, self.difference.parts())
