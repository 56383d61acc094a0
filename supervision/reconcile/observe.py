"""STAGE 6: looking. Holds a reader, never a writer; the only place that writes what was seen.

A failed read raises; it is never taken for agreement.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from supervision.messenger.port import ChatView, MemberView, Reader, Right
from supervision.models import Chat, ChatMember, MessengerCall
from supervision.reconcile.state import NEVER_CREATED, ObservedChat, SeenMember

TRUST_HOURS = 24  # so long a plan may start from what was last seen; it still ends with a fresh look


def recall(chat: Chat) -> ObservedChat | None:
    """What was last seen of the chat; None where it has to be looked at first: too old, or something was sent since."""
    if chat.messenger_id is None:
        return NEVER_CREATED
    oldest = timezone.now() - timedelta(hours=TRUST_HOURS)
    if chat.observed_at is None or chat.observed_at < oldest:
        return None
    if chat.calls.filter(started_at__gte=chat.observed_at).exists():
        return None
    return remembered(chat, ChatMember.objects.filter(chat=chat))


def forget(chat: Chat) -> None:
    """The next pass looks before it plans, whatever was seen before."""
    Chat.objects.filter(pk=chat.pk).update(observed_at=None)


def remembered(chat: Chat, members: Iterable[ChatMember]) -> ObservedChat:
    """The stored observation as a value, however old (for a plan that is only shown)."""
    if chat.messenger_id is None:
        return NEVER_CREATED
    return ObservedChat(
        messenger_id=chat.messenger_id,
        title=chat.observed_title,
        description=chat.observed_description,
        owner_id=chat.observed_owner_id,
        link=chat.link,
        administrators={member.user_id: _recalled(member) for member in members if member.is_admin or member.is_owner},
        absent=frozenset(),  # who was missing then may have joined since: worth a try
        announced_period_id=chat.announced_period_id,
        announcement_id=chat.announcement_id,
        announcement_pinned=chat.announcement_pinned,
    )


def _recalled(member: ChatMember) -> SeenMember:
    rights = frozenset(Right(right) for right in member.rights)
    return SeenMember(member.user_id, member.name, member.is_owner, member.is_bot, rights, member.alias)


def observe(chat: Chat, reader: Reader, *, look_for: frozenset[int] = frozenset()) -> ObservedChat:
    """Reads chat and administrators, and whether the people in `look_for` have joined; stores what was seen.

    Two requests, three with `look_for`.
    """
    if chat.messenger_id is None:
        return NEVER_CREATED
    started = timezone.now()
    view = reader.chat(chat.messenger_id)
    admins = reader.admins(chat.messenger_id)
    wanted = sorted(look_for - {member.user_id for member in admins})
    found = reader.members(chat.messenger_id, wanted) if wanted else ()
    absent = frozenset(wanted) - {member.user_id for member in found}
    if view.pinned is not None and view.pinned.message_id == chat.announcement_id:
        chat.announcement_pinned = True  # remembered: whoever pins another message later is respected
    with transaction.atomic():
        _store(chat, view, admins, absent, started)
        MessengerCall.objects.unsettled().filter(chat=chat, started_at__lt=started).update(looked_at=timezone.now())
    return ObservedChat(
        messenger_id=view.chat_id,
        title=view.title,
        description=view.description,
        owner_id=view.owner_id,
        link=view.link,
        administrators={member.user_id: _seen(member) for member in admins},
        absent=absent,
        announced_period_id=chat.announced_period_id,
        announcement_id=chat.announcement_id,
        announcement_pinned=chat.announcement_pinned,
    )


def _seen(member: MemberView) -> SeenMember:
    return SeenMember(member.user_id, member.name, member.is_owner, member.is_bot, member.rights, member.alias)


def _store(chat: Chat, view: ChatView, admins: tuple[MemberView, ...], absent: frozenset[int], at: datetime) -> None:
    Chat.objects.filter(pk=chat.pk).update(
        observed_at=at,
        observed_title=view.title,
        observed_description=view.description,
        observed_owner_id=view.owner_id,
        observed_status=view.status,
        participants_count=view.participants_count,
        link=view.link,
        announcement_pinned=chat.announcement_pinned,
    )
    rows = [_row(chat, member) for member in admins]
    rows += [ChatMember(chat=chat, user_id=user_id, is_participant=False) for user_id in sorted(absent)]
    ChatMember.objects.filter(chat=chat).exclude(user_id__in=[row.user_id for row in rows]).delete()
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
