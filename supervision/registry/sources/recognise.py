"""Tells by its header which register a file is from, so that one command takes them all.

`sort_of` tells registers from the lists that people keep, for whoever takes every file at one place.
"""

import re
import zipfile
from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from supervision.enums import ImportKind
from supervision.errors import BadFile
from supervision.registry.normalise import clean, comparable
from supervision.registry.sources import chat_lists, encoding, people, sheets, workbooks
from supervision.registry.sources.files import DAMAGE, ZIP_STARTS, OpenedFile

START = 65_536
# one caption each that stands in no other register
MARKS = {
    ImportKind.LICENCES: comparable("Номер лицензии"),
    ImportKind.HOUSING_STOCK: comparable("Адрес ОЖФ"),
}
HEADER_WITHIN = 20
WORDS = {
    ImportKind.LICENCES: ("Номер лицензии",),
    ImportKind.HOUSING_STOCK: ("Адрес ОЖФ",),
    ImportKind.FRT: ("houseguid", "name_short"),
}


class Sort(Enum):
    REGISTER = "register"
    PEOPLE = "people"
    CHATS = "chats"


def sort_of(path: Path) -> Sort:
    """By captions that only the lists of people and of chats have together; a register where nothing tells."""
    for row in _first_rows(path):
        captions = {comparable(clean(cell)) for cell in row}
        if {chat_lists.MEANING.get(caption) for caption in captions} >= set(chat_lists.CAPTIONS):
            return Sort.CHATS
        if len({people.MEANING[caption] for caption in captions & people.MEANING.keys()}) > 1:
            return Sort.PEOPLE
    return Sort.REGISTER


def _first_rows(path: Path) -> list[list[str]]:
    with path.open("rb") as file:
        start = file.read(START)
    if not start.startswith(ZIP_STARTS):
        return [re.split(r"[;,|\t]", line) for line in _text(start).splitlines()[: sheets.HEADER_WITHIN]]
    try:
        return [row for _number, row in sheets.read(path, ()).lines[: sheets.HEADER_WITHIN]]
    except BadFile:
        return []  # its own reader says what is wrong with it


def kind_of(path: Path) -> ImportKind:
    """ФРТ where nothing tells otherwise: its reader then says what is wrong with the file."""
    try:
        with path.open("rb") as file:
            start = file.read(START)
            if not start.startswith(ZIP_STARTS):
                return _by_header(start)
            file.seek(0)
            with zipfile.ZipFile(file) as archive:
                return _by_members(archive)
    except DAMAGE:
        # what a cut archive was meant to be, only its name may tell
        is_workbook = path.suffix.lower() == ".xlsx"
        return ImportKind.LICENCES if is_workbook else ImportKind.FRT


def _by_members(archive: zipfile.ZipFile) -> ImportKind:
    names = archive.namelist()[:2_000]
    if any(name.lower().endswith(".xlsx") for name in names):
        return ImportKind.LICENCES
    if any(workbooks.SHEET.fullmatch(name) for name in names):
        return _by_words(archive, names)
    tables = [name for name in names if name.lower().endswith(".csv") and not name.startswith("__MACOSX/")]
    if not tables:
        return ImportKind.FRT
    with archive.open(tables[0]) as table:
        return _by_header(table.read(START))


def _by_words(archive: zipfile.ZipFile, names: Sequence[str]) -> ImportKind:
    """By captions among the first words of a workbook; it is not opened twice for it."""
    words = b""
    for name in names:
        if name.lower().endswith("sharedstrings.xml") or workbooks.SHEET.fullmatch(name):
            with archive.open(name) as part:
                words += part.read(START)
    found = (kind for kind, marks in WORDS.items() if any(mark.encode() in words for mark in marks))
    return next(found, ImportKind.LICENCES)


def _text(start: bytes) -> str:
    """For looking at captions only: what reads as nothing is read as far as it goes, its own reader then refuses it."""
    try:
        name = encoding.of_beginning(OpenedFile("", "", b"", ""), start, is_whole=len(start) < START)
    except BadFile:
        name = "utf-8"
    return start.decode(name, errors="replace").lstrip("\ufeff").replace('"', "")


def _by_header(start: bytes) -> ImportKind:
    lines = _text(start).splitlines()[:HEADER_WITHIN]
    cells = {comparable(cell) for line in lines for cell in re.split(r"[;|,\t]", line)}
    return next((kind for kind, mark in MARKS.items() if mark in cells), ImportKind.FRT)
