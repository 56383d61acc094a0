"""What a person is told of in the messenger, as they choose it there."""

from django.contrib.auth.models import User

from supervision.conversation import scenes
from supervision.conversation.scenes import Reply
from supervision.notice_kinds import NoticeChannel, NoticeKind
from supervision.notices import paces, wishes


def settings(login: User | None, kind: str) -> Reply | None:
    """The settings, with the next pace of the kind where one was pressed. None (silence) for who has no login."""
    if login is None:
        return None
    way = NoticeChannel.MESSENGER
    if kind in NoticeKind.values:
        pace = paces.next_pace(paces.pace_of(wishes.of(login), NoticeKind(kind), way))
        wishes.keep(login, {(kind, way): pace})
    wished = wishes.of(login)
    return scenes.notice_settings(
        {each.value: paces.pace_of(wished, each, way).value for each in NoticeKind}, paces.MORNING
    )
