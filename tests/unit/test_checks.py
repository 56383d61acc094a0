"""The installation says what is wrong with its settings before it is used."""

from pathlib import Path
from typing import Any

import pytest

from supervision.checks import file_settings, messenger_settings


def found(settings: Any, **values: object) -> list[str]:
    for name, value in values.items():
        setattr(settings, name, value)
    return [message.id for message in messenger_settings(None)]


@pytest.mark.parametrize(
    ("values", "ids"),
    [
        ({"LOCAL": True, "MESSENGER_TOKENS": {}}, []),
        ({"LOCAL": False, "MESSENGER_TOKENS": {"55": "token"}}, []),
        ({"LOCAL": False, "MESSENGER_TOKENS": {}}, ["supervision.W001"]),
        ({"MESSENGER_PROVISIONING": "magic"}, ["supervision.E001"]),
        ({"MESSENGER_CA_FILE": "no-such-root.pem"}, ["supervision.E002"]),
        ({"MESSENGER_CA_FILE": __file__}, ["supervision.E002"]),
    ],
)
def test_a_setting_that_cannot_work_is_named(settings: Any, values: dict[str, object], ids: list[str]) -> None:
    assert found(settings, **values) == ids


def test_files_need_a_folder_that_can_be_written(settings: Any, tmp_path: Path) -> None:
    settings.LOCAL, settings.MEDIA_ROOT = False, str(tmp_path / "none")
    assert [message.id for message in file_settings(None)] == ["supervision.E030"]
    settings.MEDIA_ROOT = str(tmp_path)
    assert file_settings(None) == []
