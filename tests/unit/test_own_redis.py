"""Test processes that run side by side keep out of each other's Redis: counts, schedules and queues live there."""

import os
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import caches

from housechats.celery import app


@pytest.mark.parametrize("_twice", range(2))  # so that two processes each have one
def test_every_test_process_has_a_database_of_its_own(_twice: int) -> None:
    own = urlsplit(os.environ["REDIS_URL"]).path
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        assert own == f"/{int(worker.removeprefix('gw')) + 1}"
    assert app.conf.broker_url == settings.REDIS_URL == os.environ["REDIS_URL"]
    cache = caches["default"]._cache.get_client(write=True)  # type: ignore[attr-defined]  # of the Redis cache only
    assert f"/{cache.client_info()['db']}" == own
