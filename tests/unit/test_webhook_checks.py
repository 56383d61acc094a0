"""An address to which no webhook could come is named at the start."""

from typing import Any

import pytest

from supervision.checks import portal_address, webhook_settings


@pytest.mark.parametrize(
    ("address", "ids"),
    [
        ("", []),
        ("https://chats.example.ru", []),
        ("https://chats.example.ru:443/portal/", []),
        ("http://chats.example.ru", ["supervision.E010"]),
        ("https://chats.example.ru:8443", ["supervision.E010"]),
        ("chats.example.ru", ["supervision.E010"]),
        ("https://chats.example.ru:99999", ["supervision.E010"]),
        ("https://[", ["supervision.E010"]),
        ("https://other.example.ru", ["supervision.E011"]),
    ],
)
def test_an_address_that_no_webhook_reaches_is_named(settings: Any, address: str, ids: list[str]) -> None:
    settings.LOCAL, settings.ALLOWED_HOSTS, settings.WEBHOOK_BASE_URL = False, ["chats.example.ru"], address
    assert [message.id for message in webhook_settings(None)] == ids


def test_the_emulator_of_ones_own_machine_posts_anywhere(settings: Any) -> None:
    settings.LOCAL, settings.WEBHOOK_BASE_URL = True, "http://127.0.0.1:8000"
    assert webhook_settings(None) == []


@pytest.mark.parametrize(
    ("address", "ids"),
    [
        ("", []),
        ("https://chats.example.ru", []),
        ("http://127.0.0.1:8000", []),
        ("chats.example.ru", ["supervision.E012"]),
        ("https://[chats.example.ru", ["supervision.E012"]),
        ("javascript:alert(1)", ["supervision.E012"]),
        ("https://chats.example.ru/?next=x", ["supervision.E012"]),
    ],
)
def test_an_address_that_no_letter_can_lead_to_is_named(settings: Any, address: str, ids: list[str]) -> None:
    settings.PORTAL_URL = address
    assert [message.id for message in portal_address(None)] == ids
