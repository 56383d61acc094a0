"""Looks at chats that nobody has looked at for long: how many a minute, and how long is long."""

from datetime import timedelta

from supervision.models import MessengerAccount
from supervision.queue import clock, outbox

# Of the chat and of its administrators; the rest of what a look may ask for is rarely needed.
CALLS_PER_LOOK = 2
# A subscription that was not seen for so long is not relied on.
SUBSCRIPTION_HOLDS = timedelta(hours=1)


def sweep() -> None:
    """Every minute: as many looks at long unseen chats as a share of each account's budget pays for."""
    for account in MessengerAccount.objects.filter(is_enabled=True, trouble="").select_related("region"):
        most = account.rate_per_second * 60 * account.sweep_share_percent / 100 / CALLS_PER_LOOK
        left = max(int(most), 1) - outbox.looks_waiting(account.region)  # a slow account is looked through as well
        if left > 0:
            outbox.sweep(account.region, seen_before=clock.now() - look_interval(account), most=left)


def look_interval(account: MessengerAccount) -> timedelta:
    """How long a chat may go unseen: longer while the messenger reports changes by itself."""
    checked = account.webhook_checked_at
    reports = checked and not account.webhook_trouble and clock.now() - checked < SUBSCRIPTION_HOLDS
    return timedelta(days=account.look_every_days_with_webhooks if reports else account.look_every_days)
