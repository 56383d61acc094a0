"""Answers that are not the messenger's own: a balancer, a firewall, a sign-in page, an answer that drips."""

import time

import httpx
import pytest
from contract_place import OWNER

from supervision.messenger.emulator.stand_ins import NAMED, StandIn

HOUSE = {"external_id": "1", "title": "Дом", "description": "", "owner_id": OWNER}


@pytest.mark.parametrize("carried_out", [False, True])
@pytest.mark.parametrize("name", NAMED)
def test_a_proxy_answers_before_or_after_the_messenger_has_acted(place, name, carried_out):
    place.emulator.faults.add(name, operation="create_chat", carried_out=carried_out)
    answer = place.raw("POST", "/house-chats", json=HOUSE)
    assert (answer.status_code, answer.content) == (NAMED[name].status, NAMED[name].body)
    assert len(place.emulator.world()) == carried_out
    assert place.raw("POST", "/house-chats", json=HOUSE).status_code == (200 if carried_out else 201)


def test_any_answer_may_be_given_whole(place):
    answer = StandIn(599, b"\xff\x00", "text/odd", {"content-language": "ru", "location": "/elsewhere"})
    place.emulator.faults.add_answer(answer, operation="me", times=None)
    for _ in range(2):
        said = place.raw("GET", "/me")
        assert (said.status_code, said.content, said.headers["content-type"]) == (599, b"\xff\x00", "text/odd")
        assert (said.headers["content-language"], said.headers["location"]) == ("ru", "/elsewhere")
    place.emulator.faults.clear()
    assert place.raw("GET", "/me").json()["is_bot"] is True


def test_any_answer_may_be_given_over_http(place):
    asked = {"status": 404, "text": '{"code": "odd", "message": "нет"}', "content_type": "application/json"}
    assert place.raw("POST", "/_emulator/stand_in", json=asked | {"operation": "me"}).json() == {"success": True}
    answer = place.raw("GET", "/me")
    assert (answer.status_code, answer.json()["message"]) == (404, "нет")
    place.raw("POST", "/_emulator/fault", json={"kind": "html_403", "operation": "me"})
    assert place.raw("GET", "/me").text.startswith("<html>")


def test_a_share_of_the_calls_may_be_answered_by_a_proxy(place):
    place.emulator.faults.add_share("proxy_520", rate=0.5, seed=3, operation="me")
    statuses = [place.raw("GET", "/me").status_code for _ in range(30)]
    assert 5 < statuses.count(520) < 25 and set(statuses) == {200, 520}


def test_only_an_answer_of_a_proxy_comes_after_the_call_was_carried_out(place):
    for wrong in ("unavailable", "stand_in"):
        with pytest.raises(ValueError, match="no answer of a proxy"):
            place.emulator.faults.add(wrong, carried_out=True)


def test_an_answer_drips_a_byte_at_a_time_and_comes_whole_to_the_patient(place):
    place.emulator.drip_ms = 2
    place.emulator.faults.add("drip", operation="create_chat")
    began = time.monotonic()
    answer = place.raw("POST", "/house-chats", json=HOUSE, timeout=httpx.Timeout(5, read=1))
    assert answer.json()["title"] == "Дом" and time.monotonic() - began > len(answer.content) * 0.002
    place.emulator.drip_ms = 60_000
    place.emulator.faults.add("drip", operation="me")
    with pytest.raises(httpx.ReadTimeout):
        place.raw("GET", "/me", timeout=httpx.Timeout(5, read=0.2))
