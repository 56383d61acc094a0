"""Chats counted by their owners: the same for the report that counts now and for the one of a past day."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

# owner seen, owner by the rules (messenger ids), inspector away (id) -> chats
CountedChats = Mapping[tuple[int | None, int | None, int | None], int]


@dataclass(slots=True)
class Held:
    """Chats of one owner, or of all of them."""

    seen: int = 0
    wished: int = 0
    other: int = 0
    away: int = 0


def tally(counted: CountedChats, ids: Mapping[int, int]) -> tuple[dict[int, Held], Held, Held]:
    """By inspector (id); of owners who are none; of chats whose owner was not seen. `ids`: inspector by account."""
    held: dict[int, Held] = defaultdict(Held)
    orphans, unseen = Held(), Held()
    for (seen, wished, away), count in counted.items():
        owner = unseen if seen is None else held[ids[seen]] if seen in ids else orphans
        owner.seen += count
        owner.other += count if seen != wished else 0
        if wished is not None and wished in ids:
            held[ids[wished]].wished += count
        if away:
            held[away].away += count
    return held, orphans, unseen
