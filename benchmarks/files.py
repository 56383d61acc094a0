"""The register's files for a run: the real exports of a folder, or generated ones of the same format.

`month_later` makes the file in which some houses have another company; people files are made from what was imported.
"""

import csv
import io
import random
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "frt"
DAY = "20260701"
HOUSES_HEADER = (
    "id;shortname_region;formalname_region;shortname_area;formalname_area;shortname_city;formalname_city;"
    "shortname_street;formalname_street;house_number;building;block;letter;address;houseguid;"
    "management_organization_id;built_year;house_type;is_alarm;floor_count_max;quarters_count;living_quarters_count"
)
COMPANIES_COLUMNS = ["id", "name_full", "name_short", "inn", "orn"]
APARTMENT = "Многоквартирный дом"
GENERATED_HOUSES, GENERATED_COMPANIES, WITHOUT_COMPANY = 31_825, 477, 0.72
NAMES = {"55": ("обл.", "Омская"), "25": ("край", "Приморский")}  # of the regions that are generated
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Register:
    """A region's two files; `is_real` tells whether they are somebody's export or ours."""

    houses: Path
    companies: Path
    is_real: bool


def register(region: str, given: Path, made: Path) -> Register:
    """The export of the region in the folder `given`, else one that is generated in `made`."""
    houses = sorted(given.glob(f"export-reestrmkd-{region}-*.zip"))
    companies = sorted(given.glob(f"export-reestruo-{region}-*.zip"))
    if houses and companies:
        return Register(houses[0], companies[0], is_real=True)
    return generated(region, made)


def generated(region: str, folder: Path, *, houses: int = GENERATED_HOUSES) -> Register:
    chance = random.Random(region)
    companies = [_company(region, number) for number in range(1, GENERATED_COMPANIES + 1)]
    rows = (_house(region, number, chance, companies) for number in range(1, houses + 1))
    return Register(
        _write(folder / f"export-reestrmkd-{region}-{DAY}.csv", HOUSES_HEADER.split(";"), rows),
        _write(folder / f"export-reestruo-{region}-{DAY}.csv", COMPANIES_COLUMNS, companies),
        is_real=False,
    )


def cut(whole: Register, folder: Path, *, chats: int) -> Register:
    """The same with so few houses that have a company, for a quick run."""
    columns, rows = read(whole.houses)
    managed = [row for row in rows if row["management_organization_id"]]
    apartments = [row for row in managed if row["house_type"] == APARTMENT] or managed
    name = whole.houses.with_suffix(".csv").name
    return Register(_write(folder / f"cut-{name}", columns, apartments[:chats]), whole.companies, whole.is_real)


def month_later(now: Register, folder: Path, region: str, other_company: dict[UUID, int]) -> Path:
    """The file of the next month, in which these houses (by GUID) have these companies (by number)."""
    columns, rows = read(now.houses)
    for row in rows:
        if company := other_company.get(UUID(row["houseguid"])):
            row["management_organization_id"] = str(company)
    return _write(folder / f"export-reestrmkd-{region}-{_next_month(now.houses.name)}.csv", columns, rows)


def write_inspectors(file: Path, districts: Sequence[str], count: int) -> Path:
    """Inspectors who share the districts; the first of them has the whole region."""
    rows = []
    for number in range(count):
        places = "; ".join(districts[number::count]) if number else "все"
        rows.append(
            {"ФИО": f"Инспектор {number + 1}", "ID в MAX": str(9_000_001 + number), "Муниципальные образования": places}
        )
    return _write(file, list(rows[0]), rows)


def write_representatives(file: Path, inns: Iterable[str]) -> Path:
    """One representative an organisation."""
    rows = [{"ИНН": inn, "ФИО": f"Представитель {n}", "ID в MAX": str(5_000_000 + n)} for n, inn in enumerate(inns, 1)]
    return _write(file, ["ИНН", "ФИО", "ID в MAX"], rows)


def read(file: Path) -> tuple[list[str], list[Row]]:
    raw = file.read_bytes()
    if file.suffix == ".zip":
        with zipfile.ZipFile(file) as archive:
            raw = archive.read(archive.namelist()[0])
    reader = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";")
    rows = list(reader)
    return list(reader.fieldnames or []), rows


def _write(file: Path, columns: Sequence[str], rows: Iterable[Row]) -> Path:
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.DictWriter(target, columns, delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return file


def _next_month(name: str) -> str:
    day = name.removesuffix(".csv").removesuffix(".zip")[-8:]
    year, month = int(day[:4]), int(day[4:6])
    return f"{year + month // 12}{month % 12 + 1:02}{day[6:] if int(day[6:]) <= 28 else '28'}"


def _company(region: str, number: int) -> Row:
    inn, ogrn = _inn(f"{region}{number:07}"), _ogrn(f"110{region}{number:07}")
    name = f"ООО «УК Надёжная {number}»"
    return {"id": str(7_000_000 + number), "name_full": name, "name_short": name, "inn": inn, "orn": ogrn}


def _house(region: str, number: int, chance: random.Random, companies: list[Row]) -> Row:
    is_private = chance.random() < WITHOUT_COMPANY
    shortname, name = NAMES[region]
    street, house = f"Улица {number // 60}", str(number % 60 + 1)
    return {
        "id": str(8_000_000 + number),
        "shortname_region": shortname,
        "formalname_region": name,
        "shortname_city": "г.",
        "formalname_city": f"Город {number % 30}",
        "shortname_street": "ул.",
        "formalname_street": street,
        "house_number": house,
        "address": f"{shortname} {name}, г. Город {number % 30}, ул. {street}, д. {house}",
        "houseguid": str(UUID(int=chance.getrandbits(128), version=4)),
        "management_organization_id": "" if is_private else chance.choice(companies)["id"],
        "built_year": str(chance.randint(1930, 2015)),
        "house_type": "Жилой дом блокированной застройки" if is_private else APARTMENT,
        "is_alarm": "Нет",
        "floor_count_max": str(chance.randint(2, 16)),
        "living_quarters_count": str(chance.randint(8, 300)),
    }


def _inn(nine: str) -> str:
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return nine + str(sum(int(digit) * weight for digit, weight in zip(nine, weights, strict=True)) % 11 % 10)


def _ogrn(twelve: str) -> str:
    return twelve + str(int(twelve) % 11 % 10)
