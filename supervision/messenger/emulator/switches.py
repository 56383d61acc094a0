"""How the emulator behaves where MAX differs by time or is not known; may be changed while it runs."""

from dataclasses import dataclass
from enum import StrEnum


class AddMembers(StrEnum):
    """`POST /chats/{chatId}/members`: announced as removed on 30 September 2026."""

    WORKS = "works"
    RESTRICTED = "restricted"  # HTTP 200 with success:false
    REMOVED = "removed"  # an unknown path


@dataclass(slots=True)
class Switches:
    """`old_right_names`: answers name rights as schema 0.0.32 did, beside the new names."""

    add_members: str = AddMembers.REMOVED
    old_right_names: bool = False
    allow_http_webhooks: bool = False

    def set(self, name: str, value: object) -> None:
        """Refuses a value that means nothing, so that a typing error does not pass for a setting."""
        if name == "add_members":
            self.add_members = AddMembers(str(value))
        elif isinstance(value, bool):
            setattr(self, name, value)
        else:
            raise ValueError(f"{name}: true or false expected")
