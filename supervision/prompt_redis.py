"""A client of Redis that waits for nothing long: one that takes the connection and says nothing does not answer."""

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry


def client(url: str, *, seconds: float) -> redis.Redis:
    """Waits so long for the connection and for each answer, and asks once. Raises redis.RedisError where it is away."""
    return redis.Redis.from_url(
        url, socket_timeout=seconds, socket_connect_timeout=seconds, retry=Retry(NoBackoff(), 0)
    )
