"""What a person corrects of a house: kind, number of flats, state, and whose own house it is.

A correction of kind or flats stands against register files until the register itself says something new: the house's
history tells which of its values a person entered (`imports/corrections.py`, docs/adr/0010).
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from supervision import audit
from supervision.actions import chats, demolition, inspectors, obstacles
from supervision.actions.locked import locked
from supervision.enums import HouseState
from supervision.errors import Refused
from supervision.models import House
from supervision.queue import outbox

FACTS = ("kind", "flats")
CORRECTABLE = (*FACTS, "state", "inspector")
CORRECTED = "house.corrected"  # event under which kind and flats differ from what the register says


def correct(*, house: House, values: Mapping[str, Any], by: User, reason: str) -> None:
    """Stores what differs of CORRECTABLE in one transaction, each kind of decision under an event of its own.

    Raises Refused without a reason, where nothing differs, and for an inspector of another region.
    """
    if not reason.strip():
        raise Refused(_("Say why the house is corrected: on which document, or who found it so."))
    with transaction.atomic():
        stored = locked(house)
        if stored.state == HouseState.MERGED:
            said = obstacles.merged_words(stored)
            raise Refused(said, kind=said.kind, members=said.members)
        changed = differing(stored, values)
        if not changed:
            raise Refused(_("Nothing differs from what is stored, so nothing was written."))
        facts = {name: changed[name] for name in FACTS if name in changed}
        if facts:
            _correct_facts(stored, facts, by, reason)
        if "state" in changed:
            decide = demolition.demolish if changed["state"] == HouseState.DEMOLISHED else demolition.restore
            decide(house=stored, by=by, reason=reason)
        if "inspector" in changed:
            inspectors.assign_houses(houses=[stored], inspector=changed["inspector"], by=by, reason=reason)


def differing(stored: House, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the values that are not what is stored."""
    return {name: values[name] for name in CORRECTABLE if name in values and values[name] != getattr(stored, name)}


def _correct_facts(house: House, facts: Mapping[str, Any], by: User, reason: str) -> None:
    before = {name: getattr(house, name) for name in facts}
    details = {"house": house.pk, "before": before, "now": dict(facts)}
    with audit.event(CORRECTED, by=by, reason=reason, region=house.region, details=details):
        House.objects.filter(pk=house.pk).update(**facts)
        # a chat that was opened before is looked at once more; a house that comes into scope gets its first one
        outbox.mark_houses([house.pk])
        chats.open_missing(house.region, only=house)
