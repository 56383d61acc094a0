"""What the rows of a report stand for: the regions that the reader sees, or the municipalities of one of them.

Takes a reader and what was asked; counts rows of any table by these places, in one query each. A region that the reader
does not see has no places: it does not exist.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from supervision import access
from supervision.access import Login
from supervision.models import Region
from supervision.reports.frame import Behind, Narrowing

Rows = TypeVar("Rows", bound=QuerySet[Any, Any])
Key = str | int | None  # code of a region, id of a municipality; None: houses without a municipality
NOWHERE = "none"  # how filters say "without a municipality"


@dataclass(frozen=True, slots=True)
class Path:
    """How rows of a table reach their region and their municipality."""

    region: str
    municipality: str


HOUSES = Path("region", "municipality")
CHATS = Path("region", "house__municipality")
PERIODS = Path("house__region", "house__municipality")
REQUESTS = Path("region", "chat__house__municipality")
OF_CHAT = Path("chat__region", "chat__house__municipality")  # work orders and calls


@dataclass(frozen=True, slots=True)
class Places:
    """`region` is the one whose municipalities are the rows, None where regions are; `names` are in their order."""

    asked: Narrowing
    region: Region | None
    names: Mapping[Key, str]

    def __iter__(self) -> Iterator[Key]:
        return iter(self.names)

    def narrowed(self, rows: Rows, path: Path) -> Rows:
        """Rows of the region and the municipality asked for."""
        if self.asked.region:
            rows = rows.filter(**{path.region: self.asked.region})
        if self.asked.municipality:
            rows = rows.filter(**{path.municipality: self.asked.municipality})
        return rows

    def by(self, path: Path) -> str:
        return path.municipality if self.region else path.region

    def counted(self, rows: QuerySet[Any, Any], path: Path) -> dict[Key, int]:
        found = self.narrowed(rows, path).order_by().values_list(self.by(path))
        return dict(found.annotate(Count("pk")))

    def filters(self, place: Key) -> dict[str, str | int]:
        """What narrows a list to the place."""
        if self.region is None:
            return {"region": str(place)}
        return {"region": self.region.pk, "municipality": NOWHERE if place is None else place}

    def all_filters(self) -> dict[str, str | int]:
        """What narrows a list to all these places together."""
        found: dict[str, str | int] = {"region": self.region.pk} if self.region else {}
        return found | ({"municipality": self.asked.municipality} if self.asked.municipality else {})

    def within(self, report: str, place: Key) -> dict[str, Behind]:
        """From a region's name to its municipalities in the same report."""
        return {"place": Behind(f"report:{report}", {"region": str(place)})} if self.region is None else {}


def region_of(user: Login, asked: Narrowing) -> Region | None:
    """The region asked for, or the only one that the reader sees."""
    seen = access.regions(user)
    if asked.region:
        return seen.filter(pk=asked.region).first()
    if asked.municipality:
        return seen.filter(municipalities=asked.municipality).first()
    found = list(seen[:2])
    return found[0] if len(found) == 1 else None


def places(user: Login, asked: Narrowing) -> Places:
    """Two or three queries."""
    region = region_of(user, asked)
    if region is None:
        found = access.regions(user).filter(pk=asked.region) if asked.region else access.regions(user)
        return Places(asked, None, {one.pk: one.name for one in found.order_by("name")})
    municipalities = access.municipalities(user).filter(region=region).order_by("name")
    if asked.municipality:
        return Places(asked, region, dict(municipalities.filter(pk=asked.municipality).values_list("pk", "name")))
    nowhere: dict[Key, str] = {None: _("Without a municipality")}
    return Places(asked, region, {**dict(municipalities.values_list("pk", "name")), **nowhere})
