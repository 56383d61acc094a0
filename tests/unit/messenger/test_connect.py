"""Opening an account from plain values."""

import ssl

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
        return httpx.Response(200, json={"success": True, "user_id": 1, "first_name": "Бот"})

    transport = httpx.MockTransport(note)
    opened = account(provisioning="api", provisioning_url="https://provisioning.example", transport=transport)
    opened.me()
    opened.transfer_owner(-1, owner_id=5)
    assert hosts == ["max.example", "provisioning.example"]
    assert (opened.calls.read, opened.calls.write) == (1, 1)


def test_certificates_are_always_checked_and_a_missing_root_is_an_error():
    assert tls_context("").verify_mode == ssl.CERT_REQUIRED
    with pytest.raises(FileNotFoundError):
        account(ca_file="no-such-root.pem")
