"""An announcement that may have been sent before: sought among the chat's messages, so that nobody is told twice.

Holds a reader. Nobody can have sent it unless the journal has its line, or the database was restored since: the journal
of a backup lacks what was done after it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from supervision.messenger.errors import EndlessList
from supervision.messenger.port import MessageView, Reader
from supervision.models import Chat, Installation, journal
from supervision.planning.alike import same_text
from supervision.planning.steps import Announce
from supervision.queue import clock
from supervision.reconcile.sentences import MayHaveBeenTold, may_have_been_told

CLOCKS_APART = timedelta(minutes=5)  # the messenger's clock need not be ours
# what the backup did not know of is entered again by then, and told if it was not
SOUGHT_AFTER_RESTORE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Sought:
    """An announcement that may have been sent at some time since. `is_by_restore`: the attempt, and what followed it,
    may be known to nobody any more. Its pin is left as it is then: whoever has pinned another message is respected.
    """

    since: datetime
    is_by_restore: bool


@dataclass(frozen=True, slots=True)
class SentBefore:
    """The message of an earlier attempt, and whether it need not be pinned any more."""

    message: MessageView
    is_pinned: bool


def sent_before(chat: Chat, step: Announce, reader: Reader) -> SentBefore | None:
    """Raises MayHaveBeenTold where only a person can tell, and the messenger's errors."""
    sought = _may_have_been_sent_since(chat, step)
    message = _already_sent(chat, step.text, sought.since - CLOCKS_APART, reader) if sought else None
    if sought is None or message is None:
        return None
    return SentBefore(message, sought.is_by_restore or _is_pinned(chat, message, reader))


def _may_have_been_sent_since(chat: Chat, step: Announce) -> Sought | None:
    """None where nobody can have sent it."""
    lost = chat.calls.filter(journal.of_period(step.period_id), step=step.name).order_by("pk").first()
    lately = clock.Now() - SOUGHT_AFTER_RESTORE
    restored = Installation.objects.filter(restored_at__gte=lately).first()
    moments = [lost.started_at if lost else None, restored.restored_to if restored else None]
    since = min((moment for moment in moments if moment), default=None)
    if since is None:
        return None
    restored_at = restored.restored_at if restored else None
    return Sought(since, restored_at is not None and (lost is None or lost.started_at < restored_at))


def _already_sent(chat: Chat, text: str, since: datetime, reader: Reader) -> MessageView | None:
    """The message itself, where an earlier attempt's answer was lost, or the attempt itself by a restore."""
    try:
        return _posted(chat, text, since, reader)
    except EndlessList:
        pinned = reader.pinned(chat.messenger_id or 0)  # by whomever: residents see it
        if pinned and same_text(text, pinned.text):
            return pinned
        raise MayHaveBeenTold(may_have_been_told()) from None


def _posted(chat: Chat, text: str, since: datetime, reader: Reader) -> MessageView | None:
    """Raises EndlessList where it may be there and cannot be seen: the bot writes nothing without a text."""
    bot_id, is_textless = chat.region.account.bot_id, False
    for message in reader.messages(chat.messenger_id or 0, since=since):
        is_ours = message.sender_id in {None, bot_id} or bot_id is None  # residents may have pasted it
        if is_ours and same_text(text, message.text):
            return message
        is_textless = is_textless or (message.sender_id == bot_id and not message.text)
    if is_textless:
        raise EndlessList("a message of the bot itself is shown without its text", operation="messages")
    return None


def _is_pinned(chat: Chat, message: MessageView, reader: Reader) -> bool:
    pinned = reader.pinned(chat.messenger_id or 0)
    return pinned is not None and pinned.message_id == message.message_id
