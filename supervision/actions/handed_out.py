"""What people outside were handed: links of companies, invitations with their codes. Reads only.

Each holds while whoever made it may still make it (docs/adr/0117): somebody who was dismissed, moved or made less names
nobody by what they sent around before. What a company had made by its own link has no maker here and waits for an
inspector, unless that link is trusted.
"""

from collections.abc import Iterable
from datetime import datetime

from supervision import access
from supervision.actions.invited import OF_INSPECTOR, OF_REPRESENTATIVE
from supervision.models import CompanyLink, Invitation

COMPANY_LINK_MADE = "company_link.made"


def may_be_kept(link: CompanyLink) -> bool:
    """Whether whoever issued the link might issue it now."""
    return link.by is not None and access.may(COMPANY_LINK_MADE, link.by, link.organisation.region)


def is_trusted(link: CompanyLink) -> bool:
    """Whether what comes through the link needs no inspector: by the region's policy, and by its maker's right."""
    return link.is_trusted and may_be_kept(link)


def invitation_holds(invitation: Invitation, now: datetime) -> bool:
    """Whether somebody may still answer it."""
    return invitation.pk in holding([invitation], now)


def holding(invitations: Iterable[Invitation], now: datetime) -> set[int]:
    """Keys of those that may still be answered; asked once a maker, however many there are."""
    still_open = [one.pk for one in invitations if one.is_open(now)]
    may: dict[tuple[int, str, str], bool] = {}
    found = set()
    rows = Invitation.objects.filter(pk__in=still_open) if still_open else Invitation.objects.none()
    for one in rows.select_related("by", "region"):
        if one.by is None:
            found |= {one.pk} if one.link_id else set()
            continue
        act = (OF_INSPECTOR if one.inspector_id else OF_REPRESENTATIVE).invited
        key = (one.by.pk, act, one.region_id)
        may[key] = may[key] if key in may else access.may(act, one.by, one.region)
        found |= {one.pk} if may[key] else set()
    return found
