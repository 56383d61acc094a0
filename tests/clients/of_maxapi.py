"""`maxapi` from PyPI: asynchronous, over aiohttp, its answers are pydantic models."""

import asyncio
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

from client import Json, Refused, Rows
from maxapi import Bot
from maxapi.enums.attachment import AttachmentType
from maxapi.enums.chat_permission import ChatPermission
from maxapi.enums.update import UpdateType
from maxapi.exceptions import InvalidToken, MaxApiError
from maxapi.types.attachments.attachment import ButtonsPayload
from maxapi.types.attachments.buttons.attachment_button import AttachmentButton
from maxapi.types.attachments.image import PhotoAttachmentRequestPayload
from maxapi.types.input_media import InputMedia
from maxapi.types.updates import UpdateUnionAdapter
from maxapi.types.updates.message_callback import MessageForCallback
from maxapi.types.users import ChatAdmin


def keyboard(rows: Rows) -> AttachmentButton:
    return AttachmentButton(type=AttachmentType.INLINE_KEYBOARD, payload=ButtonsPayload(buttons=rows))


class MaxApi:
    def __init__(self, url: str, token: str) -> None:
        self._loop = asyncio.Runner()
        self._bot = Bot(token)
        self._bot.set_api_url(url)

    def close(self) -> None:
        self._loop.run(self._bot.close_session())
        self._loop.close()

    def me(self) -> Json:
        return self._json(self._bot.get_me())

    def chat(self, chat_id: int) -> Json:
        return self._json(self._bot.get_chat_by_id(chat_id))

    def edit(self, chat_id: int, **changes: str) -> Json:
        return self._json(self._bot.edit_chat(chat_id, **changes))

    def set_icon(self, chat_id: int, picture: Path) -> Json:
        uploaded = self._answer(self._bot.upload_media(InputMedia(str(picture))))
        icon = PhotoAttachmentRequestPayload(token=uploaded.payload.token)
        return self._json(self._bot.edit_chat(chat_id, icon=icon))

    def members(self, chat_id: int, *, count: int, marker: int | None = None) -> Json:
        return self._json(self._bot.get_chat_members(chat_id, count=count, marker=marker))

    def remove(self, chat_id: int, user_id: int) -> Json:
        return self._json(self._bot.kick_chat_member(chat_id, user_id))

    def people(self, chat_id: int, user_ids: list[int]) -> Json:
        return self._json(self._bot.get_chat_members(chat_id, user_ids=user_ids))

    def membership(self, chat_id: int) -> Json:
        return self._json(self._bot.get_me_from_chat(chat_id))

    def leave(self, chat_id: int) -> Json:
        return self._json(self._bot.delete_me_from_chat(chat_id))

    def admins(self, chat_id: int) -> Json:
        return self._json(self._bot.get_list_admin_chat(chat_id))

    def grant(self, chat_id: int, user_id: int, rights: list[str], alias: str | None = None) -> Json:
        permissions = [ChatPermission(right) for right in rights]
        admin = ChatAdmin(user_id=user_id, permissions=permissions, alias=alias)
        return self._json(self._bot.add_list_admin_chat(chat_id, [admin]))

    def revoke(self, chat_id: int, user_id: int) -> Json:
        return self._json(self._bot.remove_admin(chat_id, user_id))

    def send(self, chat_id: int, text: str) -> str:
        return self._json(self._bot.send_message(chat_id, text=text))["message"]["body"]["mid"]

    def messages(self, chat_id: int) -> Json:
        return self._json(self._bot.get_messages(chat_id))

    def messages_by_id(self, chat_id: int, mids: list[str]) -> Json:
        return self._json(self._bot.get_messages(message_ids=mids))

    def message(self, mid: str) -> Json:
        return self._json(self._bot.get_message(mid))

    def edit_message(self, mid: str, text: str) -> Json:
        return self._json(self._bot.edit_message(mid, text))

    def delete_message(self, mid: str) -> Json:
        return self._json(self._bot.delete_message(mid))

    def pin(self, chat_id: int, mid: str) -> Json:
        return self._json(self._bot.pin_message(chat_id, mid))

    def pinned(self, chat_id: int) -> Json:
        return self._json(self._bot.get_pin_message(chat_id))

    def unpin(self, chat_id: int) -> Json:
        return self._json(self._bot.delete_pin_message(chat_id))

    def write(self, user_id: int, text: str, rows: Rows) -> str:
        sent = self._json(self._bot.send_message(user_id=user_id, text=text, attachments=[keyboard(rows)]))
        return sent["message"]["body"]["mid"]

    def rewrite(self, mid: str, text: str, rows: Rows) -> Json:
        """Without attachments it sends an empty list, which takes the buttons away."""
        return self._json(self._bot.edit_message(mid, text, attachments=[keyboard(rows)]))

    def answer(self, callback_id: str, text: str, rows: Rows, notification: str) -> Json:
        changed = MessageForCallback(text=text, attachments=[keyboard(rows)])
        return self._json(self._bot.send_callback(callback_id, changed, notification))

    def subscribe(self, url: str, secret: str, update_types: list[str]) -> Json:
        kinds = [UpdateType(kind) for kind in update_types]
        return self._json(self._bot.subscribe_webhook(url, kinds, secret))

    def subscriptions(self) -> list[Json]:
        return self._json(self._bot.get_subscriptions())["subscriptions"]

    def unsubscribe(self, url: str) -> Json:
        return self._json(self._bot.unsubscribe_webhook(url))

    def updates(self, types: list[str], *, timeout: int, marker: int | None = None) -> Json:
        """As they came, once its strict models have taken every one of them."""
        kinds = [UpdateType(kind) for kind in types]
        answer = self._answer(self._bot.get_updates(timeout=timeout, marker=marker, types=kinds))
        for update in answer["updates"]:
            UpdateUnionAdapter.validate_python(update)
        return answer

    def _answer(self, call: Awaitable[Any]) -> Any:
        async def wait() -> Any:
            return await call

        try:
            return self._loop.run(wait())
        except MaxApiError as error:
            raise Refused(error.code, error.raw["code"]) from error
        except InvalidToken as error:  # its error for every 401; the code is in its words only
            raise Refused(401, "verify.token" if "verify.token" in str(error) else str(error)) from error

    def _json(self, call: Awaitable[Any]) -> Json:
        return self._answer(call).model_dump(mode="json")
