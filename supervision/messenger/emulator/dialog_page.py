"""A person's dialog with a bot, with buttons that can be pressed: `/chats_55_bot?start=…` and `/d/{dialog_id}`.

The first is where the link of an invitation leads on one's own machine: it asks as whom to press it. Chats are joined
from the second, by the links that the bot shows.
"""

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote

from supervision.messenger.emulator.page import bubble, document
from supervision.messenger.emulator.refusals import Refusal, malformed
from supervision.messenger.emulator.stand_ins import HTML
from supervision.messenger.emulator.state import EmulatedDialog, Message, State

if TYPE_CHECKING:
    from supervision.messenger.emulator.emulator import Emulator

Shown = tuple[int, bytes, str]
PREFIX = "/d/"


def is_page(state: State, path: str) -> bool:
    return path.startswith(PREFIX) or _bot_of(state, path) is not None


def answer(emulator: "Emulator", method: str, path: str, query: str, body: bytes) -> Shown:
    """A POST does what the button says and shows the dialog afterwards."""
    state, values = emulator.state, parse_qs(query)
    form = {name: found[0] for name, found in parse_qs(body.decode()).items()} if method == "POST" else {}
    bot_id = _bot_of(state, path)
    try:
        if bot_id is not None and not form:
            return _html(start_page(state, bot_id, values.get("start", [""])[0]))
        dialog = _started(emulator, bot_id, form) if bot_id is not None else _dialog(state, path)
        if bot_id is None and form:
            act(emulator, dialog, form)
    except (ValueError, KeyError) as error:
        raise malformed(str(error)) from error
    return _html(dialog_page(state, dialog))


def act(emulator: "Emulator", dialog: EmulatedDialog, form: dict[str, str]) -> None:
    token = _token(emulator.state, dialog.bot_id)
    if "stop" in form:
        emulator.dialogs.stop(token, dialog.user_id)
    elif "start" in form:
        emulator.dialogs.start(token, dialog.user_id)
    elif "join" in form:
        emulator.people.join_by_link(form["join"], dialog.user_id)
    else:
        message = dialog.message(form["mid"])
        if message is not None:
            emulator.dialogs.press_payload(dialog, message, form["payload"])


def start_page(state: State, bot_id: int, payload: str) -> str:
    return document(
        "Начать диалог с ботом",
        f"""<section class="card"><h2>{escape(state.username(bot_id))}</h2>
        <p>По ссылке открылся бот. Кто нажимает «Начать»?</p>
        <form method="post" action="/{quote(state.username(bot_id))}">
        <input type="hidden" name="start" value="{escape(payload)}">
        <p><label>Номер учётной записи <input name="user_id" inputmode="numeric" value="770001" required></label></p>
        <p><label>Имя в мессенджере <input name="name" value=""></label></p>
        <button>Начать</button></form></section>""",
    )


def dialog_page(state: State, dialog: EmulatedDialog) -> str:
    talk = "".join(bubble(state, message) + keyboard(state, dialog, message) for message in dialog.messages)
    other = ("stop", "Остановить бота") if dialog.is_active else ("start", "Начать снова")
    return document(
        "Диалог с ботом",
        f"""<h1>{escape(" ".join(state.name_of(dialog.user_id)))} и {escape(state.username(dialog.bot_id))}</h1>
        <p class="dim">Ответ бота приходит через секунду-две: <a href="{PREFIX}{dialog.dialog_id}">обновить</a>.</p>
        <section class="card"><div class="talk">{talk or '<p class="empty">Сообщений пока нет</p>'}</div></section>
        <form method="post" action="{PREFIX}{dialog.dialog_id}"><button name="{other[0]}" value="1">{other[1]}</button>
        </form>""",
    )


def keyboard(state: State, dialog: EmulatedDialog, message: Message) -> str:
    rows = "".join(
        f'<div class="row">{"".join(button(state, dialog, message, one) for one in row)}</div>'
        for row in message.buttons or ()
    )
    return f'<div class="keys">{rows}</div>' if rows else ""


def button(state: State, dialog: EmulatedDialog, message: Message, one: dict[str, str]) -> str:
    """A link to a chat of the emulator is joined by a press; any other is a link."""
    text = escape(one["text"])
    if one["type"] == "link" and not any(chat.link == one["url"] for chat in state.chats.values()):
        return f'<a href="{escape(one["url"])}">{text}</a>'
    fields = {"join": one["url"]} if one["type"] == "link" else {"mid": message.mid, "payload": one["payload"]}
    hidden = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in fields.items())
    return f'<form method="post" action="{PREFIX}{dialog.dialog_id}">{hidden}<button>{text}</button></form>'


def _started(emulator: "Emulator", bot_id: int, form: dict[str, str]) -> EmulatedDialog:
    user_id, token = int(form["user_id"]), _token(emulator.state, bot_id)
    if name := form.get("name", "").strip():
        emulator.people.name(user_id, name)
    emulator.dialogs.start(token, user_id, form.get("start") or None)
    dialog = emulator.state.dialog(bot_id, user_id)
    assert dialog is not None  # noqa: S101 - it was just started
    return dialog


def _dialog(state: State, path: str) -> EmulatedDialog:
    number = path.removeprefix(PREFIX)
    dialog = state.dialogs.get(int(number)) if number.isdecimal() else None
    if dialog is None:
        raise Refusal(404, "chat.not.found", f"Dialog {number} not found")
    return dialog


def _bot_of(state: State, path: str) -> int | None:
    return next((bot_id for bot_id in state.bots if path == f"/{state.username(bot_id)}"), None)


def _token(state: State, bot_id: int) -> str:
    return f"emulator-{state.bots[bot_id]}"


def _html(text: str) -> Shown:
    return 200, text.encode(), HTML
