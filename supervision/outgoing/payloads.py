"""How a row is shown to other systems: as it stands now, by number. One form for webhooks and for the export.

Takes a login, a kind and numbers; gives JSON objects by number, in a constant number of queries. What the login may not
see is left out, like what is gone. Shown is what the triggers of `models/change.py` watch, and nothing that names
people. What the resource of the interface shows too has the same name and the same value here; what that lacks is
beside it (`organisation_name`). The `state` of a chat is not shown: it follows the queue, whose moves are no changes.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from supervision import access
from supervision.access import Login
from supervision.enums import ChangeKind
from supervision.house_facts import SHOWN
from supervision.models import Chat, House, ManagementPeriod

Shown = dict[str, Any]


def shown(user: Login, kind: ChangeKind, numbers: Sequence[int]) -> dict[int, Shown]:
    return _SHOWN[kind](user, numbers)


def houses(user: Login, numbers: Sequence[int]) -> dict[int, Shown]:
    rows = access.houses(user).filter(pk__in=numbers).select_related("municipality").order_by()
    return {house.pk: of_house(house) for house in rows}


def chats(user: Login, numbers: Sequence[int]) -> dict[int, Shown]:
    rows = access.chats(user).filter(pk__in=numbers).select_related("house").order_by()
    return {chat.pk: _chat(chat) for chat in rows}


def periods(user: Login, numbers: Sequence[int]) -> dict[int, Shown]:
    rows = access.periods(user).filter(pk__in=numbers).select_related("house", "organisation").order_by()
    return {period.pk: _period(period) for period in rows}


_SHOWN: dict[ChangeKind, Callable[[Login, Sequence[int]], dict[int, Shown]]] = {
    ChangeKind.HOUSE: houses,
    ChangeKind.CHAT: chats,
    ChangeKind.PERIOD: periods,
}


def of_house(house: House) -> Shown:
    return {
        "id": house.pk,
        "region": house.region_id,
        "municipality": house.municipality_id,
        "municipality_name": house.municipality.name if house.municipality else None,
        "fias_guid": str(house.fias_guid),
        **{name: _plain(getattr(house, name)) for name in SHOWN},
    }


def _chat(chat: Chat) -> Shown:
    return {
        "id": chat.pk,
        "house": chat.house_id,
        "fias_guid": str(chat.house.fias_guid),
        "region": chat.region_id,
        "messenger_id": chat.messenger_id,
        "link": chat.link,
        "out_of_step": chat.synced_version != chat.spec_version,
        "frozen": bool(chat.frozen_reason),
        "changed_by_hand": bool(chat.differences),
        "bot_state": chat.bot_state,
        "observed_title": chat.observed_title,
        "participants_count": chat.participants_count,
    }


def _period(period: ManagementPeriod) -> Shown:
    organisation = period.organisation
    return {
        "id": period.pk,
        "house": period.house_id,
        "fias_guid": str(period.house.fias_guid),
        "region": period.house.region_id,
        "organisation": period.organisation_id,
        "organisation_name": organisation.name if organisation else None,
        "organisation_inn": organisation.inn if organisation else None,
        "kind": period.kind,
        "since": period.since.isoformat(),
        "until": period.until.isoformat() if period.until else None,
        "registered_at": _instant(period.registered_at) if period.registered_at else None,
        "excluded_on": period.excluded_on.isoformat() if period.excluded_on else None,
        "basis": period.basis,
        "document_number": period.document_number,
        "source": period.source,
    }


def _plain(value: Any) -> Any:
    """As JSON has it; numbers, truths and texts are so already."""
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
