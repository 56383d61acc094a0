"""A region's way to the messenger: token, channel and budget from the installation's settings."""

import redis
from django.conf import settings
from django.utils.translation import gettext as _

from supervision.enums import Provisioning
from supervision.errors import Refused
from supervision.messenger.connect import connect
from supervision.messenger.port import Capabilities
from supervision.messenger.provisioning import AccountMessenger
from supervision.messenger.throttle import RedisPace
from supervision.models import MessengerAccount, Region


def token_of(region: Region) -> str:
    """The region's own token, else the installation's (settings.MESSENGER_TOKENS, the key "" holding the latter).

    Raises Refused where there is none; on one's own machine the emulator takes a token made of the region's code.
    """
    token = settings.MESSENGER_TOKENS.get(region.pk) or settings.MESSENGER_TOKENS.get("")
    if token or settings.LOCAL:
        return token or f"emulator-{region.pk}"
    words = _("No token for region %(region)s: set MESSENGER_TOKEN_%(code)s or MESSENGER_TOKEN_%(code)s_FILE.")
    raise Refused(words % {"region": region, "code": region.pk})


def capabilities(account: MessengerAccount) -> Capabilities:
    """What the account's channel can do beside the Bot API."""
    by_api = (account.provisioning or settings.MESSENGER_PROVISIONING) == Provisioning.API
    return Capabilities(create_chat=by_api, transfer_owner=by_api)


def open_messenger(account: MessengerAccount) -> AccountMessenger:
    """Connects; every request of every worker on this token takes its slot from one schedule in Redis."""
    token = token_of(account.region)
    pace = RedisPace(
        redis.Redis.from_url(settings.REDIS_URL),
        f"pace:{account.pk}",
        account.rate_per_second,
        share=settings.MESSENGER_PACE_SHARE,
    )
    return connect(
        url=settings.MESSENGER_URL,
        token=token,
        provisioning=account.provisioning or settings.MESSENGER_PROVISIONING,
        provisioning_url=settings.MESSENGER_PROVISIONING_URL,
        ca_file=settings.MESSENGER_CA_FILE,
        pace=pace,
        before_post=pace.wait_to_post,
        link_hosts=settings.MESSENGER_LINK_HOSTS,
    )
