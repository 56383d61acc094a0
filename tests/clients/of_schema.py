"""The client that `openapi-python-client` makes of the official schema: synchronous, over httpx, attrs models."""

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
from client import Json, Refused, Rows
from max_client import AuthenticatedClient
from max_client import models as m
from max_client.api.bots import get_my_info
from max_client.api.chats import (
    delete_admins,
    edit_chat,
    get_admins,
    get_chat,
    get_members,
    get_membership,
    get_pinned_message,
    leave_chat,
    pin_message,
    post_admins,
    remove_member,
    unpin_message,
)
from max_client.api.messages import (
    answer_on_callback,
    delete_message,
    edit_message,
    get_message_by_id,
    get_messages,
    send_message,
)
from max_client.api.subscriptions import get_subscriptions, get_updates, subscribe, unsubscribe
from max_client.api.upload import get_upload_url
from max_client.errors import UnexpectedStatus
from max_client.types import UNSET


def message(text: str, rows: Rows) -> m.NewMessageBody:
    keyboard = {"type": "inline_keyboard", "payload": {"buttons": rows}}
    return m.NewMessageBody.from_dict({"text": text, "attachments": [keyboard]})


class OfSchema:
    def __init__(self, url: str, token: str) -> None:
        # prefix: the schema wants the bare token. The schema leaves 403 and 404 out where they occur, and such an
        # answer would come back as None; told to, the client raises its UnexpectedStatus instead.
        self._client = AuthenticatedClient(
            base_url=url,
            token=token,
            prefix="",
            raise_on_unexpected_status=True,
            httpx_args={"trust_env": False},
            timeout=httpx.Timeout(60),
        )

    def close(self) -> None:
        self._client.get_httpx_client().close()

    def me(self) -> Json:
        return self._json(get_my_info)

    def chat(self, chat_id: int) -> Json:
        return self._json(get_chat, chat_id)

    def edit(self, chat_id: int, **changes: str) -> Json:
        return self._json(edit_chat, chat_id, body=m.ChatPatch(**changes))

    def set_icon(self, chat_id: int, picture: Path) -> Json:
        """The schema knows the way to the address only; the file itself is posted as its text says."""
        address = self._json(get_upload_url, type_=m.UploadType.IMAGE)["url"]
        with picture.open("rb") as file:
            uploaded = httpx.post(address, files={"data": file}, trust_env=False).raise_for_status().json()
        icon = m.PhotoAttachmentRequestPayload.from_dict(uploaded)
        return self._json(edit_chat, chat_id, body=m.ChatPatch(icon=icon))

    def members(self, chat_id: int, *, count: int, marker: int | None = None) -> Json:
        return self._json(get_members, chat_id, count=count, marker=UNSET if marker is None else marker)

    def remove(self, chat_id: int, user_id: int) -> Json:
        return self._json(remove_member, chat_id, user_id=user_id)

    def people(self, chat_id: int, user_ids: list[int]) -> Json:
        return self._json(get_members, chat_id, user_ids=user_ids)

    def membership(self, chat_id: int) -> Json:
        return self._json(get_membership, chat_id)

    def leave(self, chat_id: int) -> Json:
        return self._json(leave_chat, chat_id)

    def admins(self, chat_id: int) -> Json:
        return self._json(get_admins, chat_id)

    def grant(self, chat_id: int, user_id: int, rights: list[str], alias: str | None = None) -> Json:
        permissions = [m.ChatAdminPermission(right) for right in rights]
        admin = m.ChatAdmin(user_id=user_id, permissions=permissions, alias=alias)
        return self._json(post_admins, chat_id, body=m.ChatAdminsList(admins=[admin]))

    def revoke(self, chat_id: int, user_id: int) -> Json:
        return self._json(delete_admins, chat_id, user_id)

    def send(self, chat_id: int, text: str) -> str:
        return self._json(send_message, chat_id=chat_id, body=m.NewMessageBody(text=text))["message"]["body"]["mid"]

    def messages(self, chat_id: int) -> Json:
        return self._json(get_messages, chat_id=chat_id)

    def messages_by_id(self, chat_id: int, mids: list[str]) -> Json:
        return self._json(get_messages, message_ids=mids)

    def message(self, mid: str) -> Json:
        return self._json(get_message_by_id, mid)

    def edit_message(self, mid: str, text: str) -> Json:
        return self._json(edit_message, message_id=mid, body=m.NewMessageBody(text=text))

    def delete_message(self, mid: str) -> Json:
        return self._json(delete_message, message_id=mid)

    def pin(self, chat_id: int, mid: str) -> Json:
        return self._json(pin_message, chat_id, body=m.PinMessageBody(message_id=mid))

    def pinned(self, chat_id: int) -> Json:
        return self._json(get_pinned_message, chat_id)

    def unpin(self, chat_id: int) -> Json:
        return self._json(unpin_message, chat_id)

    def write(self, user_id: int, text: str, rows: Rows) -> str:
        sent = self._json(send_message, user_id=user_id, body=message(text, rows))
        return sent["message"]["body"]["mid"]

    def rewrite(self, mid: str, text: str, rows: Rows) -> Json:
        return self._json(edit_message, message_id=mid, body=message(text, rows))

    def answer(self, callback_id: str, text: str, rows: Rows, notification: str) -> Json:
        said = m.CallbackAnswer(message=message(text, rows), notification=notification)
        return self._json(answer_on_callback, callback_id=callback_id, body=said)

    def subscribe(self, url: str, secret: str, update_types: list[str]) -> Json:
        return self._json(subscribe, body=m.SubscriptionRequestBody(url=url, secret=secret, update_types=update_types))

    def subscriptions(self) -> list[Json]:
        return self._json(get_subscriptions)["subscriptions"]

    def unsubscribe(self, url: str) -> Json:
        return self._json(unsubscribe, url_query=url)

    def updates(self, types: list[str], *, timeout: int, marker: int | None = None) -> Json:
        return self._json(get_updates, types=types, timeout=timeout, marker=marker)

    def _json(self, operation: ModuleType, *path: int | str, **arguments: Any) -> Json:
        try:
            response = operation.sync_detailed(*path, client=self._client, **arguments)
        except UnexpectedStatus as error:
            raise Refused(error.status_code, json.loads(error.content)["code"]) from error
        if isinstance(response.parsed, m.Error):
            raise Refused(response.status_code, response.parsed.code)
        return response.parsed.to_dict()
