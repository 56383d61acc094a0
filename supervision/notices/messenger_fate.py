"""Whether notices reach a person in the messenger, as last tried: shown at the person and on their own page."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from supervision.models import Correspondent, NoticeSending, Region
from supervision.notice_kinds import NoticeChannel, SendingState
from supervision.notices import wishes


@dataclass(frozen=True, slots=True)
class MessengerFate:
    """`is_known`: the bot has seen the person. `stopped_at`: since when it may not write to them. `told_at`: the last
    notice that got through; `lost`: those of which nobody knows."""

    is_known: bool
    region: Region | None = None
    stopped_at: datetime | None = None
    told_at: datetime | None = None
    lost: int = 0


def of(user: User) -> MessengerFate:
    account = wishes.account_of(user)
    if account is None:
        return MessengerFate(is_known=False)
    region, number = account
    known = Correspondent.objects.filter(region=region, account_id=number).first()
    sent = NoticeSending.objects.filter(notice__user=user, channel=NoticeChannel.MESSENGER)
    last = sent.filter(state=SendingState.TOLD).order_by("-at").values_list("at", flat=True).first()
    lost = sent.filter(state=SendingState.LOST).count()
    stopped = known.stopped_at if known else None
    return MessengerFate(True, Region.objects.get(pk=region), stopped, last, lost)
