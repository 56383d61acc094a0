"""What must be true of every chat once nothing fails any more and nobody has interfered for two days.

Judged by the facts and by what is in the messenger, never by what the portal believes: a chat is as wished, or
something outside the portal's power stands in the way and the portal says so in words.
"""

from collections import Counter
from collections.abc import Iterator

from django.utils import timezone

from supervision.desired.chats import desired_chat
from supervision.desired.state import DesiredChat, Existence
from supervision.enums import HandChanges, RequestState, UnknownAdmins
from supervision.messenger.emulator.state import GROUP_RIGHTS
from supervision.messenger.emulator.state import EmulatedChat as MessengerChat
from supervision.models import Chat, SyncRequest, WorkOrder
from supervision.previews import outlooks
from tests.town import Town
from tests.world import TOKEN


def complaints(town: Town) -> list[str]:
    """Everything that is not as it must be, in words."""
    found = list(town.watch.complaints)
    for chat in Chat.objects.filter(frozen_reason="").select_related("house", "region"):
        desired = desired_chat(chat.pk)
        actual = town.emulator.state.chats.get(chat.messenger_id or 0)
        found += [f"{chat}: {words}" for words in _of_chat(town, chat, desired, actual)]
    for actual in town.emulator.state.chats.values():
        found += [f"{actual.title}: {words}" for words in _told_too_often(town, actual)]
    return found


def _of_chat(town: Town, chat: Chat, desired: DesiredChat, actual: MessengerChat | None) -> Iterator[str]:
    obstacles = list(_obstacles(town, desired, actual))
    if obstacles and not _says_why(chat):
        yield f"{', '.join(obstacles)}, and the portal says nothing of it"
    if actual is None:
        if desired.existence is Existence.WANTED and not obstacles:
            yield "has no chat"
    elif not _lacks_bot(town, actual):
        yield from _differences(chat, desired, actual)
        if not obstacles and (words := _unfinished(chat)):
            yield f"is as wished, but: {words}"


def _obstacles(town: Town, desired: DesiredChat, actual: MessengerChat | None) -> Iterator[str]:
    """What nobody but a person outside can mend."""
    if desired.owner is None and desired.existence is not Existence.UNWANTED:
        yield "nobody can own it"
    if actual is not None:
        if _lacks_bot(town, actual):
            yield "the bot lacks its rights"
        for wish in desired.administrators:
            if wish.person.user_id not in actual.members:
                yield f"{wish.person.name} has not joined"


def _lacks_bot(town: Town, actual: MessengerChat) -> bool:
    bot = actual.members.get(town.emulator.state.bot_of(TOKEN))
    return bot is None or not (bot.rights or frozenset()) >= GROUP_RIGHTS


def _says_why(chat: Chat) -> bool:
    said = SyncRequest.objects.filter(chat=chat).exclude(state=RequestState.DUE).exclude(reason="")
    return said.exists() or WorkOrder.objects.filter(chat=chat, closed_at=None).exists()


def _unfinished(chat: Chat) -> str:
    request = SyncRequest.objects.filter(chat=chat).first()
    if chat.synced_version != chat.spec_version:
        return "the portal has not seen it"
    if request and (request.state != RequestState.DUE or request.reason or request.not_before <= timezone.now()):
        return f"{request.state} {request.reason}"
    return ""


def _differences(chat: Chat, desired: DesiredChat, actual: MessengerChat) -> Iterator[str]:
    is_reported = chat.region.hand_changes == HandChanges.REPORT and bool(chat.differences)
    if desired.owner and desired.owner.user_id != actual.owner_id:
        yield f"is owned by {actual.owner_id}, not by {desired.owner.user_id}"
    if (desired.title, desired.description) != (actual.title, actual.description) and not is_reported:
        yield f"is called “{actual.title}”, “{actual.description}”"
    yield from _missing(desired, actual, is_reported)
    yield from _superfluous(chat, desired, actual)


def _missing(desired: DesiredChat, actual: MessengerChat, is_reported: bool) -> Iterator[str]:
    for wish in desired.administrators:
        member = actual.members.get(wish.person.user_id)
        if member is None or member.user_id == actual.owner_id:
            continue
        rights = None if member.rights is None else member.rights - {"can_call"}
        if (rights, member.alias) != (wish.rights, wish.alias) and not (is_reported and rights is not None):
            yield f"{wish.person.name} has the rights {rights}"


def _superfluous(chat: Chat, desired: DesiredChat, actual: MessengerChat) -> Iterator[str]:
    wanted = {wish.person.user_id for wish in desired.administrators}
    in_place = wanted & {member.user_id for member in actual.admins()}
    if wanted and not in_place and desired.handover_until:
        return  # the former company keeps its rights until somebody of the new one has joined
    reported = {person.user_id for person in outlooks.standing(chat).plan.unknown_admins}
    for member in actual.admins():
        if member.rights is None or member.user_id in wanted | {actual.owner_id} or member.user_id >= 5_000_000_000:
            continue
        if member.user_id in desired.former or chat.region.unknown_admins == UnknownAdmins.REVOKE:
            yield f"{member.user_id} still has rights"
        elif member.user_id not in reported:
            yield f"the unknown administrator {member.user_id} is not reported"


def _told_too_often(town: Town, actual: MessengerChat) -> Iterator[str]:
    """No more often than a change of just this company on just this day was entered."""
    for text, times in Counter(message.text for message in actual.messages).items():
        if times > sum(count for key, count in town.told.items() if _is_about(key, text, actual)):
            yield f"told {times} times: {text}"


def _is_about(key: tuple[int, str, str], text: str, actual: MessengerChat) -> bool:
    house, company, since = key
    is_here = Chat.objects.filter(house=house, messenger_id=actual.chat_id).exists()
    return is_here and since in text and (company in text if company else "ООО" not in text)
