"""What a person asks an import to do, and what the reading of a file hands on. Gives a file its region and its day."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from django.utils.translation import gettext as _

from supervision.enums import ImportKind
from supervision.errors import BadFile
from supervision.models import ImportRun, Region
from supervision.registry import provenance
from supervision.registry.provenance import Placed, RegionNames
from supervision.registry.report import ImportReport, PeopleReport
from supervision.registry.rows import RowIssue
from supervision.registry.sources.files import OpenedFile
from supervision.registry.sources.frt import Name

FARTHEST_AHEAD = timedelta(days=366)  # a register tells of the next months at most; beyond is a slip in the year


class Follower:
    """Who waits for an import. It hears how far the file is read, agrees to the difference, gets the record of it.

    `agree` and `written` are called in the transaction that applies: what they raise takes everything back.
    """

    def read(self, share: float) -> None:
        pass

    def agree(self, report: ImportReport | PeopleReport) -> None:
        pass

    def written(self, run: ImportRun) -> None:
        pass


NOBODY = Follower()


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """`organisations` belongs to ФРТ houses only. `region` and `as_of` are needed where the file does not tell them."""

    file: Path
    organisations: Path | None = None
    as_of: date | None = None
    region: str | None = None
    approval: str = ""
    follower: Follower = NOBODY


@dataclass(frozen=True, slots=True)
class Findings:
    """The difference as people read it, and what applies it; nothing has been written before `write` is called."""

    report: ImportReport
    write: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file, read and placed: rows of one region as of one day. `examine` takes the approval, "" without one."""

    kind: ImportKind
    region: Region
    as_of: date
    file: OpenedFile
    examine: Callable[[str], Findings]


def place(
    kind: ImportKind, order: ImportRequest, names: Sequence[Name], rows: Iterable[Placed], regions: RegionNames
) -> tuple[Region, date]:
    """Region and day of a file, from the order, its names and its content. Raises BadFile where they contradict."""
    file = order.file.name
    code = provenance.region_code(file, names, rows, regions, order.region)
    region = Region.objects.filter(pk=code).first()
    if region is None:
        words = _("its name says region %(code)s, which does not exist.")
        raise BadFile(words % {"code": code}, code="region", file=file)
    as_of = provenance.day(file, names, order.as_of)
    if not order.approval:
        _refuse_doubtful_day(kind, file, region, as_of)
    return region, as_of


def _refuse_doubtful_day(kind: ImportKind, file: str, region: Region, as_of: date) -> None:
    """An older file would take back what later ones changed; one dated far ahead by a slip would lock them all out."""
    if as_of > region.today() + FARTHEST_AHEAD:
        words = _("is as of %(day)s, more than a year ahead. Correct the date, or have it read again with a reason.")
        raise BadFile(words % {"day": f"{as_of:%d.%m.%Y}"}, code="far_ahead", file=file)
    runs = ImportRun.objects.filter(region=region, kind=kind).order_by("-as_of")
    last = runs.values_list("as_of", flat=True).first()
    if last and as_of < last:
        words = _(
            "is as of %(day)s; a file as of %(last)s was imported already. Send a newer file, or have this one read "
            "again with a reason."
        )
        values = {"day": f"{as_of:%d.%m.%Y}", "last": f"{last:%d.%m.%Y}"}
        raise BadFile(words % values, code="older_file", file=file)


def refused(report: ImportReport, refusal: str) -> ImportReport:
    """The report with the reason why nothing is written at its head; unchanged where there is none."""
    if not refusal:
        return report
    return replace(report, refusal=refusal, issues=(RowIssue(None, "refused", refusal), *report.issues))
