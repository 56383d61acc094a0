"""How many days each term is, without tables: `KEEP_DAYS_<NAME>` of the environment says otherwise.

What the law or the body's own list of files asks for is the installation's to say.
"""

from dataclasses import dataclass

from django.conf import settings

YEAR = 365


@dataclass(frozen=True, slots=True)
class Days:
    """`least` is the shortest term with which the portal still works: what it reads itself."""

    usual: int
    least: int = 0


DAYS = {
    "JOURNAL": Days(3 * YEAR, 90),  # calls to the messenger
    "UPDATES": Days(30, 1),  # what the messenger told by webhooks
    "CODES": Days(1, 1),  # wrong codes of invitations
    "DELIVERIES": Days(30, 5),  # outgoing webhooks that were taken; a receiver is tried for three days
    "DELIVERIES_GIVEN_UP": Days(90, 5),
    "REQUESTS": Days(180),  # of the interface
    "UNPROVEN": Days(180),  # refused requests of nobody, by the hour
    "ANSWERS": Days(1, 1),  # kept for a repetition
    "TOKENS": Days(0),  # of programs, once they are over
    "SESSIONS": Days(0),
    "SESSIONS_KNOWN": Days(1),  # address and browser of sessions that are no more
    "NOTICES_READ": Days(30, 1),
    "NOTICES": Days(180, 1),
    "OPERATIONS": Days(5 * YEAR, 90),  # mass changes, once they act
    "COMMENTS": Days(5 * YEAR, 30),
    "ORDERS": Days(5 * YEAR, 90),  # work orders, once they were seen done
    "REMARKS": Days(YEAR, 30),  # of imports
    "ADOPTIONS": Days(YEAR, 30),  # lines of lists of existing chats
    "UPLOADS": Days(3 * YEAR, 30),  # rows of uploaded files; the files themselves: UPLOAD_KEEP_DAYS
    "INVITATIONS": Days(YEAR, 30),  # into the messenger: those that came to nothing or were replaced
    "NOMINATIONS": Days(YEAR, 30),  # names that a company gave and nobody accepted
    "CONTEXTS": Days(1, 1),  # of versions: each version holds its own, and nobody reads these
    "LINKS": Days(YEAR),  # by which logins were opened
    "SNAPSHOTS": Days(2 * YEAR, 62),  # then monthly
    "PEOPLE": Days(3 * YEAR, 30),  # names of inspectors, representatives and owners of logins who left
    "RECORD": Days(5 * YEAR, YEAR),  # events
    "HISTORIES": Days(5 * YEAR, YEAR),  # versions of rows
}


def kept(name: str) -> int:
    """The term of this name in days, as the installation has it. KeyError where there is none."""
    return int(settings.KEEP_DAYS.get(name, DAYS[name].usual))
