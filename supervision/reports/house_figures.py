"""Which frozen figures count each house of a region, and what of the house can say why that changed.

Reads a region in a constant number of queries. A snapshot's counts are sums of these masks, so that the houses behind
a figure are as many as the figure says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from supervision import worklists
from supervision.desired.ownership import Belonging, belongings
from supervision.enums import HouseState
from supervision.figures import HouseFigure
from supervision.models import Chat, House, ManagementPeriod, Region

NOBODY = Belonging(0, None, None, None)
COLUMNS = {figure: figure.name.lower() for figure in HouseFigure}  # of the snapshot


@dataclass(frozen=True, slots=True)
class HouseThen:
    """A house at a snapshot: its place, the figures that count it (bits), and by what a change is explained."""

    municipality: int | None
    figures: int
    kind: str
    flats: int | None
    organisation: int | None
    owner_wished: int | None
    state: str
    chat: int | None
    owner_seen: int | None = None
    owner_away: int | None = None


@dataclass(frozen=True, slots=True)
class ChatsThen:
    """Of a region's chats, by the number of their house or their own."""

    created: Mapping[int, int]  # house -> chat, of houses in scope
    out_of_step: frozenset[int]  # houses
    with_admin: frozenset[int]  # chats
    owners: Mapping[int, Belonging]  # by chat


def read(region: Region, day: date) -> dict[int, HouseThen]:
    """Every house of the region by its number, as it is at this moment, on the day of the region.

    What is written while it reads may be seen by one query and not by another: a house is counted by a figure only if
    the one above counts it too, so that a share stays a share.
    """
    chats = _chats(region, day)
    in_scope = frozenset(House.objects.filter(region=region).in_scope().order_by().values_list("pk", flat=True))
    acting = ManagementPeriod.objects.acting(day).filter(house__region=region).order_by()
    companies = dict(acting.values_list("house", "organisation"))
    rows = House.objects.filter(region=region).order_by().values_list("pk", "municipality", "state", "kind", "flats")
    found = {}
    for pk, municipality, state, kind, flats in rows:
        stands = state == HouseState.STANDING
        is_in_scope = stands and pk in in_scope
        chat = chats.created.get(pk) if is_in_scope else None
        figures = sum(_figures(pk, chat, stands, is_in_scope, chats))
        owner = (chats.owners.get(chat) if chat is not None else None) or NOBODY
        company = companies.get(pk)
        found[pk] = HouseThen(
            municipality, figures, kind, flats, company, owner.wished, state, chat, owner.seen, owner.away
        )
    return found


def _chats(region: Region, day: date) -> ChatsThen:
    """Those of houses in scope, so that a share of them is a share; out of step are all that wait for the worker."""
    chats = Chat.objects.filter(region=region).order_by()
    counted = worklists.of_houses_in_scope(chats)
    return ChatsThen(
        created=dict(counted.values_list("house", "pk")),
        out_of_step=frozenset(chats.out_of_step().values_list("house", flat=True)),
        with_admin=frozenset(counted.with_company_admin(day).values_list("pk", flat=True)),
        owners={one.chat: one for one in belongings(region, counted, day)},
    )


def _figures(house: int, chat: int | None, stands: bool, is_in_scope: bool, chats: ChatsThen) -> Iterator[HouseFigure]:
    if stands:
        yield HouseFigure.HOUSES
    if is_in_scope:
        yield HouseFigure.IN_SCOPE
    if house in chats.out_of_step:
        yield HouseFigure.OUT_OF_STEP
    if chat is None:
        return
    yield HouseFigure.WITH_CHAT
    if chat in chats.with_admin:
        yield HouseFigure.WITH_COMPANY_ADMIN
    owner = chats.owners.get(chat, NOBODY)
    if owner.wished is not None and owner.wished == owner.seen:
        yield HouseFigure.WITH_RIGHT_OWNER
