"""What somebody asks an import to do, and who waits for it. Gives a file its region and its day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from supervision.enums import ImportKind
from supervision.errors import BadFile
from supervision.models import Adoption, ImportRun, Region
from supervision.queue import clock
from supervision.registry import provenance
from supervision.registry.provenance import Placed, RegionNames
from supervision.registry.sources.frt import Name
from supervision.registry.sources.recognise import Sort

FARTHEST_AHEAD = timedelta(days=366)  # a register tells of the next months at most; beyond is a slip in the year


class FoundDifference(Protocol):
    """What a file would change, as far as a follower needs to know it."""

    @property
    def digest(self) -> str: ...


class Follower:
    """Who waits for an import. It hears how far the file is read, agrees to the difference, gets the record of it.

    `agree` and `written` are called in the transaction that applies: what they raise takes everything back.
    """

    def read(self, share: float) -> None:
        pass

    def agree(self, found: FoundDifference) -> None:
        pass

    def written(self, run: ImportRun | None) -> None:
        pass


NOBODY = Follower()


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """`sort` tells registers, whose header says which one, from lists that people keep.

    `organisations` belongs to ФРТ houses only. `region` and `as_of` are needed where the file does not tell them.
    `by` is who asks, `adoption` a list of chats that was read before. `numbers`: of ФРТ houses, by GUID, where a
    spreadsheet made a date of them.
    """

    file: Path
    organisations: Path | None = None
    as_of: date | None = None
    region: str | None = None
    approval: str = ""
    follower: Follower = NOBODY
    sort: Sort = Sort.REGISTER
    by: User | None = None
    adoption: Adoption | None = None
    numbers: Mapping[UUID, str] = field(default_factory=dict)


def region_named(code: str | None) -> Region:
    """Raises BadFile where there is no such region."""
    region = Region.objects.filter(pk=code).first()
    if region is None:
        words = _("there is no region “%(code)s”; codes are two digits, for example 55.")
        raise BadFile(words % {"code": code}, code="region")
    return region


def place(
    kind: ImportKind, request: ImportRequest, names: Sequence[Name], rows: Iterable[Placed], regions: RegionNames
) -> tuple[Region, date]:
    """Region and day of a file, from the request, its names and its content. Raises BadFile where they contradict."""
    file = request.file.name
    code = provenance.region_code(file, names, rows, regions, request.region)
    region = Region.objects.filter(pk=code).first()
    if region is None:
        words = _("its name says region %(code)s, which does not exist.")
        raise BadFile(words % {"code": code}, code="region", file=file)
    as_of = provenance.day(file, names, request.as_of)
    if not request.approval:
        _refuse_doubtful_day(kind, file, region, as_of)
    return region, as_of


def is_older(kind: ImportKind, region: Region, as_of: date) -> bool:
    """Than a file of its kind that was applied: let in with a reason, it takes back nothing that the later one said."""
    last = _last_day(kind, region)
    return last is not None and as_of < last


def _last_day(kind: ImportKind, region: Region) -> date | None:
    runs = ImportRun.objects.standing().filter(region=region, kind=kind).order_by("-as_of")
    return runs.values_list("as_of", flat=True).first()


def _refuse_doubtful_day(kind: ImportKind, file: str, region: Region, as_of: date) -> None:
    """An older file would take back what later ones changed; one dated far ahead by a slip would lock them all out."""
    if as_of > clock.today(region) + FARTHEST_AHEAD:
        words = _("is as of %(day)s, more than a year ahead. Correct the date, or have it read again with a reason.")
        raise BadFile(words % {"day": f"{as_of:%d.%m.%Y}"}, code="far_ahead", file=file)
    last = _last_day(kind, region)
    if last and as_of < last:
        words = _(
            "is as of %(day)s; a file as of %(last)s was imported already. Send a newer file, or have this one read "
            "again with a reason."
        )
        values = {"day": f"{as_of:%d.%m.%Y}", "last": f"{last:%d.%m.%Y}"}
        raise BadFile(words % values, code="older_file", file=file)
