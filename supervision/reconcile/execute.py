"""STAGE 5: doing. The only writer to chats; each of its requests is in the journal before it is sent and answered.

Subscriptions (`linking/subscriptions.py`) write to the messenger too and are in no journal: they are settings of the
bot, compared with what is wished every few minutes and set again where they differ, so there is nothing to remember.

A line that stays "sent" (killed worker) or becomes "unknown" (lost answer) makes the next pass look before it acts. All
steps but one may be repeated without harm: creating is idempotent by the house's GUID, the others set a state. An
announcement is looked for among the chat's messages before it is sent again (`sent_before.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from supervision.enums import CallCause, CallOutcome
from supervision.messenger.errors import (
    AccountRejected,
    AnswerUnknown,
    MessengerError,
    NotFound,
    Rejected,
    Temporary,
)
from supervision.messenger.port import ChatView, Messenger
from supervision.models import Chat, MessengerCall
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
from supervision.reconcile.linked import link
from supervision.reconcile.sent_before import sent_before
from supervision.reconcile.sentences import NotThisChat, not_created

Answer = TypeVar("Answer")
NO_MESSAGE = "message.not.found"


def leave_pins() -> None:
    """After a restore: what the backup says is still to be pinned was pinned since, and somebody may have pinned
    another message after it."""
    Chat.objects.filter(announcement_pinned=False).update(announcement_pinned=True)


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
        before = sent_before(self.chat, step, self.messenger)
        if before is None:
            chat_id = self.chat.messenger_id or 0
            message = self._journalled(step, lambda: self.messenger.send_message(chat_id, text=step.text))
        else:
            message = before.message
        self._save(
            announced_period_id=step.period_id,
            announcement_id=message.message_id,
            announcement_pinned=before is not None and before.is_pinned,
        )

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
