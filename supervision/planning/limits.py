"""How much may change without a named person's approval, and how long it takes. Pure.

Like a plan that would delete a third of a zone file, a third of a region's chats changing at once is more likely
a mistake in the facts than a wish. Creating chats is not limited: it takes nothing from anybody.
"""

from math import ceil

from django.utils.translation import gettext as _

# below this many chats a share says nothing: three of five houses is an ordinary morning
ALWAYS_ALLOWED = 50


def most_changes(linked_chats: int, percent: int) -> int:
    """How many existing chats of a region may change without approval."""
    return max(ALWAYS_ALLOWED, linked_chats * percent // 100)


def too_many_at_once(linked_chats: int, *, at_least: int, percent: int) -> int:
    """So many chats of a region turning to the same trouble within minutes are one trouble of the account."""
    return max(at_least, -(-linked_chats * percent // 100))


def spread(turned: int, linked_chats: int, minutes: int, trouble: str) -> str:
    """Why the whole account is held, in words."""
    return _(
        "%(turned)s or more of %(total)s chats turned to the same trouble within %(minutes)s minutes: %(trouble)s. "
        "That is hardly the chats' own: the account stands still until a few of them are well again. Look at the bot "
        "and the way to the messenger; if it is true, let the account go on."
    ) % {"turned": turned, "total": linked_chats, "minutes": minutes, "trouble": trouble}


def refusal(changing: int, linked_chats: int, percent: int) -> str:
    """Why the run waits, in words; "" where it need not."""
    if changing <= most_changes(linked_chats, percent):
        return ""
    return _(
        "%(changing)s of %(total)s chats would change; the limit of the region is %(percent)s %%. Look at the plan on "
        "the page of the region's messenger account and press “Approve” there with a reason."
    ) % {"changing": changing, "total": linked_chats, "percent": percent}


def minutes(calls: int, calls_per_second: float) -> int:
    """How long so many requests take at the rate that the schedule uses; a begun minute counts."""
    return ceil(calls / calls_per_second / 60)
