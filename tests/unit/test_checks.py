"""The installation says what is wrong with its settings before it is used."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from supervision import keyring
from supervision.checks import file_settings, messenger_settings, sign_in_settings

ROOT = Path(__file__).resolve().parents[2]


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


def test_a_misspelt_role_does_not_silently_go_without_its_second_factor(settings: Any) -> None:
    settings.MFA_REQUIRED_ROLES = ["administrator", "haed"]
    assert [found.id for found in sign_in_settings(None)] == ["supervision.E003"]
    settings.MFA_REQUIRED_ROLES = ["administrator", "head", "inspector", "analyst"]
    assert sign_in_settings(None) == []


def test_a_plain_production_environment_is_safe_to_deploy(tmp_path: Path) -> None:
    """Django's own list of what is dangerous, on the defaults of an installation that is not local."""
    own = {"HOUSECHATS_LOCAL": "0", "SECRET_KEY": "k7" * 20 + "abcdefghijklmnop", "MESSENGER_TOKEN": "token"}
    own |= {"FILES_DIR": str(tmp_path), "ENCRYPTION_KEYS": keyring.new_key()}
    environment = {**os.environ, **own, "DATABASE_URL": "postgres:///nothing-is-read", "REDIS_URL": "redis://"}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


def test_files_need_a_folder_that_can_be_written(settings: Any, tmp_path: Path) -> None:
    settings.LOCAL, settings.MEDIA_ROOT = False, str(tmp_path / "none")
    assert [message.id for message in file_settings(None)] == ["supervision.E030"]
    settings.MEDIA_ROOT = str(tmp_path)
    assert file_settings(None) == []
