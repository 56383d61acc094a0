"""`@maxhub/max-bot-api` from npm, the messenger's own client: a node process that is told what to call."""

import json
import subprocess
from pathlib import Path
from typing import Any

from client import Json, Refused, Rows

BRIDGE = Path(__file__).with_name("official.mjs")
INSTALLED = Path(__file__).resolve().parents[2] / ".clients"


def keyboard(rows: Rows) -> Json:
    return {"type": "inline_keyboard", "payload": {"buttons": rows}}


class Official:
    def __init__(self, url: str, token: str) -> None:
        command = [str(INSTALLED / "python/bin/node"), str(BRIDGE), str(INSTALLED), url, token]
        self._node = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def close(self) -> None:
        self._node.communicate()

    def me(self) -> Json:
        return self._call("getMyInfo")

    def chat(self, chat_id: int) -> Json:
        return self._call("getChat", chat_id)

    def edit(self, chat_id: int, **changes: str) -> Json:
        return self._call("editChatInfo", chat_id, changes)

    def set_icon(self, chat_id: int, picture: Path) -> Json:
        uploaded = self._call("uploadImage", {"source": str(picture)})
        return self._call("editChatInfo", chat_id, {"icon": {"photos": uploaded["photos"]}})

    def members(self, chat_id: int, *, count: int, marker: int | None = None) -> Json:
        return self._call("getChatMembers", chat_id, {"count": count, "marker": marker})

    def remove(self, chat_id: int, user_id: int) -> Json:
        return self._call("removeChatMember", chat_id, user_id)

    def people(self, chat_id: int, user_ids: list[int]) -> Json:
        return self._call("getChatMembers", chat_id, {"user_ids": user_ids})

    def membership(self, chat_id: int) -> Json:
        return self._call("getChatMembership", chat_id)

    def leave(self, chat_id: int) -> Json:
        return self._call("leaveChat", chat_id)

    def admins(self, chat_id: int) -> Json:
        return self._call("getChatAdmins", chat_id)

    def grant(self, chat_id: int, user_id: int, rights: list[str], alias: str | None = None) -> Json:
        return self._call("addChatAdmins", chat_id, [{"user_id": user_id, "permissions": rights, "alias": alias}])

    def revoke(self, chat_id: int, user_id: int) -> Json:
        return self._call("removeChatAdmin", chat_id, user_id)

    def send(self, chat_id: int, text: str) -> str:
        return self._call("sendMessageToChat", chat_id, text)["body"]["mid"]

    def messages(self, chat_id: int) -> Json:
        return self._call("getMessages", chat_id)

    def messages_by_id(self, chat_id: int, mids: list[str]) -> Json:
        """Its method wants the chat as well."""
        return self._call("getMessages", chat_id, {"message_ids": mids})

    def message(self, mid: str) -> Json:
        return self._call("getMessage", mid)

    def edit_message(self, mid: str, text: str) -> Json:
        return self._call("editMessage", mid, {"text": text})

    def delete_message(self, mid: str) -> Json:
        return self._call("deleteMessage", mid)

    def pin(self, chat_id: int, mid: str) -> Json:
        return self._call("pinMessage", chat_id, mid)

    def pinned(self, chat_id: int) -> Json:
        return self._call("getPinnedMessage", chat_id)

    def unpin(self, chat_id: int) -> Json:
        return self._call("unpinMessage", chat_id)

    def write(self, user_id: int, text: str, rows: Rows) -> str:
        return self._call("sendMessageToUser", user_id, text, {"attachments": [keyboard(rows)]})["body"]["mid"]

    def rewrite(self, mid: str, text: str, rows: Rows) -> Json:
        return self._call("editMessage", mid, {"text": text, "attachments": [keyboard(rows)]})

    def answer(self, callback_id: str, text: str, rows: Rows, notification: str) -> Json:
        changed = {"text": text, "attachments": [keyboard(rows)]}
        return self._call("answerOnCallback", callback_id, {"message": changed, "notification": notification})

    def subscribe(self, url: str, secret: str, update_types: list[str]) -> Json:
        return self._call("subscribe", url, secret, update_types)

    def subscriptions(self) -> list[Json]:
        """It calls the field `updateTypes`."""
        return [{**each, "update_types": each["updateTypes"]} for each in self._call("getSubscriptions")]

    def unsubscribe(self, url: str) -> Json:
        return self._call("unsubscribe", url)

    def updates(self, types: list[str], *, timeout: int, marker: int | None = None) -> Json:
        """It leaves out whatever is 0 or null: `timeout=0` would wait the usual 30 seconds."""
        return self._call("getUpdates", types, {"timeout": timeout, "marker": marker})

    def _call(self, method: str, *args: Any) -> Any:
        assert self._node.stdin and self._node.stdout
        self._node.stdin.write(json.dumps({"method": method, "args": args}) + "\n")
        self._node.stdin.flush()
        line = self._node.stdout.readline()
        assert line, f"the client ended in {method}; its words are above"
        answer = json.loads(line)
        if refused := answer.get("refused"):
            raise Refused(refused["status"], refused["code"])
        return answer.get("result")
