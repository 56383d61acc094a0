"""What people decide about a region's messenger account: to let a stopped run go on, to try again, to switch it off."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from supervision import access, audit
from supervision.enums import Provisioning, Trouble, WorkOrderKind
from supervision.errors import Refused
from supervision.models import MessengerAccount, Operation, OperationHouse, WorkOrder
from supervision.notice_kinds import NoticeKind
from supervision.notices import marking
from supervision.notices.matters import APPROVED
from supervision.queue import clock, outbox, troubles
from supervision.reports.held import held_operations

SPREAD_ALLOWED = timedelta(days=1)
MOST_DAYS_UNSEEN = 60


def approve(account: MessengerAccount, *, by: User | None = None, cause: str = "", reason: str) -> int:
    """Lets through what a limit holds back now; gives how many chats. What is marked later is counted anew.

    From the command line there is no login: `cause` then names the command and who ran it.
    """
    if not reason.strip():
        raise Refused(_("Say why so many chats may change: the approval is kept with your name."))
    with transaction.atomic():
        waiting = held_operations(account.region)
        chats = outbox.approve(account.region)  # first: the event cannot be written again afterwards
        details = {"chat_count": chats}
        with audit.event("limit.approved", by=by, cause=cause, reason=reason, region=account.region, details=details):
            MessengerAccount.objects.filter(pk=account.pk).update(held_reason="")
        for held in waiting:
            if by is None or held.operation.by_id != by.pk:
                marking.tell(NoticeKind.DECIDED, account.region, held.operation.pk, APPROVED, [held.operation.by])
    return chats


def approve_decided(operation: Operation, *, by: User) -> int:
    """A head who confirmed a mass change on its preview, asked again who they are, approves it by that: the limit does
    not hold it when it acts. Gives how many chats that is; 0 for whoever may not approve, whose change is counted.
    """
    if not access.may("limit.approved", by, operation.region):
        return 0
    by_instant: dict[datetime, list[int]] = defaultdict(list)
    for house, acts in OperationHouse.objects.dated(operation).values_list("house", "acts"):
        by_instant[acts].append(house)
    with transaction.atomic():
        chats = sum(outbox.approve_decided(houses, acts) for acts, houses in sorted(by_instant.items()))
        details = {"operation": operation.pk, "chat_count": chats}
        if chats:
            audit.record("limit.approved", by=by, region=operation.region, details=details)
    return chats


def retry(account: MessengerAccount, *, by: User | None = None, cause: str = "") -> None:
    """The trouble was mended (a new token was set): workers may try again. If it was not, they find it again.

    A new token may be another bot's, so which bot it is is learned anew. Chats stopped by the same trouble are tried at
    once; where a person decided it, as many as will may turn to a trouble for a day without holding the rest.

    Raises Refused without a person (`by`) where the account waits for one (`waits_for_a_person`).
    """
    if by is None and account.waits_for_a_person:
        raise Refused(_("The account waits for a person: release it on its page, by name."))
    kind = Trouble(account.trouble_kind)
    with audit.event(
        "account.retried", by=by, cause=cause, region=account.region, details={"trouble": account.trouble}
    ):
        MessengerAccount.objects.filter(pk=account.pk).update(
            trouble="",
            trouble_kind=Trouble.NONE,
            try_again_at=None,
            spread_allowed_until=clock.now() + SPREAD_ALLOWED if by else account.spread_allowed_until,
            bot_id=None,
            bot_name="",
        )
        if kind is not Trouble.NONE:
            troubles.wake(account.region, kind)


def switch(account: MessengerAccount, *, on: bool, by: User, reason: str) -> None:
    """Stops or resumes every change in the region's chats; marks pile up meanwhile."""
    if not reason.strip():
        raise Refused(_("Say why pushing is switched: whoever finds it next month has to know."))
    with audit.event("account.switched", by=by, reason=reason, region=account.region, details={"on": on}):
        MessengerAccount.objects.filter(pk=account.pk).update(is_enabled=on)


def set_provisioning(account: MessengerAccount, *, way: Provisioning, by: User, reason: str) -> int:
    """How chats of the region are created and handed over from now on. What people were ordered to do is asked anew:
    gives how many chats that concerns."""
    if not reason.strip():
        raise Refused(_say_why())
    details = {"provisioning": [account.provisioning, way.value]}
    with audit.event("account.provisioning_changed", by=by, reason=reason, region=account.region, details=details):
        MessengerAccount.objects.filter(pk=account.pk).update(provisioning=way)
        kinds = (WorkOrderKind.CREATE_CHAT, WorkOrderKind.HAND_OVER)
        orders = WorkOrder.objects.filter(chat__region=account.region, kind__in=kinds, closed_at=None)
        return outbox.mark(list(orders.order_by("chat").values_list("chat", flat=True).distinct()))


def set_looks(
    account: MessengerAccount, *, share_percent: int, every_days: int, with_webhooks_days: int, by: User, reason: str
) -> None:
    """How much of the rate the slow look at every chat may take, and how often each chat is looked at."""
    if not reason.strip():
        raise Refused(_say_why())
    if not 1 <= share_percent <= 100 or not 1 <= every_days <= with_webhooks_days <= MOST_DAYS_UNSEEN:
        words = _("The share is 1 to 100 %%; days are 1 to %(most)s, with webhooks at least as many as without.")
        raise Refused(words % {"most": MOST_DAYS_UNSEEN})
    values = {
        "sweep_share_percent": share_percent,
        "look_every_days": every_days,
        "look_every_days_with_webhooks": with_webhooks_days,
    }
    with audit.event("account.looks_changed", by=by, reason=reason, region=account.region, details=values):
        MessengerAccount.objects.filter(pk=account.pk).update(**values)


def _say_why() -> str:
    return _("Say why it changes: whoever finds it next month has to know.")
