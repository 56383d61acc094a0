"""What a person confirms is what was shown: a preview has a digest of the difference itself, and it comes back."""

import hashlib
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any


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
        return hashlib.sha256(repr(_plain(self.decided())).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """The same for equal values, whatever the order of a set; TypeError for what would print only that it is there."""
    if value is None or isinstance(value, (bool, int, str, date)):
        return value
    if isinstance(value, Mapping):
        return sorted(((_plain(key), _plain(each)) for key, each in value.items()), key=repr)
    if isinstance(value, Set):
        return sorted(map(_plain, value), key=repr)
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, *(_plain(getattr(value, field.name)) for field in fields(value))]
    raise TypeError(f"a preview cannot be confirmed by {type(value).__name__}: name what it shows of it")
