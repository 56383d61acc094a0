"""Keeps a region's webhook in place: the messenger drops one by itself after eight hours without an answer.

Takes an account and its messenger; writes on the account what was seen, in words where it is not as it should be.
Webhooks only make the portal faster: without them (no WEBHOOK_BASE_URL) everything is found by looking.
"""

import hashlib
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from supervision.linking import inbox
from supervision.messenger.errors import MessengerError
from supervision.messenger.port import Messenger, SubscriptionView
from supervision.models import BotToken, Chat, MessengerAccount
from supervision.queue import clock
from supervision.reconcile.account_troubles import weighing
from supervision.reconcile.sentences import words_for

LONGEST_NAME = 200
# Every version of an account is kept for ever, so "all is as before" is not written down every ten minutes.
NOTE_EVERY = timedelta(minutes=30)


class NotKept(Exception):
    """The messenger said yes and then shows no such subscription."""


def secret_of(region_code: str) -> str:
    """What the messenger shows with every webhook of the region: 64 hexadecimal digits, derived and never stored.

    A token that was entered brings a seed, so that with another token the secret is another one too.
    """
    seed = BotToken.objects.filter(pk=region_code).values_list("seed", flat=True).first() or ""
    return salted_hmac("supervision.webhook", f"{region_code}{seed}", algorithm="sha256").hexdigest()


def url_of(region_code: str) -> str:
    """Where the messenger posts to; "" where the installation takes no webhooks."""
    base = settings.WEBHOOK_BASE_URL.rstrip("/")
    return f"{base}{path_of(region_code)}" if base else ""


def path_of(region_code: str) -> str:
    return reverse("webhook", args=[region_code])


def to_keep(*, only_new: bool) -> list[str]:
    """Codes of the regions whose account works and has chats to hear of; `only_new`: those never subscribed yet."""
    chats = Chat.objects.filter(region=OuterRef("region"))
    accounts = MessengerAccount.objects.filter(Exists(chats), is_enabled=True, trouble="")
    if only_new:
        never = accounts.filter(webhook_checked_at=None, webhook_trouble="")
        accounts = never if settings.WEBHOOK_BASE_URL else accounts.none()
    return list(accounts.values_list("pk", flat=True))


def keep_subscription(account: MessengerAccount, messenger: Messenger) -> None:
    """Learns who the bot is, and makes the webhook as it should be, if it is not. Never raises MessengerError."""
    seen: dict[str, object] = {}
    try:
        with weighing(account, messenger):
            bot = messenger.me()
            seen |= {"bot_id": bot.user_id, "bot_name": bot.name[:LONGEST_NAME], "bot_username": bot.username}
            seen |= _in_place(account, messenger)
        seen["webhook_trouble"] = ""
    except MessengerError as error:
        seen["webhook_trouble"] = words_for(error)
    except NotKept as error:
        seen["webhook_trouble"] = str(error)
    _note(account, **seen)


def _note(account: MessengerAccount, **seen: object) -> None:
    """Writes what changed on the account, and now and then that nothing did."""
    checked = account.webhook_checked_at
    if seen.get("webhook_checked_at") and checked and clock.now() - checked < NOTE_EVERY:
        del seen["webhook_checked_at"]
    changed = {name: value for name, value in seen.items() if getattr(account, name) != value}
    if changed:
        MessengerAccount.objects.filter(pk=account.pk).update(**changed)
        for name, value in changed.items():
            setattr(account, name, value)


def _in_place(account: MessengerAccount, messenger: Messenger) -> dict[str, object]:
    """Makes the webhook as it is wished for and looks at it again; gives what to write on the account. Nothing is
    written before all of it is done: what broke off half-way is done again, and once more does no harm."""
    url, digest = url_of(account.pk), _digest(account)
    kept = messenger.subscriptions()
    if url and not (_stands(kept, url) and (account.webhook_url, account.webhook_secret_digest) == (url, digest)):
        messenger.subscribe(url=url, secret=secret_of(account.pk), update_types=sorted(inbox.SUBSCRIBED))
        kept = messenger.subscriptions()
        if not _stands(kept, url):
            raise NotKept(_("The messenger accepted the address %(url)s and does not show it.") % {"url": url})
    for each in kept:
        if each.url != url and _is_ours(account, each.url):
            messenger.unsubscribe(url=each.url)
    if not url:
        return {"webhook_url": "", "webhook_secret_digest": "", "webhook_checked_at": None}
    return {"webhook_url": url, "webhook_secret_digest": digest, "webhook_checked_at": clock.now()}


def _stands(kept: tuple[SubscriptionView, ...], url: str) -> bool:
    return any(each.url == url and each.update_types == inbox.SUBSCRIBED for each in kept)


def _is_ours(account: MessengerAccount, url: str) -> bool:
    """An address of this region under which the portal was reached before; other systems' and regions' are not ours."""
    if url == account.webhook_url:
        return True
    ours, theirs = urlsplit(settings.WEBHOOK_BASE_URL), urlsplit(url)
    return theirs.hostname == ours.hostname and theirs.path.endswith(path_of(account.pk))


def _digest(account: MessengerAccount) -> str:
    return hashlib.sha256(secret_of(account.pk).encode()).hexdigest()
