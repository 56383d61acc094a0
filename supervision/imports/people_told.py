"""What a file of people does, in words: whom its event names with before and after, and which new accounts own chats.

An account of the messenger that nobody knew and that becomes the owner of chats is the whole of what a thief would want
of such a file, so the preview says it first (`new_owners`), and only heads apply it (`access/acts.py`).
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from supervision.desired.ownership import owners_on
from supervision.imports import rosters
from supervision.models import Region
from supervision.queue import clock
from supervision.registry.people_diff import Area, InspectorsDiff
from supervision.registry.report import Section
from supervision.registry.summary import section


def told(diff: Any) -> dict[str, Any]:
    """For the event: who is new, and what was and is of the others."""
    return {
        "added": [{"name": item.row.full_name, "account": item.row.messenger_id} for item in diff.added],
        "changed": [_changed(item) for item in diff.changed],
    }


def new_owners(region: Region, diff: InspectorsDiff) -> Section | None:
    """The accounts that the file brings and how many chats each gets; asked inside the transaction that wrote them.

    None where no chat passes to a new account.
    """
    new = {item.row.messenger_id: item.row.full_name for item in diff.added}
    concerned = list(rosters.chats_of_inspectors(region, [*diff.added, *diff.changed])) if new else []
    owners = owners_on(region, concerned, clock.today(region))
    chats = Counter(tenure.owner_id for tenure in owners.values() if tenure.owner_id in new)
    if not chats:
        return None
    title = ngettext(
        "%(n)s new owner of chats: an account that the portal did not know",
        "%(n)s new owners of chats: accounts that the portal did not know",
        len(chats),
    ) % {"n": len(chats)}
    return section(title, chats.most_common(), lambda each: _line(new[each[0]], *each))


def _line(name: str, account: int, chats: int) -> str:
    words = ngettext("%(name)s (%(account)s): %(n)s chat", "%(name)s (%(account)s): %(n)s chats", chats)
    return words % {"name": name, "account": account, "n": chats}


def _changed(item: Any) -> dict[str, Any]:
    names: Sequence[str] = [name for name in ("full_name", "position") if hasattr(item.row, name)]
    before = {name: getattr(item.known, name) for name in names if hasattr(item.known, name)}
    now = {name: getattr(item.row, name) or before.get(name, "") for name in names}
    if getattr(item, "area", None) is not None:
        before["area"], now["area"] = _area(item.known.area), _area(item.area)
    return {"id": item.known.id, "before": before, "now": now}


def _area(area: Area) -> list[str]:
    return [_("the whole region")] if area.whole_region else sorted(area.municipalities)
