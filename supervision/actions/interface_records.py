"""What the interface remembers of requests: a line each, and answers to writes for a repetition."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import connection

from supervision import locks
from supervision.models import ApiClient, ApiRequest, IdempotentAnswer
from supervision.queue import clock

ANSWERS_KEPT = timedelta(hours=24)


def note_request(
    *,
    user_id: int | None,
    client: ApiClient | None,
    method: str,
    path: str,
    status: int,
    milliseconds: int,
    request_id: str,
) -> None:
    """One line of the log; `path` without its query. Refused requests that prove nobody are counted, none is kept."""
    if user_id is None and client is None and status >= 400:
        count_unproven(status)
        return
    ApiRequest.objects.create(
        user_id=user_id,
        client=client,
        method=method[:10],
        path=path[:300].replace("\0", ""),
        status=status,
        milliseconds=milliseconds,
        request_id=request_id,
    )


COUNT = """
    INSERT INTO supervision_strangerscount (hour, status, requests)
    VALUES (date_trunc('hour', supervision_now()), %(status)s, 1)
    ON CONFLICT (hour, status) DO UPDATE SET requests = supervision_strangerscount.requests + 1
"""


def count_unproven(status: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"status": status})


def take_key(user: User, key: str) -> bool:
    """Holds the user's key until the transaction ends; False where another request holds it."""
    return locks.until_commit(f"idempotency {key}", user.pk)


def kept_answer(user: User, key: str) -> IdempotentAnswer | None:
    """What was answered to the key within the last ANSWERS_KEPT; an older answer is forgotten now."""
    kept = IdempotentAnswer.objects.filter(user=user, key=key).first()
    if kept and kept.at < clock.now() - ANSWERS_KEPT:
        kept.delete()
        return None
    return kept


def keep_answer(user: User, key: str, digest: str, *, status: int, headers: dict[str, Any], body: bytes) -> None:
    """In the transaction of the write: the answer is kept exactly if the write is."""
    IdempotentAnswer.objects.create(user=user, key=key, digest=digest, status=status, headers=headers, body=body)
