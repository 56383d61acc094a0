"""What the portal refuses, and why. Every message is one that the person who caused it can act on.

PortalError
├── Refused          a rule of the portal forbids the change; nothing was written
│   ├── Forbidden    not to this login: somebody with the right may do it
│   ├── HousesRefused  the same for houses; `lines` says of each why
│   ├── Busy         only for now: the same may be done later
│   ├── StalePosition  a reader of changes must start anew
│   ├── BadCursor    a cursor that this portal did not give for this list
│   └── WrongParameter  what an address asks for does not exist; `name` says which part
├── AskAgain         the person must first show who they are; the same request is then carried out
└── BadFile          a file cannot be read as what it claims to be; `line` is None where no line is to blame
"""

from collections.abc import Mapping
from typing import Self

from django.utils.translation import gettext as _

from supervision.enums import RefusalKind

Member = int | str | list[int] | None


def place_in_file(file: str, line: int | None) -> str:
    """Words for where something is wrong, as far as that is known; "" where it is not."""
    if not line:
        return file
    if not file:
        return _("line %(line)s") % {"line": line}
    return _("%(file)s, line %(line)s") % {"file": file, "line": line}


class PortalError(Exception):
    """Base of everything that the portal refuses on purpose."""


class Blocker(str):
    """A line of what stands in the way, with its kind and what a program needs of it: numbers of rows, days."""

    __slots__ = ("kind", "members")
    kind: RefusalKind
    members: dict[str, Member]

    def __new__(cls, words: str, kind: RefusalKind, **members: Member) -> Self:
        line = super().__new__(cls, words)
        line.kind, line.members = kind, members
        return line


class Refused(PortalError):
    """A rule of the portal forbids this change. `blockers` lists what stands in the way, a line each.

    `kind` tells a program which rule it was, `members` the rows and days in question; what only pages may do has no
    kind of its own.
    """

    def __init__(
        self,
        message: str,
        blockers: tuple[str, ...] = (),
        *,
        kind: RefusalKind = RefusalKind.RULE,
        members: Mapping[str, Member] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.blockers = blockers
        self.kind = kind
        self.members = dict(members or {})


class Forbidden(Refused):
    """The login lacks the right, or the program the scope that `scope` names ("" for a person)."""

    def __init__(self, message: str, scope: str = "") -> None:
        super().__init__(message)
        self.scope = scope


class HousesRefused(Refused):
    """Some of the houses cannot be changed; `lines` say why by the house's number, for faces with a place for each."""

    def __init__(self, message: str, lines: Mapping[int, str]) -> None:
        super().__init__(
            message, tuple(lines.values()), kind=RefusalKind.HOUSES_IN_THE_WAY, members={"houses": list(lines)}
        )
        self.lines = dict(lines)


class Busy(Refused):
    """Somebody else is at it. The same may be done when they have ended."""


class StalePosition(Refused):
    """The reader's place in the changes is of another database: it must read everything anew."""


class BadCursor(Refused):
    """The text is no cursor of this list."""


class WrongParameter(Refused):
    """A parameter of an address asks for what there is not."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


class AskAgain(PortalError):
    """The act is dangerous and the person was not asked for a while; `act` names it. No face words this: the middleware
    of signing in turns it into the question."""

    def __init__(self, act: str) -> None:
        super().__init__(act)
        self.act = act


class BadFile(PortalError):
    """A file that cannot be imported: which file, which line, what is wrong and what to do."""

    def __init__(self, message: str, *, code: str, file: str = "", line: int | None = None) -> None:
        where = place_in_file(file, line)
        super().__init__(f"{where}: {message}" if where else message)
        self.message = message
        self.code = code
        self.file = file
        self.line = line
