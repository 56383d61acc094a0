"""The updates that each bot may still ask for by long polling."""

from collections import deque
from itertools import islice

from supervision.messenger.emulator.parameters import Json

MOST_KEPT = 10_000  # a bot that never asks must not fill the memory
ONLY_BY_WEBHOOK = "bot_admin_permissions_changed"


class Polls:
    """What each bot may still ask for; `marker` is the number of the next update that it has not seen."""

    def __init__(self) -> None:
        self._kept: dict[int, deque[tuple[int, Json]]] = {}
        self._next = 1

    def clear(self) -> None:
        """The numbers go on: a marker of before is never ahead of what comes."""
        self._kept.clear()

    def keep(self, bot_id: int, update: Json) -> None:
        if update["update_type"] != ONLY_BY_WEBHOOK:
            self._kept.setdefault(bot_id, deque(maxlen=MOST_KEPT)).append((self._next, update))
            self._next += 1

    def ask(self, bot_id: int, marker: int | None, *, limit: int, types: frozenset[str]) -> Json:
        """Without a marker: whatever was not confirmed by one yet. A marker confirms what is before it. A thread of a
        test may keep another update meanwhile."""
        kept = self._kept.get(bot_id, deque())
        while marker is not None and kept and kept[0][0] < marker:
            kept.popleft()
        fitting = (each for each in kept.copy() if not types or each[1]["update_type"] in types)
        found = list(islice(fitting, limit))
        following = found[-1][0] + 1 if found else marker if marker is not None else self._next
        return {"updates": [update for _, update in found], "marker": following}
