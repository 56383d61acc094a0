"""Pictures of reports: every region has its tile, nothing is said by shade alone, a missed day is not drawn over."""

import re
from collections import Counter
from datetime import date

import pytest

from supervision.admin.reports.pictures import drawn
from supervision.models import Region
from supervision.reports import country
from supervision.reports.pictures import Bar, Bars, Lines, Series, Tile, TileMap
from supervision.reports.standings import PER_CENT
from supervision.reports.tile_grid import PLACES, SHORT


def tile_map(*tiles: Tile) -> TileMap:
    return TileMap("Охват", "%", 0, 100, tiles)


def test_every_region_stands_on_the_map_once(db: None) -> None:
    assert set(PLACES) == set(SHORT) == set(Region.objects.values_list("pk", flat=True))
    assert Counter(PLACES.values()).most_common(1)[0][1] == 1
    assert len(PLACES) == 89


def test_a_tile_bears_its_value_and_an_unknown_one_is_hatched() -> None:
    known, unknown = Tile("55", "Омская область", (0, 0), 87.27), Tile("25", "Приморский край", (1, 0), None)
    picture = drawn(tile_map(known, unknown), lambda code: f"/region/{code}")
    assert picture.svg.count(">87,3<") == 1
    assert picture.svg.count("hc-tile-none") == 1
    assert [tuple(line) for line in picture.lines] == [
        ("Омская область", picture.lines[0][1]),
        ("Приморский край", "—"),
    ]


def test_a_name_is_never_markup() -> None:
    picture = drawn(Bars("<b>", "%", [Bar("<script>", 1.0)]), lambda code: "")
    assert "<script>" not in picture.svg and "<b>" not in picture.svg


def test_a_missed_day_parts_the_line() -> None:
    points = [(date(2026, 11, day), None if day == 3 else float(day)) for day in (1, 2, 3, 4, 5, 6)]
    picture = drawn(Lines("Месяц", "%", [Series("Омск", points)]), lambda code: "")
    assert picture.svg.count("<polyline") == 2
    assert picture.lines[2] == ("03.11.2026", "—")


def test_names_of_lines_that_meet_stand_apart() -> None:
    day = date(2026, 11, 1)
    picture = drawn(Lines("Месяц", "%", [Series("А", [(day, 5.0)]), Series("Б", [(day, 5.0)])]), lambda code: "")
    heights = [float(part.split('y="')[1].split('"')[0]) for part in picture.svg.split("hc-line-name")[1:]]
    assert abs(heights[0] - heights[1]) >= 15


@pytest.mark.parametrize(
    ("values", "ends"),
    [([100.0], (90, 100)), ([95.0, 100.0], (90, 100)), ([31.0, 47.0], (30, 50)), ([], (0, 10)), ([104.0], (90, 100))],
)
def test_a_scale_of_per_cent_ends_at_a_hundred(values: list[float], ends: tuple[float, float]) -> None:
    """What snapshots of earlier versions have beyond it has the last shade."""
    assert country.scale(values, most=100) == ends


def test_a_scale_of_people_ends_where_they_do() -> None:
    assert country.scale([120.0], most=None) == (120, 130)


@pytest.mark.parametrize("values", [(99.0, 100.0), (90.0, 99.5), (0.0, 100.0), (100.0, 100.0)])
def test_an_axis_of_per_cent_names_nothing_beyond_a_hundred(values: tuple[float, float]) -> None:
    points = [(date(2026, 11, day), value) for day, value in enumerate(values, start=1)]
    picture = drawn(Lines("Месяц", str(PER_CENT), [Series("Омск", points)]), lambda code: "")
    for drawing in (picture.svg, str(picture.narrow)):
        named = re.findall(r'hc-end" x="[\d.-]+" y="[\d.-]+">([^<]+)<', drawing)
        assert named and max(float(words.replace(",", ".")) for words in named) <= 100


def test_a_phone_has_a_drawing_of_its_own_and_the_names_below() -> None:
    points = [(date(2026, 11, day), float(day)) for day in range(1, 31)]
    picture = drawn(Lines("Месяц", "%", [Series("Омск", points)]), lambda code: "")
    assert 'viewBox="0 0 340' in picture.narrow and list(picture.names) == [(0, "Омск 30,0")]
    bars = drawn(Bars("Охват", "%", [Bar("г. Омск", 50.0, mark=80.0)]), lambda code: "")
    assert "г. Омск" in bars.narrow and "hc-target-line" in bars.narrow
    assert drawn(tile_map(Tile("55", "Омская область", (0, 0), 5.0)), lambda code: "").narrow == ""
