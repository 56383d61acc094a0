"""What a company sees of itself on its page: its houses with their chats, and who of its people has joined which.

Takes no login: the company is the reader, its own rows are all it gets (`access/of_company.py`). A constant number of
statements whatever the number of houses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from supervision import access
from supervision.models import Chat, ManagementPeriod, Organisation, Representative
from supervision.reports.joining import joined


@dataclass(frozen=True, slots=True)
class OwnHouse:
    """A house of the company. `since` is None where it manages the house today; `link` is "" while there is no chat."""

    address: str
    since: date | None
    link: str
    has_chat: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnPerson:
    """A representative, and in how many of the company's chats of today they are, as far as is known."""

    person: Representative
    chats: int
    joined: int


@dataclass(frozen=True, slots=True)
class CompanyView:
    """`houses` are those of one page, `total` all of them."""

    people: list[OwnPerson]
    houses: list[OwnHouse]
    total: int


def seen_by(organisation: Organisation, *, first: int, most: int) -> CompanyView:
    """`first` counts from 0; houses by address, those of today before those to come. Five statements."""
    today = organisation.region.today()
    periods = list(access.periods_of_company(organisation, today).select_related("house__chat"))
    periods.sort(key=lambda one: (one.since > today, one.house.address, one.pk))
    people = list(access.people_of_company(organisation, today).order_by("full_name", "pk"))
    chats = {chat.pk for one in periods if one.since <= today and (chat := _chat(one))}
    shown = periods[first : first + most]
    seen = joined(
        chats | {chat.pk for one in shown if (chat := _chat(one))},
        {one.messenger_id for one in people if one.messenger_id is not None},
    )
    own = [OwnPerson(one, len(chats), len(chats & seen[one.messenger_id])) for one in people]
    return CompanyView(own, [_house(one, people, seen, today) for one in shown], len(periods))


def _house(
    period: ManagementPeriod, people: Sequence[Representative], seen: dict[int | None, set[int]], today: date
) -> OwnHouse:
    chat = _chat(period)
    day = max(period.since, today)
    missing = [one.full_name for one in people if one.covers(day) and chat and chat.pk not in seen[one.messenger_id]]
    since = period.since if period.since > today else None
    return OwnHouse(period.house.address, since, chat.link if chat else "", chat is not None, tuple(missing))


def _chat(period: ManagementPeriod) -> Chat | None:
    """None where there is none, or it was never created."""
    chat: Chat | None = getattr(period.house, "chat", None)
    return chat if chat is not None and chat.messenger_id is not None else None
