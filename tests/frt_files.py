"""Writes small files in the format of the ФРТ exports, sound unless a test spoils them."""

import csv
import io
import uuid
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

HOUSE_COLUMNS = (
    *("id", "shortname_region", "formalname_region", "shortname_area", "formalname_area", "shortname_city"),
    *("formalname_city", "shortname_street", "formalname_street", "house_number", "building", "block", "letter"),
    *("address", "houseguid", "management_organization_id", "built_year", "house_type", "is_alarm"),
    *("floor_count_max", "quarters_count", "living_quarters_count"),
)
ORGANISATION_COLUMNS = ("id", "subject_rf", "name_full", "name_short", "name_employee", "inn", "orn")
JULY, AUGUST = "20260701", "20260801"

Row = dict[str, object]


def guid(number: int) -> str:
    return str(uuid.UUID(int=0xA0000000_0000_4000_8000_000000000000 + number))


def house(number: int, company: object = "", **facts: object) -> Row:
    """House number N of ул. Мира in Омск; `facts` by the names of the columns."""
    row: Row = {name: "" for name in HOUSE_COLUMNS}
    row |= {"id": 9000 + number, "shortname_region": "обл.", "formalname_region": "Омская", "shortname_city": "г."}
    row |= {"formalname_city": "Омск", "shortname_street": "ул.", "formalname_street": "Мира", "house_number": number}
    row |= {"houseguid": guid(number), "management_organization_id": company, "built_year": 1970, "is_alarm": "Нет"}
    row |= {"house_type": "Многоквартирный дом", "floor_count_max": 5, "living_quarters_count": 60}
    return row | facts


def street(houses: int, company: object = "") -> list[Row]:
    return [house(number, company) for number in range(1, houses + 1)]


def company(number: int, name: str = "", inn: str = "", ogrn: str = "") -> Row:
    name = name or f"ООО «Компания {number}»"
    return {"id": number, "subject_rf": "обл. Омская", "name_full": name, "name_short": name, "inn": inn, "orn": ogrn}


def text(rows: Iterable[Mapping[str, object]], columns: Iterable[str] = HOUSE_COLUMNS, delimiter: str = ";") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), delimiter=delimiter, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def houses_file(folder: Path, rows: Iterable[Row], *, day: str = JULY) -> Path:
    return written(folder / f"export-reestrmkd-55-{day}.csv", text(rows))


def organisations_file(folder: Path, rows: Iterable[Row], *, day: str = JULY) -> Path:
    return written(folder / f"export-reestruo-55-{day}.csv", text(rows, ORGANISATION_COLUMNS))


def written(path: Path, content: str | bytes, encoding: str = "utf-8-sig") -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def zipped(path: Path, members: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path
