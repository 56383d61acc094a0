"""What every write of the interface passes: If-Match, Idempotency-Key, contents that do not fit. Shown on a small view
that freezes a chat, as the interface's own views do it."""

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.urls import include, path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from supervision.actions import chats
from supervision.api.chats import Chats
from supervision.api.idempotency import written
from supervision.enums import ApiScope
from supervision.errors import Refused
from supervision.models import Chat, Event, IdempotentAnswer, Organisation
from tests.programs import Caller, refusal
from tests.world import World


class FreezeAsked(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class Freezing(Chats):
    write_scope = ApiScope.CHATS

    @written
    def freeze(self, request: Request, pk: int) -> Response:
        chat = self.row_to_write(lambda row: row.region)
        asked = self.content_of(FreezeAsked)
        if asked["reason"] == "нет":
            raise Refused("Give a reason.", ("the reason says nothing",))
        chats.freeze(chat, reason=asked["reason"], by=request.user)
        return self.written_row(chat)


urlpatterns = [
    path("api/v1/chats/<int:pk>/freeze/", Freezing.as_view({"post": "freeze"})),
    path("", include("housechats.urls")),
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def chat(world: World) -> Chat:
    return world.chat(world.house("ул. Мира, д. 1"))


@pytest.fixture
def program(world: World) -> Caller:
    return Caller.of(world.region)


def send(program: Caller, chat: Chat, reason: str = "Спор", body: Any = None, **headers: str) -> HttpResponse:
    return program.request("POST", f"/chats/{chat.pk}/freeze/", body or {"reason": reason}, **headers)


def freezes() -> int:
    return Event.objects.filter(name="chat.frozen").count()


def test_a_write_answers_with_the_row_and_its_new_tag(program: Caller, chat: Chat) -> None:
    response = send(program, chat)
    assert (response.status_code, response.json()["reason"]) == (200, "Спор")
    assert program.get(f"/chats/{chat.pk}/").headers["ETag"] == response.headers["ETag"]


def test_the_same_request_with_the_same_key_is_carried_out_once(program: Caller, chat: Chat) -> None:
    first, second = (send(program, chat, Idempotency_Key="a") for _ in range(2))
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert (second.status_code, second.json()) == (first.status_code, first.json())
    assert second.headers["ETag"] == first.headers["ETag"]
    assert freezes() == 1


def test_without_a_key_or_with_another_it_is_carried_out_again(world: World, program: Caller, chat: Chat) -> None:
    send(program, chat)
    send(program, chat, Idempotency_Key="a")
    send(program, chat, Idempotency_Key="b")
    send(Caller.of(world.region), chat, Idempotency_Key="a")
    assert freezes() == 4


def test_a_key_used_for_another_request_is_refused(program: Caller, chat: Chat) -> None:
    send(program, chat, Idempotency_Key="a")
    problem = refusal(send(program, chat, "Иное", Idempotency_Key="a"), 422)
    assert problem["type"] == "/api/problems/key-used-otherwise"
    assert freezes() == 1


def company(name: str, region: str = "55") -> dict[str, str]:
    return {"region": region, "kind": "uk", "name": name}


def test_a_key_of_one_program_tells_another_nothing(program: Caller) -> None:
    """Neither the answer nor that the key is taken: not to a program of another region, nor to one of the same."""
    first = program.post("/organisations/", company("ООО «Тайна»"), idempotency_key="a")
    assert first.status_code == 201
    colleague, stranger = Caller.of("55"), Caller.of("25")
    assert refusal(stranger.post("/organisations/", company("ООО «Тайна»"), idempotency_key="a"), 422)
    for other, region in ((colleague, "55"), (stranger, "25")):
        answer = other.post("/organisations/", company("ООО «Другая»", region), idempotency_key="a")
        assert (answer.status_code, "Idempotent-Replayed" in answer.headers) == (201, False)
        assert "Тайна" not in answer.content.decode()
    again = program.post("/organisations/", company("ООО «Тайна»"), idempotency_key="a")
    assert (again.headers["Idempotent-Replayed"], again.json()) == ("true", first.json())
    assert Organisation.objects.count() == 3


def test_a_key_that_another_program_is_at_work_with_is_free(world: World, program: Caller, chat: Chat) -> None:
    first = connection.copy()  # of another web process
    try:
        with first.cursor() as cursor:
            key = ["idempotency a", Caller.of(world.region).client.user_id]
            cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, %s))", key)
        assert send(program, chat, Idempotency_Key="a").status_code == 200
    finally:
        first.close()


@pytest.mark.parametrize("changed", [{"name": "ООО «Иная»"}, {"kind": "tszh"}, {"reason": "Опечатка"}])
def test_a_key_with_another_body_writes_nothing(program: Caller, changed: dict[str, str]) -> None:
    assert program.post("/organisations/", company("ООО «Первая»"), idempotency_key="a").status_code == 201
    before = program.state()
    sent = program.post("/organisations/", {**company("ООО «Первая»"), **changed}, idempotency_key="a")
    problem = refusal(sent, 422)
    assert (problem["type"], problem["errors"][0]["field"]) == ("/api/problems/key-used-otherwise", "Idempotency-Key")
    assert program.state() == before


def test_a_key_serves_a_day(world: World, program: Caller, chat: Chat) -> None:
    send(program, chat, Idempotency_Key="a")
    world.wait(hours=25)
    program.token = program.ask_for_token().json()["access_token"]
    assert "Idempotent-Replayed" not in send(program, chat, Idempotency_Key="a").headers
    assert IdempotentAnswer.objects.count() == 1


def test_what_was_refused_wrote_nothing_and_may_be_sent_again(program: Caller, chat: Chat) -> None:
    problem = refusal(send(program, chat, "нет", Idempotency_Key="a"), 409)
    assert (problem["type"], problem["detail"]) == ("/api/problems/refused", "Give a reason.")
    assert problem["errors"] == [{"field": "", "message": "the reason says nothing"}]
    assert not IdempotentAnswer.objects.exists()
    assert send(program, chat, Idempotency_Key="a").status_code == 200


def test_two_at_once_with_one_key_are_told_apart(program: Caller, chat: Chat) -> None:
    first = connection.copy()  # of another web process, where the first request is still at work
    try:
        with first.cursor() as cursor:
            key = ["idempotency a", program.client.user_id]
            cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, %s))", key)
        assert refusal(send(program, chat, Idempotency_Key="a"), 409)["type"] == "/api/problems/in-progress"
    finally:
        first.close()
    assert send(program, chat, Idempotency_Key="a").status_code == 200


def test_a_writer_who_knows_an_older_state_is_shown_the_new_one(world: World, program: Caller, chat: Chat) -> None:
    tag = program.get(f"/chats/{chat.pk}/").headers["ETag"]
    chats.freeze(chat, reason="Раньше", by=world.by)
    response = send(program, chat, If_Match=tag)
    problem = refusal(response, 412)
    assert (problem["type"], problem["current"]["reason"]) == ("/api/problems/changed-meanwhile", "Раньше")
    assert send(program, chat, If_Match=response.headers["ETag"]).status_code == 200


@pytest.mark.parametrize(
    ("content", "field"),
    [({"reason": None}, "reason"), ({"reason": ""}, "reason"), ({"reason": "Спор", "colour": 1}, "colour"), ([1], "")],
)
def test_content_that_does_not_fit_is_refused_by_field(program: Caller, chat: Chat, content: Any, field: str) -> None:
    problem = refusal(send(program, chat, body=content), 422)
    assert (problem["type"], problem["errors"][0]["field"]) == ("/api/problems/invalid", field)


@pytest.mark.parametrize("text", ["{", "[" * 100_000])
def test_json_that_is_none_is_malformed(program: Caller, chat: Chat, text: str) -> None:
    response = program.request("POST", f"/chats/{chat.pk}/freeze/", text)
    assert refusal(response, 400)["type"] == "/api/problems/malformed"


def test_content_of_another_type_is_not_taken(program: Caller, chat: Chat) -> None:
    response = program.request("POST", f"/chats/{chat.pk}/freeze/", "reason=1", content_type="text/plain")
    assert refusal(response, 415)["type"] == "/api/problems/media-type"


def test_a_stranger_writes_nothing(world: World, chat: Chat) -> None:
    assert send(Caller.of("25"), chat).status_code == 404
    assert send(Caller.of(world.region, scopes=(ApiScope.READ,)), chat).status_code == 403
    assert freezes() == 0
