"""One request or more for every operation of the emulator, and the chat to which they are put."""

from dataclasses import dataclass
from typing import Any

from contract_place import NEIGHBOUR, OWNER, PRESET, REPRESENTATIVE, TOKEN, Place

from supervision.messenger.emulator import Emulator, EmulatorTransport
from supervision.messenger.port import Press

CHAT, HOOK = "/chats/{chat_id}", "https://portal.example/max"
KEYBOARD = {
    "type": "inline_keyboard",
    "payload": {
        "buttons": [
            [{"type": "callback", "text": "Да", "payload": "yes"}],
            [{"type": "link", "text": "Чат", "url": "https://max.ru/join/1"}],
        ]
    },
}
# By operation: method and path (each {name} is of the lively chat), body.
ASKED: dict[str, list[tuple[str, Any]]] = {
    "me": [("GET /me", None)],
    "edit_commands": [("PATCH /me/commands", {"commands": [{"name": "help", "description": "Помощь"}]})],
    "chat": [(f"GET {CHAT}", None), ("GET /chats/{dialog_id}", None)],
    "edit_chat": [
        (f"PATCH {CHAT}", {"title": "Дом 2", "description": None, "notify": None}),
        (f"PATCH {CHAT}", {"icon": {"url": "https://portal.example/icon.png"}}),
    ],
    "send_action": [(f"POST {CHAT}/actions", {"action": "typing_on"})],
    "get_pin": [(f"GET {CHAT}/pin", None), ("GET /chats/{quiet_id}/pin", None)],
    "pin_message": [(f"PUT {CHAT}/pin", {"message_id": "{mid}", "notify": False})],
    "unpin_message": [(f"DELETE {CHAT}/pin", None)],
    "members": [
        (f"GET {CHAT}/members", None),
        (f"GET {CHAT}/members?count=1", None),
        (f"GET {CHAT}/members?user_ids=700,801", None),
    ],
    "add_members": [
        (f"POST {CHAT}/members", {"user_ids": [900]}),
        (f"POST {CHAT}/members", {"user_ids": [900, 901]}),
    ],
    "remove_member": [
        (f"DELETE {CHAT}/members?user_id=802&block=true", None),
        (f"DELETE {CHAT}/members?user_id=5", None),
    ],
    "membership": [(f"GET {CHAT}/members/me", None)],
    "leave_chat": [(f"DELETE {CHAT}/members/me", None)],
    "admins": [(f"GET {CHAT}/members/admins", None)],
    "grant_admin": [
        (f"POST {CHAT}/members/admins", {"admins": [{"user_id": 802, "permissions": [], "alias": None}]}),
        (f"POST {CHAT}/members/admins", {"admins": [{"user_id": 5, "permissions": []}]}),
    ],
    "revoke_admin": [(f"DELETE {CHAT}/members/admins/801", None), (f"DELETE {CHAT}/members/admins/802", None)],
    "messages": [("GET /messages?chat_id={chat_id}", None), ("GET /messages?message_ids={mid},mid.none", None)],
    "message": [("GET /messages/{mid}", None), ("GET /messages/{dialog_mid}", None)],
    "send_message": [
        ("POST /messages?chat_id={chat_id}", {"text": "Ещё", "format": "html", "attachments": []}),
        ("POST /messages?user_id=801", {"text": "Ещё", "attachments": [KEYBOARD]}),
    ],
    "edit_message": [
        ("PUT /messages?message_id={mid}", {"text": "Иначе"}),
        ("PUT /messages?message_id={dialog_mid}", {"text": "Иначе", "attachments": []}),
    ],
    "delete_message": [("DELETE /messages?message_id={mid}", None)],
    "answer_callback": [
        ("POST /answers?callback_id={callback}", {"notification": "Принято"}),
        ("POST /answers?callback_id={callback}", {"message": {"text": "Иначе", "attachments": [KEYBOARD]}}),
    ],
    "subscriptions": [("GET /subscriptions", None)],
    "subscribe": [("POST /subscriptions", {"url": HOOK, "secret": "secret-1", "update_types": ["bot_added"]})],
    "unsubscribe": [(f"DELETE /subscriptions?url={HOOK}", None)],
    "updates": [("GET /updates?timeout=0", None)],
    "upload": [("POST /uploads?type=image", None), ("POST /uploads?type=video", None)],
    "create_chat": [("POST /house-chats", {"external_id": "2", "title": "Дом", "owner_id": 1})],
    "transfer_owner": [("PUT /house-chats/{chat_id}/owner", {"owner_id": 802})],
}


@dataclass
class Lively:
    """A chat with an administrator, a neighbour and a pinned message, and one in which nothing happened."""

    place: Place
    chat_id: int
    quiet_id: int
    mid: str
    dialog_id: int
    dialog_mid: str
    callback: str

    def request(self, asked: str, body: Any) -> tuple[str, str, dict[str, str], dict[str, Any]]:
        """Method, path, query and body of one line of ASKED."""
        names = {
            **{"chat_id": self.chat_id, "quiet_id": self.quiet_id, "mid": self.mid, "callback": self.callback},
            **{"dialog_id": self.dialog_id, "dialog_mid": self.dialog_mid},
        }
        method, address = asked.format(**names).split(" ")
        path, _, query = address.partition("?")
        values = dict(part.split("=", 1) for part in query.split("&") if part)
        filled = {name: self.mid if value == "{mid}" else value for name, value in (body or {}).items()}
        return method, path, values, filled


def make_lively() -> Lively:
    emulator = Emulator()
    emulator.switches.set("add_members", "works")
    emulator.people.forbid_adding(901)
    place = Place(emulator, "http://emulator", EmulatorTransport(emulator))
    account = place.account()
    chat = account.create_chat(external_id="1", title="Дом", description="Чат", owner_id=OWNER)
    for user_id in (REPRESENTATIVE, NEIGHBOUR):
        emulator.people.join(chat.chat_id, user_id)
    account.grant_admin(chat.chat_id, user_id=REPRESENTATIVE, rights=PRESET, alias="УК")
    mid = account.send_message(chat.chat_id, text="Объявление").message_id
    account.pin_message(chat.chat_id, message_id=mid)
    quiet = account.create_chat(external_id="quiet", title="Двор", description="", owner_id=OWNER)
    emulator.dialogs.start(TOKEN, REPRESENTATIVE)
    dialog_mid = account.write_to(REPRESENTATIVE, text="Здравствуйте", keyboard=((Press("Да", "yes"),),)).message_id
    dialog = emulator.dialogs.of(TOKEN, REPRESENTATIVE)
    assert dialog is not None
    callback = emulator.dialogs.press(TOKEN, REPRESENTATIVE, "Да")
    return Lively(place, chat.chat_id, quiet.chat_id, mid, dialog.dialog_id, dialog_mid, callback)
