"""Which frozen figures count each house of a region, and what of the house can say why that changed.

Reads a region in a constant number of queries. A snapshot's counts are sums of these masks, so that the houses behind
a figure are as many as the figure says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from supervision import worklists
from supervision.desired.ownership import Tenure, owners_on
from supervision.enums import HouseState
from supervision.figures import HouseFigure
from supervision.models import Chat, House, ManagementPeriod, Region

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


@dataclass(frozen=True, slots=True)
class ChatsThen:
    """Of a region's chats, by the number of their house or their own."""

    created: Mapping[int, int]  # house -> chat, of houses in scope
    out_of_step: frozenset[int]  # houses
    with_admin: frozenset[int]  # chats
    owners: Mapping[int, Tenure]  # by chat
    seen: Mapping[int, int | None]  # the owner seen, by chat


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
        tenure = chats.owners.get(chat) if chat is not None else None
        wished = tenure.owner_id if tenure else None
        figures = sum(_figures(pk, chat, stands, is_in_scope, chats))
        found[pk] = HouseThen(municipality, figures, kind, flats, companies.get(pk), wished, state, chat)
    return found


def _chats(region: Region, day: date) -> ChatsThen:
    """Those of houses in scope, so that a share of them is a share; out of step are all that wait for the worker."""
    chats = Chat.objects.filter(region=region).order_by()
    counted = worklists.of_houses_in_scope(chats)
    rows = list(counted.values_list("pk", "house", "observed_owner_id"))
    return ChatsThen(
        created={house: pk for pk, house, _seen in rows},
        out_of_step=frozenset(chats.out_of_step().values_list("house", flat=True)),
        with_admin=frozenset(counted.with_company_admin(day).values_list("pk", flat=True)),
        owners=owners_on(region, [pk for pk, _house, _seen in rows], day),
        seen={pk: seen for pk, _house, seen in rows},
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
    wished = chats.owners[chat].owner_id if chat in chats.owners else None
    if wished is not None and wished == chats.seen[chat]:
        yield HouseFigure.WITH_RIGHT_OWNER
