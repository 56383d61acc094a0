"""What people of a region write to each other about a house, its chat and its work orders."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from supervision import access, audit
from supervision.errors import Forbidden, Refused
from supervision.models import Chat, Comment, House, WorkOrder
from supervision.models.comment import LONGEST_COMMENT
from supervision.notice_kinds import NoticeKind
from supervision.notices import marking
from supervision.queue import clock

WRITTEN = "written"  # the occasion of a notice: a comment is not changed afterwards


def write(
    *,
    house: House,
    text: str,
    by: User,
    chat: Chat | None = None,
    order: WorkOrder | None = None,
    mentioned: Sequence[User] = (),
) -> Comment:
    """On the page of the house, of its chat or of an order of it. Whoever is `mentioned` must be of the region's own
    people; here, and nowhere else, somebody is mentioned."""
    text = text.strip()
    if not text:
        raise Refused(_("Write something: an empty comment tells nobody anything."))
    if len(text) > LONGEST_COMMENT:
        raise Refused(_("At most %(most)d characters.") % {"most": LONGEST_COMMENT})
    outsiders = {user.pk for user in mentioned} - set(access.colleagues(house.region).values_list("pk", flat=True))
    if outsiders:
        raise Refused(_("Only people of the house's own region can be mentioned."))
    with audit.event("comment.written", by=by, region=house.region, details=_details(house, chat, order)):
        comment = Comment.objects.create(house=house, chat=chat, order=order, by=by, text=text)
        comment.mentioned.set(mentioned)
        told = [user for user in mentioned if user.pk != by.pk]
        marking.tell(NoticeKind.MENTION, house.region, comment.pk, WRITTEN, told)
    return comment


def take_back(comment: Comment, *, by: User) -> None:
    """Only whoever wrote it; that there was a comment stays on record, its text does not."""
    if comment.by_id != by.pk:
        raise Forbidden(_("A comment is taken back by whoever wrote it."))
    house = comment.house
    details = _details(house, comment.chat, comment.order)
    with audit.event("comment.taken_back", by=by, region=house.region, details=details):
        Comment.objects.filter(pk=comment.pk).update(text="", taken_back_at=clock.now())


def _details(house: House, chat: Chat | None, order: WorkOrder | None) -> dict[str, int]:
    about = {"chat": chat, "order": order}
    return {"house": house.pk, **{name: row.pk for name, row in about.items() if row}}
