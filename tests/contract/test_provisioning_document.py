"""docs/provisioning.yaml is the contract: our requests, the emulator's answers and the page beside it must fit it."""

import json
import re

import httpx
import pytest
from contract_place import NEIGHBOUR, OWNER, TOKEN, Place
from provisioning_document import CREATE, OPERATIONS, PAGE, TRANSFER, answers_of, problems, request_of

from supervision.messenger import errors
from supervision.messenger.answers import error_of
from supervision.messenger.connect import connect
from supervision.messenger.emulator import Emulator, EmulatorTransport
from supervision.messenger.port import Right
from supervision.messenger.throttle import Unpaced

NOT_PLAYED = "409"  # the emulator does one thing at a time: no call meets another that is not finished
ROW = re.compile(r"^\| (\d{3}|200 with `success: false`) \| (?:`([\w.]+)`|–) \| `(\w+)` \|", re.MULTILINE)


@pytest.fixture
def recorded():
    """What the production client sends and gets."""
    exchanges, emulator = [], EmulatorTransport(Emulator())

    def note(request):
        response = emulator.handle_request(request)
        exchanges.append((json.loads(request.content), response.status_code, json.loads(response.read())))
        return response

    with connect(
        url="http://emulator",
        token="emulator-1",
        provisioning="api",
        pace=Unpaced(),
        transport=httpx.MockTransport(note),
    ) as account:
        for _ in range(2):
            chat = account.create_chat(external_id="1", title="Дом", description="", owner_id=OWNER)
        account.transfer_owner(chat.chat_id, owner_id=NEIGHBOUR)
    return exchanges


def test_our_requests_fit_the_document(recorded):
    made, made_again, handed_over = (body for body, _, _ in recorded)
    assert problems(request_of(CREATE)["schema"], made) == problems(request_of(CREATE)["schema"], made_again) == []
    assert problems(request_of(TRANSFER)["schema"], handed_over) == []


def test_the_emulators_answers_fit_the_document(recorded):
    assert [status for _, status, _ in recorded] == [201, 200, 200]
    made, made_again, handed_over = (answer for _, _, answer in recorded)
    assert made == made_again and problems(answers_of(CREATE)["201"]["schema"], made) == []
    assert problems(answers_of(CREATE)["200"]["schema"], made_again) == []
    assert problems(answers_of(TRANSFER)["200"]["schema"], handed_over) == []


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_documents_examples_fit_its_schemas(operation):
    described = [
        request_of(operation),
        *(each for status, each in answers_of(operation).items() if status != "default"),
    ]
    assert [problems(each["schema"], each["example"]) for each in described] == [[] for _ in described]


def test_a_refusal_cannot_be_taken_for_a_chat_nor_a_chat_for_a_refusal():
    schemas = answers_of(CREATE)
    assert problems(schemas["201"]["schema"], schemas["200"]["example"])
    assert problems(schemas["200"]["schema"], schemas["201"]["example"] | {"success": False, "message": "no"})


def asked_wrongly(operation, status):
    """The emulator's answer where something is wrong in the way that the status stands for."""
    place = Place(emulator := Emulator(), "http://emulator", EmulatorTransport(emulator))
    chat_id = emulator.people.create_chat(owner_id=OWNER, title="Дом").chat_id
    emulator.people.add_bot(chat_id, TOKEN)
    name, body, token = ("create_chat" if operation == CREATE else "transfer_owner"), request_of(operation), TOKEN
    match status:
        case "400":
            body = {"example": {"owner_id": 0}}
        case "401":
            token = "Bearer x"
        case "403":
            emulator.people.dismiss(chat_id, place.account().me().user_id)
        case "404":
            chat_id = -1
        case _:
            emulator.faults.add({"429": "too_many", "503": "unavailable"}.get(status, "refuse"), operation=name)
    path, method = operation
    return place.raw(method.upper(), path.format(chat_id=chat_id), token=token, json=body["example"])


PLAYED = [
    (operation, status)
    for operation in OPERATIONS
    for status in answers_of(operation)
    if status not in ("201", "default", NOT_PLAYED)
    # Whoever may ask at all may make a chat of the emulator's, and it knows no person who does not exist.
    and not (operation == CREATE and status in ("403", "404"))
]


@pytest.mark.parametrize("operation, status", PLAYED)
def test_the_emulator_refuses_as_the_document_says(operation, status):
    answer, described = asked_wrongly(operation, status), answers_of(operation)[status]
    assert str(answer.status_code) == status
    assert problems(described["schema"], answer.json()) == []
    if status == "200":
        assert answer.json()["success"] is False
    else:
        assert answer.json()["code"] == described["example"]["code"]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_error_of_the_document_is_of_the_type_that_the_page_names(operation):
    named = {status: (code, kind) for status, code, kind in ROW.findall(PAGE) if status.isdecimal()}
    described = {
        status: each for status, each in answers_of(operation).items() if status not in ("200", "201", "default")
    }
    assert set(described) | {"500", "502", "504"} == set(named)
    for status, (code, kind) in named.items():
        error = error_of(int(status), {"code": code, "message": "words"}, operation="create_chat", is_write=True)
        assert type(error) is getattr(errors, kind)
        assert status not in described or described[status]["example"]["code"] == code


def test_the_page_names_the_type_of_a_refusal_in_a_200():
    (kind,) = (kind for status, _, kind in ROW.findall(PAGE) if not status.isdecimal())
    place = Place(emulator := Emulator(), "http://emulator", EmulatorTransport(emulator))
    emulator.faults.add("refuse", operation="transfer_owner")
    emulator.switches.set("refusals_without_code", True)
    with pytest.raises(errors.Rejected) as without_code:
        place.account().transfer_owner(-1, owner_id=OWNER)
    emulator.switches.set("refusals_without_code", False)
    emulator.faults.add("refuse", operation="transfer_owner")
    with pytest.raises(errors.Rejected) as with_code:
        place.account().transfer_owner(-1, owner_id=OWNER)
    named = {code: kind for _, code, kind in ROW.findall(PAGE)}
    assert type(without_code.value) is getattr(errors, kind)
    assert with_code.value.code and type(with_code.value) is getattr(errors, named[with_code.value.code])


def test_the_bot_of_a_new_chat_has_all_rights_of_a_group():
    place = Place(emulator := Emulator(), "http://emulator", EmulatorTransport(emulator))
    account = place.account()
    chat = account.create_chat(**request_of(CREATE)["example"])
    (bot,) = account.members(chat.chat_id, [account.me().user_id])
    assert bot.rights == frozenset(Right)
