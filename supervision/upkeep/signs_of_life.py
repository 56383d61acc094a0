"""Beat and the workers show that they live: beat posts a message into each queue, and whoever works it off says so in
Redis, where the sign fades by itself. One sign proves both, so a missing one names both."""

from contextlib import closing

import redis
from django.conf import settings

from supervision import prompt_redis

FADES_SECONDS = 60
SECONDS = 2  # to answer
QUEUES = ("celery", "uploads")  # of chats, and of files
KEY = "housechats:alive:{queue}"


def show(queue: str) -> None:
    """A worker of the queue has just worked something off."""
    with closing(connect()) as client:
        client.set(KEY.format(queue=queue), 1, ex=FADES_SECONDS)


def silent() -> list[str]:
    """Queues of which nothing was worked off for a minute. Raises redis.RedisError where Redis is away."""
    with closing(connect()) as client:
        seen = client.mget([KEY.format(queue=queue) for queue in QUEUES])
    return [queue for queue, sign in zip(QUEUES, seen, strict=True) if sign is None]


def connect() -> redis.Redis:
    """A client that waits for nothing longer than `SECONDS`."""
    return prompt_redis.client(settings.REDIS_URL, seconds=SECONDS)
