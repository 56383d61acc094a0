"""An import is taken back: facts, audit and marks in one transaction, as far as nothing touched them since.

    undo      what the run changed is as before; what cannot be stays and is listed
    foresee   what that would mean, found by doing it and taking it back

What chats differ by it waits in the queue and counts for the region's limit like every other change.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from supervision import access, audit
from supervision.actions.management_periods import hold
from supervision.enums import ImportKind, RefusalKind
from supervision.errors import Refused
from supervision.imports import import_record
from supervision.imports.undoing import earlier_rows, told, units
from supervision.imports.undoing.told import UndoOutlook
from supervision.imports.undoing.units import Undoing
from supervision.models import (
    Chat,
    House,
    ImportRun,
    ManagementPeriod,
    MessengerAccount,
    Organisation,
    Region,
    Representative,
)
from supervision.previews import consequences, outlooks
from supervision.previews.consequences import Consequences
from supervision.queue import clock, outbox
from supervision.registry.drafts import State, acting_of, first_difference

ASIDE = "preview"  # a reason that is written and taken back
Periods = Mapping[int, list[State]]


def undo(run: ImportRun, *, by: User | None = None, cause: str = "", reason: str) -> Undoing:
    """Takes the import back. Raises Refused without a reason, where it was taken back already, where nothing of it can
    be, and Busy while another import of the region, or the taking back of one, runs."""
    if not reason.strip():
        raise Refused(_("Say why: the reason goes into the record of events."), kind=RefusalKind.REASON_MISSING)
    with import_record.one_at_a_time(run.region):
        undoing = _weigh(run)
        region, left = run.region, len(undoing.left)
        details = {"run": run.pk, "file": run.file_name, "taken_back": told.counts(undoing), "left": left}
        with audit.event("import.undone", by=by, cause=cause, reason=reason, region=region, details=details) as event:
            if by and len(undoing.houses) > 1:
                access.ask(access.MANY_HOUSES, by, region)
            _carry_out(undoing)
            ImportRun.objects.filter(pk=run.pk).update(
                undone_at=clock.now(), undone_by=by, undone_reason=reason, undone_event=event.pk
            )
    return undoing


def foresee(run: ImportRun, *, by: User | None = None, cause: str = "") -> UndoOutlook:
    """Writes nothing that stays; raises Refused as `undo` does."""
    found: list[Undoing] = []

    def change() -> None:
        found.append(undo(run, by=by, cause=cause, reason=ASIDE))

    region = run.region
    if not MessengerAccount.objects.filter(region=region).exists():
        outlooks.as_if(change, lambda: None)
        return told.outlook(found[0], None)
    with transaction.atomic():
        undoing = _weigh(run)
        chats = list(Chat.objects.filter(house__in=undoing.houses).order_by("pk").values_list("pk", flat=True))
        meaning: Consequences = consequences.foresee(region, undoing.houses, chats, change, on=clock.today(region))
    return told.outlook(undoing, meaning)


def can_be_undone(run: ImportRun) -> bool:
    """Whether it is worth asking; what stands in the way the page of the decision tells."""
    return run.event is not None and run.undone_at is None and run.kind != ImportKind.INSPECTORS


def _weigh(run: ImportRun) -> Undoing:
    """Reads the run anew; until the end of the transaction nobody else decides about its houses."""
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("region").get(pk=run.pk)
    if run.undone_at is not None:
        raise Refused(_("It was taken back already."))
    if run.kind == ImportKind.INSPECTORS:
        words = _("A file of inspectors is not taken back as a whole: correct people and zones on their pages.")
        raise Refused(words)
    if run.event is None:
        raise Refused(_("Of this import nothing is kept by which it could be taken back."))
    first = units.of(run)
    hold(list(House.objects.filter(pk__in=first.houses | first.gone(House)).order_by("pk")))
    undoing = units.of(run)  # anew: whoever was faster has written by now
    if not undoing.taken:
        if not undoing.left:
            raise Refused(_("It changed nothing, so there is nothing to take back."))
        raise Refused(_("Nothing of it can be taken back."), told.lines(undoing.left, run.region))
    return undoing


def _carry_out(undoing: Undoing) -> None:
    region = undoing.run.region
    near = _of_addresses(undoing)
    before = _periods(undoing.houses)
    earlier_rows.write(undoing)
    after = _periods(undoing.houses)
    _mark_days(region, before, after)
    outbox.mark_houses(sorted(near | _shown_otherwise(undoing) | _of_companies(undoing, region)))


def _of_addresses(undoing: Undoing) -> set[int]:
    """Titles tell houses of one address apart: of those that go and those that get their address back."""
    keys = {trace.value("address_key") for trace in undoing.of(House)} - {""}
    same = House.objects.filter(region=undoing.run.region_id, address_key__in=keys)
    return set(same.values_list("pk", flat=True)) - undoing.gone(House)


def _shown_otherwise(undoing: Undoing) -> set[int]:
    return {trace.pk for trace in undoing.of(House)} - undoing.gone(House)


def _of_companies(undoing: Undoing, region: Region) -> set[int]:
    """A company's name stands in its chats, and its people are their administrators."""
    companies = {trace.pk for trace in undoing.of(Organisation)}
    companies |= {trace.value("organisation_id") for trace in undoing.of(Representative)}
    acting = ManagementPeriod.objects.filter(organisation__in=companies).acting(clock.today(region))
    return set(acting.values_list("house", flat=True))


def _periods(houses: Iterable[int]) -> Periods:
    found: dict[int, list[State]] = defaultdict(list)
    rows_of = ManagementPeriod.objects.filter(house__in=list(houses))
    for house, company, since, until in rows_of.values_list("house", "organisation", "since", "until"):
        found[house].append((str(company or ""), since, until, None, None))
    return found


def _mark_days(region: Region, before: Periods, after: Periods) -> None:
    """Each chat for the day on which it shows; where a plan is gone, nothing is expected of its day any more."""
    today = clock.today(region)
    days: dict[date, list[int]] = defaultdict(list)
    quiet: list[int] = []
    for house in sorted(before.keys() | after.keys()):
        was, now = before.get(house, []), after.get(house, [])
        day = first_difference(was, now, today)
        if day is None:
            continue
        if day > today and acting_of(now, day) == acting_of(now, today):
            quiet.append(house)
        else:
            days[day].append(house)
    for day, houses in sorted(days.items()):
        outbox.mark_houses(houses, not_before=region.midnight(day))
    outbox.expect_nothing(quiet)
