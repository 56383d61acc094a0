"""`manage.py run` before it starts anything: what it refuses and what it leaves out."""

import socket

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from supervision.management.commands.run import speaks_to_the_emulator


@pytest.mark.parametrize("option", ["port", "emulator_port"])
def test_a_port_in_use_is_named_with_the_option_that_changes_it(settings: Settings, option: str) -> None:
    settings.LOCAL, settings.MESSENGER_URL = True, f"http://127.0.0.1:{settings.EMULATOR_PORT}"
    with socket.socket() as other, socket.socket() as free:
        other.bind(("127.0.0.1", 0))
        other.listen()
        free.bind(("127.0.0.1", 0))
        ports = {"port": free.getsockname()[1], option: other.getsockname()[1]}
        free.close()
        expected = rf"Port {ports[option]} is in use: .*--{option.replace('_', '-')}"
        with pytest.raises(CommandError, match=expected):
            call_command("run", **ports)


def test_the_emulator_is_left_out_when_another_messenger_is_configured(settings: Settings) -> None:
    settings.LOCAL, settings.MESSENGER_URL = True, "https://platform-api2.max.ru"
    assert not speaks_to_the_emulator()


def test_the_emulator_is_left_out_in_production(settings: Settings) -> None:
    settings.LOCAL = False
    assert not speaks_to_the_emulator()
