"""Reads the environment. A missing or malformed variable names itself and says what to do.

`NAME_FILE` may be set instead of `NAME`: the value is then read from that file (secrets).
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured

CONNECT_SECONDS = 3  # to a database that is away or hangs: nobody waits longer, DATABASE_URL may say otherwise
# Of a database on the network: a machine or a line that falls silent after the connection is given up after about 10 s.
# To a server that is stopped while its machine still acknowledges, the limits of statements and of gunicorn put an end.
SILENT_LINE = {
    **{"keepalives_idle": "4", "keepalives_interval": "2", "keepalives_count": "3"},
    "tcp_user_timeout": "10000",  # milliseconds
}
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name: str, default: str | None = None) -> str:
    """The variable's text, or the content of the file that `NAME_FILE` names, stripped."""
    if file := os.environ.get(f"{name}_FILE"):
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE names {file}, which cannot be read: {error.strerror}") from error
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set. Set it (or {name}_FILE) in the environment: docs/runbook.md.")
    return value


def flag(name: str, default: bool) -> bool:
    value = os.environ.get(name, str(default)).strip().lower()
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no. Write 1 or 0.")


def number(name: str, default: float) -> float:
    value = os.environ.get(name, str(default))
    try:
        return float(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={value!r} is not a number.") from error


def choice(name: str, known: tuple[str, ...], default: str) -> str:
    value = os.environ.get(name, default).strip().lower()
    if value in known:
        return value
    raise ImproperlyConfigured(f"{name}={value!r} is unknown. Write one of: {', '.join(known)}.")


def names(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def family(name: str) -> dict[str, str]:
    """All of NAME and NAME_<suffix>, each from its variable or its file, by suffix ("" for NAME itself)."""
    given = {variable.removesuffix("_FILE") for variable in os.environ if variable.startswith(name)}
    members = {variable for variable in given if variable == name or variable.startswith(f"{name}_")}
    return {variable[len(name) + 1 :]: text(variable) for variable in sorted(members)}


def broker(url: str) -> str:
    """The address of Redis as Celery needs it: over TLS it holds nobody to a certificate unless the address says so,
    other than the client of the cache, which does unless the address says not to."""
    parts = urlsplit(url)
    if parts.scheme != "rediss" or "ssl_cert_reqs" in dict(parse_qsl(parts.query, keep_blank_values=True)):
        return url
    return urlunsplit(parts._replace(query=f"{parts.query}&ssl_cert_reqs=required".lstrip("&")))


def database(url: str) -> dict[str, Any]:
    """`postgres://user:password@host:port/name?option=value` as Django's DATABASES entry.

    `host=` among the options may be a socket's folder.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must look like postgres://user:password@host:5432/name.")
    options = {"connect_timeout": str(CONNECT_SECONDS), **dict(parse_qsl(parts.query))}
    host = options.pop("host", parts.hostname or "")
    if not host.startswith("/"):
        options = {**SILENT_LINE, **options}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def mail(url: str) -> dict[str, Any]:
    """`smtps://user:password@host:465/?from=portal@example.ru` (or `smtp://`, STARTTLS) as Django's settings of mail.

    Without an address nothing is ever sent: what is left of Django's settings keeps mail in memory.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    parts = urlsplit(url)
    sender = dict(parse_qsl(parts.query)).get("from", "")
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or "@" not in sender:
        raise ImproperlyConfigured("EMAIL_URL must look like smtps://user:password@host:465/?from=portal@example.ru.")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": sender,
    }
