"""What a resident would see, in Russian: the list of chats at `/` and one chat at `/c/{chat_id}`."""

from datetime import UTC, datetime
from html import escape
from pathlib import Path

from supervision.messenger.emulator.parameters import Query
from supervision.messenger.emulator.refusals import Refusal
from supervision.messenger.emulator.state import EmulatedChat, Member, Message, State

STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
LONGEST_LIST = 100
RIGHTS = {
    "read_all_messages": "читает все сообщения",
    "add_remove_members": "добавляет и удаляет участников",
    "add_admins": "назначает администраторов",
    "change_chat_info": "меняет название и описание",
    "pin_message": "закрепляет сообщения",
    "edit_link": "меняет ссылку",
    "write": "правит и удаляет сообщения",
}


def is_page(path: str) -> bool:
    return path == "/" or path.startswith("/c/")


def answer(state: State, path: str, query: Query) -> str:
    if path == "/":
        return list_page(state, query.get("q", [""])[0])
    number = path.removeprefix("/c/")
    chat = state.chats.get(int(number)) if number.lstrip("-").isdecimal() else None
    if chat is None:
        raise Refusal(404, "chat.not.found", f"EmulatedChat {number} not found")
    return chat_page(state, chat)


def list_page(state: State, wanted: str) -> str:
    found = [chat for chat in state.chats.values() if wanted.casefold() in f"{chat.title} {chat.chat_id}".casefold()]
    rows = "".join(chat_row(state, chat) for chat in found[:LONGEST_LIST])
    count = f"Чатов: {len(found)}" + (f", показаны первые {LONGEST_LIST}" if len(found) > LONGEST_LIST else "")
    return document(
        "Чаты домов",
        f"""<form><input name="q" value="{escape(wanted)}" placeholder="Адрес или номер чата" aria-label="Поиск">
        <button>Найти</button></form>
        <p class="dim">{count}</p>
        <section class="card">{rows or '<p class="empty">Таких чатов нет</p>'}</section>""",
    )


def chat_row(state: State, chat: EmulatedChat) -> str:
    return f"""<div class="row">{face(chat.title)}<div><a href="/c/{chat.chat_id}">{escape(chat.title)}</a>
    <div class="dim">Владелец: {name(state, chat.owner_id)}</div></div>
    <span class="dim">{people(len(chat.members))}</span></div>"""


def chat_page(state: State, chat: EmulatedChat) -> str:
    pinned = chat.message(chat.pinned)
    bar = f'<div class="pinned"><div><b>Объявление</b>\n{escape(pinned.text)}</div></div>' if pinned else ""
    talk = "".join(bubble(state, message) for message in chat.messages[-50:])
    return document(
        chat.title,
        f"""<div class="columns"><section class="card">
        <div class="head">{face(chat.title)}<div><h1>{escape(chat.title)}</h1>
        <span class="dim">{people(len(chat.members))}</span></div></div>
        {bar}<div class="talk">{talk or '<p class="empty">Сообщений пока нет</p>'}</div></section>
        <aside>{about(chat)}{participants(state, chat)}</aside></div>""",
    )


def about(chat: EmulatedChat) -> str:
    link = escape(chat.link)
    # named and not shown: a page of this machine asks no other host for a picture
    icon = f"<h2>Значок</h2><p>{escape(chat.icon)}</p>" if chat.icon else ""
    return f"""<section class="card"><h2>Описание</h2><p>{escape(chat.description) or "—"}</p>
    <h2>Ссылка-приглашение</h2><p><a href="{link}">{link}</a></p>{icon}</section>"""


def participants(state: State, chat: EmulatedChat) -> str:
    """Owner, then administrators, then everybody in the order of joining."""
    ranked = sorted(
        chat.members.values(), key=lambda one: (one.user_id != chat.owner_id, not chat.is_admin(one.user_id))
    )
    rows = "".join(member_row(state, chat, member) for member in ranked[:LONGEST_LIST])
    return f'<section class="card"><h2>{people(len(ranked)).capitalize()}</h2>{rows}</section>'


def member_row(state: State, chat: EmulatedChat, member: Member) -> str:
    badge = details = ""
    if member.user_id == chat.owner_id:
        badge = '<span class="badge owner">владелец</span>'
    elif member.rights is not None:
        badge = '<span class="badge">администратор</span>'
        can = ", ".join(words for right, words in RIGHTS.items() if right in member.rights) or "нет"
        alias = f'<div class="alias">{escape(member.alias)}</div>' if member.alias else ""
        details = f'{alias}<details class="dim"><summary>права</summary>{can}</details>'
    face_letters = face(" ".join(state.name_of(member.user_id)))
    return f'<div class="row">{face_letters}<div>{name(state, member.user_id)}{details}</div>{badge}</div>'


def bubble(state: State, message: Message) -> str:
    at = datetime.fromtimestamp(message.sent_at / 1000, UTC)
    return f"""<div class="bubble"><b>{name(state, message.sender_id)}</b>{escape(message.text)}
    <time datetime="{at.isoformat()}">{at:%d.%m.%Y %H:%M} UTC</time></div>"""


def name(state: State, user_id: int) -> str:
    return escape(" ".join(state.name_of(user_id)).strip())


def face(title: str) -> str:
    letters = "".join(word[0] for word in title.split()[:2] if word).upper()
    return f'<span class="face" aria-hidden="true">{escape(letters)}</span>'


def people(count: int) -> str:
    """1 участник, 2 участника, 5 участников."""
    if count % 10 == 1 and count % 100 != 11:
        return f"{count} участник"
    few = count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14)
    return f"{count} участника" if few else f"{count} участников"


def document(title: str, content: str) -> str:
    return f"""<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>{escape(title)}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head><body>
    <header class="top"><a href="/">Чаты домов</a><span>эмулятор мессенджера: так чат видит житель</span></header>
    <main class="wide">{content}</main></body></html>"""
