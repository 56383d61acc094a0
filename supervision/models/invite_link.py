"""An invite link of a chat: whatever the table holds, everybody reads what the rule of links admits, or nothing.

A row may be older than the rule, or come from a backup, and the hosts may have become fewer. So a link is judged where
it is read: pages, files, the interface, webhooks and dialogs get no other (docs/messenger.md).
"""

from typing import Any

from django.conf import settings
from django.db import models

from supervision.messenger.fields import link


def _admitted(value: str | None) -> str | None:
    """None where the row is that of no chat."""
    return None if value is None else link(value, settings.MESSENGER_LINK_HOSTS)


class InviteLinkField(models.CharField):
    """To migrations it is a CharField: the column is one."""

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> str | None:
        return _admitted(value)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class InviteAddressField(models.URLField):
    """The same for the chat itself, whose link is an address to other systems."""

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> str | None:
        return _admitted(value)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
