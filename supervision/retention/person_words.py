"""What one would know a person by, and texts and JSON without it. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

SHORTEST_WORD = 5  # a shorter one is taken out only where it is all that stands there: it may be a part of anything
SHORTEST_NUMBER = 6  # digits; no account of the messenger has fewer, and counts have
NOBODY = 0
LONGEST_WORD = 255  # of a name, an address or an identifier, as their columns are
INSTEAD = re.compile(r"№ \d+|former-\d+|(?<!\d)0(?!\d)")  # what `known_people` puts in a person's place
ACCOUNT = re.compile(rf"\d{{{SHORTEST_NUMBER},}}")


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


def could_be_left(now: Any, before: Any) -> bool:
    """Whether taking people out may have made the one of the other, whoever they were: nothing else may differ."""
    if isinstance(now, str) and isinstance(before, str):
        return now == before or _could_be_left_of_text(now, before)
    if isinstance(now, list) and isinstance(before, list):
        return len(now) == len(before) and all(map(could_be_left, now, before))
    if isinstance(now, Mapping) and isinstance(before, Mapping):
        return _each_has_its_like(now, before) and _each_has_its_like(before, now, turned=True)
    is_account = type(now) is type(before) is int and now == NOBODY and before >= 10 ** (SHORTEST_NUMBER - 1)
    return is_account or (type(now) is type(before) and now == before)


def _each_has_its_like(these: Mapping[str, Any], those: Mapping[str, Any], *, turned: bool = False) -> bool:
    def are_alike(this: Any, that: Any) -> bool:
        return could_be_left(that, this) if turned else could_be_left(this, that)

    return all(
        are_alike(value, those[key])
        if key in those
        else any(are_alike(key, other) and are_alike(value, its) for other, its in those.items())
        for key, value in these.items()
    )


def _could_be_left_of_text(now: str, before: str) -> bool:
    """Walks both together: `ends` are the places of `before` that may have come to stand where `now` is read."""
    ends, read = {0}, 0
    for instead in INSTEAD.finditer(now):
        ends = _past(before, ends, now[read : instead.start()])
        ends = _past(before, ends, instead[0]) | _past_person(before, ends, instead[0])
        read = instead.end()
    return len(before) in _past(before, ends, now[read:])


def _past(text: str, places: set[int], same: str) -> set[int]:
    return {place + len(same) for place in places if text.startswith(same, place)}


def _past_person(text: str, places: set[int], instead: str) -> set[int]:
    if instead == str(NOBODY):
        accounts = (ACCOUNT.match(text, place) for place in places)
        return {account.end() for account in accounts if account}
    return {end for place in places for end in range(place + 1, min(place + LONGEST_WORD, len(text)) + 1)}
