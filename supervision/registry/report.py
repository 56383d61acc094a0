"""What an import did or would do, as values: for people, for JSON and for the record of the import. Pure."""

from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

from supervision.registry.file_rows import HouseRow, RowIssue


@dataclass(frozen=True, slots=True)
class RowCounts:
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """`replaced`: houses that passed from one company to another. `ended`: only the licence register names ends."""

    started: int = 0
    replaced: int = 0
    ended: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class LicenceCounts:
    """`ended`: licences no longer in force; `houses_excluded`: their companies go on until a successor starts."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0
    ended: int = 0
    houses_excluded: int = 0
    houses_unknown: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A list for people: the first lines of it and how many there are in all."""

    title: str
    lines: tuple[str, ...]
    total: int


def issues_as_json(issues: tuple[RowIssue, ...]) -> list[dict[str, Any]]:
    return [{"line": issue.line, "code": issue.code, "message": issue.sentence} for issue in issues]


def dated_as_json(rows: tuple[HouseRow, ...]) -> list[dict[str, Any]]:
    return [
        {
            "line": row.line,
            "guid": str(row.fias_guid),
            "place": row.dated.place,
            "typed": row.dated.typed,
            "likely": row.dated.likely,
        }
        for row in rows
        if row.dated
    ]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """`refusal` says why nothing was or would be written; "" where nothing stands in the way.

    `can_be_approved`: the refusal gives way to a person's reason. `licences` is None for other registers.
    `dated`: houses whose number is to be confirmed, because a spreadsheet made a date of it.
    """

    houses: RowCounts = field(default_factory=RowCounts)
    organisations: RowCounts = field(default_factory=RowCounts)
    periods: PeriodCounts = field(default_factory=PeriodCounts)
    bad_rows: int = 0
    issues: tuple[RowIssue, ...] = ()
    chats_marked: int = 0
    applied: bool = False
    seconds: float = 0.0
    heading: str = ""
    sections: tuple[Section, ...] = ()
    refusal: str = ""
    licences: LicenceCounts | None = None
    can_be_approved: bool = False
    dated: tuple[HouseRow, ...] = ()

    def counts(self) -> dict[str, Any]:
        licences = {"licences": asdict(self.licences)} if self.licences else {}
        return {
            "houses": asdict(self.houses),
            "organisations": asdict(self.organisations),
            **licences,
            "periods": asdict(self.periods),
            "bad_rows": self.bad_rows,
            "chats_marked": self.chats_marked,
        }

    def as_json(self) -> dict[str, Any]:
        return {
            **self.counts(),
            "issues": issues_as_json(self.issues),
            "dated_numbers": dated_as_json(self.dated),
            "applied": self.applied,
            "seconds": round(self.seconds, 3),
        }


@dataclass(frozen=True, slots=True)
class PeopleReport:
    """The same for a file of people; `kind` is a value of ImportKind, "" where it could not be told."""

    kind: str = ""
    people: RowCounts = field(default_factory=RowCounts)
    bad_rows: int = 0
    issues: tuple[RowIssue, ...] = ()
    chats_marked: int = 0
    new_owners: int = 0  # accounts that the portal did not know and that own chats then
    applied: bool = False
    seconds: float = 0.0
    heading: str = ""
    sections: tuple[Section, ...] = ()
    refusal: str = ""
    can_be_approved: bool = False

    def counts(self) -> dict[str, Any]:
        return {
            "people": asdict(self.people),
            "bad_rows": self.bad_rows,
            "chats_marked": self.chats_marked,
            "new_owners": self.new_owners,
        }

    def as_json(self) -> dict[str, Any]:
        return {
            "people": asdict(self.people),
            "kind": self.kind,
            "bad_rows": self.bad_rows,
            "issues": issues_as_json(self.issues),
            "chats_marked": self.chats_marked,
            "applied": self.applied,
            "seconds": round(self.seconds, 3),
        }


@dataclass(frozen=True, slots=True)
class ChatsReport:
    """The same for a list of existing chats; `adoption` is the list's id, `chats` counts its lines by their verdict.

    Of many remarks only the first are here; `issues_total` counts all.
    """

    kind: str = ""
    adoption: int | None = None
    chats: dict[str, int] = field(default_factory=dict)
    issues: tuple[RowIssue, ...] = ()
    issues_total: int = 0
    applied: bool = False
    seconds: float = 0.0
    heading: str = ""
    sections: tuple[Section, ...] = ()
    refusal: str = ""
    can_be_approved: bool = False

    def counts(self) -> dict[str, Any]:
        return {"chats": self.chats}


Report = ImportReport | PeopleReport | ChatsReport
Kind = TypeVar("Kind", ImportReport, PeopleReport, ChatsReport)


def of_kind(kind: type[Kind], report: Report) -> Kind:
    """The report under the kind that the file turned out to be."""
    if not isinstance(report, kind):
        raise TypeError(f"{type(report).__name__} is no {kind.__name__}")
    return report
