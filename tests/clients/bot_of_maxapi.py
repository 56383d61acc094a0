"""A bot as its author's guide has it, over maxapi's dispatcher: `bot_of_maxapi URL TOKEN`. Runs until it is ended."""

import asyncio
import sys

from maxapi import Bot, Dispatcher
from maxapi.enums.attachment import AttachmentType
from maxapi.types.attachments.attachment import ButtonsPayload
from maxapi.types.attachments.buttons.attachment_button import AttachmentButton
from maxapi.types.attachments.buttons.callback_button import CallbackButton
from maxapi.types.attachments.buttons.link_button import LinkButton
from maxapi.types.updates.bot_started import BotStarted
from maxapi.types.updates.message_callback import MessageCallback

url, token = sys.argv[1:]
bot, dispatcher = Bot(token), Dispatcher()
bot.set_api_url(url)


def keyboard(*buttons: CallbackButton | LinkButton) -> AttachmentButton:
    return AttachmentButton(type=AttachmentType.INLINE_KEYBOARD, payload=ButtonsPayload(buttons=[list(buttons)]))


@dispatcher.bot_started()
async def ask(event: BotStarted) -> None:
    buttons = keyboard(CallbackButton(text="Это я", payload="yes"), CallbackButton(text="Не я", payload="no"))
    await event.bot.send_message(user_id=event.user.user_id, text=f"Приглашение {event.payload}", attachments=[buttons])


@dispatcher.message_callback()
async def answer(event: MessageCallback) -> None:
    if event.callback.payload == "no":
        await event.answer(notification="Больше не спрошу", new_text="Не вы", attachments=[])
        return
    link = LinkButton(text="ул. Мира, д. 1", url="https://max.ru/join/1")
    await event.answer(new_text="Осталось вступить в 1 чат", attachments=[keyboard(link)])
    await event.bot.edit_message(event.message.body.mid, text="Все чаты вступлены", attachments=[keyboard(link)])


asyncio.run(dispatcher.start_polling(bot))
