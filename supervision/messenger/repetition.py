"""Trying a request again in line: when that is harmless, how often, and for how long.

Only Temporary errors are tried again: the request surely was not carried out, or it only read. A lost answer to a
write (AnswerUnknown) never is, although the writes that come here set a state and could be repeated. The second
answer would lie: a dismissal that had worked is answered "not an administrator" the next time, which looks like a
refusal. Whoever called looks at the chat and decides anew; to look is the one thing that tells.

For the same reason a refusal that follows a 503 or 409 is AnswerUnknown, whatever its code: should the messenger have
acted all the same, the refusal speaks of the second attempt and hides the first. Only a refusal of the account stays
one: it stops the account, and nobody concludes anything about the chat from it.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import TypeVar

from supervision.messenger.errors import (
    AccountRejected,
    AnswerUnknown,
    MessengerError,
    Rejected,
    Temporary,
    Unavailable,
)

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Repetition:
    """`within_seconds` is from the call's beginning to the moment when its last attempt is sent.

    A request may take 25 s (endings.py), so 10 + 25 s stay below the 60 s for which a worker holds a chat.
    """

    attempts: int = 3
    first_pause_seconds: float = 0.2
    within_seconds: float = 10.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    def run(self, attempt: Callable[[float], Value], *, is_write: bool) -> Value:
        """`attempt` is told until when (by `clock`) it may still be sent; the first one may wait as long as it must."""
        end, send_until = self.clock() + self.within_seconds, inf
        may_have_acted: Unavailable | None = None
        for pause in self._pauses():
            try:
                return attempt(send_until)
            except Temporary as error:
                if pause is None or self.clock() + pause > end:
                    raise
                if is_write and isinstance(error, Unavailable):
                    may_have_acted = error
            except Rejected as refusal:
                if may_have_acted and not isinstance(refusal, AccountRejected):
                    raise _unknown(refusal, may_have_acted) from None
                raise
            self.sleep(pause)
            send_until = end
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _pauses(self) -> list[float | None]:
        """What follows each attempt. Jitter: the threads that failed together do not return together."""
        longest = [self.first_pause_seconds * 2**number for number in range(self.attempts - 1)]
        return [*(random.uniform(0.5, 1.0) * seconds for seconds in longest), None]  # noqa: S311


def _unknown(refusal: MessengerError, before: Unavailable) -> AnswerUnknown:
    words = f"refused after a {before.status}, so an earlier attempt may have worked: {refusal.message}"
    return AnswerUnknown(words, operation=refusal.operation, status=refusal.status, code=refusal.code)
