"""STAGE 5: doing. The only writer to chats; each of its requests is in the journal before it is sent and answered.

Subscriptions (`linking/subscriptions.py`) write to the messenger too and are in no journal: they are settings of the
bot, compared with what is wished every few minutes and set again where they differ, so there is nothing to remember.

A line that stays "sent" (killed worker) or becomes "unknown" (lost answer) makes the next pass look before it acts. All
steps but one may be repeated without harm: creating is idempotent by the house's GUID, the others set a state. An
announcement is looked for among the chat's messages before it is sent again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import connection

from supervision.enums import BotState, CallCause, CallOutcome
from supervision.messenger.errors import (
    AccountRejected,
    AnswerUnknown,
    EndlessList,
    MessengerError,
    NotFound,
    Rejected,
    Temporary,
)
from supervision.messenger.port import ChatView, MessageView, Messenger
from supervision.models import Chat, Installation, MessengerCall, journal
from supervision.planning.alike import same_text
from supervision.planning.plan import Plan
from supervision.planning.steps import (
    Announce,
    CreateChat,
    GrantAdmin,
    PinAnnouncement,
    Rename,
    RevokeAdmin,
    SetDescription,
    Step,
    TransferOwner,
)
from supervision.queue import clock
from supervision.reconcile.sentences import MayHaveBeenTold, NotThisChat, may_have_been_told, not_created

Answer = TypeVar("Answer")
CLOCKS_APART = timedelta(minutes=5)  # the messenger's clock need not be ours
# what the backup did not know of is entered again by then, and told if it was not
SOUGHT_AFTER_RESTORE = timedelta(days=90)
NO_MESSAGE = "message.not.found"
ANNOUNCED = ("announced_period", "announcement_id", "announcement_pinned")


@dataclass(frozen=True, slots=True)
class Link:
    """A chat of a house and the chat of the messenger that is to be its own.

    `period_id` counts as announced: whoever is in a chat that existed before was told by somebody else.
    """

    chat_id: int
    messenger_id: int
    address: str
    period_id: int | None


# A chat that has got another one meanwhile stays with it, and so does a messenger's chat that another house has got.
LINK = """
    UPDATE supervision_chat chat SET messenger_id = new.messenger_id, link = new.link, linked_at = supervision_now(),
        announced_period_id = new.period_id, announcement_id = '', announcement_pinned = true
    FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::bigint[]) AS new (id, messenger_id, link, period_id)
    WHERE chat.id = new.id AND chat.messenger_id IS NULL
      AND NOT EXISTS (SELECT FROM supervision_chat other WHERE other.messenger_id = new.messenger_id)
    RETURNING chat.id
"""


def link(chat: Chat, view: ChatView, *, period_id: int | None) -> bool:
    """Makes the messenger's chat the house's own; False where either was linked meanwhile. `chat` is read anew."""
    linked = link_many([Link(chat.pk, view.chat_id, view.link, period_id)])
    chat.refresh_from_db(fields=["messenger_id", "link", "linked_at", *ANNOUNCED])
    return bool(linked)


def link_many(links: Sequence[Link]) -> set[int]:
    """The same for many in one statement; gives the ids of the chats that were linked."""
    rows = ([getattr(each, name) for each in links] for name in ("chat_id", "messenger_id", "address", "period_id"))
    with connection.cursor() as cursor:
        cursor.execute(LINK, list(rows))
        return {chat_id for (chat_id,) in cursor.fetchall()}


def unlink(chat: Chat) -> None:
    """The chat of the messenger is gone: what was known of it is forgotten, the wish stays."""
    Chat.objects.filter(pk=chat.pk).update(
        messenger_id=None,
        link="",
        linked_at=None,
        announced_period=None,
        announcement_id="",
        announcement_pinned=True,
        bot_state=BotState.IN_PLACE,
        differences=[],
        differs_since=None,
        settled_wish="",
    )


def leave_pins() -> None:
    """After a restore: what the backup says is still to be pinned was pinned since, and somebody may have pinned
    another message after it."""
    Chat.objects.filter(announcement_pinned=False).update(announcement_pinned=True)


@dataclass(frozen=True, slots=True)
class Sought:
    """An announcement that may have been sent at some time since. `is_by_restore`: the attempt, and what followed it,
    may be known to nobody any more. Its pin is left as it is then: whoever has pinned another message is respected.
    """

    since: datetime
    is_by_restore: bool


@dataclass(slots=True)
class Executor:
    """Takes a plan's steps for one chat. `before_call` is asked before every request (renewing the lease); `cause`
    says in the journal why the chat is changed.

    `refused` collects the people whose appointment was refused: they may not have joined, which only a look can tell.
    """

    chat: Chat
    messenger: Messenger
    before_call: Callable[[], None]
    cause: CallCause = CallCause.WISH
    refused: dict[int, Rejected] = field(default_factory=dict)

    def run(self, plan: Plan) -> None:
        """Stops before the first step that must not follow a refused appointment (grant before revoke).

        Raises the messenger's errors; whatever was done until then is in the journal.
        """
        if self.cause is CallCause.WISH and self.chat.settled_wish:
            self._save(settled_wish="")  # taken back half-way, the old wish is unfulfilled by us and not by hand
        for step in plan.actions:
            if isinstance(step, GrantAdmin):
                self._grant(step)
            elif self.refused:
                return
            else:
                self._take(step)

    def _take(self, step: Step) -> None:
        chat_id = self.chat.messenger_id or 0
        match step:
            case CreateChat():
                self._link(step, self._journalled(step, lambda: self._create(step)))
            case TransferOwner(owner=owner):
                self._journalled(step, lambda: self.messenger.transfer_owner(chat_id, owner_id=owner.user_id))
            case Rename(title=title):
                self._journalled(step, lambda: self.messenger.edit_chat(chat_id, title=title))
            case SetDescription(description=description):
                self._journalled(step, lambda: self.messenger.edit_chat(chat_id, description=description))
            case RevokeAdmin(person=person):
                self._journalled(step, lambda: self.messenger.revoke_admin(chat_id, user_id=person.user_id))
            case Announce():
                self._announce(step)
            case PinAnnouncement():
                self._pin(step)
            case _:
                raise AssertionError(f"no way to take the step {step.name}")

    def _create(self, step: CreateChat) -> ChatView:
        return self.messenger.create_chat(
            external_id=step.external_id,
            title=step.title,
            description=step.description,
            owner_id=step.owner.user_id,
        )

    def _link(self, step: CreateChat, view: ChatView) -> None:
        """The period of the day of creation counts as announced: there is nobody yet to be told of a change.

        Raises NotThisChat where another house has the chat that was answered: it is not written to.
        """
        if not link(self.chat, view, period_id=step.period_id) and self.chat.messenger_id != view.chat_id:
            raise NotThisChat(not_created(view.chat_id))

    def _pin(self, step: PinAnnouncement) -> None:
        """Whoever deleted the announcement is respected like whoever unpins it: residents were told. One that was found
        pinned is not pinned again: that would tell them of it once more."""
        if self.chat.announcement_pinned:
            return
        chat_id, message = self.chat.messenger_id or 0, step.message_id or self.chat.announcement_id
        try:
            self._journalled(step, lambda: self.messenger.pin_message(chat_id, message_id=message))
        except NotFound as refusal:
            if refusal.code != NO_MESSAGE:
                raise
        self._save(announcement_pinned=True)

    def _grant(self, step: GrantAdmin) -> None:
        grant = self.messenger.grant_admin
        user_id, chat_id = step.person.user_id, self.chat.messenger_id or 0
        try:
            self._journalled(step, lambda: grant(chat_id, user_id=user_id, rights=step.rights, alias=step.alias))
        except AccountRejected:
            raise
        except Rejected as refusal:  # how the messenger words "not in the chat" is not published: a look will tell
            self.refused[user_id] = refusal

    def _announce(self, step: Announce) -> None:
        sought = self._may_have_sent_since(step)
        message = self._already_sent(step, sought) if sought else None
        is_pinned = bool(message and sought and (sought.is_by_restore or self._is_pinned(message)))
        if message is None:
            chat_id = self.chat.messenger_id or 0
            message = self._journalled(step, lambda: self.messenger.send_message(chat_id, text=step.text))
        self._save(
            announced_period_id=step.period_id, announcement_id=message.message_id, announcement_pinned=is_pinned
        )

    def _is_pinned(self, message: MessageView) -> bool:
        pinned = self.messenger.pinned(self.chat.messenger_id or 0)
        return pinned is not None and pinned.message_id == message.message_id

    def _already_sent(self, step: Announce, sought: Sought) -> MessageView | None:
        """The message itself, where an earlier attempt's answer was lost, or the attempt itself by a restore."""
        try:
            return self._posted(step.text, sought.since - CLOCKS_APART)
        except EndlessList:
            pinned = self.messenger.pinned(self.chat.messenger_id or 0)  # by whomever: residents see it
            if pinned and same_text(step.text, pinned.text):
                return pinned
            raise MayHaveBeenTold(may_have_been_told()) from None

    def _posted(self, text: str, since: datetime) -> MessageView | None:
        """Raises EndlessList where it may be there and cannot be seen: the bot writes nothing without a text."""
        bot_id, is_textless = self.chat.region.account.bot_id, False
        for message in self.messenger.messages(self.chat.messenger_id or 0, since=since):
            is_ours = message.sender_id in {None, bot_id} or bot_id is None  # residents may have pasted it
            if is_ours and same_text(text, message.text):
                return message
            is_textless = is_textless or (message.sender_id == bot_id and not message.text)
        if is_textless:
            raise EndlessList("a message of the bot itself is shown without its text", operation="messages")
        return None

    def _may_have_sent_since(self, step: Announce) -> Sought | None:
        """None where nobody can have sent it: the journal lacks what was done after the backup that was restored."""
        lost = self.chat.calls.filter(journal.of_period(step.period_id), step=step.name).order_by("pk").first()
        lately = clock.Now() - SOUGHT_AFTER_RESTORE
        restored = Installation.objects.filter(restored_at__gte=lately).first()
        moments = [lost.started_at if lost else None, restored.restored_to if restored else None]
        since = min((moment for moment in moments if moment), default=None)
        if since is None:
            return None
        restored_at = restored.restored_at if restored else None
        return Sought(since, restored_at is not None and (lost is None or lost.started_at < restored_at))

    def _journalled(self, step: Step, act: Callable[[], Answer]) -> Answer:
        self.before_call()
        line = MessengerCall.objects.create(
            chat=self.chat,
            region_id=self.chat.region_id,
            step=step.name,
            cause=self.cause,
            detail=step.as_json(),
            started_at=clock.Now(),  # compared with what other workers saw, and with the messenger's messages
        )
        try:
            answer = act()
        except MessengerError as error:
            self._close(line, _outcome(error), str(error))
            raise
        self._close(line, CallOutcome.DONE)
        return answer

    def _close(self, line: MessengerCall, outcome: CallOutcome, answer: str = "") -> None:
        MessengerCall.objects.filter(pk=line.pk).update(outcome=outcome, answer=answer, answered_at=clock.Now())

    def _save(self, **values: object) -> None:
        for name, value in values.items():
            setattr(self.chat, name, value)
        Chat.objects.filter(pk=self.chat.pk).update(**values)


def _outcome(error: MessengerError) -> CallOutcome:
    match error:
        case AnswerUnknown():
            return CallOutcome.UNKNOWN
        case Temporary():
            return CallOutcome.FAILED
        case _:
            return CallOutcome.REFUSED
