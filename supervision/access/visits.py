"""A person's session at work: whether they showed a moment ago who they are.

A visit is set by the middleware of signing in for as long as one request lasts, and read where an act asks for its
right (`acts.ask`), however many calls lie between. Programs, workers and commands come without one: a
program has its scopes, what goes on in the background was asked about when it was ordered, and who holds the shell is
asked by the shell.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a session. `proven` is asked only where an act is dangerous."""

    proven: Callable[[], bool]


_visit: ContextVar[Visit | None] = ContextVar("visit", default=None)


@contextmanager
def coming(visit: Visit) -> Iterator[None]:
    """The visit counts inside; one that is narrower may be set within it."""
    former = _visit.set(visit)
    try:
        yield
    finally:
        _visit.reset(former)


def current() -> Visit | None:
    return _visit.get()
