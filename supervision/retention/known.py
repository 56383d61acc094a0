"""What one would know a person by, and texts and JSON without it. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

SHORTEST_WORD = 5  # a shorter one is taken out only where it is all that stands there: it may be a part of anything
SHORTEST_NUMBER = 6  # digits; no account of the messenger has fewer, and counts have
NOBODY = 0


@dataclass(frozen=True)
class Known:
    """`words` are names, addresses and identifiers, each with what stands in its place; `numbers` are accounts of the
    messenger. `region` is the code of the one where they are looked for; None: everywhere."""

    region: str | None
    words: Mapping[str, str] = field(default_factory=dict)
    numbers: frozenset[int] = frozenset()

    @cached_property
    def sought(self) -> dict[str, str]:
        """Every text that is looked for within others."""
        digits = {str(number): str(NOBODY) for number in self.numbers if not _is_like_a_count(str(number))}
        return {**digits, **{word: instead for word, instead in self.words.items() if not _is_like_a_count(word)}}

    @cached_property
    def _within(self) -> "re.Pattern[str] | None":
        long = sorted((text for text in self.sought if len(text) >= SHORTEST_WORD), key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, long))})(?!\w)", re.IGNORECASE) if long else None

    def left_of(self, value: Any) -> Any:
        """The value without the person; the very same where it says nothing of them."""
        if isinstance(value, str):
            return self._left_of_text(value)
        if isinstance(value, Mapping):
            return {self._left_of_text(key): self.left_of(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.left_of(each) for each in value]
        if isinstance(value, int) and not isinstance(value, bool) and value in self.numbers:
            return value if _is_like_a_count(str(value)) else NOBODY
        return value

    def _left_of_text(self, text: str) -> str:
        if text in self.sought:
            return self.sought[text]
        return self._within.sub(self._instead, text) if self._within else text

    def _instead(self, found: "re.Match[str]") -> str:
        by_lower = {word.lower(): instead for word, instead in self.sought.items()}
        return by_lower[found[0].lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self.sought)


def _is_like_a_count(word: str) -> bool:
    """Nothing, or as few digits as anything may be counted with."""
    return not word or (word.isdecimal() and len(word) < SHORTEST_NUMBER)
