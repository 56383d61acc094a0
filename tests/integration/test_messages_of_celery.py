"""What stands in the broker is JSON, and a worker decodes nothing else: whoever writes to Redis runs no code there."""

import base64
import json
import pickle
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from kombu import Connection, Exchange, Queue
from kombu.exceptions import ContentDisallowed
from redis import Redis

from housechats import celeryconfig
from housechats.celery import app
from tests.integration.test_json_cache import Planted


@pytest.fixture
def queue() -> Iterator[str]:
    name = f"test-{secrets.token_hex(4)}"
    yield name
    Redis.from_url(settings.REDIS_URL).delete(f"housechats:{name}")


def stored(queue: str) -> list[dict[str, Any]]:
    return [json.loads(text) for text in Redis.from_url(settings.REDIS_URL).lrange(f"housechats:{queue}", 0, -1)]


def test_a_message_of_a_task_is_json_down_to_its_arguments(queue: str) -> None:
    app.send_task("supervision.work_on_upload", args=[4711], queue=queue)
    (message,) = stored(queue)
    assert message["content-type"] == "application/json"
    args, _named, _about = json.loads(base64.b64decode(message["body"]))
    assert args == [4711]


def test_a_worker_decodes_no_pickle(queue: str) -> None:
    """Planted in the broker as Celery itself would send it."""
    assert app.conf.accept_content == celeryconfig.accept_content == ["json"]
    exchange = Exchange(queue)
    bound = Queue(queue, exchange, routing_key=queue)
    options = celeryconfig.broker_transport_options
    with Connection(settings.REDIS_URL, transport_options=options) as connection:
        connection.Producer().publish(
            pickle.dumps(Planted()),
            exchange=exchange,
            routing_key=queue,
            declare=[bound],
            content_type="application/x-python-serialize",
            content_encoding="binary",
        )
        assert len(stored(queue)) == 1
        refused: list[Exception] = []
        heard: list[object] = []
        with app.amqp.TaskConsumer(connection.channel(), queues=[bound]) as consumer:
            consumer.register_callback(lambda body, message: heard.append(body))
            consumer.on_decode_error = lambda message, error: refused.append(error)
            connection.drain_events(timeout=5)
    assert [type(error) for error in refused] == [ContentDisallowed] and not heard
    assert Planted.called == []
