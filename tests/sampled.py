"""What is generated over everything is more than a commit can wait for: a sample with each commit, all at night.

The sample is the same each time, so that what broke in it breaks again; `make test-nights` sets WHOLE.
"""

import os
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")
IS_WHOLE = os.environ.get("WHOLE") == "1"


def sampled(things: Iterable[T], one_in: int, start: int = 0) -> list[T]:
    """One of each `one_in`, from the `start`th on; at night all of them."""
    return list(things) if IS_WHOLE else list(things)[start % one_in :: one_in]
