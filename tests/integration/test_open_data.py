"""Open data: sums of the daily snapshots as files for everybody, and nothing of a person, a chat or a house."""

import csv
import hashlib
import json
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import BigIntegerField, CharField, TextField, UUIDField
from django.test import Client
from django.utils import timezone

from supervision.checks import open_data_settings
from supervision.models import DailySnapshot, Municipality, Region
from supervision.open_data import publishing
from supervision.open_data.published_rows import COLUMNS
from supervision.open_data.suppression import ABOVE, FEWEST
from supervision.reports import snapshot
from tests.everything import populate
from tests.random_country import RandomCountry
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]
FILES = ["SHA256SUMS", "figures.csv", "figures.json", "passport.csv", "passport.json", "schema.json"]
DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def switched_on(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    settings.OPEN_DATA, settings.PORTAL_URL = True, "https://portal.example"
    settings.OPEN_DATA_PUBLISHER, settings.OPEN_DATA_CONTACT = "Министерство", "data@portal.example"


def frozen(code: str, day: date, place: Municipality | None = None, **counts: int) -> None:
    region = Region.objects.get(pk=code)
    numbers = dict.fromkeys(COLUMNS, 50) | counts
    DailySnapshot.objects.create(region=region, municipality=place, day=day, taken_at=region.midnight(day), **numbers)


def two_places(day: date = DAY) -> None:
    for name in ("Первый район", "Второй район"):
        frozen("55", day, Municipality.objects.get_or_create(region_id="55", name=name)[0])
    frozen("55", day, None, **dict.fromkeys(COLUMNS, 100))


def rows(version: str) -> list[dict[str, str]]:
    text = (publishing.folder() / version / "figures.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(StringIO(text)))


def test_a_version_has_figures_schema_passport_and_checksums() -> None:
    two_places()
    version = publishing.publish(DAY)
    assert version == "2026-11-20"
    there = publishing.folder() / version
    assert sorted(one.name for one in there.iterdir()) == FILES
    sums = dict(reversed(line.split("  ")) for line in (there / "SHA256SUMS").read_text().splitlines())
    assert sums == {name: hashlib.sha256((there / name).read_bytes()).hexdigest() for name in FILES[1:]}
    schema = json.loads((there / "schema.json").read_text())
    assert [field["name"] for field in schema["fields"]] == list(rows(version)[0])
    as_json = json.loads((there / "figures.json").read_text())["rows"]
    assert [{name: str(value) for name, value in row.items()} for row in as_json] == rows(version)
    passport = json.loads((there / "passport.json").read_text())
    assert passport["dct:publisher"] == "Министерство"
    assert passport["dcat:distribution"][0]["dcat:downloadURL"] == (
        "https://portal.example/open-data/2026-11-20/figures.csv"
    )
    lines = dict(csv.reader(StringIO((there / "passport.csv").read_text(encoding="utf-8"))))
    assert lines["publishername"] == "Министерство" and lines["data-20261120-structure-20261120"]


@pytest.fixture
def secrets(world: World) -> Iterator[set[str]]:
    """Whatever text and number any row of the portal holds, but the words that are published."""
    populate(world)
    snapshot.take(world.region)
    known: set[str] = set()
    for model in apps.get_models():
        if model._meta.app_label not in ("supervision", "auth"):
            continue
        names = [
            one.attname
            for one in model._meta.concrete_fields
            if isinstance(one, CharField | TextField | UUIDField | BigIntegerField) and not one.primary_key
        ]
        for values in model._default_manager.values_list(*names) if names else ():
            known |= {str(value) for value in values if value is not None}
    yield known


def test_no_field_of_a_person_a_chat_or_a_house_is_published(world: World, secrets: set[str]) -> None:
    version = publishing.publish(world.today)
    assert version
    published = {*Region.objects.values_list("name", flat=True), *Municipality.objects.values_list("name", flat=True)}
    published |= set(COLUMNS)
    there = publishing.folder() / version
    cells = {value for row in rows(version) for value in row.values()}
    assert cells & published
    text = "".join((there / name).read_text(encoding="utf-8") for name in FILES[1:])
    long = {one for one in secrets - published if len(one) > 5 and not one.isalpha()}
    assert len(long) > 100
    assert {one for one in long if one in text} <= {"Министерство"}


@pytest.mark.parametrize("seed", range(3))
def test_no_sum_of_few_houses_is_published(seed: int) -> None:
    codes = ("39", "41", "55")
    with time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=UTC), tick=False):
        RandomCountry(Random(seed), timezone.now(), codes=codes).build()  # noqa: S311
        for code in codes:
            snapshot.take(Region.objects.get(pk=code))
        publishing.publish(DAY)
    for row in rows("2026-11-20"):
        assert all(row[name] == "" or int(row[name]) >= FEWEST for name in ABOVE)
        assert row["participants"] == "" or row["with_chat"] != ""


def test_regions_in_different_days_are_published_of_one_day() -> None:
    moment = datetime(2026, 11, 20, 13, tzinfo=UTC)  # the 21st has begun on Kamchatka, not in Kaliningrad
    with time_machine.travel(moment, tick=False):
        for code, day in (("39", DAY), ("41", DAY), ("41", DAY + timedelta(days=1))):
            frozen(code, day, with_chat=40 + day.day)
        assert publishing.publish_due(timezone.now()) == "2026-11-20"
        assert {(row["region_code"], row["day"], row["with_chat"]) for row in rows("2026-11-20")} == {
            ("39", "2026-11-20", "60"),
            ("41", "2026-11-20", "60"),
        }
        assert publishing.publish_due(timezone.now()) is None  # once a day


def test_a_region_without_its_snapshot_is_waited_for_and_then_left_out(world: World) -> None:
    world.houses(1)
    frozen("41", DAY)
    with time_machine.travel(datetime(2026, 11, 20, 5, tzinfo=UTC), tick=False):
        assert publishing.publish_due(timezone.now()) is None
    with time_machine.travel(datetime(2026, 11, 20, 10, tzinfo=UTC), tick=False):
        assert publishing.publish_due(timezone.now()) == "2026-11-20"
    assert {row["region_code"] for row in rows("2026-11-20")} == {"41"}


def test_a_version_is_whole_or_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    two_places()
    written = []

    def full(number: int) -> None:
        written.append(number)
        if len(written) == 3:
            raise OSError("No space left on device")

    with monkeypatch.context() as broken, pytest.raises(OSError, match="No space"):
        broken.setattr(os, "fsync", full)
        publishing.publish(DAY)
    assert list(publishing.folder().iterdir()) == []
    (publishing.folder() / "unfinished-x").mkdir()  # of a worker that was killed
    assert publishing.publish(DAY) == "2026-11-20"
    assert [one.name for one in publishing.folder().iterdir()] == ["2026-11-20"]


def test_old_versions_go(settings: Any) -> None:
    settings.OPEN_DATA_KEEP = 2
    for days in range(4):
        two_places(DAY + timedelta(days=days))
        publishing.publish(DAY + timedelta(days=days))
    assert publishing.versions() == ["2026-11-23", "2026-11-22"]


def test_files_are_served_to_everybody_and_only_read() -> None:
    two_places()
    publishing.publish(DAY)
    anybody = Client()
    assert anybody.get("/open-data/").json() == {"versions": [{"version": "2026-11-20", "files": FILES}]}
    found = anybody.get("/open-data/latest/figures.csv")
    content = found.content
    assert content == (publishing.folder() / "2026-11-20" / "figures.csv").read_bytes()
    assert "public" in found["Cache-Control"] and not found.cookies
    since = {"If-Modified-Since": found["Last-Modified"]}
    for path in ("/open-data/", "/open-data/latest/figures.csv", "/open-data/2026-11-20/figures.csv"):
        assert anybody.get(path, headers=since).status_code == 304
        assert anybody.head(path).status_code == 200
        assert {getattr(anybody, method)(path).status_code for method in ("post", "put", "delete", "patch")} == {405}


@pytest.mark.parametrize(
    "path", ["2026-11-20/..%2Fkeys", "2026-11-21/figures.csv", "../figures.csv", "latest/x", "..%2F..%2F/etc"]
)
def test_nothing_else_is_served(path: str) -> None:
    two_places()
    publishing.publish(DAY)
    assert Client().get(f"/open-data/{path}").status_code == 404


def test_nothing_is_served_while_it_is_switched_off(settings: Any) -> None:
    two_places()
    publishing.publish(DAY)
    settings.OPEN_DATA = False
    for path in ("", "latest/figures.csv", "2026-11-20/figures.csv"):
        assert Client().get(f"/open-data/{path}").status_code == 404


def test_the_command_publishes_a_day_and_says_why_not(tmp_path: Path) -> None:
    two_places()
    call_command("publish_open_data", "--day", "2026-11-20", "--folder", str(tmp_path / "elsewhere"))
    assert sorted(one.name for one in (tmp_path / "elsewhere" / "2026-11-20").iterdir()) == FILES
    for day, why in (("2026-11-20", "published already"), ("2026-11-21", "no snapshot")):
        with pytest.raises(CommandError, match=why):
            call_command("publish_open_data", "--day", day, "--folder", str(tmp_path / "elsewhere"))


def test_wrong_settings_are_told(settings: Any) -> None:
    assert open_data_settings(None) == []
    settings.OPEN_DATA_PUBLISHER = ""
    assert [one.id for one in open_data_settings(None)] == ["supervision.E072"]
    settings.OPEN_DATA = False
    assert open_data_settings(None) == []


def test_a_day_on_which_nothing_is_small_any_more_gives_no_former_one_back(settings: Any) -> None:
    """A district passed two houses: had its neighbour, which did not change, been published on that day, the sum of the
    day before would say how few the district had."""
    settings.OPEN_DATA_KEEP = 3
    days = [DAY + timedelta(days=number) for number in range(5)]
    for day, few in zip(days, (2, 5, 5, 5, 5), strict=True):
        for name, chats in (("Первый район", few), ("Второй район", 10), ("Третий район", 40)):
            place = Municipality.objects.get_or_create(region_id="55", name=name)[0]
            frozen("55", day, place, with_chat=chats, with_company_admin=chats, with_right_owner=chats)
        frozen("55", day, None, **dict.fromkeys(("houses", "in_scope", "participants"), 150),
               **dict.fromkeys(("with_chat", "with_company_admin", "with_right_owner"), few + 50))  # fmt: skip
        publishing.publish(day)
        told = {row["municipality"]: row["with_chat"] for row in rows(day.isoformat())}
        lately = day < days[3]
        assert told["Первый район"] == ("" if lately else "5"), day
        assert told["Второй район"] == ("" if lately else "10"), day
        assert told["Третий район"] == "40"
