"""The log: a JSON object a line, which says what it belongs to, and names nobody and nothing secret."""

import ast
import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from celery import shared_task
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from housechats import env, log_context, logs
from supervision.enums import Role
from supervision.models import Inspector
from tests.architecture.source import Module, modules
from tests.browsing import signed_in
from tests.world import World

SAYING = {"debug", "info", "warning", "error", "exception", "critical"}
OF_PEOPLE = {"full_name", "get_full_name", "username", "first_name", "last_name", "email", "text", "token",
             "title", "words", "message", "reason", "instruction", "phone"}  # fmt: skip


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the log of production would hold."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.json_formatter())
    handler.addFilter(logs.SecretsOfAddresses())
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


# --- what a line belongs to -------------------------------------------------------------------------------------------


def test_a_line_of_a_request_names_it_and_who_asked_by_number(world: World, written: io.StringIO) -> None:
    client = signed_in(world, "Анна", Role.HEAD)
    assert client.get("/admin/supervision/house/999/change/").status_code == 404
    (line,) = [line for line in lines(written) if line["logger"] == "django.request"]
    assert (line["actor"], line["house"], line["level"]) == (User.objects.get(first_name="Анна").pk, "999", "warning")
    assert len(line["request_id"]) == 32
    assert line["timestamp"].endswith("Z")


def test_the_interface_calls_a_request_as_its_caller_does(world: World, written: io.StringIO) -> None:
    Client().get("/api/v1/houses/", headers={"X-Request-ID": "their-own-7"})
    assert {line["request_id"] for line in lines(written) if line["logger"] == "django.request"} == {"their-own-7"}


def test_a_request_that_is_over_is_named_no_more(world: World, written: io.StringIO) -> None:
    Client().get("/nowhere/")
    logging.getLogger("supervision").warning("afterwards")
    assert "request_id" not in lines(written)[-1]


def test_a_line_of_a_task_names_it_and_its_account(written: io.StringIO) -> None:
    @shared_task(name="supervision.said_in_a_test")
    def say(region_code: str) -> None:
        logging.getLogger("supervision").warning("said")

    say.apply(args=["55"])
    logging.getLogger("supervision").warning("afterwards")
    said, afterwards = [line for line in lines(written) if line["event"] in ("said", "afterwards")]
    assert (said["task"], said["region"]) == ("supervision.said_in_a_test", "55")
    assert said["task_id"]
    assert "task_id" not in afterwards


def test_the_form_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings.LOG_FORMAT == "lines", "on one's own machine"
    monkeypatch.setenv("LOG_FORMAT", "xml")
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT='xml' is unknown"):
        env.choice("LOG_FORMAT", ("json", "lines"), "json")


# --- nobody's name, nothing secret ------------------------------------------------------------------------------------


def test_what_the_database_says_of_a_row_is_left_out(world: World, written: io.StringIO) -> None:
    first = world.inspector("Семёнова Анна")
    try:
        with transaction.atomic():
            Inspector.objects.create(region=world.region, full_name="Jane Doe", messenger_id=first.messenger_id)
    except IntegrityError:
        logging.getLogger("supervision").exception("chat %s: the pass failed", 5)
    line = lines(written)[-1]
    assert "inspector_messenger_id_once_in_region" in line["exception"]
    assert "already exists" not in line["exception"]


WORDS = st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюяёАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁ", min_size=2, max_size=12)


@hypothesis.settings(deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
@given(st.lists(WORDS, min_size=1, max_size=4), st.sampled_from([" ", "-", ", ", "\n"]))
def test_no_words_of_people_are_written_however_they_come(words: list[str], between: str) -> None:
    name = between.join(words)
    told = logs.impersonal(f"chat 5: {name}: 'value {name}'\nValueError: {name}")
    assert not any(word in told for word in words)
    assert told.startswith("chat 5: …")


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer abcdefgh12345",
        "token='abcdefgh12345'",
        "/company/abcdefgh12345/",
        "password=abcdefgh12345",
    ],
)
def test_no_secret_is_written(text: str) -> None:
    assert "abcdefgh12345" not in logs.without_secrets(f"failed: {text}")


def said() -> Iterator[tuple[Module, ast.Call]]:
    for module in modules():
        for node in ast.walk(module.tree):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SAYING
            if is_call and isinstance(node.func.value, ast.Name) and node.func.value.id == "logger":
                yield module, node


def caught(module: Module) -> set[str]:
    return {node.name for node in ast.walk(module.tree) if isinstance(node, ast.ExceptHandler) and node.name}


def test_no_line_of_the_portals_own_is_given_words_of_people_or_what_an_error_says() -> None:
    """What an error says may hold the value that it is about; its kind, and its traceback, say enough."""
    wrong = []
    for module, call in said():
        assert isinstance(call.args[0], ast.Constant), f"{module.name}:{call.lineno}: a sentence, and values after it"
        for value in call.args[1:]:
            is_of_people = any(isinstance(node, ast.Attribute) and node.attr in OF_PEOPLE for node in ast.walk(value))
            is_error = isinstance(value, ast.Name) and value.id in caught(module)
            if is_of_people or is_error:
                wrong.append(f"{module.name}:{call.lineno}")
    assert wrong == []
    assert len(list(said())) > 15


def test_context_is_of_numbers_only() -> None:
    assert log_context.OBJECTS.keys() and set(log_context.OBJECTS.values()) == {"house", "chat"}
