"""Reads one request's query and body by the limits of the schema; whatever is outside them is refused with 400."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from supervision.messenger.emulator.refusals import malformed

Json = dict[str, Any]
Query = dict[str, list[str]]
INT64 = 1 << 63
MOST_IDS = 100
MESSAGE_ID = re.compile(r"(mid\.)?[a-zA-Z0-9_-]+")


@dataclass(slots=True, kw_only=True)
class Parameters:
    """`remark` notes what is allowed and still worth a look, such as an array written by repetition."""

    query: Query
    body: Json
    remark: Callable[[str], None]

    # --- of the body

    def text(self, name: str, *, longest: int, shortest: int = 0) -> str | None:
        """None where absent or null."""
        value = self.body.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or not shortest <= len(value) <= longest:
            raise malformed(f"{name}: text of {shortest} to {longest} characters expected")
        return value

    def flag(self, name: str) -> bool | None:
        value = self.body.get(name)
        if value is not None and not isinstance(value, bool):
            raise malformed(f"{name}: true or false expected")
        return value

    def person(self, name: str) -> int:
        return person_id(self.body.get(name), name)

    def unique_texts(self, name: str) -> list[str] | None:
        value = self.body.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
            raise malformed(f"{name}: a list of texts expected")
        if len(set(value)) != len(value):
            raise malformed(f"{name}: the same value twice")
        return value

    # --- of the query

    def single(self, name: str) -> str | None:
        values = self.query.get(name)
        if not values:
            return None
        if len(values) > 1:
            raise malformed(f"{name}: one value expected")
        return values[0]

    def number(
        self, name: str, *, default: int | None = None, least: int = -INT64, most: int = INT64 - 1
    ) -> int | None:
        value = self.single(name)
        if value is None:
            return default
        try:
            number = int(value)
        except ValueError:
            raise malformed(f"{name}: a whole number expected") from None
        if not least <= number <= most:
            raise malformed(f"{name}: {least} to {most} expected")
        return number

    def page_size(self, *, default: int) -> int:
        return self.number("count", default=default, least=1, most=100) or default

    def option(self, name: str) -> bool:
        """true or false; false where absent, as for every such parameter of the schema."""
        value = self.single(name)
        if value not in (None, "true", "false"):
            raise malformed(f"{name}: true or false expected")
        return value == "true"

    def choice(self, name: str, allowed: Collection[str]) -> str:
        value = self.single(name)
        if value is None or value not in allowed:
            raise malformed(f"{name}: one of {', '.join(sorted(allowed))} expected")
        return value

    def message_id(self, name: str) -> str:
        value = self.single(name)
        if value is None or not MESSAGE_ID.fullmatch(value):
            raise malformed(f"{name}: a message id expected")
        return value

    def many(self, name: str) -> list[str]:
        """An array, written `a,b` (as the official clients do) or `name=a&name=b`, which the schema allows as well."""
        values = self.query.get(name, [])
        if len(values) > 1:
            self.remark(f"{name}: repeated, official clients separate by commas")
        found = [part for value in values for part in value.split(",") if part]
        if len(set(found)) != len(found):
            raise malformed(f"{name}: the same value twice")
        if len(found) > MOST_IDS:
            raise malformed(f"{name}: at most {MOST_IDS} expected")
        return found

    def user_ids(self, name: str) -> list[int]:
        try:
            return [person_id(int(each), name) for each in self.many(name)]
        except ValueError:
            raise malformed(f"{name}: user ids separated by commas expected") from None


def person_id(value: Any, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < INT64:
        raise malformed(f"{name}: a user id expected")
    return value
