"""Which addresses may be posted to: the portal must not be led into its own network (SSRF).

Takes a URL that somebody outside has given. Gives the target with the very address to connect to, resolved and checked
here: what connects later must not resolve the name again, for the second answer may be another one (DNS rebinding).
Refuses (BadAddress, a sentence for whoever gave the URL) anything but https to a public address; on one's own machine
(settings.LOCAL) http to this machine is allowed as well.
"""

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from supervision.errors import Refused

LONGEST_URL = 500
PORTS = {"https": 443, "http": 80}
HOST_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?", re.ASCII)
Address = IPv4Address | IPv6Address


class BadAddress(Refused):
    """Nothing may be posted there."""


class UnknownHost(BadAddress):
    """The name has no address, perhaps only for now."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Connect to `url`, whose host is a checked address, and speak to `name` there (TLS, Host)."""

    url: str
    host: str
    name: str


def check(url: str) -> SplitResult:
    """Refuses what is wrong with the URL as it is written, without asking a name server."""
    try:
        parts = urlsplit(url)
        name, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadAddress(_("This is no address: %(why)s") % {"why": error}) from error
    if not url.isascii() or not url.isprintable() or " " in url or len(url) > LONGEST_URL or not name:
        raise BadAddress(_("Write an address such as https://example.ru/hook, Latin letters only (punycode)."))
    literal = _literal(name)
    is_name = HOST_NAME.fullmatch(name) and "[" not in parts.netloc
    if "\\" in url or not (literal or is_name):  # not every reader would find the same host in it
        raise BadAddress(_("Write an address such as https://example.ru/hook, Latin letters only (punycode)."))
    if parts.username is not None or parts.password is not None:
        raise BadAddress(_("An address must not hold a login or a password: the signature proves who posts."))
    if parts.fragment or port == 0:
        raise BadAddress(_("Write the address without a part after # and with a real port."))
    if parts.scheme != "https" and not (settings.LOCAL and parts.scheme == "http" and _is_here(name)):
        raise BadAddress(_("The address must begin with https://"))
    if literal is not None:
        refuse_unreachable(name, [literal])
    return parts


def resolve(url: str) -> Destination:
    """Where to connect. Raises NotFound for a name without an address, BadAddress if any of its addresses is inside."""
    parts = check(url)
    name = parts.hostname or ""
    port = parts.port or PORTS[parts.scheme]
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError) as error:
        raise UnknownHost(_("%(name)s has no address: check the name.") % {"name": name}) from error
    addresses = [ip_address(str(entry[4][0]).split("%")[0]) for entry in found]
    refuse_unreachable(name, addresses)
    return target(parts, addresses[0])


def target(parts: SplitResult, address: Address) -> Destination:
    host = f"[{address}]" if address.version == 6 else str(address)
    port = parts.port or PORTS[parts.scheme]
    path = parts.path or "/"
    return Destination(
        url=f"{parts.scheme}://{host}:{port}{path}{'?' + parts.query if parts.query else ''}",
        host=parts.netloc,
        name=parts.hostname or "",
    )


def refuse_unreachable(name: str, addresses: list[Address]) -> None:
    """One inner address among several is enough to refuse: which one is used would be chance."""
    inner = [address for address in addresses if not is_public(address)]
    if any(not (settings.LOCAL and address.is_loopback) for address in inner):
        raise BadAddress(_("%(name)s leads into an inner network: only public addresses are told.") % {"name": name})


def is_public(address: Address) -> bool:
    """Neither private, loopback, link-local, multicast, reserved nor shared (CGNAT), nor an IPv6 address that holds one
    of these. Translated and tunnelled ones (NAT64, 6to4, Teredo) are all refused: they end at an IPv4 address."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped or address.sixtofour or address.teredo or int(address) >> 32 in _EMBEDDING:
            return False
        if address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


# 64:ff9b::/96, and ::/96 of old
_EMBEDDING = (int(IPv6Address("64:ff9b::")) >> 32, 0)


def _is_here(name: str) -> bool:
    literal = _literal(name)
    return name == "localhost" or (literal is not None and literal.is_loopback)


def _literal(name: str) -> Address | None:
    try:
        return ip_address(name)
    except ValueError:
        return None
