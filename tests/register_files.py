"""Writes small files of the licence register and of ОЖФ, sound unless a test spoils them; houses are those of ФРТ."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

import xlsxwriter

from tests.frt_files import guid, written, zipped

LICENCE_COLUMNS = (
    *("Номер лицензии", "Дата лицензии", "Статус лицензии", "Дата включения лицензии в реестр"),
    *("Номер приказа (распоряжения)", "Дата приказа (распоряжения)"),
    *("Адрес осуществления лицензируемого вида деятельности", "Код по ФИАС", "Дополнительная информация"),
    *("Наименование/ ФИО лицензиата", "ИНН", "ОГРН/ ОГРНИП", "Адрес многоквартирного дома", "Код дома по ФИАС"),
    *("Дата включения дома в реестр", "Дата начала полномочий по управлению домом"),
    *("Дата окончания полномочий по управлению домом", "Дата исключения дома из реестра", "Основание исключения"),
    *("Сведения по ст. 198 ЖК выгружены", "Информация в реестре объектов жилищного фонда"),
)
STOCK_COLUMNS = (
    *("Адрес ОЖФ", "Идентификационный код адреса дома в ГИС ЖКХ", "Глобальный уникальный идентификатор дома по ФИАС"),
    *("Код ОКТМО", "Способ управления", "ОГРН организации, осуществляющей управление домом"),
    *("КПП организации, осуществляющей управление домом", "Наименование организации, осуществляющей управление домом"),
    *("Тип дома", "Состояние", "Тип помещения (блока)", "Дата сноса объекта", "Номер помещения (блока)"),
    *("Номер комнаты", "Кадастровый номер", "Глобальный уникальный идентификатор дома"),
)
# number of the licence, name, ИНН, ОГРН: the numbers of published examples, whose check digits hold
OLD = ("055000001", "ООО «Старая»", "7830002293", "1036102003618")
NEW = ("055000002", "ООО «Новая»", "7707083893", "1146181000460")
Row = dict[str, object]


def licence(company: tuple[str, str, str, str], number: int, since: str, **cells: object) -> Row:
    """The powers of a company over house N of ул. Мира in Омск; `until`, `excluded` and captions by their names."""
    code, name, inn, ogrn = company
    row: Row = {"Номер лицензии": code, "Дата лицензии": "30.04.2015", "Статус лицензии": "Действующая"}
    row |= {"Наименование/ ФИО лицензиата": name, "ИНН": inn, "ОГРН/ ОГРНИП": ogrn}
    row |= {
        "Адрес многоквартирного дома": f"обл Омская, г Омск, ул Мира, д. {number}",
        "Код дома по ФИАС": guid(number),
    }
    row |= {"Дата включения дома в реестр": f"{since} 12:00:00", "Дата начала полномочий по управлению домом": since}
    row["Дата окончания полномочий по управлению домом"] = cells.pop("until", "")
    row["Дата исключения дома из реестра"] = cells.pop("excluded", "")
    row["Статус лицензии"] = cells.pop("status", "Действующая")
    return row | cells


def workbook(
    rows: Iterable[Row], columns: Sequence[str] = LICENCE_COLUMNS, title: str = "Реестр лицензий", formula: str = ""
) -> bytes:
    """A title stands above the header, as in the real ones: the first row of data is line 3."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, title)
        sheet.write_row(1, 0, columns)
        for line, row in enumerate(rows, start=2):
            for place, column in enumerate(columns):
                sheet.write(line, place, row.get(column, ""))
        if formula:
            sheet.write_formula(formula, "=1+1")
    return out.getvalue()


def licences_file(folder: Path, rows: Iterable[Row], *, day: str = "20.11.2026") -> Path:
    return zipped(folder / f"Реестр лицензий {day}.zip", {"licences.xlsx": workbook(rows)})


def premises(number: int, flat: object = "", company: tuple[str, str, str, str] | None = None, **cells: object) -> Row:
    """A line of house N of ул. Мира: the house's own without `flat`; `guids` and `gis` by their names."""
    row: Row = {"Адрес ОЖФ": f"644000, Омская обл, г. Омск, ул. Мира, д. {number}", "Тип дома": "Многоквартирный"}
    row["Глобальный уникальный идентификатор дома по ФИАС"] = cells.pop("guids", guid(number))
    row["Глобальный уникальный идентификатор дома"] = cells.pop("gis", guid(1_000_000 + number))
    row |= {"Способ управления": "УО" if company else "Не выбран", "Состояние": "Исправный"}
    if company:
        row["ОГРН организации, осуществляющей управление домом"] = company[3]
        row["Наименование организации, осуществляющей управление домом"] = company[1]
    if flat:
        row |= {"Тип помещения (блока)": "Жилое", "Номер помещения (блока)": flat}
    row["Кадастровый номер"] = f"55:36:000000:{number}{flat and f'0{flat}'}"
    return row | cells


def stock_text(rows: Iterable[Row], columns: Sequence[str] = STOCK_COLUMNS, delimiter: str = "|") -> str:
    lines = (delimiter.join(str(row.get(column, "")) for column in columns) for row in rows)
    return "\n".join([delimiter.join(columns), *lines]) + "\n"


def stock_file(folder: Path, rows: Iterable[Row], *, day: str = "20-11-2026") -> Path:
    return written(folder / f"Сведения по ОЖФ Омская обл на {day}.csv", stock_text(rows), "utf-8")
