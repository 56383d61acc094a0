"""What is wrong with the installation's settings, said at the start and not at three in the morning."""

import os
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError
from django.http.request import validate_host

from supervision.enums import Provisioning, Role
from supervision.messenger.connect import tls_context
from supervision.queue import clock

CHANNELS = (Provisioning.API.value, Provisioning.MANUAL.value)


@register()
def messenger_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """supervision.E001, E002 and W001: how chats are created, whom the client trusts, whether there is any token."""
    found: list[CheckMessage] = []
    if settings.MESSENGER_PROVISIONING not in CHANNELS:
        words = f"MESSENGER_PROVISIONING={settings.MESSENGER_PROVISIONING!r} is unknown."
        found.append(Error(words, hint=f"Write one of: {', '.join(CHANNELS)}.", id="supervision.E001"))
    try:
        tls_context(settings.MESSENGER_CA_FILE)
    except ValueError as error:
        found.append(Error(str(error), id="supervision.E002"))
    if not settings.LOCAL and not settings.MESSENGER_TOKENS:
        hint = "Set MESSENGER_TOKEN_FILE, or MESSENGER_TOKEN_55_FILE for region 55: docs/runbook.md."
        found.append(Warning("No messenger token is set: nothing can be pushed.", hint=hint, id="supervision.W001"))
    return found


@register(Tags.database)
def clocks(app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """supervision.W020: this machine's clock and the database's differ.

    Asked with `check --database default` and by every worker at its start: Celery's messages carry times of their own,
    and a worker whose clock is far ahead takes them all for outdated.
    """
    found: list[CheckMessage] = []
    for name in databases or ():
        try:
            off = clock.skew_seconds(name)
        except DatabaseError:
            continue  # that the database is away is said by others
        if abs(off) > clock.MOST_SKEW_SECONDS:
            words = f"The clock of this machine is {off:+.1f} s off the clock of the database “{name}”."
            hint = "Let NTP set both (timedatectl): docs/runbook.md."
            found.append(Warning(words, hint=hint, id="supervision.W020"))
    return found


@register()
def webhook_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """supervision.E010 and E011: an address to which the messenger cannot post, or that the portal would not answer."""
    found: list[CheckMessage] = []
    address = urlsplit(settings.WEBHOOK_BASE_URL)
    if not settings.WEBHOOK_BASE_URL or settings.LOCAL:
        return found
    if address.scheme != "https" or address.port not in (None, 443) or not address.hostname:
        hint = "Write https://name-of-the-portal without a port, or nothing for a portal without webhooks."
        words = f"WEBHOOK_BASE_URL={settings.WEBHOOK_BASE_URL!r}: the messenger posts to https on port 443 only."
        found.append(Error(words, hint=hint, id="supervision.E010"))
    elif not validate_host(address.hostname, settings.ALLOWED_HOSTS):
        hint = f"Add {address.hostname} to ALLOWED_HOSTS: every webhook would be answered with 400."
        found.append(Error("The host of WEBHOOK_BASE_URL is not allowed.", hint=hint, id="supervision.E011"))
    return found


@register()
def sign_in_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """supervision.E003: a misspelt role would silently go without its second factor."""
    known = Role.values
    unknown = sorted(set(settings.MFA_REQUIRED_ROLES) - set(known))
    if not unknown:
        return []
    words = f"MFA_REQUIRED_ROLES names no such role: {', '.join(unknown)}."
    return [Error(words, hint=f"Write some of: {', '.join(known)}, by commas.", id="supervision.E003")]


@register()
def file_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """supervision.E030: uploaded files cannot be kept. One's own machine makes the folder with its first file."""
    if settings.LOCAL or os.access(settings.MEDIA_ROOT, os.R_OK | os.W_OK | os.X_OK):
        return []
    hint = "Make the folder for the service's account, the same for web and workers: docs/runbook.md, section 2.1."
    words = f"FILES_DIR={settings.MEDIA_ROOT!r} is no folder that can be read and written."
    return [Error(words, hint=hint, id="supervision.E030")]
