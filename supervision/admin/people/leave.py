"""An inspector goes away, for a while or for good: where the chats go, house by house, and then it is decided.

A dismissal is decided once, on a Friday for a Monday if need be. From its day on the chats go where the rules or the
head send them, and the portal itself completes the dismissal and closes the login when the last chat was seen with
another owner. Until then the person keeps the login: where no interface hands chats over only the owner can do it, and
finds the work orders here. Until then, too, it can be taken back: end the absence that it began with.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision import access
from supervision.actions import absences, dismissals, openings, owners
from supervision.admin import links
from supervision.admin.decisions.decision import DecisionPage
from supervision.admin.lists.base import person
from supervision.admin.people.leave_form import LeaveForm, with_choice
from supervision.enums import OperationKind
from supervision.errors import Refused
from supervision.models import Absence, Inspector
from supervision.previews.handing_over import HandingOver, Move, foresee, gaps

ORDERS: dict[str, Callable[[Move], Any]] = {
    "house": lambda move: move.house,
    "municipality": lambda move: (move.municipality, move.house),
    "to": lambda move: (move.to, move.house),
}
MOST_LISTED = 20


class LeavePage(DecisionPage):
    """An absence, with its day of return."""

    template = "admin/supervision/inspector/leave.html"
    for_good = False
    title: Any = gettext_lazy("Absence of an inspector")

    @property
    def inspector(self) -> Inspector:
        return cast(Inspector, self.subject)

    @property
    def by(self) -> User:
        return person(self.request)

    def may_decide(self, request: HttpRequest) -> bool:
        return access.can_manage(request.user, self.inspector.region)

    def initial(self) -> dict[str, Any]:
        return {"since": self.inspector.region.today(), "closes_login": True}

    def form_of(self, data: Any = None) -> LeaveForm:
        if data is not None and "give" in data:
            data = data.copy()
            data["given"] = with_choice(data.get("given", ""), data.getlist("house"), data.get("give_to", ""))
        return LeaveForm(
            data, inspector=self.inspector, user=self.request.user, for_good=self.for_good, initial=self.initial()
        )

    def begin(self, form: LeaveForm) -> Absence | None:
        """The absence with which it stands; None where there was nothing to hand over."""
        values = form.cleaned_data
        return absences.substitute(
            inspector=self.inspector, since=values["since"], until=values["until"], by=self.by, leave=form.leave()
        )

    def foresee(self, form: LeaveForm) -> HandingOver:
        region, values = self.inspector.region, form.cleaned_data
        since = max(values["since"], region.today())
        shown = foresee(
            region,
            owners.ids(owners.may_own(self.inspector)),
            lambda: self.begin(form),
            on=since,
            leaving=self.inspector if self.for_good else None,
        )
        return replace(shown, not_all_the_time=gaps(shown.moves, since, values.get("until")))

    def carry_out(self, form: LeaveForm, shown: HandingOver) -> str:
        if nobody := shown.without_owner:
            refused = _("Nobody would own %(n)s chats. Give these houses to somebody.") % {"n": len(nobody)}
            raise Refused(refused, nobody[:MOST_LISTED])
        kind = OperationKind.DISMISSAL if self.for_good else OperationKind.ABSENCE
        title = f"{kind.label}: {self.inspector}"
        values = form.cleaned_data
        absence = self.begin(form)
        self.keep_on_record(
            kind,
            shown,
            region=self.inspector.region,
            title=title,
            since=values["since"],
            reason=values["reason"],
            absence=absence,
        )
        return _("Done: chats that go to others: %(n)s, from %(day)s.") % {
            "n": len(shown.moves),
            "day": f"{form.cleaned_data['since']:%d.%m.%Y}",
        }

    def back(self) -> str:
        return links.change_url(self.subject)

    def words(self) -> dict[str, Any]:
        return {"title": self.title, "inspector": self.inspector, "for_good": self.for_good}

    def show(self, form: Any, **more: Any) -> Any:
        if "shown" in more:
            more |= self._list(form, more["shown"])
        return super().show(form, **more)

    def _list(self, form: LeaveForm, shown: HandingOver) -> dict[str, Any]:
        """The houses in the chosen order; `pick` marks those of one new owner."""
        asked, given = self.request.POST, form.cleaned_data["given"]
        order = asked.get("sort") or asked.get("order") or "house"
        order = order if order in ORDERS else "house"
        lines = [
            {
                "move": move,
                "by_hand": move.house_id in given,
                "checked": asked.get("pick") == str(move.to_id or 0),
            }
            for move in sorted(shown.moves, key=ORDERS[order])
        ]
        carried = " ".join(f"{house}:{to.pk}" for house, to in given.items())
        return {
            **{"order": order, "lines": lines, "colleagues": list(form.colleagues.values()), "given": carried},
            "parted": self._parted(form),
        }

    def _parted(self, form: LeaveForm) -> int:
        """Logins whose join with the identity provider goes with the login that the dismissal closes."""
        login = self.inspector.user
        is_closed = self.for_good and form.cleaned_data.get("closes_login")
        return openings.parting_with(login, self.inspector.region) if login and is_closed else 0


class DismissPage(LeavePage):
    """For good: the absence without end that the portal turns into a dismissal."""

    for_good = True
    title: Any = gettext_lazy("Dismissal of an inspector")

    def begin(self, form: LeaveForm) -> Absence | None:
        if self.inspector.dismissed_on:
            raise Refused(_("%(name)s is dismissed already.") % {"name": self.inspector})
        since = form.cleaned_data["since"]
        return dismissals.leave_for_good(inspector=self.inspector, since=since, leave=form.leave(), by=self.by)

    def carry_out(self, form: LeaveForm, shown: HandingOver) -> str:
        done = super().carry_out(form, shown)
        self.inspector.refresh_from_db()
        if self.inspector.dismissed_on:
            return _("Dismissed: %(name)s owned no chats.") % {"name": self.inspector}
        return " ".join((done, _("The dismissal completes itself when the last chat was seen with another owner.")))


class ChangeAbsencePage(LeavePage):
    """Another substitute, other houses or another day of return for an absence that is planned or lasts."""

    title: Any = gettext_lazy("Change the absence")

    @property
    def absence(self) -> Absence:
        return cast(Absence, self.subject)

    @property
    def inspector(self) -> Inspector:
        return self.absence.inspector

    @property
    def for_good(self) -> bool:  # type: ignore[override]  # a dismissal under way stays one
        return self.absence.ends_in_dismissal

    def initial(self) -> dict[str, Any]:
        absence = self.absence
        given = " ".join(f"{one.house_id}:{one.substitute_id}" for one in absence.houses.all())
        return {
            **{name: getattr(absence, name) for name in ("since", "until", "substitute", "reason", "closes_login")},
            "given": given,
        }

    def form_of(self, data: Any = None) -> LeaveForm:
        form = super().form_of(data)
        form.began = True
        form.fields["since"].disabled = True
        return form

    def begin(self, form: LeaveForm) -> Absence | None:
        until = form.cleaned_data.get("until")
        absences.change(absence=self.absence, leave=form.leave(), until=until, by=self.by)
        return self.absence
