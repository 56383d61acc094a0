"""Opening an account from plain values."""

import ssl

import certifi
import httpx
import pytest

from supervision.messenger.connect import connect, tls_context
from supervision.messenger.throttle import Unpaced


def account(**options):
    values = {"url": "https://max.example", "token": "t-1", "provisioning": "manual", "pace": Unpaced()}
    return connect(**(values | options))


@pytest.mark.parametrize("token", ["", "два слова", "with space", "line\nbreak"])
def test_a_token_that_cannot_be_meant_is_refused_without_being_quoted(token):
    with pytest.raises(ValueError, match="token is empty or holds") as caught:
        account(token=token)
    assert not token or token not in str(caught.value)


def test_an_unknown_provisioning_mode_is_refused():
    with pytest.raises(ValueError, match="Write api or manual"):
        account(provisioning="maybe")


def test_provisioning_may_live_at_another_address():
    hosts = []

    def note(request):
        hosts.append(request.url.host)
        return httpx.Response(200, json={"success": True, "user_id": 1, "first_name": "Бот", "is_bot": True})

    transport = httpx.MockTransport(note)
    opened = account(provisioning="api", provisioning_url="https://provisioning.example", transport=transport)
    opened.me()
    opened.transfer_owner(-1, owner_id=5)
    assert hosts == ["max.example", "provisioning.example"]
    assert (opened.calls.read, opened.calls.write) == (1, 1)


def test_certificates_are_always_checked():
    for file in ("", certifi.where()):
        context = tls_context(file)
        assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.mark.parametrize("content", [None, b"", b"-----BEGIN CERTIFICATE-----\nnonsense\n", b"\x30\x82\x00"])
@pytest.mark.parametrize("url", ["https://max.example", "http://emulator"])
def test_a_root_that_is_missing_or_garbage_is_told_with_the_name_of_the_setting(tmp_path, url, content):
    file = tmp_path / "root.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(
        ValueError, match=r"MESSENGER_CA_FILE=.*root\.pem.* cannot be used: .*Name a PEM file"
    ) as caught:
        account(url=url, ca_file=str(file))
    assert caught.value.__cause__ is None
