"""Taking over chats that existed before the portal: a list of houses and chats is read, shown, and then linked.

    start       file -> lines, judged by what the portal knows itself
    read_all    the chats that may fit are read: each line gets its verdict and its plan; may be broken off at any time
    apply       the lines that fit are linked, in one transaction

Nothing is written in the messenger here: the next pass does what the plans say. It goes by the lane of new chats, so
that ten thousand chats taken over delay no single change; and the region's limit of changes does not stop it, because
a named person has seen the plans and applied them.
"""

from supervision.linking.adoption.applying import ALWAYS_ALLOWED, MOST_PROBLEMS_PERCENT, apply, cancel, doubts
from supervision.linking.adoption.listing import start
from supervision.linking.adoption.reading import read_all, read_some

__all__ = ["ALWAYS_ALLOWED", "MOST_PROBLEMS_PERCENT", "apply", "cancel", "doubts", "read_all", "read_some", "start"]
