"""Cells as spreadsheets, portals and people spoil them, and small files of every kind to spoil: values only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from supervision.registry.sources.declared import KindOfFile
from supervision.registry.sources.kinds import (
    CHATS,
    FRT_HOUSES,
    FRT_ORGANISATIONS,
    HOUSING_STOCK,
    INSPECTORS,
    LICENCES,
    REPRESENTATIVES,
)
from tests.frt_files import company, guid, house
from tests.register_files import NEW, OLD, licence, premises

Cells = dict[str, str]
Ways = Mapping[str, Callable[[str], str]]

WAYS: Ways = {
    "empty": lambda cell: "",
    "dash": lambda cell: "-",
    "word for nothing": lambda cell: "Не заполнено",
    "another word for nothing": lambda cell: "отсутствует",
    "nan": lambda cell: "nan",
    "None": lambda cell: "None",
    "error of a formula": lambda cell: "#Н/Д",
    "reference error": lambda cell: "#REF!",
    "zeros": lambda cell: "0" * max(len(cell), 1),
    "zero": lambda cell: "0",
    "float": lambda cell: f"{cell}.0",
    "decimal comma": lambda cell: f"{cell},00",
    "apostrophe": lambda cell: f"'{cell}",
    "formula": lambda cell: f'="{cell}"',
    "quotes": lambda cell: f"«{cell}»",
    "spaces around": lambda cell: f" \xa0{cell}\xa0 ",
    "spaces inside": lambda cell: f"{cell[:3]} {cell[3:]}",
    "narrow spaces inside": lambda cell: f"{cell[:1]}\u202f{cell[1:4]}\u202f{cell[4:]}",
    "zero width": lambda cell: f"{cell[:2]}\u200b{cell[2:]}",
    "soft hyphen": lambda cell: f"{cell[:2]}\xad{cell[2:]}",
    "exponent": lambda cell: f"{cell[:1]},{cell[1:4]}E+{max(len(cell) - 1, 1):02}",
    "exponent with a dot": lambda cell: f"{cell[:1]}.{cell[1:4]}e+{max(len(cell) - 1, 1):02}",
    "lost last digit": lambda cell: cell[:-1],
    "lost first digit": lambda cell: cell[1:],
    "one digit more": lambda cell: f"{cell}1",
    "other last digit": lambda cell: cell[:-1] + ("1" if cell[-1:] != "1" else "2"),
    "two digits swapped": lambda cell: cell[:-2] + cell[-2:][::-1],
    "last digits zeroed": lambda cell: cell[:-3] + "000",
    "minus": lambda cell: f"-{cell}",
    "with a КПП": lambda cell: f"{cell}/783001001",
    "two in one cell": lambda cell: f"{cell}, {cell}",
    "Latin twins": lambda cell: cell.translate(str.maketrans("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx")),
    "capitals": str.upper,
    "small letters": str.lower,
    "doubled": lambda cell: cell * 2,
    "cut in half": lambda cell: cell[: len(cell) // 2],
    "date of a spreadsheet": lambda cell: "05.янв",
    "date": lambda cell: "01.02.2026",
    "other date format": lambda cell: "2026-02-01 00:00:00",
    "American date": lambda cell: "2/13/2026",
    "day of a spreadsheet": lambda cell: "46054",
    "no end": lambda cell: "31.12.9999",
    "no end in words": lambda cell: "бессрочно",
    "no day": lambda cell: "01.01.1900",
    "date with slashes": lambda cell: "15/11/2026",
    "date of two digits of a year": lambda cell: "15.11.26",
    "date in words": lambda cell: "15 ноября 2026 г.",
    "letter for a zero": lambda cell: cell.replace("0", "О"),
    "full width": lambda cell: cell.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "named": lambda cell: f"ИНН {cell}",
    "numbered": lambda cell: f"№ {cell}",
    "thousands by commas": lambda cell: f"{int(cell):,}" if cell.isdecimal() else f"{cell},",
    "in brackets": lambda cell: f"({cell})",
    "braces": lambda cell: "{" + cell + "}",
    "line break inside": lambda cell: f"{cell[:3]}\n{cell[3:]}",
    "cut by a width": lambda cell: "#" * 8,
    "long text": lambda cell: "Текст " * 300,
    "other text": lambda cell: "иное",
    "semicolon": lambda cell: f"{cell};{cell}",
    "tab": lambda cell: f"{cell}\t",
    "question marks": lambda cell: "???",
    "lost letters": lambda cell: f"{cell[:2]}\ufffd{cell[2:]}",
}


@dataclass(frozen=True, slots=True)
class Sound:
    """A kind of file with sound lines; house 1 passes from the old company to the new one in `change`."""

    kind: KindOfFile
    lines: tuple[Cells, ...]
    change: tuple[Cells, ...]
    delimiter: str = ";"


def _cells(kind: KindOfFile, row: Mapping[str, object]) -> Cells:
    """By the captions of the kind; what a test's own row has beyond them is left away."""
    by_caption = {str(name).lower(): str(value) for name, value in row.items()}
    return {caption: by_caption.get(caption.lower(), "") for caption in kind.header}


def _all(kind: KindOfFile, *rows: Mapping[str, object]) -> tuple[Cells, ...]:
    return tuple(_cells(kind, row) for row in rows)


HOUSES = (1, 2, 3)
COMPANIES = company(501, *OLD[1:]), company(502, *NEW[1:])
SINCE, TAKEN = "01.06.2019", "15.11.2026"
SOUND = (
    Sound(
        FRT_HOUSES,
        _all(FRT_HOUSES, house(1, 501), house(2, 502), house(3, 501)),
        _all(FRT_HOUSES, house(1, 502), house(2, 502), house(3, 501)),
    ),
    Sound(
        FRT_ORGANISATIONS,
        _all(FRT_ORGANISATIONS, *COMPANIES),
        _all(FRT_ORGANISATIONS, *COMPANIES),
    ),
    Sound(
        LICENCES,
        _all(LICENCES, licence(OLD, 1, SINCE), licence(NEW, 2, SINCE), licence(OLD, 3, SINCE)),
        _all(
            LICENCES,
            licence(OLD, 1, SINCE, until="14.11.2026"),
            licence(NEW, 1, TAKEN),
            licence(NEW, 2, SINCE),
            licence(OLD, 3, SINCE),
        ),
    ),
    Sound(
        HOUSING_STOCK,
        _all(HOUSING_STOCK, premises(1, "", OLD), premises(1, 1, OLD), premises(2, "", NEW), premises(3, "", OLD)),
        _all(HOUSING_STOCK, premises(1, "", NEW), premises(1, 1, NEW), premises(2, "", NEW), premises(3, "", OLD)),
        "|",
    ),
)
PEOPLE = (
    Sound(
        INSPECTORS,
        _all(INSPECTORS, {"ФИО": "Иванова Мария", "ID в MAX": "100200300", "Муниципальные образования": "г. Омск"}),
        (),
    ),
    Sound(
        REPRESENTATIVES,
        _all(REPRESENTATIVES, {"ИНН": OLD[2], "ФИО": "Петрова Анна", "ID в MAX": "100200301"}),
        (),
    ),
    Sound(CHATS, _all(CHATS, {"ФИАС GUID": guid(1), "Чат": "-70800000000001"}), ()),
)


def table(lines: tuple[Cells, ...], delimiter: str) -> str:
    """The lines as a CSV, quoted as its format has it: ОЖФ with bars quotes nothing."""
    header = list(lines[0])
    rows = [header, *([line[name] for name in header] for line in lines)]
    return "".join(delimiter.join(_cell(cell, delimiter) for cell in row) + "\r\n" for row in rows)


def _cell(cell: str, delimiter: str) -> str:
    if delimiter == "|":
        return cell
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in '";\t\n') else cell
