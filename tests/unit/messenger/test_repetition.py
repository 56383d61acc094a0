"""What is tried again, how often and for how long."""

from contextlib import contextmanager

import httpx
import pytest

from supervision.messenger import errors
from supervision.messenger.answers import OF_CODE
from supervision.messenger.connect import connect
from supervision.messenger.repetition import Repetition

NOT_NOW = httpx.Response(503, json={"code": "x", "message": "not now"})
SLOWER = httpx.Response(429, json={"code": "x", "message": "slower"})
DONE = httpx.Response(200, json={"success": True})
NO_ADMIN = httpx.Response(200, json={"success": False, "message": "not an administrator"})
GONE = httpx.Response(404, json={"code": "chat.not.found", "message": "no such chat"})
NO_ROUTE, CUT = httpx.ConnectError("no route"), httpx.ReadError("cut")

SETS_A_STATE = [
    lambda account: account.edit_chat(-1, title="Дом"),
    lambda account: account.grant_admin(-1, user_id=1, rights=frozenset(), alias=""),
    lambda account: account.revoke_admin(-1, user_id=1),
    lambda account: account.pin_message(-1, message_id="mid.1"),
    lambda account: account.subscribe(url="https://portal.example/hook", secret="secret", update_types=()),
    lambda account: account.unsubscribe(url="https://portal.example/hook"),
    lambda account: account.create_chat(external_id="1", title="Дом", description="", owner_id=1),
    lambda account: account.transfer_owner(-1, owner_id=1),
]
CHAT = httpx.Response(200, json={"success": True, "chat_id": -1, "type": "chat", "status": "active"})


class Clock:
    """Held: it moves when somebody sleeps or waits for a turn."""

    def __init__(self):
        self.now, self.slept = 0.0, []

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


class CrowdedPace:
    """Every turn takes so long to come."""

    def __init__(self, clock, seconds):
        self.clock, self.seconds = clock, seconds

    @contextmanager
    def turn(self, kind):
        self.clock.now += self.seconds
        yield

    def slow_down(self):
        pass


def account(answers, clock=None, turn_seconds=0.0):
    """Gives these answers in turn; `sent` counts the requests."""
    clock, waiting = clock or Clock(), iter(answers)

    def handle(request):
        answer = next(waiting)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return connect(
        url="https://max.example",
        token="t-1",
        provisioning="api",
        pace=CrowdedPace(clock, turn_seconds),
        transport=httpx.MockTransport(handle),
        repetition=Repetition(clock=lambda: clock.now, sleep=clock.sleep),
    )


@pytest.mark.parametrize("call", SETS_A_STATE)
@pytest.mark.parametrize("failure", [NOT_NOW, SLOWER, NO_ROUTE])
def test_a_write_that_sets_a_state_is_tried_again_after_a_failure_that_changed_nothing(call, failure):
    opened = account([failure, failure, CHAT])
    call(opened)
    assert opened.calls.write == 3


@pytest.mark.parametrize("call", SETS_A_STATE)
@pytest.mark.parametrize("failure", [CUT, httpx.Response(502), httpx.Response(504)])
def test_a_write_whose_answer_is_lost_is_left_to_a_look(call, failure):
    opened = account([failure, NO_ADMIN])
    with pytest.raises(errors.AnswerUnknown):
        call(opened)
    assert opened.calls.write == 1


@pytest.mark.parametrize("code", [*OF_CODE, "some.code", None])
@pytest.mark.parametrize("status", [200, 400, 403, 404, 405])
@pytest.mark.parametrize("before", [503, 409])
def test_a_refusal_after_not_now_does_not_say_that_nothing_was_done(code, status, before):
    kind = OF_CODE.get(code, errors.RequestRejected)
    body = {"success": False, "message": "no"} | ({"code": code} if code else {})
    first = httpx.Response(before, json={"code": "x", "message": "not now"})
    opened = account([first, *[httpx.Response(status, json=body)] * 2])
    if issubclass(kind, errors.AccountRejected) or issubclass(kind, errors.Temporary):
        with pytest.raises(kind):
            opened.revoke_admin(-1, user_id=1)
        return
    with pytest.raises(errors.AnswerUnknown) as caught:
        opened.revoke_admin(-1, user_id=1)
    is_heard = status == 200 or code in OF_CODE  # else it is nobody's word, after whatever
    assert (f"refused after a {before}" in str(caught.value)) is is_heard


@pytest.mark.parametrize("failure", [SLOWER, NO_ROUTE])
def test_a_refusal_after_a_failure_that_surely_did_nothing_is_a_refusal(failure):
    with pytest.raises(errors.RequestRejected, match="not an administrator"):
        account([failure, NO_ADMIN]).revoke_admin(-1, user_id=1)


def test_a_read_that_is_refused_after_a_503_is_refused():
    with pytest.raises(errors.NotFound):
        account([NOT_NOW, GONE]).pinned(-1)


@pytest.mark.parametrize("failure", [NOT_NOW, SLOWER, NO_ROUTE])
def test_a_message_is_sent_once_whatever_comes_back(failure):
    opened = account([failure, DONE])
    with pytest.raises(errors.Temporary):
        opened.send_message(-1, text="Объявление")
    assert opened.calls.write == 1


def test_the_pauses_double_and_are_never_the_same_for_two():
    clocks = [Clock() for _ in range(20)]
    for clock in clocks:
        with pytest.raises(errors.Unavailable):
            account([NOT_NOW] * 3, clock).me()
    assert all(0.1 <= first <= 0.2 and 0.2 <= second <= 0.4 for first, second in (clock.slept for clock in clocks))
    assert len({clock.now for clock in clocks}) == 20


def test_nothing_is_tried_again_when_the_first_attempt_took_long():
    clock = Clock()
    opened = account([NOT_NOW, DONE], clock, turn_seconds=11)
    with pytest.raises(errors.Unavailable):
        opened.revoke_admin(-1, user_id=1)
    assert (opened.calls.write, clock.slept) == (1, [])


def test_a_repetition_whose_turn_comes_too_late_is_not_sent():
    opened = account([NOT_NOW, DONE], turn_seconds=6)
    with pytest.raises(errors.NotReached, match="turn came too late"):
        opened.revoke_admin(-1, user_id=1)
    assert opened.calls.write == 1


def test_all_attempts_together_stay_below_the_time_for_which_a_chat_is_held():
    longest = Repetition().within_seconds + sum((5, 20))  # and what one request may take: connect.py
    assert longest <= 0.8 * 45
