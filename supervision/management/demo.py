"""Files of the demo regions, generated in the very formats that real ones have. Nothing in them is real.

Houses and organisations as ФРТ exports them, inspectors and representatives as a supervision body keeps them; with
a few of the quirks that real files are full of: a bad line, two houses at one address, a house without company,
Latin OOO.
"""

import csv
import random
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from stdnum.ru import inn as inn_numbers

from supervision.enums import Provisioning

NAMESPACE = uuid.UUID("6f6d9a52-0f3b-4d5c-9a37-0c7d5a1e7100")  # any fixed one: the same houses on every machine
STREETS = (("ул.", "Мира"), ("ул.", "Садовая"), ("пр-кт.", "Ленина"), ("пер.", "Школьный"), ("ул.", "8 Марта"))
ORGANISATIONS = (
    *("ООО УК «Городской дом»", "ООО УК «Наш двор»", "OOO «Жилсервис»", "МУП «Домоуправление»", "ООО УК «Уют»"),
    *("ТСЖ «Мира, 12»", "ТСЖ «Садовая»", "ТСН «Ленина, 7»", "ЖСК № 3", "ЖСК «Заря»"),
)
COMPANIES = 5  # the first of them manage many houses, the others one each
FIRST_INSPECTOR, FIRST_REPRESENTATIVE = 1, 1001  # within the numbers of a region
Named = tuple[str, str]  # type and name, as ФРТ keeps them apart


@dataclass(frozen=True, slots=True)
class DemoRegion:
    """A region of the demo. `places`: district, settlement, how many houses; `first` begins its numbers everywhere."""

    code: str
    name: Named
    places: tuple[tuple[Named, Named, int], ...]
    inspector_areas: tuple[str, ...]
    first: int
    provisioning: Provisioning = Provisioning.DEFAULT


TULA = DemoRegion(
    code="71",
    name=("обл.", "Тульская"),
    places=(
        (("", ""), ("г.", "Тула"), 120),
        (("", ""), ("г.", "Новомосковск"), 50),
        (("р-н.", "Алексинский"), ("г.", "Алексин"), 35),
        (("р-н.", "Узловский"), ("г.", "Узловая"), 25),
        (("р-н.", "Узловский"), ("п.", "Дубовка"), 10),
    ),
    inspector_areas=("г. Тула", "г. Новомосковск", "р-н Алексинский; р-н Узловский", "все"),
    first=0,
)
# four hours ahead of the other one, and without a way to create chats but by people
NOVOSIBIRSK = DemoRegion(
    code="54",
    name=("обл.", "Новосибирская"),
    places=(
        (("", ""), ("г.", "Новосибирск"), 28),
        (("р-н.", "Искитимский"), ("г.", "Искитим"), 12),
    ),
    inspector_areas=("г. Новосибирск", "р-н Искитимский"),
    first=50_000,
    provisioning=Provisioning.MANUAL,
)
REGIONS = (TULA, NOVOSIBIRSK)
HOUSE_COLUMNS = (
    *("id", "shortname_region", "formalname_region", "shortname_area", "formalname_area", "shortname_city"),
    *("formalname_city", "shortname_street", "formalname_street", "house_number", "building", "block", "letter"),
    *("address", "houseguid", "management_organization_id", "built_year", "house_type", "is_alarm"),
    *("floor_count_max", "quarters_count", "living_quarters_count"),
)
ORGANISATION_COLUMNS = ("id", "subject_rf", "name_full", "name_short", "name_employee", "inn", "orn")


@dataclass(frozen=True, slots=True)
class DemoFiles:
    houses: Path
    organisations: Path
    inspectors: Path
    representatives: Path


def write(folder: Path, region: DemoRegion, *, as_of: date) -> DemoFiles:
    numbers = [9_000_001 + region.first + index for index in range(len(ORGANISATIONS))]
    inns = [_inn(region, index) for index in range(len(ORGANISATIONS))]
    stamp = f"{region.code}-{as_of:%Y%m%d}.csv"
    files = DemoFiles(
        houses=folder / f"export-reestrmkd-{stamp}",
        organisations=folder / f"export-reestruo-{stamp}",
        inspectors=folder / f"inspectors-{region.code}.csv",
        representatives=folder / f"representatives-{region.code}.csv",
    )
    organisations = [
        (number, " ".join(region.name), name, name, "", inn, "")
        for number, name, inn in zip(numbers, ORGANISATIONS, inns, strict=True)
    ]
    _write(files.organisations, ORGANISATION_COLUMNS, organisations)
    _write(files.houses, HOUSE_COLUMNS, _houses(region, numbers))
    _write(files.inspectors, ("ФИО", "Должность", "ID в MAX", "Муниципальные образования"), _inspectors(region))
    _write(files.representatives, ("ИНН", "ФИО", "ID в MAX"), _representatives(region, inns))
    return files


def _inn(region: DemoRegion, index: int) -> str:
    digits = f"{region.code}990{index:04d}"
    return digits + inn_numbers.calc_company_check_digit(digits)


def _houses(region: DemoRegion, numbers: Sequence[int]) -> Iterable[Sequence[object]]:
    chance = random.Random(int(region.code))  # noqa: S311 - the same region on every machine, no secret
    index = 0
    for area, city, share in region.places:
        for within in range(share):
            street = STREETS[within % len(STREETS)]
            # two houses at one address, as registers have them
            number = str(1 + (within - (within == 5)) // len(STREETS))
            place = (*region.name, *area, *city, *street, number, "", "1" if index % 15 == 4 else "", "", "")
            yield _house(region, index, place, _manager(index, numbers, chance), chance)
            index += 1
    bad = ["" for _ in HOUSE_COLUMNS]
    bad[HOUSE_COLUMNS.index("houseguid")] = "нет в ФИАС"
    bad[HOUSE_COLUMNS.index("formalname_city")] = region.places[0][1][1]
    yield bad


def _manager(index: int, numbers: Sequence[int], chance: random.Random) -> int | str:
    """Associations one house each, every twelfth house nobody, the rest companies."""
    associations = numbers[COMPANIES:]
    if index % 20 == 7 and index // 20 < len(associations):
        return associations[index // 20]
    return "" if index % 12 == 11 else chance.choice(numbers[:COMPANIES])


def _house(
    region: DemoRegion, index: int, place: Sequence[str], manager: int | str, chance: random.Random
) -> Sequence[object]:
    floors = chance.choice((2, 3, 5, 5, 9, 9, 12))
    flats = floors * 4 * chance.randint(1, 5)
    kind = "Жилой дом блокированной застройки" if index % 40 == 39 else "Многоквартирный дом"
    year = chance.randint(1950, 2022)
    alarm = "Да" if index % 97 == 96 else "Нет"
    number = region.first + index
    guid = uuid.uuid5(NAMESPACE, str(number))
    return (9_100_001 + number, *place, guid, manager, year, kind, alarm, floors, flats, flats)


def _inspectors(region: DemoRegion) -> Iterable[Sequence[object]]:
    for index, area in enumerate(region.inspector_areas):
        number = int(region.code) * 10_000 + FIRST_INSPECTOR + index
        yield (f"Инспектор {index + 1}", "государственный инспектор", number, area)


def _representatives(region: DemoRegion, inns: Sequence[str]) -> Iterable[Sequence[object]]:
    for index, inn in enumerate(inns):
        yield (inn, f"Представитель {index + 1}", int(region.code) * 10_000 + FIRST_REPRESENTATIVE + index)


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(columns)
        writer.writerows(rows)
