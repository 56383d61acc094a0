"""Asking the messenger for many chats, of any of which an answer may say nothing. Reads only.

Such a chat is asked for again later, after the others; several of them end the round, and the bot itself is asked: if
that is not answered either, it is no matter of these chats. Whoever the account is refused to is weighed like any other
caller (reconcile/account_troubles.py).
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from supervision.messenger.errors import SAYS_NOTHING, AccountRejected, ForeignAnswer, MessengerError
from supervision.messenger.port import Reader
from supervision.models import MessengerAccount
from supervision.reconcile.account_troubles import weighing

MOST_SAYING_NOTHING, MOST_TRIES = 5, 5  # of a round; of a chat, after which a person is told

Thing = TypeVar("Thing")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Unanswered:
    """By the error where it was asked."""

    error: MessengerError | None = None


@dataclass(slots=True)
class Round(Generic[Thing]):
    """One round over a list. `silent` are those of which an answer said nothing, with the answer."""

    account: MessengerAccount
    reader: Reader
    silent: list[tuple[Thing, MessengerError]] = field(default_factory=list)
    failure: MessengerError | None = None
    is_over: Event = field(default_factory=Event)

    def ask(
        self, things: Iterable[Thing], how: Callable[[Thing], Answer], *, parallel: int = 1
    ) -> Iterator[tuple[Thing, Answer]]:
        """Yields the answered chats. `how` gives what is true of this chat alone, and raises the messenger's errors."""
        listed = list(things)

        def one(thing: Thing) -> Answer | Unanswered:
            return Unanswered() if self.is_over.is_set() else self._asked(how, thing)

        with ThreadPoolExecutor(parallel) as pool:
            answers = pool.map(one, listed) if parallel > 1 else map(one, listed)
            for thing, answer in zip(listed, answers, strict=True):
                if not isinstance(answer, Unanswered):
                    yield thing, answer
                elif answer.error:
                    self._note(thing, answer.error)

    def end(self) -> list[tuple[Thing, MessengerError]]:
        """Gives `silent`. Raises the messenger's error where the rest must wait."""
        if self.failure:
            raise self.failure
        if self.silent:
            with weighing(self.account, self.reader):
                self.reader.me()
        return self.silent

    def _asked(self, how: Callable[[Thing], Answer], thing: Thing) -> Answer | Unanswered:
        """Gives the error instead of raising it: in a thread of its own nothing is written to the database."""
        try:
            return how(thing)
        except MessengerError as error:
            if not isinstance(error, SAYS_NOTHING):
                self.is_over.set()
            return Unanswered(error)

    def _note(self, thing: Thing, error: MessengerError) -> None:
        if isinstance(error, AccountRejected):
            error = self._weighed(error)
        if isinstance(error, SAYS_NOTHING):
            self.silent.append((thing, error))
            if len(self.silent) >= MOST_SAYING_NOTHING:
                self.is_over.set()
        else:
            self.failure = self.failure or error

    def _weighed(self, refusal: AccountRejected) -> MessengerError:
        """Stops the account, or takes the answer for one that says nothing."""
        try:
            with weighing(self.account, self.reader):
                raise refusal
        except ForeignAnswer as error:
            self.is_over.clear()
            return error
        except MessengerError as error:
            return error


def said_nothing(error: MessengerError, tries: int) -> str:
    words = _("The messenger was asked for this chat %(n)s times and said nothing of it. Have it read again later.")
    return f"{words % {'n': tries}} [{error}]"
