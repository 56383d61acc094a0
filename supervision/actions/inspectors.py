"""Inspectors: what is given to whom by name, and out of office for good."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from supervision import access, audit
from supervision.actions import logins
from supervision.actions.locked import locked
from supervision.actions.owners import ids, marks_new_owners, owned_chats
from supervision.enums import RefusalKind
from supervision.errors import Refused
from supervision.models import Chat, House, Inspector, ManagementPeriod, Organisation, Region

MOST_LISTED = 20


def add(*, region: Region, full_name: str, position: str = "", by: User) -> Inspector:
    """By name alone: people not known in the messenger own no chat yet (`invitations.py`).

    Raises Refused where somebody of that name and position is in office and not known yet either.
    """
    same = Inspector.objects.filter(region=region, full_name=full_name, position=position)
    if same.filter(messenger_id=None, dismissed_on=None).exists():
        raise Refused(
            _("%(name)s is entered already and not known in MAX yet: invite this person.") % {"name": full_name},
            kind=RefusalKind.INSPECTOR_CANNOT,
        )
    with audit.event("inspector.added", by=by, region=region, details={"name": full_name}):
        return Inspector.objects.create(region=region, full_name=full_name, position=position)


def correct(*, inspector: Inspector, full_name: str, position: str, by: User) -> None:
    """Name and position as they should have been entered; whom the portal means stays the same, and no chat changes.

    Raises Refused for whoever is dismissed: the record keeps the name under which they left.
    """
    if inspector.dismissed_on is not None:
        raise Refused(_("%(name)s is dismissed already.") % {"name": inspector}, kind=RefusalKind.INSPECTOR_CANNOT)
    values = {"full_name": full_name, "position": position}
    changed = {name: value for name, value in values.items() if value != getattr(inspector, name)}
    if not changed:
        return
    details = {"inspector": inspector.pk, "fields": sorted(changed)}
    with audit.event("inspector.corrected", by=by, region=inspector.region, details=details):
        Inspector.objects.filter(pk=inspector.pk).update(**changed)


@transaction.atomic
def dismiss(
    *,
    inspector: Inspector,
    on: date,
    by: User | None = None,
    cause: str = "",
    reason: str,
    closes_login: bool = False,
) -> None:
    """Out of office from `on` (first day without). Refused while chats would still be owned by the inspector then.

    A chat must never be without an owner and never belong to somebody who has left, so the chats go first: give houses,
    company or zone another inspector, or send the inspector away (`absences.substitute`) without a day of return. Who
    took over then keeps the chats: the dismissal itself moves none.
    """
    inspector = locked(inspector)  # whom it was joined with meanwhile is shut out too
    if closes_login and by and inspector.user_id == by.pk:
        raise Refused(_("Nobody closes their own login: ask another head."), kind=RefusalKind.INSPECTOR_CANNOT)
    blocking = owned_chats(inspector, on)
    if inspector.messenger_id is not None and blocking:
        listed = tuple(str(chat.house) for chat in blocking[:MOST_LISTED])
        words = ngettext(
            "%(name)s owns %(n)s chat. Reassign it first, then dismiss.",
            "%(name)s owns %(n)s chats. Reassign them first, then dismiss.",
            blocking.count(),
        )
        raise Refused(words % {"name": inspector, "n": blocking.count()}, listed, kind=RefusalKind.INSPECTOR_CANNOT)
    region = inspector.region
    details = {"inspector": inspector.pk, "since": str(on), "closes_login": closes_login}
    with audit.event("inspector.dismissed", by=by, cause=cause, reason=reason, region=region, details=details):
        Inspector.objects.filter(pk=inspector.pk).update(dismissed_on=on)
        if closes_login and inspector.user_id:
            logins.close(User.objects.get(pk=inspector.user_id), region, by=by, cause=cause, reason=reason)


def assign_houses(*, houses: Iterable[House], inspector: Inspector | None, by: User, reason: str = "") -> int:
    """Gives houses of one region their own inspector (None: back to company and zone); returns the chats marked."""
    chosen = [house.pk for house in houses]
    region = inspector.region if inspector else Region.objects.get(houses=chosen[0])
    if House.objects.filter(pk__in=chosen).exclude(region=region).exists():
        raise Refused(_("Choose houses of the inspector's own region."), kind=RefusalKind.OF_ANOTHER_REGION)
    access.ask_of_many(chosen, by, region)
    concerned = ids(Chat.objects.filter(house__in=chosen))
    details = {"inspector": inspector and inspector.pk, "houses": chosen}
    with (
        audit.event("houses.assigned", by=by, reason=reason, region=region, details=details),
        marks_new_owners(region, concerned) as marked,
    ):
        House.objects.filter(pk__in=chosen).update(inspector=inspector)
    return marked.chats


def assign_organisation(*, organisation: Organisation, inspector: Inspector | None, by: User, reason: str = "") -> int:
    """The inspector of a company owns the chats of the houses that it manages."""
    region = organisation.region
    if inspector and inspector.region_id != region.pk:
        raise Refused(_("%(name)s works in another region.") % {"name": inspector}, kind=RefusalKind.OF_ANOTHER_REGION)
    houses = ManagementPeriod.objects.filter(organisation=organisation).acting(region.today()).values("house")
    concerned = ids(Chat.objects.filter(house__in=houses))
    details = {"organisation": organisation.pk, "inspector": inspector and inspector.pk}
    with (
        audit.event("organisation.assigned", by=by, reason=reason, region=region, details=details),
        marks_new_owners(region, concerned) as marked,
    ):
        Organisation.objects.filter(pk=organisation.pk).update(inspector=inspector)
    return marked.chats
