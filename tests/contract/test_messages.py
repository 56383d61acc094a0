"""Single messages: read, change, delete; whose they are decides."""

from contract_place import OWNER, TOKEN


def rights(place, chat_id, *names):
    place.emulator.people.appoint(chat_id, place.emulator.state.bot_of(TOKEN), frozenset(names))


def send(place, chat_id, text="Раз"):
    return place.raw("POST", f"/messages?chat_id={chat_id}", json={"text": text}).json()["message"]["body"]["mid"]


def texts(place, chat_id):
    messages = place.raw("GET", f"/messages?chat_id={chat_id}").json()["messages"]
    return [message["body"]["text"] for message in messages]


def test_a_message_is_read_changed_and_deleted(place, chat_id):
    mid = send(place, chat_id)
    assert place.raw("PUT", f"/messages?message_id={mid}", json={"text": "Два"}).json() == {"success": True}
    assert place.raw("GET", f"/messages/{mid}").json()["body"]["text"] == "Два"
    assert place.raw("DELETE", f"/messages?message_id={mid}").json() == {"success": True}
    answer = place.raw("GET", f"/messages/{mid}")
    assert (answer.status_code, answer.json()["code"]) == (404, "message.not.found")
    assert texts(place, chat_id) == []


def test_an_absent_text_leaves_the_message_as_it_is(place, chat_id):
    mid = send(place, chat_id)
    assert place.raw("PUT", f"/messages?message_id={mid}", json={"text": None, "notify": False}).json()["success"]
    assert texts(place, chat_id) == ["Раз"]


def test_a_deleted_announcement_is_pinned_no_longer(place, chat_id):
    mid = send(place, chat_id)
    place.raw("PUT", f"/chats/{chat_id}/pin", json={"message_id": mid})
    place.raw("DELETE", f"/messages?message_id={mid}")
    assert place.raw("GET", f"/chats/{chat_id}/pin").json() == {"message": None}
    assert "pinned_message" not in place.raw("GET", f"/chats/{chat_id}").json()


def test_messages_of_others_are_changed_with_the_right_to_write_only(place, chat_id):
    rights(place, chat_id, "read_all_messages")
    mid = place.emulator.people.post(chat_id, OWNER, "Здравствуйте").mid
    for method in ("PUT", "DELETE"):
        assert not place.raw(method, f"/messages?message_id={mid}", json={"text": "Иначе"}).json()["success"]
    rights(place, chat_id, "read_all_messages", "write")
    assert place.raw("DELETE", f"/messages?message_id={mid}").json() == {"success": True}


def test_messages_of_others_are_not_there_for_a_bot_that_may_not_read_them(place, chat_id):
    rights(place, chat_id)
    mine, other = send(place, chat_id), place.emulator.people.post(chat_id, OWNER, "Здравствуйте").mid
    assert place.raw("GET", f"/messages/{other}").status_code == 404
    listed = place.raw("GET", f"/messages?message_ids={mine},{other}").json()["messages"]
    assert [message["body"]["mid"] for message in listed] == [mine]
    assert place.raw("GET", f"/messages?chat_id={chat_id}").status_code == 403


def test_a_person_without_a_dialog_cannot_be_written_to(place):
    answer = place.raw("POST", "/messages?user_id=700", json={"text": "Здравствуйте"})
    assert (answer.status_code, answer.json()["code"]) == (403, "chat.denied")


def test_messages_of_one_millisecond_have_ids_of_their_own(place, chat_id):
    mids = []
    for _ in range(5):
        mids.append(place.emulator.people.post(chat_id, OWNER, "Раз").mid)
        place.raw("DELETE", f"/messages?message_id={mids[-1]}")
    assert len(set(mids)) == 5
