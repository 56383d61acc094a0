"""What an approval is about: who decided what and why, how it was to be, and how many chats of it wait now."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from supervision import access, local_time
from supervision.admin import links
from supervision.models import Operation, Region
from supervision.previews.consequences import told
from supervision.reports.held import HeldOperation, held_operations


@dataclass(frozen=True, slots=True)
class HeldChange:
    """One decision behind a hold, for the page. `foreseen` are label and number."""

    title: str
    url: str
    by: str
    at: str
    reason: str
    waits: str
    foreseen: list[tuple[str, str]]


def of_region(region: Region, request: HttpRequest) -> list[HeldChange]:
    return [_shown(held, request) for held in held_operations(region)]


def foreseen(operation: Operation) -> list[tuple[str, str]]:
    """The preview as it was when it was confirmed; [] where there was none."""
    return told(operation.foreseen or {})


def _shown(held: HeldOperation, request: HttpRequest) -> HeldChange:
    operation = access.discreet(request.user, held.operation)
    by = operation.by if operation.by_id else None  # not named to everybody
    return HeldChange(
        title=operation.title,
        url=links.change_url(operation),
        by=(by.get_full_name() or by.username) if by else "",
        at=local_time.local(operation.at, operation.region),
        reason=operation.reason,
        waits=_("%(chats)s chats of %(houses)s houses wait") % {"chats": held.chats, "houses": held.houses},
        foreseen=foreseen(operation),
    )
