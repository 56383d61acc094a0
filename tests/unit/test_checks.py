"""The installation says what is wrong with its settings before it is used."""

from typing import Any

import pytest

from supervision.checks import messenger_settings


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
