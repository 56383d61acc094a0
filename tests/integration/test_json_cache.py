"""The cache runs nothing of what it reads."""

import pickle
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from redis import Redis


class Planted:
    """What somebody who may write to Redis would leave there: unpickled, it calls what they like."""

    called: list[str] = []

    def __reduce__(self) -> Any:
        return Planted.called.append, ("ran",)


@pytest.mark.parametrize("value", [1, 0, -5, True, None, "текст", 1.5, [1.0, 2.5], {"a": [1, None]}, []])
def test_what_the_portal_keeps_comes_back_the_same(value: object) -> None:
    cache.set("kept", value, 10)
    assert cache.get("kept") == value
    assert type(cache.get("kept")) is type(value)


def test_numbers_are_added_to_in_redis() -> None:
    cache.set("number", 1, 10)
    assert cache.incr("number") == 2
    assert cache.get("number") == 2


def test_a_planted_pickle_is_not_run() -> None:
    redis = Redis.from_url(settings.REDIS_URL)
    redis.set(cache.make_key("planted"), pickle.dumps(Planted()), ex=10)
    with pytest.raises(ValueError, match=r"."):
        cache.get("planted")
    assert Planted.called == []


def test_an_object_is_not_kept() -> None:
    with pytest.raises(TypeError):
        cache.set("object", object(), 10)
    assert settings.SESSION_SERIALIZER.endswith("JSONSerializer")
