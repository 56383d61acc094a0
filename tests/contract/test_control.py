"""What a local run or a benchmark can do to the emulator over HTTP."""

from contract_place import NEIGHBOUR, OWNER, TOKEN


def command(place, verb, **body):
    return place.raw("POST", f"/_emulator/{verb}", json=body).json()


def test_people_are_played_over_http(place, account, chat):
    command(place, "join", chat_id=chat.chat_id, user_id=NEIGHBOUR)
    command(place, "name", user_id=NEIGHBOUR, name="Мария Петрова")
    command(place, "rename", chat_id=chat.chat_id, title="Двор")
    command(place, "owner", chat_id=chat.chat_id, owner_id=NEIGHBOUR)
    command(place, "leave", chat_id=chat.chat_id, user_id=OWNER)
    (neighbour,) = account.members(chat.chat_id, [OWNER, NEIGHBOUR])
    assert (neighbour.name, neighbour.is_owner, account.chat(chat.chat_id).title) == ("Мария Петрова", True, "Двор")


def test_a_chat_made_by_hand_gets_the_bot(place, account):
    made = command(place, "chat", owner_id=OWNER, title="Дом", token=TOKEN)
    assert account.chat(made["chat_id"]).owner_id == OWNER


def test_switches_and_faults_are_set_over_http(place):
    place.emulator.clock = lambda: 100.0
    command(place, "switch", rate=2, message_rate=None)
    command(place, "fault", kind="unavailable", operation="me", times=1)
    assert [place.raw("GET", "/me").status_code for _ in range(3)] == [503, 200, 429]


def test_a_wrong_command_says_what_there_is(place):
    assert "reset_stats" in command(place, "nonsense")["message"]
    assert command(place, "fault", kind="earthquake")["code"] == "proto.payload"
    assert "missing" in command(place, "join", chat_id=-1, user_id=5)["message"]


def test_reset_forgets_chats_and_figures(place, account, chat):
    command(place, "reset")
    figures = place.emulator.stats()
    assert not any(figures[name] for name in ("chats", "operations", "tokens", "remarks"))
    assert not any(figures["webhooks"].values())
