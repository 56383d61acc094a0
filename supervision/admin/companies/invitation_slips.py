"""Invitations of many people at once: made with one button, printed as slips to be cut apart, or taken along as XLSX.

Slips and file hold what binds an account, so each handing over is on record.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.http import FileResponse, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from supervision import access, audit, local_time
from supervision.actions import invitations
from supervision.admin.lists.base import person
from supervision.admin.lists.exporting import as_of, recorded_file
from supervision.dialogs import how_known
from supervision.dialogs.how_known import Standing
from supervision.errors import Refused
from supervision.models import Organisation, Representative
from supervision.reports.spreadsheets import About, FileColumn

EVENT = "invitations.exported"


@dataclass(frozen=True, slots=True)
class Slip:
    """One person's invitation as it is handed over; the code is "" where its day is over."""

    name: str
    standing: Standing
    until: str

    @property
    def link(self) -> str:
        return self.standing.shown.link if self.standing.shown else ""

    @property
    def code(self) -> str:
        return self.standing.shown.code if self.standing.shown else ""


COLUMNS: tuple[FileColumn[Slip], ...] = (
    FileColumn(gettext_lazy("Person"), lambda one: one.name, 40, is_personal=True),
    FileColumn(gettext_lazy("Link"), lambda one: one.link, 60, is_personal=True),
    FileColumn(gettext_lazy("Code"), lambda one: one.code, 12, is_personal=True),
    FileColumn(gettext_lazy("Holds until"), lambda one: one.until, 20),
    FileColumn(gettext_lazy("Text to copy"), lambda one: one.standing.letter, 80, wraps=True, is_personal=True),
)


def invite_all(organisation: Organisation, by: User) -> str:
    """Whoever is not known in the messenger and has no invitation that holds or waits."""
    people = _people(organisation, by)
    standing = how_known.standings(people, organisation.region)
    missing = [
        one
        for one in people
        if one.messenger_id is None and not standing[one.pk].open and not standing[one.pk].answered
    ]
    for one in missing:
        invitations.invite(person=one, by=by)
    made = ngettext("%(n)s invitation is made.", "%(n)s invitations are made.", len(missing))
    return made % {"n": len(missing)}


def slips(organisation: Organisation, by: User) -> list[Slip]:
    """Of everybody whose invitation can still be answered, by name."""
    region, people = organisation.region, _people(organisation, by)
    standing = how_known.standings(people, region)
    found = []
    for one in people:
        handed = how_known.handed_over(standing[one.pk], one, region, organisation.name)
        if handed.open and handed.shown:
            found.append(Slip(one.full_name, handed, local_time.local(handed.open.until, region)))
    if not found:
        raise Refused(_("There is no invitation that can still be answered: make some first."))
    return found


def printed(organisation: Organisation, request: HttpRequest) -> HttpResponse:
    found = slips(organisation, person(request))
    details = {"organisation": organisation.pk, "rows": len(found), "form": "print"}
    with audit.event(EVENT, by=person(request), region=organisation.region, details=details):
        pass  # the record is all that is written
    context = {
        "slips": found,
        "organisation": organisation,
        "language": settings.LANGUAGE_CODE,
        "back": reverse("admin:supervision_organisation_people", args=[organisation.pk]),
    }
    headers = {"Cache-Control": "no-store"}
    return TemplateResponse(request, "admin/supervision/organisation/slips.html", context, headers=headers)


def workbook(organisation: Organisation, request: HttpRequest) -> FileResponse:
    region = organisation.region
    return recorded_file(
        request,
        f"invitations-{organisation.pk}-{region.today():%Y-%m-%d}",
        form="xlsx",
        about=About(_("Invitations"), [(_("Organisation"), organisation.name), (_("As of"), as_of(region))]),
        columns=COLUMNS,
        rows=slips(organisation, person(request)),
        event=EVENT,
        region=region,
        details={"organisation": organisation.pk, "form": "xlsx"},
    )


def _people(organisation: Organisation, by: User) -> Sequence[Representative]:
    today = organisation.region.today()
    rows = access.representatives(by).filter(organisation=organisation).select_related("organisation__region")
    return [one for one in rows.order_by("full_name", "pk") if one.until is None or one.until > today]
