"""What the list of chats takes along: the house as other systems know it, its company, the chat, and when.

Instants are typed cells on the clock of the chat's region, which a column of its own names.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from supervision import local_time, worklists
from supervision.models import Chat
from supervision.reports.spreadsheets import FileColumn


def chat_columns() -> list[FileColumn[Any]]:
    """Of chats with `acting_name` and `acting_inn`, the company that acts at their house."""
    return [
        FileColumn(_("region"), lambda chat: chat.region.name, 24),
        FileColumn(_("municipality"), lambda chat: _municipality(chat), 24),
        FileColumn(_("address"), lambda chat: chat.house.address, 45, wraps=True),
        FileColumn(_("ФИАС GUID"), lambda chat: str(chat.house.fias_guid), 38),
        FileColumn(_("managed by"), lambda chat: chat.acting_name, 40, wraps=True),
        FileColumn(_("ИНН"), lambda chat: chat.acting_inn, 14),
        FileColumn(_("chat id"), lambda chat: chat.messenger_id, 20),
        FileColumn(_("invite link"), lambda chat: chat.link, 40),
        FileColumn(_("state"), lambda chat: str(worklists.state_of(chat)[1]), 20),
        FileColumn(_("reason"), worklists.reason_of, 40, wraps=True, is_personal=True),
        FileColumn(_("participants"), lambda chat: chat.participants_count, 12),
        FileColumn(_("linked at"), lambda chat: _there(chat, chat.linked_at), 18),
        FileColumn(_("looked at"), lambda chat: _there(chat, chat.observed_at), 18),
        FileColumn(_("time zone"), lambda chat: local_time.zone(chat.region), 12),
    ]


def _municipality(chat: Chat) -> str:
    return chat.house.municipality.name if chat.house.municipality else ""


def _there(chat: Chat, at: datetime | None) -> datetime | None:
    return at.astimezone(local_time.clock(chat.region)) if at else None
