"""Imports that are taken back: a small city before them, every fact that a world holds, and the taking back itself."""

from pathlib import Path
from typing import Any

from supervision.imports import importer
from supervision.imports.requests import ImportRequest
from supervision.imports.undoing import story
from supervision.models import (
    Chat,
    House,
    HouseAlias,
    ImportRun,
    Licence,
    ManagementPeriod,
    Municipality,
    Organisation,
    Region,
    Representative,
)
from tests.frt_files import AUGUST, company, guid, house, houses_file, organisations_file, street
from tests.licence_registers import load_frt
from tests.register_files import OLD
from tests.world import World

FACTS = (Municipality, Organisation, Licence, Representative, House, HouseAlias, ManagementPeriod, Chat)
WHY = "Загружен не тот файл"
NOT_FACTS = {"spec_version", "synced_version", "address_order"}


def six_houses(folder: Path) -> None:
    """Six houses of region 55 from ФРТ on 1 July 2026, the third one's company known; 20 November."""
    rows = street(6)
    rows[2] = house(3, 501)
    load_frt(folder, rows)
    Region.objects.update(change_limit_percent=100)  # of six houses every change is most of the region


def facts() -> list[list[tuple[Any, ...]]]:
    """Every row of every fact with its number; marks and versions of wishes are the queue's."""
    names = [[f.attname for f in model._meta.concrete_fields if f.name not in NOT_FACTS] for model in FACTS]
    return [
        sorted(model._base_manager.values_list(*fields), key=str) for model, fields in zip(FACTS, names, strict=True)
    ]


def run() -> ImportRun:
    return ImportRun.objects.select_related("region").latest("pk")


def first_house() -> House:
    return House.objects.select_related("region").get(fias_guid=guid(1))


def undo(world: World) -> Any:
    return story.undo(run(), by=world.by, reason=WHY)


def frt(folder: Path, *rows: dict[str, object], companies_too: list[dict[str, object]] | None = None) -> None:
    known = [company(501, OLD[1], OLD[2], OLD[3]), company(503, "ТСЖ «Дом»")]
    houses = houses_file(folder, rows or street(6), day=AUGUST)
    listed = organisations_file(folder, companies_too or known, day=AUGUST)
    importer.apply(ImportRequest(houses, listed, approval="Проверено"))
