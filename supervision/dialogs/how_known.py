"""How far people are known in the messenger, and their invitations have come: in words, with what is handed over."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from supervision import keyring, local_time
from supervision.actions import handed_out, invitations, invited
from supervision.actions.bindings import Known
from supervision.actions.invitations import Shown
from supervision.actions.invited import OPEN
from supervision.conversation import texts
from supervision.models import Invitation, InvitationState, Region
from supervision.qr_codes import qr
from supervision.queue import clock


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the person is known, in words, and how far their latest invitation has come ("" where that says no more).

    `open` is one that can still be answered, `answered` one that waits for an inspector; `shown` and `picture` (of the
    link) are what is handed over.
    """

    words: str
    invitation: str = ""
    open: Invitation | None = None
    answered: Invitation | None = None
    shown: Shown | None = None
    picture: SafeString | str = ""
    letter: str = ""

    @property
    def seen(self) -> str:
        """For the form with which the answer is confirmed."""
        return self.answered.seen if self.answered else ""


def standings(people: Sequence[Known], region: Region) -> dict[int, Standing]:
    """Of people of one kind in one region, by their keys; however many, in the same
    number of queries except for who invited them. Secrets are left out (`handed_over`)."""
    latest, known = invited.latest(people), invited.known(people)
    holding = handed_out.holding(latest.values(), clock.now())
    return {one.pk: _standing(one, region, latest.get(one.pk), known.get(one.pk), holding) for one in people}


def _standing(
    person: Known, region: Region, last: Invitation | None, known: Invitation | None, holding: set[int]
) -> Standing:
    words = _known(person, region, known)
    if last is None or last == known:
        return Standing(words)
    if last.state == InvitationState.ANSWERED:
        said = {"day": local_time.local(last.answered_at, region), "name": last.account_name}
        return Standing(words, _("%(name)s answered “it is me”, %(day)s: to be confirmed") % said, answered=last)
    if last.pk not in holding:
        return Standing(words, _over(last, region))
    how_far = f"{last.get_state_display()}, {local_time.local(last.opened_at or last.made_at, region)}"
    return Standing(words, how_far, last)


def handed_over(standing: Standing, person: Known, region: Region, company: str = "") -> Standing:
    """With link, picture, code and letter, where it was made this moment or its handing over is on record."""
    if standing.open is None:
        return standing
    try:
        shown = invitations.shown(standing.open, region.account)
    except keyring.CannotOpen:
        return standing
    words = letter(shown, name=person.full_name, region=region, company=company)
    return replace(standing, shown=shown, picture=qr(shown.link), letter=words)


def letter(shown: Shown, *, name: str, region: Region, company: str = "") -> str:
    """The invitation as a text to copy into a letter; `company` is "" for an inspector."""
    lines = [texts.LETTER.format(name=name, region=region.name)]
    if company:
        lines.append(texts.LETTER_COMPANY.format(company=company))
    if shown.link:
        lines.append(texts.LETTER_LINK.format(link=shown.link))
    if shown.code:
        lines.append((texts.LETTER_OR_CODE if shown.link else texts.LETTER_CODE).format(code=shown.code))
    return "\n".join([*lines, texts.LETTER_END])


def _known(person: Known, region: Region, known: Invitation | None) -> str:
    """A number that was typed or imported is no proof that the account is the person's."""
    if known is not None:
        since = {"day": local_time.local(known.answered_at, region), "name": known.account_name}
        return _("known in MAX since %(day)s: %(name)s") % since
    return _("not confirmed: the number was entered") if person.messenger_id else _("not known in MAX")


def _over(last: Invitation, region: Region) -> str:
    if last.state in OPEN:
        if last.is_open(clock.now()):
            return _("the invitation holds no more: whoever made it may not invite any more")
        return _("the invitation has expired")
    if last.state == InvitationState.DECLINED:
        said = {"day": local_time.local(last.answered_at, region), "name": last.account_name}
        return _("%(name)s answered “not me”, %(day)s") % said
    return "" if last.state == InvitationState.KNOWN else str(last.get_state_display())
