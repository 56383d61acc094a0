"""An invite link of a chat: whatever the table holds, everybody reads what the rule of links admits, or nothing.

A row may be older than the rule, or come from a backup, and the hosts may have become fewer. So a link is judged where
it is read: pages, files, the interface, webhooks and dialogs get no other (docs/messenger.md).
"""

from typing import Any

from django.conf import settings
from django.db import models

from supervision.messenger.fields import link


class _Judged(models.Field):
    """To migrations it is Django's field of the name `column`: nothing else is stored."""

    column_class: type[models.Field]

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> str | None:
        """None where the row is that of no chat."""
        return None if value is None else link(value, settings.MESSENGER_LINK_HOSTS)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{self.column_class.__name__}", args, kwargs


class InviteLinkField(_Judged, models.CharField):
    column_class = models.CharField


class InviteAddressField(_Judged, models.URLField):
    """Of the chat itself, whose link is an address to other systems."""

    column_class = models.URLField
