"""Files of every kind, mutated: cells as spreadsheets spoil them, columns, lines, encodings, formats and bytes.

A few files, always the same; FUZZ_FILES in the environment asks for so many of each kind (`make fuzz`).
"""

import os
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from time import perf_counter

import xlsxwriter

from tests.frt_files import zipped
from tests.spoiling import PEOPLE, SOUND, WAYS, Cells, Sound, table

FILES = int(os.environ.get("FUZZ_FILES", "25"))
SECONDS_FOR_ONE = 20.0  # of a file of some lines, on a machine that does other things as well
ENCODINGS = ("utf-8-sig", "utf-8", "utf-16", "utf-16-le", "cp1251", "koi8-r", "cp866", "mac_cyrillic", "utf-32")
KINDS = (*SOUND, *PEOPLE)
NAMES = {
    "frt_houses": "export-reestrmkd-55-20261120",
    "frt_organisations": "export-reestruo-55-20261120",
    "licences": "Реестр лицензий 20.11.2026",
    "housing_stock": "Сведения по ОЖФ Омская обл на 20-11-2026",
}


@dataclass(slots=True)
class Watch:
    """How long files took: the slowest of them is what a person would wait for."""

    slowest: float = 0.0
    whole: float = 0.0
    files: int = 0

    def time(self, run: Callable[[], None]) -> None:
        start = perf_counter()
        run()
        took = perf_counter() - start
        self.slowest, self.whole, self.files = max(self.slowest, took), self.whole + took, self.files + 1

    def tell(self, kind: str) -> None:
        """Shown by `pytest -s`."""
        words = f"{kind}: {self.files} files in {self.whole / 60:.2f} min, the slowest {self.slowest:.2f} s"
        sys.stdout.write(f"{words}\n")


def mutated(sound: Sound, number: int, folder: Path) -> Path:
    """The file of that number, written into the folder; the same in every run."""
    dice = random.Random(f"{sound.kind.name} {number}")  # noqa: S311 - no secret
    lines = [dict(line) for line in dice.choice([sound.lines, sound.change or sound.lines])]
    for _ in range(dice.choice([0, 1, 1, 2, 5])):
        _spoil_cell(dice, lines)
    if dice.random() < 0.3:
        lines = _other_lines(dice, lines)
    if dice.random() < 0.3:
        lines = _other_columns(dice, lines)
    name = f"{NAMES.get(sound.kind.name, sound.kind.name)}"
    form = dice.choice(["csv", "csv", "csv", "xlsx", "zip"])
    path = folder / f"{name}.{form}"
    path.write_bytes(_bytes(dice, lines, sound, form, path))
    return path


def _spoil_cell(dice: random.Random, lines: list[Cells]) -> None:
    line, way = dice.choice(lines), dice.choice(list(WAYS))
    column = dice.choice(list(line))
    for each in lines if dice.random() < 0.3 else [line]:
        each[column] = WAYS[way](each[column])


def _other_lines(dice: random.Random, lines: list[Cells]) -> list[Cells]:
    others = [*lines, dict(dice.choice(lines))] if dice.random() < 0.5 else dice.sample(lines, len(lines))
    return others[: dice.randrange(1, len(others) + 1)]


def _other_columns(dice: random.Random, lines: list[Cells]) -> list[Cells]:
    names = list(lines[0])
    chosen = dice.choice(names)
    match dice.randrange(4):
        case 0:
            names.remove(chosen)
        case 1:
            dice.shuffle(names)
        case 2:
            return [{(f"{name} 1" if name == chosen else name): line[name] for name in names} for line in lines]
        case _:
            return [{**line, "Лишний столбец": "1"} for line in lines]
    return [{name: line[name] for name in names} for line in lines] if names else lines


def _bytes(dice: random.Random, lines: list[Cells], sound: Sound, form: str, path: Path) -> bytes:
    if form == "xlsx":
        data = _workbook(lines)
    else:
        delimiter = dice.choice([sound.delimiter, sound.delimiter, ";", ",", "\t", "|"])
        data = table(tuple(lines), delimiter).encode(dice.choice(ENCODINGS), "replace")
    if form == "zip":
        data = zipped(path, {f"{path.stem}.csv": data}).read_bytes()
    for _ in range(dice.choice([0, 0, 1, 1, 3])):
        data = _other_bytes(dice, data)
    return data


def _workbook(lines: list[Cells]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([list(lines[0]), *(list(line.values()) for line in lines)]):
            for place, cell in enumerate(row):
                # a spreadsheet keeps what looks like a number as one
                if cell.isascii() and cell.isdecimal() and len(cell) % 2:
                    sheet.write_number(number, place, int(cell))
                else:
                    sheet.write_string(number, place, cell[:32_000])
    return out.getvalue()


def _other_bytes(dice: random.Random, data: bytes) -> bytes:
    if not data:
        return b"\0"
    start = dice.randrange(len(data))
    end = min(len(data), start + dice.choice([1, 1, 2, 10, 200]))
    match dice.randrange(6):
        case 0:
            return data[:start]
        case 1:
            return data[:start] + data[end:]
        case 2:
            return data[:start] + dice.randbytes(end - start) + data[end:]
        case 3:
            return data[:start] + data[start:end] * 3 + data[end:]
        case 4:
            return data[:start] + dice.choice([b"\0", b'"', b"\xff\xfe", b"\r", b"\n\n", b";", b"\xd0"]) + data[start:]
        case _:
            return data[end:] + data[:start]
