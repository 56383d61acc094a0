"""A house leaves the housing stock."""

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from supervision import audit
from supervision.actions import chats, obstacles
from supervision.enums import HouseState, RefusalKind
from supervision.errors import Refused
from supervision.models import House
from supervision.queue import outbox


def demolish(*, house: House, by: User, reason: str) -> None:
    """The chat stays with its owner and its history; the company's people lose their rights in it.

    The messenger has no way to delete or archive a chat (docs/messenger.md), and the residents' history is theirs.
    """
    if not reason.strip():
        raise Refused(_("Say on which document the house was taken off the register."), kind=RefusalKind.REASON_MISSING)
    _set_state(house, HouseState.DEMOLISHED, "house.demolished", by, reason)


def restore(*, house: House, by: User, reason: str) -> None:
    """Takes a demolition back: the house was struck off by mistake."""
    _set_state(house, HouseState.STANDING, "house.restored", by, reason)


def _set_state(house: House, state: HouseState, event: str, by: User, reason: str) -> None:
    if House.objects.filter(pk=house.pk, state=HouseState.MERGED).exists():
        said = obstacles.merged_words(house)
        raise Refused(said, kind=said.kind, members=said.members)
    with audit.event(event, by=by, reason=reason, region=house.region, details={"house": house.pk}):
        if not House.objects.filter(pk=house.pk).exclude(state=state).update(state=state):
            raise Refused(
                _("%(house)s: %(state)s already.") % {"house": house, "state": state.label},
                kind=RefusalKind.STATE_ALREADY,
                members={"houses": [house.pk]},
            )
        outbox.mark_houses([house.pk])
        chats.open_missing(house.region, only=house)  # a house that came into scope while it was struck off
