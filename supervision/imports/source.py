"""What every file that is imported is to the story in `importer.py`: read, compared, written.

`Source.read` gives the file with its region; `compare` looks at what the portal knows and writes nothing; `write` makes
facts of the difference that `compare` gave, inside the event of the import.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar

from supervision import audit
from supervision.confirmed import digest
from supervision.enums import ImportKind
from supervision.imports import import_record
from supervision.imports.requests import ImportRequest
from supervision.models import Event, ImportRun, Region
from supervision.registry.file_rows import RowIssue
from supervision.registry.provenance import RegionNames
from supervision.registry.report import Report
from supervision.registry.sources.files import OpenedFile

# Chats of an area that inspectors share fall to them by their numbers (docs/adr/0005), and who is new has another one
# at each rehearsal: how many pass is told, and is no part of what must be the same.
BY_LOT = {"chats_marked", "new_owners"}


class Writable(Protocol):
    def parts(self) -> Iterable[object]:
        """Everything that would be written, in a fixed order: the digest of what a person confirms is made of it."""


Found = TypeVar("Found", bound=Writable)
Told = TypeVar("Told", bound=Report)


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


class Source(ABC, Generic[Found]):
    """A file, read and placed: rows of one region, where it is a register as of one day."""

    event_name: ClassVar[str] = "register.imported"
    command: ClassVar[str] = "import_registry"
    is_rehearsed: ClassVar[bool] = False  # only the facts tell which chats it touches: a preview writes and takes back
    kind: ImportKind
    region: Region
    file: OpenedFile
    as_of: date | None

    @classmethod
    @abstractmethod
    def read(cls, request: ImportRequest, regions: RegionNames) -> Self:
        """Raises BadFile where the file is not what it claims to be."""

    @abstractmethod
    def compare(self, approval: str) -> Comparison[Found]:
        """`approval` is the reason for which doubts are let pass, "" without one."""

    @abstractmethod
    def write(self, difference: Found) -> int | None:
        """The number of chats that it marked, where only the writing tells it."""

    @property
    def kind_name(self) -> str:
        return self.kind.value

    def told(self, difference: Found) -> dict[str, Any]:
        """What the event keeps beside the file: whom it names, with before and after."""
        return {}

    def reported(self, report: Report, difference: Found) -> Report:
        """The report with what only the facts tell once they are written."""
        return report

    def event(self, request: ImportRequest, difference: Found) -> AbstractContextManager[Event | None]:
        """The one event of the import, around all that it writes."""
        details = {"file": self.file.name, "sha256": self.file.sha256, **self.told(difference)}
        if self.as_of:
            details["as_of"] = self.as_of.isoformat()
        cause = "" if request.by else self.command
        return audit.event(
            self.event_name, by=request.by, cause=cause, reason=request.approval, region=self.region, details=details
        )

    def keep(self, request: ImportRequest, report: Report) -> ImportRun | None:
        return import_record.keep(self.kind, self.region, self.file, report, as_of=self.as_of, by=request.by)


def refused(report: Told, refusal: str, file: str = "") -> Told:
    """The report with the reason why nothing is written at its head; unchanged where there is none. `file` is the name
    of the one that is to blame."""
    if not refusal:
        return report
    return replace(report, refusal=refusal, issues=(RowIssue(None, "refused", refusal, file), *report.issues))
