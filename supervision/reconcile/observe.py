"""STAGE 6: looking. Holds a reader, never a writer; the only place that writes what was seen.

A failed read raises; it is never taken for agreement. That the bot was shut out is no failure but something seen.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from supervision.desired.state import NEVER_CREATED, ObservedChat, SeenMember
from supervision.enums import BotState, HeardEvent
from supervision.messenger.errors import BadAnswer, NoRights, NotFound, PartlyRead
from supervision.messenger.port import Administrators, ChatView, MemberView, Reader, Right
from supervision.models import Chat, ChatMember, MessengerCall, Representative
from supervision.models.spans import holds
from supervision.outgoing import announcing
from supervision.planning.drift import Difference
from supervision.planning.rights import NEEDED_BY_BOT
from supervision.queue import clock
from supervision.reconcile.recollection import remembered
from supervision.reconcile.sentences import NotThisChat, no_group, not_active

SHUT_OUT = {"removed", "left"}  # the bot's own relation to the chat (schema 0.0.33, Chat.status)
# Refusals that are about the chat asked for: which of the two it is says nothing about whether it still exists.
OF_THE_CHAT = {"chat.denied", "chat.not.found"}


def forget(*chats: Chat) -> None:
    """The next pass looks before it plans, whatever was seen before."""
    Chat.objects.filter(pk__in=[chat.pk for chat in chats]).update(observed_at=None)


def forget_all() -> None:
    """After a restore: what is remembered of every chat is older than the chat."""
    Chat.objects.filter(observed_at__isnull=False).update(observed_at=None)


def observe(chat: Chat, reader: Reader, *, look_for: frozenset[int] = frozenset()) -> ObservedChat:
    """Reads chat and administrators, and whether the people in `look_for` have joined; stores what was seen.

    Two requests, three with `look_for`. Raises NotThisChat where a person has to say which chat it is, and PartlyRead
    where of an unreadable list not even the bot and the owner are known.
    """
    if chat.messenger_id is None:
        return NEVER_CREATED
    started = clock.now()
    try:
        view = reader.chat(chat.messenger_id)
    except (NotFound, NoRights) as error:
        if error.code not in OF_THE_CHAT:
            raise
        return _without_bot(chat, BotState.REMOVED, started)
    if view.status in SHUT_OUT:
        return _without_bot(chat, BotState.REMOVED, started)
    if view.kind != "chat" or view.status != "active":
        raise NotThisChat(no_group(view.kind) if view.kind != "chat" else not_active(view.status))
    try:
        admins = reader.admins(chat.messenger_id)
    except NoRights as error:
        if error.code not in OF_THE_CHAT:
            raise
        return _without_bot(chat, BotState.NO_ADMIN, started)
    view = replace(view, owner_id=_owner(view, admins), link=view.link or chat.link)
    if not admins.is_whole and (view.owner_id is None or _lacks(chat, admins)):
        raise PartlyRead("the bot or the owner is not among the administrators that can be read", operation="admins")
    if view.owner_id is None:
        if chat.region.account.bot_id in {None, *(member.user_id for member in admins)}:
            raise BadAnswer("the messenger names no owner of the chat", operation="chat")
        return _without_bot(chat, BotState.NO_ADMIN, started)
    wanted = look_for - {member.user_id for member in admins}
    absent = _absent(chat, wanted, reader)
    if view.pinned is not None and view.pinned.message_id == chat.announcement_id:
        chat.announcement_pinned = True  # remembered: whoever pins another message later is respected
    lacks = _lacks(chat, admins)
    with transaction.atomic():
        _store(chat, view, admins, BotState.NO_ADMIN if lacks else BotState.IN_PLACE, started)
        _store_absent(chat, absent)
        _note_company_admin(chat)
        _close_lost_answers(chat, started)
    return _seen_chat(chat, view, admins, absent, lacks)


def _owner(view: ChatView, admins: Administrators) -> int | None:
    """Where the chat itself does not name its owner, the list of administrators does."""
    return view.owner_id or next((member.user_id for member in admins if member.is_owner), None)


def look_for(chat: Chat, user_ids: Collection[int], reader: Reader) -> frozenset[int]:
    """Whether these people have joined, in one request; gives those who have not, and remembers it."""
    absent = _absent(chat, frozenset(user_ids), reader)
    _came(chat.pk, set(user_ids) - absent)
    _store_absent(chat, absent)
    return absent


def joined(chat_id: int, user_id: int) -> bool:
    """Somebody who was waited for is told to be in the chat; gives whether anybody waited for that person.

    The row stays until the next look, so that whoever is to join many chats sees this one counted at once.
    """
    return bool(_came(chat_id, {user_id}))


def _came(chat_id: int, user_ids: Collection[int]) -> int:
    """Those of them who were waited for are in the chat now; who hears of it is told of the company's people."""
    with transaction.atomic():
        awaited = _awaited(chat_id).filter(user_id__in=user_ids).select_for_update()
        came = list(awaited.values_list("user_id", flat=True))
        if not came:
            return 0
        _awaited(chat_id).filter(user_id__in=came).update(is_participant=True)
        chat = Chat.objects.select_related("house__region").get(pk=chat_id)
        today = clock.today(chat.house.region)
        acting = chat.house.periods.acting(today).values("organisation")
        people = Representative.objects.filter(holds(today), organisation__in=acting, messenger_id__in=came)
        for person in people.select_related("organisation"):
            announcing.tell(HeardEvent.REPRESENTATIVE_JOINED, person, chat=chat.pk, house=chat.house_id)
    return len(came)


def _awaited(chat_id: int) -> QuerySet[ChatMember]:
    return ChatMember.objects.filter(chat=chat_id, is_participant=False)


def note_differences(chat: Chat, found: Sequence[Difference]) -> None:
    """What was changed by hand and stands so still, for people and for reports."""
    shown = [difference.as_json() for difference in found]
    if shown != chat.differences:
        since = (chat.differs_since or clock.now()) if shown else None
        Chat.objects.filter(pk=chat.pk).update(differences=shown, differs_since=since)
        chat.differences, chat.differs_since = shown, since


def _absent(chat: Chat, wanted: frozenset[int], reader: Reader) -> frozenset[int]:
    found = reader.members(chat.messenger_id or 0, sorted(wanted)) if wanted else ()
    return wanted - {member.user_id for member in found}


def _lacks(chat: Chat, admins: Administrators) -> frozenset[Right]:
    """Rights that the bot needs and has not; none where it is not known which member the bot is."""
    bot_id = chat.region.account.bot_id
    rights = next((member.rights for member in admins if member.user_id == bot_id), NEEDED_BY_BOT)
    return NEEDED_BY_BOT - rights


def _without_bot(chat: Chat, bot: BotState, at: datetime) -> ObservedChat:
    """Nothing else can be seen now: what was seen before is kept, and said to be old by the bot's state."""
    known = replace(remembered(chat, chat.members.all()), bot=bot)
    with transaction.atomic():
        Chat.objects.filter(pk=chat.pk).update(observed_at=at, bot_state=bot)
        _close_lost_answers(chat, at)
    chat.bot_state = bot
    return known


def _close_lost_answers(chat: Chat, started: datetime) -> None:
    MessengerCall.objects.unsettled().filter(chat=chat, started_at__lt=started).update(looked_at=clock.Now())


def _seen_chat(
    chat: Chat, view: ChatView, admins: Administrators, absent: frozenset[int], lacks: frozenset[Right]
) -> ObservedChat:
    return ObservedChat(
        messenger_id=view.chat_id,
        bot=BotState(chat.bot_state),
        bot_lacks=lacks,
        title=view.title,
        description=view.description,
        owner_id=view.owner_id,
        link=view.link,
        administrators={member.user_id: _seen(member) for member in admins},
        is_whole=admins.is_whole,
        absent=absent,
        announced_period_id=chat.announced_period_id,
        announcement_id=chat.announcement_id,
        announcement_pinned=chat.announcement_pinned,
    )


def _seen(member: MemberView) -> SeenMember:
    return SeenMember(member.user_id, member.name, member.is_owner, member.is_bot, member.rights, member.alias)


def _store(chat: Chat, view: ChatView, admins: Administrators, bot: BotState, at: datetime) -> None:
    chat.bot_state = bot
    Chat.objects.filter(pk=chat.pk).update(
        observed_at=at,
        observed_title=view.title,
        observed_description=view.description,
        observed_owner_id=view.owner_id,
        observed_status=view.status,
        participants_count=view.participants_count,
        link=view.link,
        bot_state=bot,
        announcement_pinned=chat.announcement_pinned,
    )
    rows = [_row(chat, member) for member in admins]
    ChatMember.objects.filter(chat=chat).exclude(user_id__in=[row.user_id for row in rows]).delete()
    _upsert(rows)


def _note_company_admin(chat: Chat) -> None:
    """Kept on the chat: for a whole region it is too slow to find out while somebody waits for a list."""
    seen = Chat.objects.filter(pk=chat.pk)
    has_one = seen.with_company_admin(clock.today(chat.region)).exists()
    if has_one != chat.has_company_admin:
        seen.update(has_company_admin=has_one)
        chat.has_company_admin = has_one


def _store_absent(chat: Chat, absent: Collection[int]) -> None:
    _upsert([ChatMember(chat=chat, user_id=user_id, is_participant=False) for user_id in sorted(absent)])


def _upsert(rows: list[ChatMember]) -> None:
    ChatMember.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["chat", "user_id"],
        update_fields=["name", "alias", "is_owner", "is_admin", "is_bot", "is_participant", "rights"],
    )


def _row(chat: Chat, member: MemberView) -> ChatMember:
    return ChatMember(
        chat=chat,
        user_id=member.user_id,
        name=member.name,
        alias=member.alias,
        is_owner=member.is_owner,
        is_admin=member.is_admin,
        is_bot=member.is_bot,
        rights=sorted(member.rights),
    )
