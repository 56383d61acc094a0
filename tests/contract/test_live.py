"""The real messenger, looked at and, by default, not touched: `MAX_LIVE_TOKEN=... pytest -m live tests/contract`.

MAX_LIVE_CHAT_ID is a chat whose administrator the bot is. With MAX_LIVE_WRITE=1 the title and the description that the
chat has are written once more. docs/messenger.md says more.
"""

import os
from collections.abc import Iterator

import pytest

from supervision.messenger.connect import connect
from supervision.messenger.errors import NoRights, NotFound, ReadRefused, TokenRejected
from supervision.messenger.port import ChatView
from supervision.messenger.provisioning import AccountMessenger
from supervision.messenger.throttle import Unpaced

URL = os.environ.get("MAX_LIVE_URL", "https://platform-api2.max.ru")
TOKEN, CHAT_ID = os.environ.get("MAX_LIVE_TOKEN", ""), os.environ.get("MAX_LIVE_CHAT_ID", "")
pytestmark = [pytest.mark.live, pytest.mark.skipif(not TOKEN, reason="MAX_LIVE_TOKEN is not set")]
writes = pytest.mark.skipif(os.environ.get("MAX_LIVE_WRITE") != "1", reason="MAX_LIVE_WRITE is not 1: looking only")
NOWHERE = -(1 << 62)  # no chat has this id


def account_with(token: str) -> AccountMessenger:
    ca_file = os.environ.get("MESSENGER_CA_FILE", "")
    return connect(url=URL, token=token, provisioning="manual", ca_file=ca_file, pace=Unpaced())


@pytest.fixture(autouse=True)
def asked_for(request: pytest.FixtureRequest) -> None:
    """A token that happens to be in the environment is no wish to use it."""
    if request.config.option.markexpr != "live":
        pytest.skip("run with -m live")


@pytest.fixture
def account() -> Iterator[AccountMessenger]:
    with account_with(TOKEN) as opened:
        yield opened


@pytest.fixture
def chat(account: AccountMessenger) -> ChatView:
    if not CHAT_ID:
        pytest.skip("MAX_LIVE_CHAT_ID is not set")
    return account.chat(int(CHAT_ID))


def test_the_messenger_knows_our_bot(account):
    assert account.me().user_id > 0


def test_a_wrong_token_is_told_as_such():
    with account_with("no-token-of-any-bot") as stranger, pytest.raises(TokenRejected):
        stranger.me()


def test_the_subscriptions_are_listed_with_their_addresses(account):
    assert all(subscription.url for subscription in account.subscriptions())


def test_a_chat_that_does_not_exist_is_a_refusal(account):
    with pytest.raises((NotFound, NoRights, ReadRefused)):  # which of them, no page says
        account.chat(NOWHERE)


def test_the_chat_shows_its_owner_to_the_bot_that_governs_it(account, chat):
    assert (chat.chat_id, chat.status) == (int(CHAT_ID), "active")
    assert chat.owner_id is not None and chat.participants_count >= 2


def test_the_owner_is_among_the_administrators(account, chat):
    admins = account.admins(chat.chat_id)
    assert [admin.user_id for admin in admins if admin.is_owner] == [chat.owner_id]
    assert all(admin.is_admin for admin in admins)


def test_the_bot_finds_itself_as_administrator_in_both_ways(account, chat):
    (own,) = account.members(chat.chat_id, [account.me().user_id])
    assert own.is_bot and own.is_admin
    assert own in account.admins(chat.chat_id)


def test_what_is_pinned_is_the_same_by_both_ways(account, chat):
    assert account.pinned(chat.chat_id) == chat.pinned


@writes
def test_the_same_title_and_description_once_more_change_nothing(account, chat):
    again = account.edit_chat(chat.chat_id, title=chat.title, description=chat.description)
    assert (again.title, again.description) == (chat.title, chat.description)
    assert account.chat(chat.chat_id) == chat
