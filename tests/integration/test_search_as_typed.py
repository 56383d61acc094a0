"""Addresses as inspectors type them, against addresses as registers write them."""

import pytest

from supervision.models import House
from tests.world import World

TULA, TULA_BLOCK = "г. Тула, ул. Мира, д. 1", "г. Тула, ул. Мира, д. 1, к. 1"
LANE, EIGHTH = "г. Тула, пер. Школьный, д. 5", "г. Тула, ул. 8 Марта, д. 1, корп. 1"
OMSK, HUNDRED = "г. Омск, пр-кт Мира, д. 100", "г. Омск, проспект 100-летия Омска, д. 14"
LETTERED, WITH_LETTER = "г. Омск, ул. Ленина, д. 5а", "г. Омск, ул. Герцена, д. 7, литера А"
IN_ONE_WORD, PASSAGE = "г. Омск, ул. Герцена, д. 9к2", "г. Омск, пр-д Тихий, д. 3"
VILLAGE, EMBANKMENT = "р-н Тарский, с. Лесное, б-р Садовый, д. 2, стр. 3", "г. Омск, наб. Тухачевского, д. 8"
ALL = (TULA, TULA_BLOCK, LANE, EIGHTH, OMSK, HUNDRED, LETTERED, WITH_LETTER, IN_ONE_WORD, PASSAGE, VILLAGE, EMBANKMENT)


@pytest.fixture
def houses(world: World) -> list[House]:
    return [world.house(address) for address in ALL]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("омск проспект мира 100", {OMSK}),
        ("омск, пр. Мира, 100", {OMSK}),
        ("омск пр-т мира дом 100", {OMSK}),
        ("пр-кт 100-летия Омска 14", {HUNDRED}),
        ("омск 100летия 14", {HUNDRED}),
        ("улица Мира 1 Тула", {TULA, TULA_BLOCK}),
        ("мира дом 1 тула", {TULA, TULA_BLOCK}),
        ("г.Тула,ул.Мира,д.1", {TULA, TULA_BLOCK}),
        ("300001, Тульская область, город Тула, улица Мира, дом 1", {TULA, TULA_BLOCK}),
        ("обл. Тульская, г. Тула, ул. Мира, д. 1, корп. 1", {TULA_BLOCK}),
        ("Тула мира 1 корпус 1", {TULA_BLOCK}),
        ("тула мира 1к1", {TULA_BLOCK}),
        ("тула мира 2к1", set()),
        ("тула мира 1 корпус 2", set()),
        ("8 марта 1к1 тула", {EIGHTH}),
        ("переулок Школьный 5 Тула", {LANE}),
        ("проспект Школьный 5 Тула", set()),
        ("омск ленина 5а", {LETTERED}),
        ("омск ленина 5 А", {LETTERED}),
        ("ленина 5 литера а", {LETTERED}),
        ("герцена 7а", {WITH_LETTER}),
        ("герцена 9 корп. 2", {IN_ONE_WORD}),
        ("проезд Тихий 3", {PASSAGE}),
        ("Тарский район село Лесное бульвар Садовый 2 строение 3", {VILLAGE}),
        ("лесное садовый 2с3", {VILLAGE}),
        ("набережная Тухачевского 8", {EMBANKMENT}),
        ("тухачевского 8 г омск", {EMBANKMENT}),
    ],
)
def test_a_typed_address_finds_the_house_that_is_meant(houses: list[House], typed: str, meant: set[str]) -> None:
    assert set(House.objects.with_words(typed).values_list("address", flat=True)) == meant


@pytest.mark.parametrize(
    "typed", ["улица", "д", "дом", "Тульская область", "644000", "к", "1к", "стр. .", "-", "5-", "'а"]
)
def test_a_piece_of_an_address_is_a_question_too(houses: list[House], typed: str) -> None:
    assert House.objects.with_words(typed).count() <= len(ALL)
