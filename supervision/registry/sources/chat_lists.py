"""Lists of chats that exist already: the house by its ФИАС GUID, the chat by its id or its invite link.

Gives the lines in the order of the file, those that cannot be read with the reason; what they say of houses and chats
is judged elsewhere (`linking/adoption/`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _

from supervision.errors import BadFile
from supervision.registry.normalise import clean, comparable
from supervision.registry.numbers import guid, has_lost_digits, plain, spoilt
from supervision.registry.sources import sheets
from supervision.registry.sources.declared import example_left
from supervision.registry.sources.files import OpenedFile
from supervision.registry.sources.headers import lacking
from supervision.registry.sources.kinds import CHATS

CAPTIONS = {name: column.captions for name, column in CHATS.columns.items()}
MEANING = {
    comparable(spelling): name
    for name, captions in CAPTIONS.items()
    for caption in captions
    for spelling in (caption, caption.lower())
}
LONGEST_CELL = 100
INT64 = 2**63
NUMBER = re.compile(r"-?\d+(?:\.0)?", re.ASCII)
INVITE = re.compile(r"(?:https?://)?(?:www\.|web\.)?max\.ru/join/([\w-]+)/?(?:[?#].*)?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ListedChat:
    """`chat` is an id or the invite link in the messenger's own spelling. With a `problem` the rest is as typed."""

    line: int
    house: UUID | None
    chat: int | str | None
    house_typed: str
    chat_typed: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ChatList:
    file: OpenedFile
    lines: tuple[ListedChat, ...]


def chat_named(text: str) -> int | str:
    """What a person typed or pasted: the chat's id, or its invite link as the messenger writes it."""
    typed = text
    text = "".join(text.split()).replace("−", "-").replace("–", "-")  # word processors make dashes of minus signs
    text = text if "/" in text else plain(text) or text
    if has_lost_digits(text.lstrip("-").partition(".")[0]):
        raise ValueError(spoilt(typed))
    if NUMBER.fullmatch(text):
        number = int(text.partition(".")[0])
        if number and -INT64 <= number < INT64:
            return number
        raise ValueError(_("%(typed)s is no id of a chat") % {"typed": text[:30]})
    if found := INVITE.fullmatch(text):
        return f"https://max.ru/join/{found[1]}"
    if not text:
        raise ValueError(_("there is neither the id of a chat nor its link"))
    words = _("“%(typed)s” is neither the id of a chat nor a link https://max.ru/join/...")
    raise ValueError(words % {"typed": text[:60]})


def read(path: Path) -> ChatList:
    """Raises BadFile where the file is no such list."""
    sheet = sheets.read(path, MEANING)
    if not sheet.lines:
        raise BadFile(_("is empty."), code="empty", file=path.name)
    start, places = _header(sheet.lines, path.name)
    lines = tuple(_line(number, row, places) for number, row in sheet.lines[start + 1 :])
    if not lines:
        raise BadFile(_("has a header and no rows."), code="no_rows", file=path.name)
    return ChatList(sheet.file, lines)


def _header(lines: list[sheets.Line], file: str) -> tuple[int, dict[str, int]]:
    """The first line near the top that names both columns."""
    for position, (_number, row) in enumerate(lines[: sheets.HEADER_WITHIN]):
        places = dict(reversed(list(_places(row))))  # of two columns of one meaning the left one
        if len(places) == len(CAPTIONS):
            return position, places
    named = "; ".join(f"{captions[0]} ({', '.join(captions[1:])})" for captions in CAPTIONS.values())
    words = _("needs a header with two columns: %(columns)s. Its first line has: %(found)s.")
    raise lacking(file, CHATS, lines[0][1], words=words, missing=named)


def _places(row: list[str]) -> Iterator[tuple[str, int]]:
    for place, cell in enumerate(row):
        if name := MEANING.get(comparable(clean(cell))):
            yield name, place


def _line(number: int, row: list[str], places: dict[str, int]) -> ListedChat:
    house, chat = (row[places[name]].strip() if places[name] < len(row) else "" for name in ("house", "chat"))
    typed = {"house_typed": house[:LONGEST_CELL], "chat_typed": chat[: LONGEST_CELL * 5]}
    if CHATS.is_example({"house": house, "chat": chat}):
        return ListedChat(number, None, None, **typed, problem=example_left())
    try:
        return ListedChat(number, guid(house), chat_named(chat), **typed)
    except ValueError as error:
        return ListedChat(number, None, None, **typed, problem=str(error))
