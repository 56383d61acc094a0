"""The buttons of an invitation: made, revoked, confirmed, undone. `seen` is the answer that the page showed."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from supervision.actions import invitations, invited
from supervision.actions.bindings import Known
from supervision.enums import RefusalKind
from supervision.errors import Refused


def invite(whom: Known, by: User, seen: str) -> str:
    invitations.invite(person=whom, by=by)
    return _("%(name)s is invited: hand over the link or the code below.") % {"name": whom}


def revoke(whom: Known, by: User, seen: str) -> str:
    for one in invited.invitations_of(whom).filter(state__in=invited.PENDING):
        invitations.revoke(invitation=one, by=by)
    return _("The link and the code of %(name)s hold no more.") % {"name": whom}


def unbind(whom: Known, by: User, seen: str) -> str:
    invitations.unbind(person=whom, by=by)
    return _("The account is %(name)s's no more, and its rights end.") % {"name": whom}


def confirm(whom: Known, by: User, seen: str) -> str:
    """The account that was shown as having answered is the person's."""
    answered = invited.waiting(whom)
    if answered is None:
        raise Refused(_("This answer waits for nobody any more."), kind=RefusalKind.NOT_WAITING)
    invitations.confirm(invitation=answered, seen=seen, by=by)
    return _("The account of %(name)s is confirmed and counts from now on.") % {"name": whom}


BUTTONS: dict[str, Callable[[Known, User, str], str]] = {
    "invite": invite,
    "revoke": revoke,
    "confirm": confirm,
    "unbind": unbind,
}
