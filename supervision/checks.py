"""What is wrong with the installation's settings, said at the start and not at three in the morning."""

import os
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlsplit

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connection
from django.http.request import validate_host

from supervision import keyring
from supervision.enums import Provisioning, Role
from supervision.messenger.connect import tls_context
from supervision.queue import clock
from supervision.retention.days import DAYS

# an owner who took its own privileges away gives them back by itself; so does whoever may become the owner
MAY_REWRITE = """
    SELECT name FROM unnest(%s::text[]) AS name JOIN pg_class AS place ON place.oid = to_regclass(name)
    WHERE has_table_privilege(place.oid, 'UPDATE, DELETE, TRUNCATE') OR pg_has_role(place.relowner, 'MEMBER')
    ORDER BY name
"""
LEAST_KEY = 50  # characters, as Django asks in its warning
# options of REDIS_URL that could loosen TLS, and the values that do not
HELD = {"ssl_cert_reqs": {"required"}, "ssl_check_hostname": {"true", "1", "yes"}}
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


def parts_of(address: str) -> SplitResult:
    """Of an address as it stands in the settings; nothing in them where nobody could read it."""
    try:
        parts = urlsplit(address)
        return parts if "\\" not in address and parts.port != 0 else urlsplit("")
    except ValueError:
        return urlsplit("")


@register()
def webhook_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """supervision.E010 and E011: an address to which the messenger cannot post, or that the portal would not answer."""
    found: list[CheckMessage] = []
    address = parts_of(settings.WEBHOOK_BASE_URL)
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
def portal_address(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """supervision.E012: links in letters and messages would lead nowhere."""
    address = parts_of(settings.PORTAL_URL)
    if not settings.PORTAL_URL or (address.scheme in ("http", "https") and address.hostname and not address.query):
        return []
    hint = "Write https://name-of-the-portal, or nothing: then letters and messages carry no links."
    return [Error(f"PORTAL_URL={settings.PORTAL_URL!r} is no address of a page.", hint=hint, id="supervision.E012")]


@register()
def open_data_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """supervision.E072: a passport of the data that names nobody, or leads nowhere."""
    missing = [
        name for name in ("OPEN_DATA_PUBLISHER", "OPEN_DATA_CONTACT", "PORTAL_URL") if not getattr(settings, name)
    ]
    if not settings.OPEN_DATA or (not missing and settings.OPEN_DATA_KEEP > 0):
        return []
    hint = "Their passport names who publishes them, an address for questions, and where they are: docs/runbook.md."
    words = f"OPEN_DATA is switched on without {', '.join(missing)}." if missing else "OPEN_DATA_KEEP is less than 1."
    return [Error(words, hint=hint, id="supervision.E072")]


@register()
def sign_in_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """supervision.E003: a misspelt role would silently go without its second factor."""
    known = Role.values
    unknown = sorted(set(settings.MFA_REQUIRED_ROLES) - set(known))
    if not unknown:
        return []
    words = f"MFA_REQUIRED_ROLES names no such role: {', '.join(unknown)}."
    return [Error(words, hint=f"Write some of: {', '.join(known)}, by commas.", id="supervision.E003")]


def tables_of_the_record() -> frozenset[str]:
    """Names of the tables that are only added to: events, histories, seals; by the trigger that each of them has."""
    return frozenset(
        model._meta.db_table
        for model in apps.get_models()
        if any(trigger.name == "not_emptied" for trigger in getattr(model._meta, "triggers", ()))
    )


@register(deploy=True)
def role_of_the_database(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """supervision.W040: the portal could rewrite its own record. Asked where the database answers."""
    tables = sorted(tables_of_the_record())
    try:
        with connection.cursor() as cursor:
            cursor.execute(MAY_REWRITE, [tables])
            rewritable = [name for (name,) in cursor.fetchall()]
    except DatabaseError:
        return []  # the start itself says that there is no database, or that nothing is migrated
    if not rewritable:
        return []
    words = f"The role of DATABASE_URL owns the record, or may change or empty it: {', '.join(rewritable[:3])} …"
    hint = "Run the portal as a role that does not own the tables: manage.py print_grants, docs/runbook.md."
    return [Warning(words, hint=hint, id="supervision.W040")]


@register()
def file_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """supervision.E030: uploaded files cannot be kept. One's own machine makes the folder with its first file."""
    if settings.LOCAL or os.access(settings.MEDIA_ROOT, os.R_OK | os.W_OK | os.X_OK):
        return []
    hint = "Make the folder for the service's account, the same for web and workers: docs/runbook.md, section 2.1."
    words = f"FILES_DIR={settings.MEDIA_ROOT!r} is no folder that can be read and written."
    return [Error(words, hint=hint, id="supervision.E030")]


@register()
def terms_of_tables(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """supervision.E070 and E071: a term of no table, or one with which the portal could not work."""
    found: list[CheckMessage] = []
    for name, told in settings.KEEP_DAYS.items():
        if name not in DAYS:
            hint = f"There are: {', '.join(sorted(DAYS))}."
            found.append(Error(f"KEEP_DAYS_{name} is the term of no table.", hint=hint, id="supervision.E070"))
        elif not told.isdecimal() or int(told) < DAYS[name].least:
            words = f"KEEP_DAYS_{name}={told!r} is no number of days, or fewer than {DAYS[name].least}."
            found.append(Error(words, hint="docs/runbook.md, section 6.1.", id="supervision.E071"))
    return found


@register(Tags.security, deploy=True)
def production(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """supervision.E050 to E054, said by `check --deploy`: what nobody may put into production.

    Django only warns of some of these, and a warning at installation is not read again.
    """
    found: list[tuple[str, str, str]] = []
    if settings.DEBUG:
        found.append(("DEBUG is on: errors show settings and code to everybody.", "Take DEBUG away.", "E050"))
    keys = {"SECRET_KEY": [settings.SECRET_KEY], "SECRET_KEY_FALLBACKS": settings.SECRET_KEY_FALLBACKS}
    for name in (name for name, given in keys.items() if any(map(_is_weak, given))):
        words = f"{name} holds a key that is shorter than {LEAST_KEY} characters, or hardly random."
        found.append((words, "Make one: python -c 'import secrets; print(secrets.token_urlsafe(50))'.", "E051"))
    found += [(words, "DATABASE_URL=...?sslmode=verify-full, docs/runbook.md.", "E054") for words in _database()]
    found += [(words, "REDIS_URL=rediss://:password@host:6379/0, docs/runbook.md.", "E052") for words in _redis()]
    if settings.LOCAL:
        words = "HOUSECHATS_LOCAL is set, or no database is configured: keys and cookies are those of a laptop."
        found.append((words, "Take HOUSECHATS_LOCAL away and set DATABASE_URL.", "E053"))
    return [Error(words, hint=hint, id=f"supervision.{number}") for words, hint, number in found]


def _is_weak(key: str) -> bool:
    """A former key too is believed: it verifies cookies and signs webhooks."""
    return len(key) < LEAST_KEY or len(set(key)) < LEAST_KEY // 5


def _database() -> list[str]:
    """What is wrong with the way to the database: short of `verify-full` somebody between could be taken for it."""
    known = settings.DATABASES["default"]
    host, options = str(known["HOST"]), known["OPTIONS"]
    if not host or host.startswith("/") or host == "localhost" or is_loopback(host):
        return []
    if options.get("sslmode") == "verify-full":
        return []
    return [f"The database at {host} is not held to its certificate."]


def _redis() -> list[str]:
    """What is wrong with the address of Redis: whoever reads or writes it counts sign-in attempts and wakes workers."""
    address = urlsplit(settings.REDIS_URL)
    host = address.hostname or ""
    if address.scheme == "unix" or host in {"", "localhost"} or is_loopback(host):
        return []
    found = []
    if not address.password:
        found.append(f"Redis at {host} asks for no password.")
    if address.scheme != "rediss":
        found.append(f"What is said to Redis at {host} is not encrypted.")
    asked = parse_qsl(address.query, keep_blank_values=True)
    if any(value.lower() not in HELD[name] for name, value in asked if name in HELD):
        found.append(f"Redis at {host} is not held to its certificate.")
    return found


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:  # a name
        return False


@register()
def encryption_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """supervision.E040: a key with which nothing could be sealed. The key itself is not repeated."""
    hint = "Print a key with `manage.py reseal_secrets --new-key`: docs/runbook.md, section 2.2."
    if not settings.ENCRYPTION_KEYS:
        return [Error("ENCRYPTION_KEYS holds no key.", hint=hint, id="supervision.E040")]
    found: list[CheckMessage] = []
    for place, text in enumerate(settings.ENCRYPTION_KEYS, 1):
        try:
            keyring.key_of(text)
        except ValueError as error:
            found.append(Error(f"Key {place} of ENCRYPTION_KEYS {error}.", hint=hint, id="supervision.E040"))
    return found
