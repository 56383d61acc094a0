"""Looking at the chats of a list: can each be the chat of its house, and what would be done in it.

Several chats are read at once, because a messenger's answer takes longer than its budget asks us to wait. What was read
is stored a lot at a time; a messenger that cannot be reached leaves the rest waiting for the next call. A chat of which
an answer says nothing is asked for again after the others, a few times with growing pauses; then its line says so.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

from django.db.models import Min
from django.utils.translation import gettext as _

from supervision.desired.chats import desired_chats
from supervision.desired.state import DesiredChat, ObservedChat, SeenMember
from supervision.desired.titles import LONGEST_TITLE
from supervision.enums import AdoptionState, AdoptionVerdict
from supervision.linking.linking import (
    MOST_SAYING_NOTHING,
    MOST_TRIES,
    bot_is_not_there,
    said_nothing,
    why_not_a_house_chat,
)
from supervision.messenger.errors import (
    ABOUT_THIS_CHAT,
    SAYS_NOTHING,
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
from supervision.reconcile.accounts import capabilities
from supervision.reconcile.sentences import words_for


@dataclass(frozen=True, slots=True)
class Look:
    """What one chat answered: itself with its administrators, or the error. None of them: not asked."""

    view: ChatView | None = None
    admins: tuple[MemberView, ...] = ()
    error: MessengerError | None = None

    @property
    def answered(self) -> bool:
        return isinstance(self.error, ABOUT_THIS_CHAT) if self.error else self.view is not None

    @property
    def says_nothing(self) -> bool:
        return isinstance(self.error, SAYS_NOTHING)


@dataclass(slots=True)
class Looker:
    """Reads chats; the others are not asked any more once the messenger cannot be asked, or says nothing of several."""

    reader: Reader
    stopped: Event = field(default_factory=Event)
    silent: list[int] = field(default_factory=list)

    def look(self, messenger_id: int) -> Look:
        if self.stopped.is_set():
            return Look()
        view = None
        try:
            view = self.reader.chat(messenger_id)
            return Look(view, self._admins(view))
        except ABOUT_THIS_CHAT as error:
            return Look(view, error=error)
        except SAYS_NOTHING as error:
            self.silent.append(messenger_id)
            if len(self.silent) >= MOST_SAYING_NOTHING:
                self.stopped.set()
            return Look(view, error=error)
        except MessengerError as error:
            self.stopped.set()
            return Look(error=error)

    def _admins(self, view: ChatView) -> tuple[MemberView, ...]:
        """The owner is shown to administrators only, and only they may ask for administrators."""
        if view.owner_id is None:
            return ()
        found = self.reader.admins(view.chat_id)
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
    bot_id = reader.me().user_id
    looker = Looker(reader)
    with ThreadPoolExecutor(parallel) as pool:
        looks = list(pool.map(looker.look, [line.messenger_id or 0 for line in lines]))
    read = [(line, look) for line, look in zip(lines, looks, strict=True) if look.answered]
    _judge(adoption, read, bot_id)
    for look in looks:
        if look.error and not look.answered and not look.says_nothing:
            raise look.error
    silent = [(line, look) for line, look in zip(lines, looks, strict=True) if look.says_nothing]
    if silent:
        reader.me()  # if that is not answered either, it is no matter of these chats
        _try_again(silent)
    return len(read) + len(silent)


def _try_again(silent: Sequence[tuple[AdoptionLine, Look]]) -> None:
    """Nothing is known of these chats yet; of one that has been asked for often enough a person is told."""
    for line, look in silent:
        line.tries += 1
        if line.tries >= MOST_TRIES and look.error:
            line.verdict, line.code = AdoptionVerdict.PROBLEM, "no_answer"
            line.message = said_nothing(look.error, line.tries)
    AdoptionLine.objects.bulk_update([line for line, _look in silent], ["tries", "verdict", "code", "message"])


def _judge(adoption: Adoption, read: Sequence[tuple[AdoptionLine, Look]], bot_id: int) -> None:
    can = capabilities(MessengerAccount.objects.get(region=adoption.region_id))
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
