"""Tells by its header which register a file is from, so that one command takes them all."""

import re
import zipfile
from pathlib import Path

from supervision.enums import ImportKind
from supervision.registry.normalise import comparable
from supervision.registry.sources import workbooks
from supervision.registry.sources.files import DAMAGE, ZIP_STARTS

START = 65_536
# one caption each that stands in no other register
MARKS = {
    ImportKind.LICENCES: comparable("Номер лицензии"),
    ImportKind.HOUSING_STOCK: comparable("Адрес ОЖФ"),
}


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
    if any(workbooks.SHEET.fullmatch(name) or name.lower().endswith(".xlsx") for name in names):
        return ImportKind.LICENCES
    tables = [name for name in names if name.lower().endswith(".csv") and not name.startswith("__MACOSX/")]
    if not tables:
        return ImportKind.FRT
    with archive.open(tables[0]) as table:
        return _by_header(table.read(START))


def _by_header(start: bytes) -> ImportKind:
    is_wide = start[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1251"):
        text = start.decode(encoding, errors="replace")
        cells = {comparable(cell) for line in text.splitlines()[:20] for cell in re.split(r"[;|,\t]", line)}
        for kind, mark in MARKS.items():
            if mark in cells:
                return kind
    return ImportKind.FRT
