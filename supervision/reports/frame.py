"""What a report is: declared once, shown as a page, as a file and through the interface by the same words.

A report takes a reader and what was asked, gives rows that the reader may see; it knows no address of any page. Each
figure says by which rule it is counted and which list stands behind it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from supervision.access import Login
from supervision.reports.pictures import Picture

Value = str | int | float | date | datetime | None


class ValueKind(StrEnum):
    """How a value is written: a share is per cent from 0 to 100, points a difference of shares with its sign.

    Ratio, hours and days are numbers. A month is text like 2026-11, which sorts as it is; in a total, words.
    """

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    POINTS = "points"
    RATIO = "ratio"
    HOURS = "hours"
    DAYS = "days"
    DAY = "day"
    MONTH = "month"
    INSTANT = "instant"


class NarrowedBy(StrEnum):
    """By what a report can be narrowed; each is one parameter of its address."""

    DAY = "day"
    SINCE = "since"
    UNTIL = "until"
    REGION = "region"
    MUNICIPALITY = "municipality"
    ORGANISATION = "organisation"
    INSPECTOR = "inspector"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a reader asked for, checked. `day` is the day of the snapshot (None: the newest), `until` is included."""

    day: date | None = None
    since: date | None = None
    until: date | None = None
    region: str | None = None
    municipality: int | None = None
    organisation: int | None = None
    inspector: int | None = None
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """The list behind a figure: name of the model ("house", "chat", ...) or of a report ("report:region"), filters.

    "load" is the page of the inspectors' load.
    """

    of: str
    filters: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Column:
    """`rule` says by which rule the figure is counted, in a sentence for the reader. `names_people`: to those who may
    read who they are; the others read a neutral word in its place."""

    key: str
    caption: object
    kind: ValueKind = ValueKind.COUNT
    rule: object = ""
    names_people: bool = False


@dataclass(frozen=True, slots=True)
class ReportRow:
    """Values by the columns' keys; a value that is not known is None and is shown as such, never as 0."""

    values: Mapping[str, Value]
    behind: Mapping[str, Behind] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReportTable:
    """The answer of a report: `as_of` is the instant of which it speaks, `notes` what a reader must know of it.

    `rows` may be a stream (they are read once); `pictures` are reckoned from the same figures; `beside` are further
    views of the same place: caption and where it is. `day` is that of the snapshots read, None where it is counted now.
    """

    columns: Sequence[Column]
    rows: Iterable[ReportRow]
    as_of: datetime
    total: ReportRow | None = None
    pictures: Sequence[Picture] = ()
    notes: Sequence[str] = ()
    beside: Sequence[tuple[object, Behind]] = ()
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """`name` stands in its address; `narrowed` says which parts of Asked it heeds, the others are refused.

    A report `is_of_one_region` is of the first region that the reader sees where none is asked for.
    `figures` are the names that `figure` may have, with their captions; the first is taken where none is named.
    """

    name: str
    title: object
    about: object
    narrowed: Sequence[NarrowedBy]
    answer: Callable[[Login, Narrowing], ReportTable]
    figures: Mapping[str, object] = field(default_factory=dict)
    is_of_one_region: bool = False
