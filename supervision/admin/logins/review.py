"""Rights review: who may do what where, when it was last used, as a table and a file that a commission can sign.

A role counts as used when the login decided something at its place (events), a program's also when the program came.
Merely looking leaves no event, and a sign-in does not say for which place it was: it stands beside, for whoever signs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Max
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision import access, local_time
from supervision.admin.lists.exporting import FORMS, as_of, recorded_file
from supervision.admin.logins.access_pages import KeeperPage
from supervision.admin.logins.login_lines import RolesShown, role_words
from supervision.enums import Role
from supervision.reports.spreadsheets import About, FileColumn

UNUSED_AFTER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class RightsLine:
    """One role of one login at one place."""

    login: User
    role: str
    place: str
    signed_in: datetime | None
    decided: datetime | None
    is_unused: bool

    @property
    def signed_in_at(self) -> str:
        return local_time.of_portal(self.signed_in)

    @property
    def decided_at(self) -> str:
        return local_time.of_portal(self.decided)


COLUMNS: tuple[FileColumn[RightsLine], ...] = (
    FileColumn(gettext_lazy("login"), lambda line: line.login.username, 24),
    FileColumn(gettext_lazy("Person"), lambda line: line.login.get_full_name(), 30, is_personal=True),
    FileColumn(gettext_lazy("role"), lambda line: line.role, 24),
    FileColumn(gettext_lazy("place"), lambda line: line.place, 30),
    FileColumn(gettext_lazy("switched on"), lambda line: _("yes") if line.login.is_active else _("no"), 12),
    FileColumn(gettext_lazy("Last sign-in"), lambda line: line.signed_in_at, 24),
    FileColumn(gettext_lazy("last decision there"), lambda line: line.decided_at, 24),
    FileColumn(gettext_lazy("nothing decided for 90 days"), lambda line: _("yes") if line.is_unused else "", 20),
)


def review(by: User) -> list[RightsLine]:
    """Every role that `by` may know of, of people and programs, by login."""
    every = access.every_login(by).distinct().annotate(came=Max("supervision_apiclient__last_used_at"))
    logins = list(every.order_by("username"))
    roles, decided = RolesShown(by, logins), _last_decisions(by, logins)
    return [
        _line(login, held, roles.place(held), login.came, decided.get((login.pk, held.region)))
        for login in logins
        for held in roles.of(login)
    ]


def _last_decisions(by: User, logins: Sequence[User]) -> dict[tuple[int, str | None], datetime]:
    """By login and region, and by login and None over all that `by` sees."""
    events = access.events(by).filter(by__in=logins).exclude(name__startswith="login.").order_by()
    last: dict[tuple[int, str | None], datetime] = {}
    for login, region, at in events.values_list("by", "region").annotate(Max("at")):
        for key in {(login, region), (login, None)}:
            last[key] = max(at, last.get(key, at))
    return last


def _line(
    login: User, held: access.RoleHeld, place: str, came: datetime | None, decided: datetime | None
) -> RightsLine:
    is_program = held.role == Role.API_CLIENT
    used = (decided, came) if is_program else (decided,)
    last = max(filter(None, used), default=None)
    return RightsLine(
        login=login,
        role=role_words(held.role),
        place=place,
        signed_in=came if is_program else login.last_login,
        decided=decided,
        is_unused=last is None or last < timezone.now() - UNUSED_AFTER,
    )


class ReviewPage(KeeperPage):
    def get(self, request: HttpRequest) -> HttpResponse:
        lines = review(self.by)
        unused = sum(line.is_unused for line in lines)
        return self.shown("admin/logins/review.html", title=_("Rights review"), lines=lines, unused=unused)


class ReviewFile(KeeperPage):
    """By POST, because it leaves the portal with names and is on record."""

    def post(self, request: HttpRequest, form: str) -> FileResponse:
        if form not in FORMS:
            raise Http404(_("There is no such form of file."))
        lines = review(self.by)
        return recorded_file(
            request,
            f"rights-{timezone.now():%Y-%m-%d}",
            form=form,
            about=About(_("Rights review"), [(_("As of"), as_of(None))]),
            columns=COLUMNS,
            rows=lines,
            event="rights.exported",
            region=None,
            details={},
        )
