"""What Redis remembers of the installation: when it was last marked, in each place and on each timeline.

A copy that is given the same Redis lies in another place and marks there: it says nothing of the original. Every call
raises redis.RedisError where Redis does not answer, which is no word about the database.
"""

from datetime import datetime

import redis
from django.conf import settings

from supervision import prompt_redis
from supervision.models import Installation

REDIS_SECONDS = 2


def key(place: str) -> str:
    return f"housechats:installation:{place}"


def marked_at(installation: Installation) -> datetime | None:
    """When this installation was last marked in its place, on its timeline; None where Redis knows nothing of it."""
    return _marks(installation).get(installation.timeline)


def is_known(installation: Installation) -> bool:
    """Whether this Redis has served the installation in its place, on whichever timeline."""
    return bool(_marks(installation))


def mark(installation: Installation) -> None:
    """After the database, never before: Redis ahead of it means that the database has gone back."""
    with _redis() as client:
        words = f"{installation.identity} {installation.marked_at.isoformat()}"
        client.hset(key(installation.place), str(installation.timeline), words)


def _marks(installation: Installation) -> dict[int, datetime]:
    """By timeline; those of another installation that lay in this place are none of them."""
    with _redis() as client:
        kept: dict[bytes, bytes] = client.hgetall(key(installation.place))
    found = {}
    for timeline, words in kept.items():
        identity, moment = words.decode().split(" ")
        if identity == str(installation.identity):
            found[int(timeline)] = datetime.fromisoformat(moment)
    return found


def _redis() -> redis.Redis:
    return prompt_redis.client(settings.REDIS_URL, seconds=REDIS_SECONDS)
