"""The change of company, for one house or for many: form, preview, confirmation.

Two who confirm at the same moment stand in a line: the houses are held while the second's digest is compared.
"""

from datetime import date, timedelta
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from supervision import access
from supervision.actions.management_periods import hold
from supervision.admin import links
from supervision.admin.changes.company_form import ReplaceCompanyForm
from supervision.admin.decisions import meanwhile, selections
from supervision.admin.decisions.decision import DecisionPage
from supervision.admin.decisions.signed_values import LOADED
from supervision.admin.lists.base import person
from supervision.errors import Refused
from supervision.models import House, Region
from supervision.previews.changeover import Changeover, foresee
from supervision.previews.many_changeovers import ManyChangeovers, foresee_many

MOST_LISTED = 100


class ChangeOfCompany(DecisionPage):
    """For those who supervise the houses' region."""

    @property
    def houses(self) -> tuple[House, ...]:
        raise NotImplementedError

    @property
    def region(self) -> Region:
        return self.houses[0].region

    def may_decide(self, request: HttpRequest) -> bool:
        return access.can_supervise(request.user, self.region)

    def form_of(self, data: Any = None) -> ReplaceCompanyForm:
        first = {"since": first_of_next_month(self.region.today())} if data is None else None
        return ReplaceCompanyForm(data, houses=self.houses, user=self.request.user, initial=first)

    def hold(self) -> None:
        hold(self.houses)

    def carry_out(self, form: ReplaceCompanyForm, shown: Changeover | ManyChangeovers) -> str:
        """All or none."""
        self.operation = form.request().carry_out(by=person(self.request))
        done = ngettext(
            "Done: %(n)s house passes to %(new)s %(acts)s.",
            "Done: %(n)s houses pass to %(new)s %(acts)s.",
            len(self.houses),
        )
        return done % {"n": len(self.houses), "new": shown.new, "acts": shown.acts}

    def words(self) -> dict[str, Any]:
        return {"title": _("Replace the managing company"), "houses": self.houses, "region": self.region}


class OfOneHouse(ChangeOfCompany):
    """From the house's page, without a selection to be kept."""

    template = "admin/supervision/house/replace_company.html"
    is_mass = False

    @property
    def houses(self) -> tuple[House, ...]:
        return (cast(House, self.subject),)

    def foresee(self, form: ReplaceCompanyForm) -> Changeover:
        return foresee(form.request(), by=person(self.request))

    def back(self) -> str:
        return links.change_url(self.subject)

    def told_meanwhile(self) -> list[str]:
        shown = self.request.POST.get(LOADED, "")
        return meanwhile.told_of_periods(self.subject, person(self.request), shown)

    def show(self, form: Any, **more: Any) -> HttpResponse:
        """A preview shows how it is now; a form keeps what its reader has seen, and is told at the preview."""
        kept = "" if "shown" in more else self.request.POST.get(LOADED, "")
        loaded = kept or meanwhile.seal_periods(self.subject, person(self.request))
        return super().show(form, loaded=loaded, **more)


class OfManyHouses(ChangeOfCompany):
    """Of houses kept by `selections`. Those that would be refused are named, and left out only when asked."""

    template = "admin/supervision/house/replace_many.html"

    @property
    def houses(self) -> tuple[House, ...]:
        return cast(tuple[House, ...], self.subject)

    def subject_of(self, request: HttpRequest, **named: Any) -> tuple[House, ...]:
        return selections.find(request, named["token"])

    def about(self) -> dict[str, Any]:
        return {"opts": House._meta}

    def foresee(self, form: ReplaceCompanyForm) -> ManyChangeovers:
        return foresee_many(form.request(), by=person(self.request))

    def back(self) -> str:
        return links.list_url(House)

    def words(self) -> dict[str, Any]:
        return {**super().words(), "listed": self.houses[:MOST_LISTED]}

    def post(self, request: HttpRequest, **named: Any) -> HttpResponse:
        form = self.form_of(request.POST)
        if "leave_out" in request.POST and form.is_valid():
            out = form.request().obstacles()
            if len(out) == len(self.houses):
                return self.show(form, refusal=Refused(_("None of the houses can pass. Choose others.")))
            selections.leave_out(request, named["token"], out)
            self.subject = self.subject_of(request, **named)
        return super().post(request, **named)

    def carry_out(self, form: ReplaceCompanyForm, shown: Changeover | ManyChangeovers) -> str:
        done = super().carry_out(form, shown)
        selections.drop(self.request, self.kwargs["token"])
        return done


def first_of_next_month(today: date) -> date:
    """The day on which a change entered in the licence register this month takes effect."""
    return (today.replace(day=1) + timedelta(days=32)).replace(day=1)
