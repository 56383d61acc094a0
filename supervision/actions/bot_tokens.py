"""Entering the token of a region's bot, and going back to the environment's. The token itself is written down nowhere
else: the record says which bot it is."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from supervision import audit, keyring
from supervision.enums import Trouble
from supervision.errors import Refused
from supervision.messenger.port import BotView
from supervision.models import BotToken, MessengerAccount
from supervision.queue import clock, troubles

LONGEST_NAME = 200
SEALED = "tokens of bots"


def enter(account: MessengerAccount, token: str, *, bot: BotView, by: User) -> None:
    """From now on the region's bot is the one that the token opened (`bot`), whatever the environment says.

    Raises Refused where that bot is another region's. What stopped the account for its former token is over.
    """
    region = account.region
    with transaction.atomic():
        others = MessengerAccount.objects.select_for_update().filter(bot_id=bot.user_id).exclude(pk=account.pk)
        if taken := others.select_related("region").first():
            raise Refused(
                _("This is the bot of another region (%(region)s): a bot serves one region only.")
                % {"region": taken.region}
            )
        details = {"bot": bot.user_id, "bot_name": bot.name[:LONGEST_NAME]}
        with audit.event("account.token_entered", by=by, region=region, details=details):
            kept = BotToken(region=region, seed=get_random_string(32), entered_at=clock.now())
            kept.sealed = keyring.seal(token, kept.context)
            kept.save()
            _start_again(account, bot_id=bot.user_id, bot_name=bot.name[:LONGEST_NAME])


def is_entered(account: MessengerAccount) -> bool:
    """Whether the account's token came by the page; without one the environment's counts."""
    return BotToken.objects.filter(pk=account.pk).exists()


def forget(account: MessengerAccount, *, by: User) -> None:
    """The token that was entered is deleted: the environment's counts again, where it has one."""
    with audit.event("account.token_forgotten", by=by, region=account.region, details={"bot": account.bot_id}):
        BotToken.objects.filter(pk=account.pk).delete()
        _start_again(account, bot_id=None, bot_name="")


def _start_again(account: MessengerAccount, **bot: object) -> None:
    """What was learned by the former token no longer counts; chats that it stopped are tried at once."""
    known = MessengerAccount.objects.filter(pk=account.pk)
    known.update(**bot, webhook_secret_digest="", webhook_checked_at=None, webhook_trouble="")
    if account.trouble_kind == Trouble.TOKEN:
        known.update(trouble="", trouble_kind=Trouble.NONE, try_again_at=None)
        troubles.wake(account.region, Trouble.TOKEN)


@keyring.kept_by(SEALED)
def reseal(renew: keyring.Renew) -> int:
    """Every token under the newest key; gives how many changed."""
    changed = 0
    for row in BotToken.objects.select_for_update().order_by("pk"):
        if (sealed := renew(row.sealed, row.context)) != row.sealed:
            BotToken.objects.filter(pk=row.pk).update(sealed=sealed)
            changed += 1
    return changed
