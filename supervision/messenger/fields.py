"""Single fields of the messenger's JSON: text is cleaned and cut here, numbers, instants and links are bounded.

What an answer cannot do without raises TypeError or ValueError; what it can do without becomes None or "".
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

Value = TypeVar("Value")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST_INSTANT = datetime(2100, 1, 1, tzinfo=UTC)  # what is said to be later has no place in a calendar
INT64 = 1 << 63
MOST_PARTICIPANTS = (1 << 31) - 1
LONGEST_LINK = 500
# the host, no port but its own, and signs of RFC 3986 alone
ADDRESS = re.compile(
    r"https://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::443)?(?P<rest>(?:[/?#][\w.~:/?#\[\]@!$&'()*+,;=%-]*)?)",
    re.ASCII | re.IGNORECASE,
)
KEPT_CONTROLS = "\n\t"
ODD = (KeyError, TypeError, ValueError, AttributeError, OverflowError, IndexError)


@dataclass(frozen=True, slots=True)
class Listed(Generic[Value]):
    """A list of which `odd` parts could not be read, or came twice, and `bare` ones hold nothing to read: left out."""

    items: tuple[Value, ...]
    odd: int = 0
    bare: int = 0

    def __len__(self) -> int:
        """Of what came, whatever could be read of it."""
        return len(self.items) + self.odd + self.bare


def instant(value: Any) -> datetime:
    at = EPOCH + timedelta(milliseconds=whole(value))
    if not EPOCH <= at < LAST_INSTANT:
        raise ValueError("an instant out of every calendar")
    return at


def instant_or_none(value: Any) -> datetime | None:
    """None also for an instant that cannot be meant."""
    try:
        return instant(value)
    except (TypeError, ValueError, OverflowError):
        return None


def whole_if_one(value: Any) -> int | None:
    """None also for what is no number."""
    try:
        return whole(value)
    except TypeError:
        return None


def whole_or_none(value: Any) -> int | None:
    return None if value is None else whole(value)


def whole(value: Any) -> int:
    """A signed 64-bit integer; a float would have lost digits already and is refused."""
    if isinstance(value, bool) or not isinstance(value, int) or not -INT64 <= value < INT64:
        raise TypeError(f"a 64-bit integer that is {type(value).__name__}")
    return value


def count_or_none(value: Any) -> int | None:
    """None also for a number of people that cannot be meant."""
    is_count = isinstance(value, int) and not isinstance(value, bool)
    return value if is_count and 0 <= value <= MOST_PARTICIPANTS else None


def text(value: Any, most: int = 4_000) -> str:
    """Without what no table takes (NUL, halves of surrogates, control characters), and no longer than `most`."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(f"text that is {type(value).__name__}")
    return "".join(sign for sign in value[: 2 * most] if _is_kept(sign))[:most]


def text_if_one(value: Any, most: int = 4_000) -> str:
    """Empty also for what is no text."""
    return text(value, most) if isinstance(value, str) else ""


def part_of(data: dict[str, Any], name: str) -> dict[str, Any]:
    """Empty for what is no object, or not there."""
    part = data.get(name)
    return part if isinstance(part, dict) else {}


def web_address(value: Any, most: int) -> str:
    """As it was given. Raises ValueError for one that Python cannot take apart, or no table takes."""
    address = text(value, most)
    parts = urlsplit(address)
    if address != value or not parts.hostname or parts.port == 0:
        raise ValueError("an address that is none")
    return address


def _is_kept(sign: str) -> bool:
    return sign in KEPT_CONTROLS or not (sign < " " or "\x7f" <= sign <= "\x9f" or "\ud800" <= sign <= "\udfff")


def link(value: Any, hosts: Collection[str]) -> str:
    """The address, spelt one way, where it is https of one of the hosts or below one; "" for any other.

    Only what every reader reads alike: of a backslash, a login or a tab a browser makes another host than Python does.
    """
    found = ADDRESS.fullmatch(value) if isinstance(value, str) and len(value) <= LONGEST_LINK else None
    if found is None:
        return ""
    host = found["host"].lower()
    is_ours = any(host == one or host.endswith(f".{one}") for one in hosts)
    return f"https://{host}{found['rest']}" if is_ours else ""


def each_of(parts: Any, read: Callable[[Any], Value]) -> Listed[Value]:
    """What can be read of a list."""
    if not isinstance(parts, list):
        raise TypeError(f"a list that is {type(parts).__name__}")
    found: list[Value] = []
    for part in parts:
        try:
            found.append(read(part))
        except ODD:
            continue
    return Listed(tuple(found), len(parts) - len(found))
