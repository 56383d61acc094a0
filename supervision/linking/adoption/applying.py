"""Linking what fits, in one transaction and in sets: whatever goes wrong, the list is applied whole or not at all."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from supervision import audit
from supervision.desired.chats import desired_chats
from supervision.enums import AdoptionState, AdoptionVerdict, Lane
from supervision.errors import Refused
from supervision.linking import linking
from supervision.models import Adoption, AdoptionLine, Region
from supervision.queue import clock, outbox
from supervision.reconcile.linked import Link, link_many

LOT = 1000
ALWAYS_ALLOWED, MOST_PROBLEMS_PERCENT = 10, 50


def doubts(adoption: Adoption) -> str:
    """Why this looks like the wrong list; "" where it does not."""
    lines = adoption.lines.count()
    problems = adoption.lines.filter(verdict=AdoptionVerdict.PROBLEM).count()
    if problems <= max(ALWAYS_ALLOWED, lines * MOST_PROBLEMS_PERCENT // 100):
        return ""
    words = _("%(problems)s of %(lines)s lines cannot be linked: this looks like the wrong list.")
    return words % {"problems": problems, "lines": lines}


def apply(adoption: Adoption, *, by: User | None = None, cause: str = "") -> int:
    """Links the lines that fit; gives how many. Raises Refused where nothing fits or the list is not read yet."""
    fits = adoption.lines.filter(verdict=AdoptionVerdict.FITS).count()
    details = {"adoption": adoption.pk, "file": adoption.file_name, "sha256": adoption.sha256, "lines": fits}
    with audit.event("chats.adopted", by=by, cause=cause, region=adoption.region, details=details):
        _refuse_unready(Adoption.objects.select_for_update(of=("self",)).get(pk=adoption.pk))
        if not fits:
            raise Refused(_("No line of the list can be linked; the remarks say why."))
        linked = 0
        while lot := list(adoption.lines.filter(verdict=AdoptionVerdict.FITS).order_by("line")[:LOT]):
            linked += _link(lot, adoption.region)
        Adoption.objects.filter(pk=adoption.pk).update(state=AdoptionState.APPLIED, applied_at=clock.now())
    adoption.refresh_from_db()
    return linked


def cancel(adoption: Adoption, *, by: User) -> None:
    """Gives the list up: nobody can apply it any more."""
    with audit.event("adoption.cancelled", by=by, region=adoption.region, details={"adoption": adoption.pk}):
        locked = Adoption.objects.select_for_update(of=("self",)).get(pk=adoption.pk)
        if locked.state in {AdoptionState.APPLIED, AdoptionState.CANCELLED}:
            _refuse_unready(locked)
        Adoption.objects.filter(pk=adoption.pk).update(state=AdoptionState.CANCELLED)


def _refuse_unready(adoption: Adoption) -> None:
    match adoption.state:
        case AdoptionState.READING:
            raise Refused(_("The chats of the list are still being read. Wait for the end, or run the command again."))
        case AdoptionState.APPLIED:
            raise Refused(_("The list was applied already."))
        case AdoptionState.CANCELLED:
            raise Refused(_("The list was given up. Read the file again."))


def _link(lot: Sequence[AdoptionLine], region: Region) -> int:
    """A constant number of statements. What was linked otherwise since the reading stays as it is, with a remark."""
    wishes = desired_chats([line.chat_id for line in lot if line.chat_id], on=clock.today(region))
    links = [
        Link(line.chat_id, line.messenger_id, _invite(line), wishes[line.chat_id].period_id)
        for line in lot
        if line.chat_id and line.messenger_id
    ]
    linked = link_many(links)
    outbox.mark(sorted(linked), lane=Lane.CREATE)
    linking.note_linked([link.messenger_id for link in links if link.chat_id in linked])
    lines = AdoptionLine.objects.filter(pk__in=[line.pk for line in lot])
    lines.filter(chat__in=linked).update(verdict=AdoptionVerdict.LINKED)
    lines.exclude(chat__in=linked).update(
        verdict=AdoptionVerdict.PROBLEM,
        code="meanwhile",
        message=_("After the chat was read, the house or the chat was linked otherwise."),
    )
    return len(linked)


def _invite(line: AdoptionLine) -> str:
    """The link, where the file names the chat by it; otherwise the next look brings it."""
    return line.chat_named if line.chat_named.startswith("https:") else ""
