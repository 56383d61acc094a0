"""What the messenger tells by itself: kept once, without names and words, and turned into marks of chats.

Takes a region's account, an update and its body; gives what became of it. Asks the messenger nothing and believes an
update no further than that the chat is worth a look: a repeated, late or forged one costs a look, never a wrong step.
"""

import hashlib
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from supervision.dialogs import answering, turns
from supervision.enums import BotState, Lane, UpdateState
from supervision.messenger.port import DialogView, UpdateView
from supervision.messenger.wire import DIALOG_KINDS
from supervision.models import (
    Chat,
    ChatMember,
    FoundChat,
    Inspector,
    ManagementPeriod,
    MessengerAccount,
    Representative,
)
from supervision.models.spans import holds
from supervision.queue import clock, outbox
from supervision.reconcile import observe

BOT_ADDED, BOT_REMOVED, BOT_RIGHTS = "bot_added", "bot_removed", "bot_admin_permissions_changed"
USER_ADDED, USER_REMOVED, RETITLED = "user_added", "user_removed", "chat_title_changed"
HEARD = frozenset({BOT_ADDED, BOT_REMOVED, BOT_RIGHTS, USER_ADDED, USER_REMOVED, RETITLED})
SUBSCRIBED = HEARD | DIALOG_KINDS  # never message_created: what people write is not heard
# What residents say and press: not subscribed to, and dropped where it comes all the same, before anything is kept.
WORDS = frozenset(
    {
        *("message_created", "message_edited", "message_removed", "message_callback"),
        *("comment_created", "comment_edited", "comment_removed"),
    }
)
OF_PEOPLE = frozenset({USER_ADDED, USER_REMOVED})
OF_THE_BOT = frozenset({BOT_ADDED, BOT_RIGHTS})
# Somebody waits for the answer: a company for its rights, an inspector for a work order to close. The rest is a look
# that nobody waits for, and a title changed to and fro by hand must not overtake those who do.
AWAITED = frozenset({USER_ADDED, BOT_ADDED, BOT_RIGHTS})
CLOCKS_DIFFER = timedelta(seconds=5)
LONGEST_TYPE = 60

KEEP = """
    INSERT INTO supervision_messengerupdate
        (region_id, key, update_type, messenger_id, user_id, happened_at, received_at, state)
    VALUES (%s, %s, %s, %s, %s, %s, supervision_now(), %s) ON CONFLICT DO NOTHING
"""


def receive(account: MessengerAccount, update: UpdateView, body: bytes) -> UpdateState | None:
    """Keeps the update and does what follows from it, both or neither; None where it was told before."""
    with transaction.atomic():
        chat = _chat(update)
        lane = _lane(account, chat, update) if chat else None
        state = UpdateState.MARKED if lane else _unmarked(chat, update)
        if not _keep(account, update, key_of(update, body), state):
            return None
        if chat and lane:
            outbox.mark([chat.pk], lane=lane)
            _correct_what_is_known(chat, update)
        elif state is UpdateState.FOUND and update.chat_id is not None:
            _found(account, update, update.chat_id)
    return state


def receive_dialog(account: MessengerAccount, said: DialogView, update: UpdateView, body: bytes) -> UpdateState | None:
    """A person's turn, once; it is answered by a worker. None where it was told before, or ends in silence."""
    with transaction.atomic():
        fits = turns.keep(account, said)
        if not fits:
            return None
        if not _keep(account, update, key_of(update, body), UpdateState.MARKED):
            transaction.set_rollback(True)
            return None
    return UpdateState.MARKED


def key_of(update: UpdateView, body: bytes) -> str:
    """The same for every delivery of one update: the messenger gives it no number.

    Two things that happen to one person in one chat within a millisecond are one. What has no time or is of a type
    unknown here is told apart by its body.
    """
    if update.at is None or update.type not in HEARD:
        return hashlib.sha256(body).hexdigest()
    facts = (update.type, update.chat_id, update.user_id, update.message_id, update.at.isoformat())
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def _chat(update: UpdateView) -> Chat | None:
    """The house's chat, whosever region it is in: an id belongs to one chat of the country."""
    if update.type not in HEARD or update.chat_id is None:
        return None
    return Chat.objects.filter(messenger_id=update.chat_id).first()


def _lane(account: MessengerAccount, chat: Chat, update: UpdateView) -> Lane | None:
    """How soon the chat is to be looked at; None where the update tells nothing that a look could show."""
    if chat.region_id != account.pk:
        return None
    if update.type in OF_PEOPLE and update.user_id is not None and not _matters(account, chat, update.user_id):
        return None
    if update.type == RETITLED and update.user_id is not None and update.user_id == account.bot_id:
        return None  # the portal's own doing, seen by the pass that did it
    if update.type in OF_THE_BOT and chat.bot_state == BotState.IN_PLACE and _before_linking(chat, update):
        return None
    return Lane.PERSON if update.type in AWAITED else Lane.SWEEP


def _correct_what_is_known(chat: Chat, update: UpdateView) -> None:
    """Who has joined may be appointed at once: whether it is true the appointment shows. The rest needs a look."""
    if update.type == USER_ADDED and update.user_id is not None:
        observe.joined(chat.pk, update.user_id)
        answering.joined(chat.region, update.user_id)
    else:
        observe.forget(chat)


def _before_linking(chat: Chat, update: UpdateView) -> bool:
    """Whether the bot came and got its rights when the chat was made: the first pass after linking looks anyway."""
    return update.at is not None and chat.linked_at is not None and update.at <= chat.linked_at + CLOCKS_DIFFER


def _matters(account: MessengerAccount, chat: Chat, person: int) -> bool:
    """Whether the chat's wish or its last observation knows the person, in one query.

    Dozens of residents come and go in a big house every day: each look at them would cost three requests. Any
    inspector of the region counts, because which of them owns the chat takes longer to find out than a look.
    """
    today = clock.today(account.region)
    acting = holds(today)
    managing = ManagementPeriod.objects.filter(acting, house=chat.house_id, organisation=OuterRef("organisation"))
    inspectors = Inspector.objects.filter(region=account.pk, dismissed_on=None)
    return Chat.objects.filter(
        Exists(ChatMember.objects.filter(chat=chat, user_id=person))
        | Exists(Representative.objects.filter(acting, Exists(managing), messenger_id=person))
        | Exists(inspectors.filter(messenger_id=person)),
        pk=chat.pk,
    ).exists()


def _unmarked(chat: Chat | None, update: UpdateView) -> UpdateState:
    unknown = chat is None and update.chat_id is not None and update.type in HEARD - OF_PEOPLE
    return UpdateState.FOUND if unknown else UpdateState.IGNORED


def _keep(account: MessengerAccount, update: UpdateView, key: str, state: UpdateState) -> bool:
    """False where it is there already; a delivery of the same moment waits for the one that came first."""
    kind = update.type.replace("\0", "")[:LONGEST_TYPE]
    with connection.cursor() as cursor:
        row = [account.pk, key, kind, update.chat_id, update.user_id, update.at, state.value]
        cursor.execute(KEEP, row)
        return cursor.rowcount == 1


def _found(account: MessengerAccount, update: UpdateView, chat_id: int) -> None:
    """A chat that no house has: it is read and matched (`found_chats.py`) after the bot came or something of it
    changed."""
    if update.type != BOT_ADDED:
        FoundChat.objects.filter(messenger_id=chat_id, region=account.pk).update(read_at=None)
        return
    FoundChat.objects.bulk_create(
        [FoundChat(region=account.region, messenger_id=chat_id, found_at=update.at or clock.now())],
        update_conflicts=True,
        unique_fields=["messenger_id"],
        update_fields=["region", "found_at", "read_at"],
    )
