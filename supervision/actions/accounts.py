"""What people decide about a region's messenger account: to let a stopped run go on, to try again, to switch it off."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from supervision import audit
from supervision.errors import Refused
from supervision.models import MessengerAccount
from supervision.reconcile import outbox


def approve(account: MessengerAccount, *, by: User | None = None, cause: str = "", reason: str) -> int:
    """Lets through what a limit holds back now; gives how many chats. What is marked later is counted anew.

    From the command line there is no login: `cause` then names the command and who ran it.
    """
    if not reason.strip():
        raise Refused(_("Say why so many chats may change: the approval is kept with your name."))
    with transaction.atomic():
        chats = outbox.approve(account.region)  # first: the event cannot be written again afterwards
        details = {"chats": chats}
        with audit.event("limit.approved", by=by, cause=cause, reason=reason, region=account.region, details=details):
            MessengerAccount.objects.filter(pk=account.pk).update(held_reason="")
    return chats


def retry(account: MessengerAccount, *, by: User | None = None, cause: str = "") -> None:
    """The trouble was mended (a new token was set): workers may try again. If it was not, they find it again.

    A new token may be another bot's, so which bot it is is learned anew.
    """
    with audit.event(
        "account.retried", by=by, cause=cause, region=account.region, details={"trouble": account.trouble}
    ):
        MessengerAccount.objects.filter(pk=account.pk).update(trouble="", bot_id=None, bot_name="")


def switch(account: MessengerAccount, *, on: bool, by: User, reason: str) -> None:
    """Stops or resumes every change in the region's chats; marks pile up meanwhile."""
    if not reason.strip():
        raise Refused(_("Say why pushing is switched: whoever finds it next month has to know."))
    with audit.event("account.switched", by=by, reason=reason, region=account.region, details={"on": on}):
        MessengerAccount.objects.filter(pk=account.pk).update(is_enabled=on)
