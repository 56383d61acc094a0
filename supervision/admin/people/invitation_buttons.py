"""The buttons of an invitation: made, revoked, confirmed, undone."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from supervision.actions import invitations, invited
from supervision.actions.bindings import Known
from supervision.models import InvitationState


def invite(whom: Known, by: User) -> str:
    invitations.invite(person=whom, by=by)
    return _("%(name)s is invited: hand over the link or the code below.") % {"name": whom}


def revoke(whom: Known, by: User) -> str:
    for one in invited.invitations_of(whom).filter(state__in=invited.PENDING):
        invitations.revoke(invitation=one, by=by)
    return _("The link and the code of %(name)s hold no more.") % {"name": whom}


def unbind(whom: Known, by: User) -> str:
    invitations.unbind(person=whom, by=by)
    return _("The account is %(name)s's no more, and its rights end.") % {"name": whom}


def confirm(whom: Known, by: User) -> str:
    """The account that answered last is the person's."""
    for one in invited.invitations_of(whom).filter(state=InvitationState.ANSWERED):
        invitations.confirm(invitation=one, by=by)
    return _("The account of %(name)s is confirmed and counts from now on.") % {"name": whom}


BUTTONS: dict[str, Callable[[Known, User], str]] = {
    "invite": invite,
    "revoke": revoke,
    "confirm": confirm,
    "unbind": unbind,
}
