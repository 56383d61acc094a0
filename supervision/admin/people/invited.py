"""How far a person's invitation has come, for the page on which it is handed over."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from supervision import keyring, local_time
from supervision.actions import invitations
from supervision.actions.invitations import Invited, Shown
from supervision.admin.chats.chat_page import qr
from supervision.enums import InvitationState


@dataclass(frozen=True, slots=True)
class Standing:
    """`shown` and `picture` (of the link) are empty where nothing can be handed over."""

    words: str
    shown: Shown | None = None
    picture: SafeString | str = ""


def standing(person: Invited) -> Standing:
    """In two queries or three: the latest invitation, and the account by which the person is known."""
    region = invitations.region_of(person)
    last = invitations.invitations_of(person).order_by("-pk").first()
    if last is None:
        return Standing(_("not confirmed") if person.messenger_id else _("not known in MAX"))
    if last.is_open(timezone.now()):
        words = f"{last.get_state_display()}, {local_time.local(last.opened_at or last.made_at, region)}"
        try:
            shown = invitations.shown(last, region.account)
        except keyring.CannotOpen:
            return Standing(words)
        return Standing(words, shown, qr(shown.link))
    if last.state == InvitationState.KNOWN and last.account_id == person.messenger_id:
        since = {"day": local_time.local(last.answered_at, region), "name": last.account_name}
        return Standing(_("known since %(day)s: %(name)s") % since)
    over = _("the invitation has expired") if last.state in invitations.OPEN else str(last.get_state_display())
    return Standing(over)
