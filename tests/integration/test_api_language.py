"""The language of the reader changes no wish and nothing that is kept."""

import re
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test.client import MULTIPART_CONTENT
from django.utils import timezone, translation

from supervision.desired.chats import desired_chat, desired_chats
from supervision.models import Chat, House, Operation, Region, SyncRequest, WorkOrder
from tests.every_operation import BODIES, operations, writes
from tests.programs import Caller
from tests.random_country import RandomCountry
from tests.sampled import sampled
from tests.strangers import Strangers
from tests.world import World

RANDOM = {"secret_salt", "sealed", "code_hash"}  # each time another
NOT_FACTS = ("apirequest", "idempotentanswer", "accesstoken", "session", "change")
RATE = 100_000


class Undone(Exception):
    """Takes the rows back."""


def texts() -> dict[str, list[Any]]:
    """Every text that the tables keep, by table, in columns of JSON too; numbers of the moment are all alike."""
    found = {}
    for model in apps.get_app_config("supervision").get_models():
        if model._meta.model_name in NOT_FACTS or not model._meta.managed:
            continue
        names = [
            column.name
            for column in model._meta.concrete_fields
            if column.get_internal_type() in ("CharField", "TextField", "JSONField")
            and not column.unique
            and column.name not in RANDOM
        ]
        if names:
            found[model._meta.label] = sorted(
                re.sub(r"\d+", "0", str(row)) for row in model._default_manager.values_list(*names)
            )
    return found


def test_a_wish_is_the_same_whoever_looks(world: World) -> None:
    """Nobody manages the house: the words for that stand in the description of the chat."""
    house = world.house("ул. Мира, д. 1")
    wishes = []
    for language in ("ru", "en"):
        with translation.override(language):
            wishes.append(desired_chat(house.chat.pk))
    assert wishes[0] == wishes[1]
    assert "не выбрана" in wishes[0].description or "не выбран" in wishes[0].description


def test_every_wish_of_a_country_is_the_same_in_both_languages(db: None, clock: Any) -> None:
    RandomCountry(Random(3), timezone.now()).build()  # noqa: S311
    numbers = list(Chat.objects.values_list("pk", flat=True))
    wishes = []
    for language in ("ru", "en"):
        with translation.override(language):
            wishes.append(desired_chats(numbers))
    assert len(numbers) > 5
    assert wishes[0] == wishes[1]


def test_why_a_chat_waits_is_kept_in_the_portal_s_language(world: World) -> None:
    """A pass that somebody runs in English: what it leaves for people is as any other pass leaves it."""
    world.connect(world.transport, mode="manual")
    world.inspector("Иванова Анна")
    company = world.company("ООО «УК»")
    world.house("ул. Мира, д. 1", company)
    with translation.override("en"):
        world.push()
    kept = [*WorkOrder.objects.values_list("instruction", flat=True)]
    kept += SyncRequest.objects.exclude(reason="").values_list("reason", flat=True)
    assert kept
    assert [text for text in kept if re.search(r"\b(the|of|and|has|chat)\b", text)] == []


@pytest.mark.parametrize("organisation", [True, False])
def test_the_title_of_an_operation_is_in_the_portal_s_language(world: World, organisation: bool) -> None:
    program, new = Caller.of(world.region), world.company("ООО «Новая»")
    house = world.house("ул. Мира, д. 1", world.company("ООО «УК»"))
    body = {"house": house.pk, "organisation": new.pk if organisation else None, "since": "2026-12-01"}
    assert program.post("/management-periods/", body).status_code == 201
    assert "direct management" not in Operation.objects.get().title
    assert House.objects.count() == 1


def test_no_write_keeps_the_language_of_its_reader(db: None, django_capture_on_commit_callbacks: Any) -> None:
    """Each operation with a body that fits, once in Russian and once in English: the tables end alike."""
    own = Strangers(Region.objects.get(pk="55")).settle()
    program = Caller.of(own.region, rate=RATE)
    named = {operation["operationId"] for method, _path, operation in operations() if method != "GET"}
    assert named <= BODIES.keys()
    asked = list(writes(own, own))
    assert len(asked) > 30
    asked = sampled(asked, 3)
    different, accepted = [], 0
    for each in asked:
        kept = []
        for language in ("ru", "en"):
            content = each.content
            form = {}
            if isinstance(content, dict) and "file" in content:
                content["file"].seek(0)
                form = {"content_type": MULTIPART_CONTENT}
            try:
                with transaction.atomic():
                    answer = program.request(each.method, each.address, content, accept_language=language, **form)
                    accepted += answer.status_code < 300
                    kept.append(texts())
                    raise Undone
            except Undone:
                pass
        if kept and kept[0] != kept[1]:
            different.append(f"{each.method} {each.address}")
    assert not different
    assert accepted > 10
