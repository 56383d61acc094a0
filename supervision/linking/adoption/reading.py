"""Looking at the chats of a list: can each be the chat of its house, and what would be done in it.

Several chats are read at once, because a messenger's answer takes longer than its budget asks us to wait. What was read
is stored a lot at a time; a messenger that cannot be reached leaves the rest waiting for the next call. A chat of which
an answer says nothing is asked for again after the others, a few times with growing pauses; then its line says so.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Min
from django.utils.translation import gettext as _

from supervision.desired.chats import desired_chats
from supervision.desired.state import DesiredChat, ObservedChat, SeenMember
from supervision.desired.titles import LONGEST_TITLE
from supervision.enums import AdoptionState, AdoptionVerdict
from supervision.linking.linking import bot_is_not_there, why_not_a_house_chat
from supervision.linking.rounds import MOST_TRIES, Round, said_nothing
from supervision.messenger.errors import (
    ABOUT_THIS_CHAT,
    MessengerError,
    NoRights,
    NotFound,
    PartlyRead,
)
from supervision.messenger.port import Capabilities, ChatView, MemberView, Reader
from supervision.models import Adoption, AdoptionLine, MessengerAccount
from supervision.planning.plan import make_plan
from supervision.planning.rights import NEEDED_BY_BOT
from supervision.queue import clock
from supervision.reconcile.account_troubles import weighing
from supervision.reconcile.accounts import capabilities
from supervision.reconcile.sentences import words_for


@dataclass(frozen=True, slots=True)
class Look:
    """What one chat answered: itself with its administrators, or what is wrong with it."""

    view: ChatView | None = None
    admins: tuple[MemberView, ...] = ()
    error: MessengerError | None = None


def _look(messenger_id: int, reader: Reader) -> Look:
    view = None
    try:
        view = reader.chat(messenger_id)
        return Look(view, _admins(view, reader))
    except ABOUT_THIS_CHAT as error:
        return Look(view, error=error)


def _admins(view: ChatView, reader: Reader) -> tuple[MemberView, ...]:
    """The owner is shown to administrators only, and only they may ask for administrators."""
    if view.owner_id is None:
        return ()
    found = reader.admins(view.chat_id)
    if not found.is_whole:
        raise PartlyRead("the list of administrators cannot be read whole", operation="admins")
    return found.members


def read_all(
    adoption: Adoption,
    reader: Reader,
    *,
    parallel: int,
    follow: Callable[[], None],
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """`follow` is called after each lot. Raises the messenger's error where the rest must wait, like `read_some`."""
    while read_some(adoption, reader, parallel=parallel):
        follow()
        tried = adoption.lines.filter(verdict=AdoptionVerdict.WAITING).aggregate(least=Min("tries"))["least"]
        if tried:  # nothing is left but chats that said nothing so far
            sleep(2 ** (tried - 1))


def read_some(adoption: Adoption, reader: Reader, *, most: int = 200, parallel: int = 1) -> int:
    """Asks for up to `most` waiting lines and gives for how many; with none left the list counts as read.

    Raises the messenger's error where it cannot be asked at the moment; what was read until then is kept.
    """
    lines = list(adoption.lines.filter(verdict=AdoptionVerdict.WAITING).order_by("tries", "line")[:most])
    if not lines:
        reading = Adoption.objects.filter(pk=adoption.pk, state=AdoptionState.READING)
        reading.update(state=AdoptionState.READ)
        adoption.refresh_from_db(fields=["state"])
        return 0
    account = MessengerAccount.objects.get(region=adoption.region_id)
    with weighing(account, reader):
        bot_id = reader.me().user_id
    this = Round[AdoptionLine](account, reader)
    read = list(this.ask(lines, lambda line: _look(line.messenger_id or 0, reader), parallel=parallel))
    _judge(adoption, read, bot_id, capabilities(account))
    silent = this.end()
    _try_again(silent)
    return len(read) + len(silent)


def _try_again(silent: Sequence[tuple[AdoptionLine, MessengerError]]) -> None:
    """Nothing is known of these chats yet; of one that has been asked for often enough a person is told."""
    for line, error in silent:
        line.tries += 1
        if line.tries >= MOST_TRIES:
            line.verdict, line.code = AdoptionVerdict.PROBLEM, "no_answer"
            line.message = said_nothing(error, line.tries)
    AdoptionLine.objects.bulk_update([line for line, _error in silent], ["tries", "verdict", "code", "message"])


def _judge(adoption: Adoption, read: Sequence[tuple[AdoptionLine, Look]], bot_id: int, can: Capabilities) -> None:
    chats = [line.chat_id for line, _look in read if line.chat_id]
    wishes = desired_chats(chats, on=clock.today(adoption.region))
    for line, look in read:
        line.title = look.view.title[:LONGEST_TITLE] if look.view else ""
        line.code, line.message = _problem(look, bot_id)
        if line.code:
            line.verdict = AdoptionVerdict.PROBLEM
        elif look.view and line.chat_id:
            line.verdict = AdoptionVerdict.FITS
            line.plan = _plan(wishes[line.chat_id], look.view, look.admins, can)
    lines = [line for line, _look in read]
    AdoptionLine.objects.bulk_update(lines, ["verdict", "code", "message", "title", "plan"])


def _problem(look: Look, bot_id: int) -> tuple[str, str]:
    """Code and words; both "" where the chat can be taken over."""
    view = look.view
    if view is not None and view.kind != "chat":
        return "not_a_group", why_not_a_house_chat(view)
    if view is not None and view.status != "active":
        return "no_bot", why_not_a_house_chat(view)
    if view is None and isinstance(look.error, NoRights | NotFound):
        return "no_bot", bot_is_not_there()
    if look.error is not None and not isinstance(look.error, NoRights):
        return "unreadable", words_for(look.error)
    rights = next((member.rights for member in look.admins if member.user_id == bot_id), frozenset())
    if rights >= NEEDED_BY_BOT:
        return "", ""
    return "no_rights", _("The region's bot is in the chat without the rights it needs. Make it administrator.")


def _plan(desired: DesiredChat, view: ChatView, admins: tuple[MemberView, ...], can: Capabilities) -> str:
    """The first pass after linking, in words; the period of the day counts as announced, as linking will have it."""
    observed = ObservedChat(
        messenger_id=view.chat_id,
        title=view.title,
        description=view.description,
        owner_id=view.owner_id,
        link=view.link,
        administrators={member.user_id: _seen(member) for member in admins},
        announced_period_id=desired.period_id,
    )
    return "\n".join(step.describe() for step in make_plan(desired, observed, can).steps)


def _seen(member: MemberView) -> SeenMember:
    return SeenMember(member.user_id, member.name, member.is_owner, member.is_bot, member.rights, member.alias)
