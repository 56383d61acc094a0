"""Every field of every update x every odd value: what is essential is still told, and nothing else is ever raised."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from supervision.messenger import wire
from supervision.messenger.port import DialogView, UpdateView

USER = {"user_id": 7, "first_name": "Анна", "last_name": "И.", "name": "Анна И.", "is_bot": False}
SIDE = {"timestamp": 1775025604499, "is_channel": False, "user_locale": "ru"}
OF_CHAT = {**SIDE, "chat_id": -5, "user": USER, "user_id": 8}
MESSAGE = {
    "sender": USER,
    "recipient": {"chat_id": 40, "chat_type": "dialog", "user_id": 7},
    "timestamp": 1775025604499,
    "body": {"mid": "mid.1", "seq": 116328127605864690, "text": "да"},
}
UPDATES: dict[str, dict[str, Any]] = {
    "bot_added": OF_CHAT,
    "bot_removed": OF_CHAT,
    "user_added": {**OF_CHAT, "inviter_id": 9},
    "user_removed": {**OF_CHAT, "admin_id": 9},
    "chat_title_changed": {**OF_CHAT, "title": "Дом"},
    "bot_admin_permissions_changed": {**SIDE, "chat_id": -5, "user_id": 7, "bot_id": 3, "is_admin": True},
    "message_removed": {**SIDE, "chat_id": -5, "user_id": 7, "message_id": "mid.1"},
    "bot_started": {**SIDE, "chat_id": 40, "user": USER, "payload": "secret"},
    "bot_stopped": {**SIDE, "chat_id": 40, "user": USER},
    "dialog_removed": {**SIDE, "chat_id": 40, "user": USER},
    "message_callback": {**SIDE, "callback": {"callback_id": "c", "payload": "yes", "user": USER}, "message": MESSAGE},
}
ODD: list[Any] = [None, True, 1.5, -1, 1 << 70, "", "x", "\0\ud83d", "я" * 5_000, [], [None], {}, {"a": {}}]
# Without these nobody knows what happened, where, or who did it.
ESSENTIAL = {("update_type",), ("chat_id",), ("user",), ("user", "user_id"), ("user", "is_bot")}
OF_A_PRESS = {("callback",), *((("callback"), *path) for path in ESSENTIAL if path[0] == "user")}


def paths(data: dict[str, Any], before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, value in data.items():
        yield (*before, name)
        if isinstance(value, dict):
            yield from paths(value, (*before, name))


def spoilt(data: dict[str, Any], path: tuple[str, ...], odd: Any) -> dict[str, Any]:
    copied: dict[str, Any] = json.loads(json.dumps(data))  # nothing in it is shared
    place = copied
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = odd
    return copied


def read(data: Any) -> tuple[UpdateView, DialogView | None] | None:
    """None for what is refused; anything but ValueError gets out."""
    try:
        return wire.update(data), wire.dialog(data)
    except ValueError:
        return None


def essential(found: tuple[UpdateView, DialogView | None] | None) -> tuple[Any, ...]:
    assert found is not None
    update, said = found
    return (update.type, said.user_id) if said else (update.type, update.chat_id)


@pytest.mark.parametrize("kind", UPDATES)
def test_whatever_is_odd_in_an_update_the_essential_is_still_told(kind: str) -> None:
    whole = {"update_type": kind, **UPDATES[kind]}
    told = essential(read(whole))
    for path in paths(whole):
        for odd in ODD:
            found = read(spoilt(whole, path, odd))
            is_of_dialog = kind in wire.DIALOG_KINDS
            needed = (ESSENTIAL - {("chat_id",)} | OF_A_PRESS) if is_of_dialog else {("update_type",), ("chat_id",)}
            of_group = path in {("message", "recipient", "chat_type")}  # no dialog then, as far as anybody knows
            if path not in needed and not of_group:
                assert found and essential(found) == told, (path, odd)
            elif found and found[1] is None and is_of_dialog and path != ("update_type",):
                assert path[-1] in {"is_bot", "chat_type"}, (path, odd)


@pytest.mark.parametrize("odd", ODD)
def test_an_update_that_is_odd_as_a_whole_is_refused_and_no_more(odd: Any) -> None:
    assert read(odd) is None or isinstance(odd, dict)
    for kind in UPDATES:
        read({"update_type": kind, **dict.fromkeys(UPDATES[kind], odd)})


@pytest.mark.parametrize("user", [5, "Анна", [USER], {"user_id": "7"}])
def test_a_person_who_cannot_be_read_is_not_the_number_beside(user: Any) -> None:
    found = read({"update_type": "user_added", **OF_CHAT, "user": user})
    assert found is not None and found[0].user_id is None
