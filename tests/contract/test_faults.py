"""What may go wrong with a call, by number and by share; how the client reports it is in test_when_things_fail.py."""

import httpx
import pytest
from contract_place import OWNER

HOUSE = {"external_id": "1", "title": "Дом", "description": "", "owner_id": OWNER}


def outcome(place):
    """The status, or "cut" where there was no answer."""
    try:
        return place.raw("GET", "/me").status_code
    except (httpx.ReadError, httpx.RemoteProtocolError):
        return "cut"


def test_a_connection_cut_before_has_carried_out_nothing_and_one_cut_after_has(place):
    for kind, chats in (("cut", 0), ("lose_answer", 1)):
        place.emulator.faults.add(kind, operation="create_chat")
        with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
            place.raw("POST", "/house-chats", json=HOUSE)
        assert len(place.emulator.world()) == chats


def test_a_refusal_is_lost_like_any_answer(place):
    place.emulator.faults.add("lose_answer")
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        place.raw("GET", "/chats/-1")


def test_a_slow_answer_comes_after_the_write(place):
    place.emulator.slow_ms = 60_000
    place.emulator.faults.add("slow", operation="create_chat")
    with pytest.raises(httpx.ReadTimeout):
        place.raw("POST", "/house-chats", json=HOUSE, timeout=httpx.Timeout(30, read=1))
    assert len(place.emulator.world()) == 1


def test_too_many_has_no_retry_after(place):
    place.emulator.faults.add("too_many")
    answer = place.raw("GET", "/me")
    assert (answer.status_code, "retry-after" in answer.headers) == (429, False)


def run(place, seed, kind="unavailable"):
    place.emulator.faults.clear()
    place.emulator.faults.add_share(kind, rate=0.3, seed=seed, operation="me")
    return [outcome(place) for _ in range(60)]


def test_a_share_of_the_calls_fails_and_the_same_seed_fails_the_same_ones(place):
    first = run(place, seed=1)
    assert 5 < first.count(503) < 40
    assert run(place, seed=1) == first != run(place, seed=2)


def test_the_sequence_of_a_share_does_not_depend_on_other_calls(place):
    alone = run(place, seed=1)
    place.emulator.faults.clear()
    place.emulator.faults.add_share("unavailable", rate=0.3, seed=1, operation="me")
    among_others = []
    for _ in range(60):
        place.raw("GET", "/subscriptions")
        among_others.append(outcome(place))
    assert among_others == alone


def test_a_share_may_end_after_so_many(place):
    place.emulator.faults.add_share("cut", rate=1, seed=0, times=2)
    assert [outcome(place) for _ in range(3)] == ["cut", "cut", 200]


def test_faults_of_webhooks_do_not_strike_calls(place):
    place.emulator.faults.add("drop")
    assert outcome(place) == 200


def test_a_share_is_between_none_and_all(place):
    with pytest.raises(ValueError, match="share"):
        place.emulator.faults.add_share("cut", rate=30, seed=0)
