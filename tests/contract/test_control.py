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


def test_everything_that_people_do_is_played_over_http(place):
    made = command(place, "chat", owner_id=OWNER, title="Дом", description="Старое", token=TOKEN, as_admin=False)
    chat_id = made["chat_id"]
    assert command(place, "join_by_link", link=made["link"], user_id=NEIGHBOUR) == {"chat_id": chat_id}
    command(place, "describe", chat_id=chat_id, description="Новое")
    command(place, "appoint", chat_id=chat_id, user_id=NEIGHBOUR, rights=["add_admins"], alias="УК")
    mid = command(place, "post", chat_id=chat_id, user_id=NEIGHBOUR, text="Здравствуйте")["message_id"]
    command(place, "pin", chat_id=chat_id, message_id=mid)
    command(place, "add_bot", chat_id=chat_id, token=TOKEN)
    seen = place.account().chat(chat_id)
    assert (seen.description, seen.pinned.message_id, seen.pinned.text) == ("Новое", mid, "Здравствуйте")
    (chat,) = place.emulator.world()
    assert chat["admins"] == {str(NEIGHBOUR): ["add_admins"]}


def test_administrators_and_the_bot_lose_what_they_had(place, account, chat):
    command(place, "appoint", chat_id=chat.chat_id, user_id=NEIGHBOUR)
    command(place, "dismiss", chat_id=chat.chat_id, user_id=NEIGHBOUR)
    assert place.emulator.world()[0]["admins"] == {}
    command(place, "remove", chat_id=chat.chat_id, user_id=NEIGHBOUR)
    assert NEIGHBOUR not in place.emulator.world()[0]["participants"]
    command(place, "take_bot_rights", chat_id=chat.chat_id, token=TOKEN)
    assert account.chat(chat.chat_id).owner_id is None
    command(place, "remove_bot", chat_id=chat.chat_id, token=TOKEN)
    assert place.raw("GET", f"/chats/{chat.chat_id}").status_code == 403


def test_a_share_of_faults_lasts_until_it_is_cleared(place):
    command(place, "fault", kind="unavailable", operation="me", rate=1, seed=5)
    assert [place.raw("GET", "/me").status_code for _ in range(3)] == [503] * 3
    command(place, "clear_faults")
    assert place.raw("GET", "/me").status_code == 200


def test_what_the_app_would_not_let_a_person_do_is_refused(place, account, chat):
    refused = [
        command(place, "leave", chat_id=chat.chat_id, user_id=OWNER),
        command(place, "post", chat_id=chat.chat_id, user_id=NEIGHBOUR, text="Я не в чате"),
        command(place, "pin", chat_id=chat.chat_id, message_id="mid.none"),
        command(place, "appoint", chat_id=chat.chat_id, user_id=NEIGHBOUR, rights=["rule_the_world"]),
        command(place, "switch", add_members="sometimes"),
        command(place, "switch", colour="red"),
    ]
    assert ["success" in answer for answer in refused] == [False] * 6


def test_a_wrong_command_says_what_there_is(place):
    assert "reset_stats" in command(place, "nonsense")["message"]
    assert command(place, "fault", kind="earthquake")["code"] == "proto.payload"
    assert "missing" in command(place, "join", chat_id=-1, user_id=5)["message"]


def test_reset_forgets_chats_and_figures(place, account, chat):
    command(place, "reset")
    figures = place.emulator.stats()
    assert not any(figures[name] for name in ("chats", "operations", "tokens", "remarks"))
    assert not any(figures["webhooks"].values())
