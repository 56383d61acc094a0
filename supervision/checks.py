"""What is wrong with the installation's settings, said at the start and not at three in the morning."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from supervision.enums import ADMINISTRATOR, Provisioning, Role

CHANNELS = (Provisioning.API.value, Provisioning.MANUAL.value)


@register()
def messenger_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """supervision.E001 and W001: how chats are created, and whether there is any token."""
    found: list[CheckMessage] = []
    if settings.MESSENGER_PROVISIONING not in CHANNELS:
        words = f"MESSENGER_PROVISIONING={settings.MESSENGER_PROVISIONING!r} is unknown."
        found.append(Error(words, hint=f"Write one of: {', '.join(CHANNELS)}.", id="supervision.E001"))
    if not settings.LOCAL and not settings.MESSENGER_TOKENS:
        hint = "Set MESSENGER_TOKEN_FILE, or MESSENGER_TOKEN_55_FILE for region 55: docs/runbook.md."
        found.append(Warning("No messenger token is set: nothing can be pushed.", hint=hint, id="supervision.W001"))
    return found


@register()
def sign_in_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """supervision.E002: a misspelt role would silently go without its second factor."""
    known = (ADMINISTRATOR, *Role.values)
    unknown = sorted(set(settings.MFA_REQUIRED_ROLES) - set(known))
    if not unknown:
        return []
    words = f"MFA_REQUIRED_ROLES names no such role: {', '.join(unknown)}."
    return [Error(words, hint=f"Write some of: {', '.join(known)}, by commas.", id="supervision.E002")]
