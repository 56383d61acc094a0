"""Notes that people have news of a row: called by the act or task that causes it, in its transaction.

What is noted says nothing of what happened but its name (`occasion`), so that nothing stands in a queue that
somebody may no longer read, or that is no longer true.
"""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import connection

from supervision.models import NoticeSending, Region
from supervision.notice_kinds import NoticeChannel, NoticeKind, SendingState
from supervision.notices import addressees, paces, wishes
from supervision.notices.paces import Wishes
from supervision.queue import clock

OUTSIDE = (NoticeChannel.EMAIL, NoticeChannel.MESSENGER)
# the same occasion again is no news, whether it was read or not
NOTE = """
    INSERT INTO supervision_notice AS notice (user_id, region_id, kind, subject, occasion, is_shown, made_at)
    SELECT told.user_id, %(region)s, %(kind)s, %(subject)s, %(occasion)s, told.is_shown, %(now)s
    FROM unnest(%(users)s::bigint[], %(shown)s::boolean[]) AS told(user_id, is_shown)
    ORDER BY told.user_id
    ON CONFLICT (user_id, kind, subject, region_id) DO UPDATE SET
        occasion = excluded.occasion, is_shown = excluded.is_shown, made_at = excluded.made_at, read_at = NULL
    WHERE notice.occasion <> excluded.occasion
    RETURNING id, user_id
"""


def tell(kind: NoticeKind, region: Region, subject: object, occasion: object, to: Iterable[User]) -> int:
    """Gives how many people have news by it. Who may not see the region, or wants to hear of no such thing, has not."""
    people = {user.pk: user for user in to if addressees.may_hear(user, region)}
    if not people:
        return 0
    wished = wishes.of_each(people)
    shown = {user: paces.pace_of(wished[user], kind, NoticeChannel.PORTAL) != "never" for user in people}
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(NOTE, {
            "region": region.pk, "kind": kind.value, "subject": str(subject), "occasion": str(occasion), "now": now,
            "users": list(shown), "shown": list(shown.values()),
        })  # fmt: skip
        noted = dict(cursor.fetchall())
    sendings = [
        sending
        for notice, user in noted.items()
        for sending in _sendings(notice, kind, region, wished[user], wishes.ways(people[user]), now)
    ]
    NoticeSending.objects.bulk_create(
        sendings,
        update_conflicts=True,
        unique_fields=["notice", "channel"],
        update_fields=["state", "due_at", "at", "tries"],
    )
    return len(noted)


def _sendings(
    notice: int, kind: NoticeKind, region: Region, wished: Wishes, ways: Iterable[NoticeChannel], now: datetime
) -> Iterable[NoticeSending]:
    zone = ZoneInfo(region.time_zone)
    for channel in set(ways) & set(OUTSIDE):
        due = paces.due_at(paces.pace_of(wished, kind, channel), channel, now, zone)
        if due is not None:
            yield NoticeSending(notice_id=notice, channel=channel, state=SendingState.DUE, due_at=due)
