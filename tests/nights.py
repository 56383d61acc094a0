"""Nights of a region: a house as a snapshot found it, what happens to it, and what the next snapshot tells of it."""

from typing import Any

from supervision.enums import HouseState
from supervision.figures import DeltaCause, HouseFigure
from supervision.models import DailySnapshot, FigureDelta, House, Municipality, Representative
from supervision.reports import snapshot
from supervision.reports.catalogue import REPORTS
from tests.figures import ask
from tests.world import World

HOUSES, SCOPE, CHAT, ADMIN, OWNER = list(HouseFigure)[:5]
ENTERED, LEFT = True, False


def night(world: World, days: int = 1) -> None:
    world.wait(days=days)
    snapshot.take(world.region)


def told(world: World) -> set[tuple[int, HouseFigure, bool, DeltaCause]]:
    rows = FigureDelta.objects.filter(day=world.today).values_list("house", "figure", "entered", "cause")
    return {(house, HouseFigure(figure), entered, DeltaCause(cause)) for house, figure, entered, cause in rows}


def settled(world: World) -> tuple[House, Representative]:
    """A house whose chat has its owner and an administrator of the company, as the snapshot of the day found it."""
    world.inspector("Инспектор 1")
    company = world.company("ООО «УК»")
    house = world.house("г. Омск, ул. Мира, д. 1", company)
    world.push()
    person = world.representative(company, "Представитель", joined=house)
    world.push()
    snapshot.take(world.region)
    return house, person


def demolish(house: House) -> None:
    House.objects.filter(pk=house.pk).update(state=HouseState.DEMOLISHED)


def where(place: Municipality | None) -> dict[str, Any]:
    return {"municipality": place.pk} if place else {"region": "55"}


def behind(world: World, row: DailySnapshot, figure: str) -> Any:
    return ask(world.by, REPORTS["houses_of_day"], **where(row.municipality), day=row.day, figure=figure).rows
