"""The real messenger, looked at and not touched: `MAX_LIVE_TOKEN=... pytest -m live tests/contract`."""

import os

import pytest

from supervision.messenger.connect import connect
from supervision.messenger.throttle import Unpaced

TOKEN = os.environ.get("MAX_LIVE_TOKEN", "")


@pytest.mark.live
@pytest.mark.skipif(not TOKEN, reason="MAX_LIVE_TOKEN is not set")
def test_the_real_messenger_knows_our_bot():
    account = connect(
        url=os.environ.get("MAX_LIVE_URL", "https://platform-api2.max.ru"),
        token=TOKEN,
        provisioning="manual",
        ca_file=os.environ.get("MESSENGER_CA_FILE", ""),
        pace=Unpaced(),
    )
    with account:
        assert account.me().user_id > 0
