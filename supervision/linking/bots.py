"""A region gets its bot: the token is tried, kept, and the webhook is made anew with a secret of its own."""

from contextlib import closing, nullcontext

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from supervision.actions import bot_tokens
from supervision.errors import Refused
from supervision.linking import subscriptions
from supervision.messenger.errors import MessengerError
from supervision.messenger.port import BotView
from supervision.models import MessengerAccount
from supervision.reconcile.account_troubles import weighing
from supervision.reconcile.accounts import has_bot, open_messenger, token_of
from supervision.reconcile.sentences import words_for


def take_token(account: MessengerAccount, token: str, *, by: User) -> BotView:
    """Asks the messenger whose token it is (`GET /me`) and keeps it for the region; gives the bot.

    Raises Refused, which never repeats the token, where it is none, where the messenger does not take it or cannot be
    asked now, and where the bot is another region's. Nothing is kept then. A token that is only tried says nothing of
    the account, which works with another one; the account's own, entered once more and refused, stops it.
    """
    token = token.strip()
    try:
        messenger = open_messenger(account, token=token)
    except ValueError:  # its words may speak of other settings, which are nobody's here
        raise Refused(_("This cannot be a token: copy it once more, whole and without spaces.")) from None
    with closing(messenger):
        try:
            with weighing(account, messenger) if _is_own(account, token) else nullcontext():
                bot = messenger.me()
        except MessengerError as error:
            raise Refused(_("The token was tried and is not kept. %(why)s") % {"why": words_for(error)}) from error
        bot_tokens.enter(account, token, bot=bot, by=by)
        subscriptions.keep_subscription(MessengerAccount.objects.select_related("region").get(pk=account.pk), messenger)
    return bot


def _is_own(account: MessengerAccount, token: str) -> bool:
    return has_bot(account.region) and token_of(account.region) == token
