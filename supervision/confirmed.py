"""What a person confirms is what was shown: a preview has a digest of the difference itself, and it comes back. Pure.

The digest of a file's preview is kept with the upload until somebody confirms it (`KeptPreview`): its values stay as
they are.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from types import NoneType
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from supervision.enums import RefusalKind
from supervision.errors import Refused

PLAIN = (NoneType, bool, int, float, str, bytes, date, time, timedelta, Decimal, UUID, Enum)  # each prints its value


class Confirmable:
    """Base of every preview on which somebody decides.

    The digest covers each house, company, person and date by name and number, never only how many there are: another
    difference of equal size is another decision.
    """

    __slots__ = ()

    def decided(self) -> Any:
        """What the digest covers: everything, unless a preview says what of it moves too fast to be confirmed."""
        return self

    @property
    def digest(self) -> str:
        return digest({}, [self.decided()])

    def was_seen(self, seen: str | None) -> bool:
        """`seen` is the digest that came back with the confirmation."""
        return bool(seen) and seen == self.digest

    def refuse_unseen(self, seen: str | None) -> None:
        """Raises Refused for whoever confirms something else than this."""
        if not self.was_seen(seen):
            raise Refused(changed_since(), kind=RefusalKind.CHANGED_MEANWHILE)


class KeptPreview(Confirmable):
    """A preview that was made earlier, known by its digest; "" where there is nothing to confirm."""

    __slots__ = ("_digest",)

    def __init__(self, digest: str) -> None:
        self._digest = digest

    @property
    def digest(self) -> str:
        return self._digest


def changed_since() -> str:
    return _("Something changed since you looked. This is how it would be now.")


def digest(counts: Mapping[str, Any], parts: Iterable[object]) -> str:
    """A digest of what a person is asked to confirm: another difference has another one, even with equal counts.
    `parts` are all values that would be written, in a fixed order."""
    found = hashlib.sha256(json.dumps(counts, sort_keys=True).encode())
    for part in parts:
        found.update(_canonical(part).encode())
        found.update(b"\n")
    return found.hexdigest()[:32]


def _canonical(value: object) -> str:
    """Equal for equal values in every process, whatever a set's own order; TypeError for what would print only that it
    is there."""
    if is_dataclass(value) and not isinstance(value, type):
        return f"{type(value).__name__}({','.join(_canonical(getattr(value, item.name)) for item in fields(value))})"
    if isinstance(value, Mapping):
        return f"{{{','.join(sorted(f'{_canonical(key)}:{_canonical(each)}' for key, each in value.items()))}}}"
    if isinstance(value, Set):
        return f"{{{','.join(sorted(map(_canonical, value)))}}}"
    if isinstance(value, (list, tuple)):
        return f"[{','.join(map(_canonical, value))}]"
    if isinstance(value, PLAIN):
        return repr(value)
    raise TypeError(f"a preview cannot be confirmed by {type(value).__name__}: name what it shows of it")
