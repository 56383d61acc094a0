"""A region's way to the messenger: its token, and channel and budget from the installation's settings."""

from django.conf import settings
from django.utils.translation import gettext as _

from supervision import keyring, prompt_redis
from supervision.enums import Provisioning
from supervision.errors import Refused
from supervision.messenger.connect import connect
from supervision.messenger.port import Capabilities
from supervision.messenger.provisioning import AccountMessenger
from supervision.messenger.throttle import SILENT_SECONDS, RedisPace
from supervision.models import BotToken, MessengerAccount, Region


def has_bot(region: Region) -> bool:
    """Whether there is a token by which the portal could speak for the region; a list selects `bot_token` with it."""
    return hasattr(region, "bot_token") or bool(_of_environment(region))


def token_of(region: Region) -> str:
    """The token entered for the region, else the environment's own for it, else the installation's
    (settings.MESSENGER_TOKENS, the key "" holding the last).

    Raises Refused where there is none; on one's own machine the emulator takes a token made of the region's code.
    """
    kept = BotToken.objects.filter(pk=region.pk).first()
    if kept:
        return _opened(kept, region)
    if token := _of_environment(region):
        return token
    words = _(
        "Region %(region)s has no bot: enter its token on the page of the region's messenger account, or set "
        "MESSENGER_TOKEN_%(code)s_FILE."
    )
    raise Refused(words % {"region": region, "code": region.pk})


def _of_environment(region: Region) -> str:
    token = settings.MESSENGER_TOKENS.get(region.pk) or settings.MESSENGER_TOKENS.get("") or ""
    return token or (f"emulator-{region.pk}" if settings.LOCAL else "")


def _opened(kept: BotToken, region: Region) -> str:
    try:
        return keyring.open_sealed(kept.sealed, kept.context)
    except keyring.CannotOpen as error:
        words = _(
            "The token of region %(region)s was sealed with a key that ENCRYPTION_KEYS has no more. Enter it anew."
        )
        raise Refused(words % {"region": region}) from error


def account_of(region_code: str) -> MessengerAccount:
    return MessengerAccount.objects.select_related("region").get(pk=region_code)


def capabilities(account: MessengerAccount) -> Capabilities:
    """What the account's channel can do beside the Bot API."""
    by_api = (account.provisioning or settings.MESSENGER_PROVISIONING) == Provisioning.API
    return Capabilities(create_chat=by_api, transfer_owner=by_api)


def open_messenger(account: MessengerAccount, *, token: str | None = None) -> AccountMessenger:
    """Connects; every request of every worker on this token takes its turn by one log in Redis.

    `token` is one that is only tried; raises ValueError where it can be none.
    """
    token = token_of(account.region) if token is None else token
    pace = RedisPace(
        prompt_redis.client(settings.REDIS_URL, seconds=SILENT_SECONDS),
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
