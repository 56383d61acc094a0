"""How the emulator behaves where MAX differs by time or is not known; may be changed while it runs."""

from dataclasses import dataclass, fields
from enum import StrEnum


class AddMembers(StrEnum):
    """`POST /chats/{chatId}/members`: restricted since 9 September 2026; its removal is said by one client only."""

    WORKS = "works"
    RESTRICTED = "restricted"  # HTTP 200 with success:false
    REMOVED = "removed"  # an unknown path


class RightsEcho(StrEnum):
    """Which rights an administrator is shown to have, beside those that were given."""

    AS_SENT = "as_sent"
    FEWER = "fewer"
    MORE = "more"


@dataclass(slots=True)
class Switches:
    """By time: `old_right_names` shows rights as schema 0.0.32 did, beside the new names; before November 2026
    `success: false` came without a code (`refusals_without_code`) and `bot_added` told who had added the bot
    (`bot_added_by`). `plain_users` leaves out `name` and `last_activity_time`, which the schema does not promise.

    What a messenger may make of what it was sent: `longest_title` (0: as sent) cuts a title, `trims_titles` takes
    the spaces around it, `hides_alias` shows none, `rights_echo` shows other rights.
    """

    add_members: AddMembers = AddMembers.RESTRICTED
    rights_echo: RightsEcho = RightsEcho.AS_SENT
    longest_title: int = 0
    trims_titles: bool = False
    hides_alias: bool = False
    plain_users: bool = False
    old_right_names: bool = False
    refusals_without_code: bool = False
    bot_added_by: bool = False
    allow_http_webhooks: bool = False

    def set(self, name: str, value: object) -> None:
        """Refuses a value that means nothing, so that a typing error does not pass for a setting."""
        if name == "add_members":
            self.add_members = AddMembers(str(value))
        elif name == "rights_echo":
            self.rights_echo = RightsEcho(str(value))
        elif name == "longest_title":
            self.longest_title = _length(value)
        elif name in NAMES and isinstance(value, bool):
            setattr(self, name, value)
        else:
            raise ValueError(f"{name}: true or false expected")

    def kept_title(self, title: str) -> str:
        cut = title[: self.longest_title] if self.longest_title else title
        return cut.strip() or cut if self.trims_titles else cut


NAMES = frozenset(field.name for field in fields(Switches))


def _length(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("longest_title: a number of characters expected, 0 for any")
    return value
