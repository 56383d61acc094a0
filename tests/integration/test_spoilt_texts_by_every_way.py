"""Bytes that are no text, whatever the file: the command and the upload wizard say the same words of the same line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from supervision.enums import UploadState
from supervision.errors import BadFile
from supervision.imports import importer
from supervision.imports.importer import ImportRequest
from supervision.models import ImportRun, Upload
from supervision.registry.sources import recognise
from tests.frt_files import house, houses_file, text, written
from tests.register_files import LICENCE_COLUMNS, OLD, licence, premises, stock_text
from tests.uploading import Desk
from tests.world import World

FILES = {
    "представители.csv": "ИНН;ФИО;ID в MAX\r\n7830002293;Иванова Мария;100200300\r\n",
    "инспекторы.csv": "ФИО;Должность;ID в MAX;Районы\r\nИванова Мария;инспектор;100200300;г. Омск\r\n",
    "чаты.csv": "ФИАС GUID;Чат\r\na0000000-0000-4000-8000-000000000001;-70800000000001\r\n",
    "export-reestrmkd-55-20261120.csv": text([house(1), house(2)]),
    "Реестр лицензий 20.11.2026.csv": text([licence(OLD, 1, "01.06.2019")], LICENCE_COLUMNS),
    "Сведения по ОЖФ Омская обл на 20-11-2026.csv": stock_text([premises(1, "", OLD), premises(2, "", OLD)]),
}
NO_TEXT: dict[str, Callable[[str], bytes]] = {
    "UTF-16 cut in a character": lambda text: text.encode("utf-16") + b"\n",
    "UTF-16 cut, without its mark": lambda text: text.encode("utf-16-le")[:-3],
    "half a pair of UTF-16": lambda text: text.encode("utf-16") + b"\x00\xd8\n\x00",
    "UTF-16, big end first, cut": lambda text: b"\xfe\xff" + text.encode("utf-16-be") + b"\x04",
    "half a letter of UTF-8": lambda text: text.encode() + "Иван".encode()[:-1] + b"\r\n",
    "zeros behind the text": lambda text: text.encode() + b"\0" * 500,
    "UTF-32": lambda text: text.encode("utf-32"),
}


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "stored"


@pytest.mark.parametrize("spoil", NO_TEXT)
@pytest.mark.parametrize("name", FILES)
def test_what_is_no_text_is_refused_in_the_same_words(world: World, tmp_path: Path, name: str, spoil: str) -> None:
    path = written(tmp_path / name, NO_TEXT[spoil](FILES[name]))
    try:
        report = importer.preview(ImportRequest(path, region="55", sort=recognise.sort_of(path)))
        told = report.refusal or " ".join(issue.message for issue in report.issues)
    except BadFile as error:
        told = str(error)
    upload = Desk(world.region).read(path)
    assert told, "refused or remarked upon"
    said = " ".join([upload.message, *(issue["message"] for issue in upload.report["issues"])])
    assert told in said
    assert (upload.state == UploadState.FAILED) == (not upload.report["counts"])
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("name", [name for name in FILES if name != "чаты.csv"])
def test_a_nul_in_a_cell_is_told_with_its_line_and_nothing_of_the_line_is_kept(
    world: World, tmp_path: Path, name: str
) -> None:
    houses_file(tmp_path, [house(1)])
    lines = FILES[name].splitlines()
    cells = lines[1].split("|" if "|" in lines[1] else ";")
    place = max(range(len(cells)), key=lambda place: len(cells[place]))
    cells[place] = cells[place][:2] + "\0" + cells[place][2:]
    lines[1] = ("|" if "|" in lines[1] else ";").join(cells)
    upload = Desk(world.region).read(written(tmp_path / name, "\r\n".join(lines) + "\r\n"))
    told = [issue for issue in upload.report["issues"] if issue["line"] == 2]
    assert told and told[0]["message"], upload.message
    assert Upload.objects.get().pk == upload.pk
