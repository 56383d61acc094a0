"""Why a frozen figure changed: the houses that entered and left it each night, and those behind it on any day kept."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from supervision.actions import management_periods, merging
from supervision.enums import HouseKind
from supervision.figures import DeltaCause, HouseFigure
from supervision.models import (
    Chat,
    ChatMember,
    DailySnapshot,
    FigureDelta,
    FrozenHouse,
    House,
    Inspector,
    Municipality,
    Region,
    Representative,
)
from supervision.reports.catalogue import REPORTS
from supervision.reports.frame import Narrowing
from supervision.reports.houses_of_day import FIGURES
from tests.browsing import sign_in
from tests.figures import ask, values
from tests.nights import ADMIN, CHAT, ENTERED, HOUSES, LEFT, OWNER, SCOPE, behind, demolish, night, settled, told
from tests.world import World


def block(house: House) -> None:
    House.objects.filter(pk=house.pk).update(kind=HouseKind.BLOCKED)


def narrow(house: House) -> None:
    Region.objects.filter(pk="55").update(min_flats=30_000)


def remove_chat(house: House) -> None:
    Chat.objects.filter(house=house).update(messenger_id=None, linked_at=None)


def lose_admin(house: House) -> None:
    ChatMember.objects.filter(chat__house=house, is_owner=False, is_bot=False).update(is_admin=False)


def leave(house: House) -> None:
    Representative.objects.update(until=house.region.today())


def other_owner(house: House) -> None:
    Chat.objects.filter(house=house).update(observed_owner_id=777)


def other_rules(house: House) -> None:
    other = Inspector.objects.create(region=house.region, full_name="Инспектор 2", messenger_id=999)
    House.objects.filter(pk=house.pk).update(inspector=other)


CAUSES: dict[Callable[[House], None], tuple[DeltaCause, set[HouseFigure]]] = {
    demolish: (DeltaCause.DEMOLISHED, {HOUSES, SCOPE, CHAT, ADMIN, OWNER}),
    block: (DeltaCause.HOUSE_CHANGED, {SCOPE, CHAT, ADMIN, OWNER}),
    narrow: (DeltaCause.POLICY_CHANGED, {SCOPE, CHAT, ADMIN, OWNER}),
    remove_chat: (DeltaCause.CHAT_REMOVED, {CHAT, ADMIN, OWNER}),
    lose_admin: (DeltaCause.ADMIN_LOST, {ADMIN}),
    leave: (DeltaCause.REPRESENTATIVE_LEFT, {ADMIN}),
    other_owner: (DeltaCause.OWNER_CHANGED, {OWNER}),
    other_rules: (DeltaCause.OWNER_BY_RULES_CHANGED, {OWNER}),
}


@pytest.mark.parametrize("change", CAUSES)
def test_what_happened_is_named_for_every_figure_that_it_moved(world: World, change: Callable[[House], None]) -> None:
    house, _person = settled(world)
    assert told(world) == set()  # nothing to compare the first with
    change(house)
    night(world)
    cause, figures = CAUSES[change]
    assert told(world) == {(house.pk, figure, LEFT, cause) for figure in figures}


def test_a_new_house_and_a_company_that_changes(world: World) -> None:
    house, _person = settled(world)
    management_periods.replace(
        houses=[house], organisation=world.company("ООО «Другая»"), since=world.today + timedelta(days=1), by=world.by
    )
    new = world.house("г. Омск, ул. Мира, д. 9")
    night(world)
    assert (house.pk, ADMIN, LEFT, DeltaCause.COMPANY_CHANGED) in told(world)
    assert {(new.pk, one, ENTERED, DeltaCause.NEW_HOUSE) for one in (HOUSES, SCOPE)} <= told(world)
    night(world)
    assert told(world) == set()


def test_merged_records_are_named_for_the_one_that_goes_and_for_the_one_that_takes_its_chat(world: World) -> None:
    goes, _person = settled(world)
    stays = world.house("г. Омск, улица Мира, д. 1")
    night(world)
    merging.merge(stays=stays, goes=goes, by=world.by, reason="Акт осмотра 4")
    night(world)
    left = {(goes.pk, figure, LEFT, DeltaCause.MERGED) for figure in (HOUSES, SCOPE, CHAT, ADMIN, OWNER)}
    assert left <= told(world)
    assert (stays.pk, CHAT, ENTERED, DeltaCause.MERGED) in told(world)


def test_a_house_that_moves_leaves_one_municipality_and_enters_the_other_and_stays_in_the_region(world: World) -> None:
    house, _person = settled(world)
    there = Municipality.objects.create(region=world.region, name="г. Тара")
    House.objects.filter(pk=house.pk).update(municipality=there)
    night(world)
    assert {cause for *_rest, cause in told(world)} == {DeltaCause.MOVED}
    table = ask(world.by, REPORTS["why_changed"], region="55")
    assert {row.values["entered"] for row in table.rows} == {0}
    of_place = ask(world.by, REPORTS["why_changed"], municipality=there.pk)
    assert (str(HOUSES.label), "Дом переехал в другое муниципальное образование", 1, 0) in values(
        of_place, "figure", "cause", "entered", "left"
    )


def test_figures_of_the_region_lead_to_their_own_day(world: World) -> None:
    house, _person = settled(world)
    frozen = world.today
    demolish(house)
    night(world)
    table = REPORTS["region"].answer(world.by, Narrowing(region="55", day=frozen, figure="with_chat"))
    assert table.total is not None
    link = table.total.behind["with_chat"]
    assert (link.of, link.filters["day"]) == ("report:houses_of_day", frozen.isoformat())
    assert [row.values["house"] for row in behind(world, DailySnapshot.objects.filter(day=frozen)[0], "with_chat")]


@pytest.mark.parametrize("figure", FIGURES)
def test_a_day_before_the_first_that_was_kept_says_so(world: World, figure: str) -> None:
    settled(world)
    early = date(2026, 10, 1)
    DailySnapshot.objects.create(region=world.region, day=early, taken_at=world.region.midnight(early))
    table = ask(world.by, REPORTS["houses_of_day"], region="55", day=early, figure=figure)
    assert list(table.rows) == []
    assert "20.11.2026" in str(table.notes[0])
    old = REPORTS["region"].answer(world.by, Narrowing(region="55", day=early, figure="with_chat"))
    assert old.total is not None
    assert old.total.behind["with_chat"].of == "chat"


def test_what_was_told_is_never_rewritten(world: World) -> None:
    house, _person = settled(world)
    demolish(house)
    night(world)
    for change in (lambda rows: rows.update(cause=1), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(FigureDelta.objects.all())
    assert FrozenHouse.objects.get(house=house).figures & HOUSES == 0


def test_a_page_a_file_and_the_interface_tell_the_same(world: World, client: Client) -> None:
    house, _person = settled(world)
    demolish(house)
    night(world)
    sign_in(client, world.by)
    page = client.get("/admin/reports/why_changed/?region=55").content.decode()
    file = b"".join(client.post("/admin/reports/why_changed/export/csv/?region=55")).decode()  # type: ignore[arg-type]
    answer = client.get("/api/v1/reports/why_changed/", {"region": "55"}).json()
    words = str(DeltaCause.DEMOLISHED.label)
    assert words in page
    assert words in file
    assert (words, 0, 1) in [(row["cause"], row["entered"], row["left"]) for row in answer["rows"]]
    assert client.get("/admin/reports/houses_of_day/?region=55&figure=without_chat").status_code == 200
