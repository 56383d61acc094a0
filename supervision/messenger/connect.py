"""Opens an account of the messenger from plain values (the settings MESSENGER_*).

Gives an `AccountMessenger` that threads may share. Refuses, before anything is sent, a token, a provisioning mode or a
file of certificates that cannot be meant; the refusal never quotes the token.
"""

import ssl
from collections.abc import Callable, Sequence
from functools import lru_cache

import certifi
import httpx

from supervision.messenger.channel import CallCounter, Channel
from supervision.messenger.client import no_limit
from supervision.messenger.endings import TOTAL_SECONDS, UNPACKABLE, end_in_time
from supervision.messenger.port import Pace
from supervision.messenger.provisioning import AccountMessenger, ProvisioningClient
from supervision.messenger.repetition import Repetition
from supervision.messenger.wire import LINK_HOSTS

CONNECT_SECONDS, READ_SECONDS = 5.0, 20.0
# Rate x latency: 29 calls a second with 0.5 s each keep 15 connections busy.
LIMITS = httpx.Limits(max_connections=24, max_keepalive_connections=16, keepalive_expiry=30.0)
THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
PROVISIONING_MODES = ("api", "manual")
CA_ADVICE = "Name a PEM file with the Минцифры root: docs/runbook.md, section 3."


def connect(
    *,
    url: str,
    token: str,
    provisioning: str,
    provisioning_url: str = "",
    ca_file: str = "",
    pace: Pace,
    before_post: Callable[[int], None] = no_limit,
    transport: httpx.BaseTransport | None = None,
    read_seconds: float = READ_SECONDS,
    total_seconds: float = TOTAL_SECONDS,
    repetition: Repetition | None = None,
    link_hosts: Sequence[str] = LINK_HOSTS,
) -> AccountMessenger:
    """`provisioning` is "api" or "manual"; `provisioning_url` defaults to `url`; `ca_file` adds to the public roots.

    `read_seconds` is the longest silence within an answer, `total_seconds` the end of a request whatever comes;
    `link_hosts` are those to which an invite link may lead.
    """
    if provisioning not in PROVISIONING_MODES:
        raise ValueError(f"provisioning={provisioning!r} is unknown. Write api or manual.")
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise ValueError("The messenger's token is empty or holds spaces or letters that no token has.")
    tls_context(ca_file)  # also where the address needs none: a wrong file is told today, not after a change of address
    calls = CallCounter()

    def channel(base_url: str) -> Channel:
        http = http_client(base_url, ca_file=ca_file, transport=transport, read_seconds=read_seconds)
        return Channel(http, token=token, pace=pace, calls=calls, repetition=repetition, total_seconds=total_seconds)

    hosts = frozenset(link_hosts)
    extra = ProvisioningClient(channel(provisioning_url or url), hosts) if provisioning == "api" else None
    return AccountMessenger(channel(url), extra, before_post=before_post, link_hosts=hosts)


def http_client(
    base_url: str, *, ca_file: str, transport: httpx.BaseTransport | None, read_seconds: float
) -> httpx.Client:
    is_this_machine = httpx.URL(base_url).host in THIS_MACHINE
    client = httpx.Client(
        base_url=base_url,
        headers={"Accept-Encoding": ", ".join(UNPACKABLE)},
        verify=tls_context(ca_file),
        # A free connection and the sending of a few kilobytes are waited for like a connection, not like an answer.
        timeout=httpx.Timeout(CONNECT_SECONDS, read=read_seconds),
        limits=LIMITS,
        transport=transport,
        trust_env=not is_this_machine,  # a proxy of the network is no way to an emulator beside us
        follow_redirects=False,  # the token goes to the configured host and nowhere else
    )
    return end_in_time(client)


@lru_cache(maxsize=8)
def tls_context(ca_file: str) -> ssl.SSLContext:
    """Public roots, and the Минцифры root where the installation names its file; for this client only.

    Raises ValueError with a sentence that names the setting.
    """
    context = ssl.create_default_context(cafile=certifi.where())
    if ca_file:
        try:
            context.load_verify_locations(cafile=ca_file)
        except OSError as error:  # ssl.SSLError is one
            reason = "it holds no certificate in PEM form" if isinstance(error, ssl.SSLError) else error.strerror
            raise ValueError(f"MESSENGER_CA_FILE={ca_file!r} cannot be used: {reason}. {CA_ADVICE}") from None
    return context
