"""How far people are known in the messenger, and their invitations have come; and the buttons that hand these over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from supervision import keyring, local_time
from supervision.actions import invitations
from supervision.actions.invitations import Invited, Shown
from supervision.admin.chats.chat_page import qr
from supervision.models import Invitation, InvitationState, Region


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the person is known, in words, and how far their latest invitation has come ("" where that says no more).

    `open` is one that can still be answered; `shown` and `picture` (of the link) are what is handed over.
    """

    words: str
    invitation: str = ""
    open: Invitation | None = None
    shown: Shown | None = None
    picture: SafeString | str = ""


def standings(people: Sequence[Invited], region: Region) -> dict[int, Standing]:
    """Of people of one kind in one region, by their keys; in two queries. Secrets are left out (`handed_over`)."""
    latest, known = invitations.latest(people), invitations.known(people)
    return {one.pk: _standing(one, region, latest.get(one.pk), known.get(one.pk)) for one in people}


def _standing(person: Invited, region: Region, last: Invitation | None, known: Invitation | None) -> Standing:
    words = _known(person, region, known)
    if last is None or last == known:
        return Standing(words)
    if not last.is_open(timezone.now()):
        return Standing(words, _over(last, region))
    how_far = f"{last.get_state_display()}, {local_time.local(last.opened_at or last.made_at, region)}"
    return Standing(words, how_far, last)


def handed_over(standing: Standing, region: Region) -> Standing:
    """With link, picture and code, for those who may hand them over."""
    if standing.open is None:
        return standing
    try:
        shown = invitations.shown(standing.open, region.account)
    except keyring.CannotOpen:
        return standing
    return replace(standing, shown=shown, picture=qr(shown.link))


def invite(whom: Invited, by: User) -> str:
    invitations.invite(person=whom, by=by)
    return _("%(name)s is invited: hand over the link or the code below.") % {"name": whom}


def revoke(whom: Invited, by: User) -> str:
    for one in invitations.invitations_of(whom).filter(state__in=invitations.OPEN):
        invitations.revoke(invitation=one, by=by)
    return _("The link and the code of %(name)s hold no more.") % {"name": whom}


def unbind(whom: Invited, by: User) -> str:
    invitations.unbind(person=whom, by=by)
    return _("The account is %(name)s's no more, and its rights end.") % {"name": whom}


BUTTONS: dict[str, Callable[[Invited, User], str]] = {"invite": invite, "revoke": revoke, "unbind": unbind}


def _known(person: Invited, region: Region, known: Invitation | None) -> str:
    """A number that was typed or imported is no proof that the account is the person's."""
    if known is not None:
        since = {"day": local_time.local(known.answered_at, region), "name": known.account_name}
        return _("known in MAX since %(day)s: %(name)s") % since
    return _("not confirmed: the number was entered") if person.messenger_id else _("not known in MAX")


def _over(last: Invitation, region: Region) -> str:
    if last.state in invitations.OPEN:
        return _("the invitation has expired")
    if last.state == InvitationState.DECLINED:
        said = {"day": local_time.local(last.answered_at, region), "name": last.account_name}
        return _("%(name)s answered “not me”, %(day)s") % said
    return "" if last.state == InvitationState.KNOWN else str(last.get_state_display())
