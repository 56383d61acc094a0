"""The change of company, for one house or for many: form, preview, confirmation.

GET writes nothing, the first POST shows what would happen and writes nothing, the second does exactly what was shown:
it carries the preview's digest and is shown anew where something has changed meanwhile. Two who confirm at the same
moment stand in a line: the houses are held while the second's digest is compared.
"""

from datetime import date, timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from supervision import access
from supervision.actions.management_periods import hold
from supervision.admin import links
from supervision.admin.changes.company_form import ReplaceCompanyForm
from supervision.admin.decisions import meanwhile, selections
from supervision.admin.decisions.step_up import ask_again
from supervision.admin.lists.base import person
from supervision.errors import Refused
from supervision.models import House
from supervision.previews.changeover import Changeover, foresee
from supervision.previews.company_request import CompanyRequest
from supervision.previews.many_changeovers import ManyChangeovers, foresee_many

MOST_LISTED = 100


class ChangeOfCompany(View):
    """For those who supervise the houses' region: a stranger gets 404, a reader 403."""

    model_admin: Any = None
    template = "admin/supervision/house/replace_company.html"
    houses: tuple[House, ...]

    def choose(self, request: HttpRequest, **named: Any) -> tuple[House, ...]:
        raise NotImplementedError

    def foresee(self, wanted: CompanyRequest) -> Changeover | ManyChangeovers:
        raise NotImplementedError

    def back_url(self) -> str:
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.houses = self.choose(request, **kwargs)
        if not access.can_supervise(request.user, self.houses[0].region):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get(self, request: HttpRequest, **named: Any) -> HttpResponse:
        first = {"since": first_of_next_month(self.houses[0].region.today())}
        return self.show(ReplaceCompanyForm(houses=self.houses, user=request.user, initial=first))

    def post(self, request: HttpRequest, **named: Any) -> HttpResponse:
        form = ReplaceCompanyForm(request.POST, houses=self.houses, user=request.user)
        if not form.is_valid() or "edit" in request.POST:
            return self.show(form)
        try:
            if "confirm" not in request.POST:
                return self.decide(form)
            with transaction.atomic():
                hold(self.houses)
                return self.decide(form)
        except Refused as refusal:
            return self.show(form, refusal=refusal)

    def decide(self, form: ReplaceCompanyForm) -> HttpResponse:
        """At a confirmation: of houses that nobody else decides about until this is written."""
        wanted, sent = form.request(), self.request.POST
        told = self.told_meanwhile()
        for sentence in told:
            messages.warning(self.request, sentence)
        shown = self.foresee(wanted)
        if "confirm" not in sent:
            return self.show(form, shown=shown)
        if told or sent.get("seen") != shown.digest:
            messages.warning(self.request, _("Something changed since you looked. This is how it would be now."))
            return self.show(form, shown=shown)
        return self.confirmed(wanted, shown)

    def told_meanwhile(self) -> list[str]:
        """What others decided about these houses since the page was opened, a sentence each."""
        return []

    def confirmed(self, wanted: CompanyRequest, shown: Changeover | ManyChangeovers) -> HttpResponse:
        """The one place in which the change is made; all or none."""
        operation = wanted.carry_out(by=person(self.request))
        done = ngettext(
            "Done: %(n)s house passes to %(new)s %(acts)s.",
            "Done: %(n)s houses pass to %(new)s %(acts)s.",
            len(wanted.houses),
        )
        messages.success(self.request, done % {"n": len(wanted.houses), "new": shown.new, "acts": shown.acts})
        return redirect(links.change_url(operation))

    def show(self, form: ReplaceCompanyForm, **more: Any) -> HttpResponse:
        context = {
            **admin.site.each_context(self.request),
            "title": _("Replace the managing company"),
            "houses": self.houses,
            "listed": self.houses[:MOST_LISTED],
            "house": self.houses[0],
            "back_url": self.back_url(),
            "region": self.houses[0].region,
            "form": form,
            "media": form.media,
            "opts": House._meta,
            **more,
        }
        return TemplateResponse(self.request, self.template, context)


class OfOneHouse(ChangeOfCompany):
    """From the house's page, without a selection to be kept."""

    def choose(self, request: HttpRequest, **named: Any) -> tuple[House, ...]:
        return (self.model_admin.get_object(request, str(named["pk"])),)

    def foresee(self, wanted: CompanyRequest) -> Changeover:
        return foresee(wanted, by=person(self.request))

    def back_url(self) -> str:
        return links.change_url(self.houses[0])

    def told_meanwhile(self) -> list[str]:
        sealed = self.request.POST.get(meanwhile.LOADED, "")
        return meanwhile.told_of_periods(self.houses[0], person(self.request), sealed)

    def show(self, form: ReplaceCompanyForm, **more: Any) -> HttpResponse:
        """A preview shows how it is now; a form keeps what its reader has seen, and is told at the preview."""
        kept = "" if "shown" in more else self.request.POST.get(meanwhile.LOADED, "")
        loaded = kept or meanwhile.seal_periods(self.houses[0], person(self.request))
        return super().show(form, original=self.houses[0], loaded=loaded, **more)


class OfManyHouses(ChangeOfCompany):
    """Of houses kept by `selections`. Those that would be refused are named, and left out only when asked."""

    def choose(self, request: HttpRequest, **named: Any) -> tuple[House, ...]:
        return selections.find(request, named["token"])

    def foresee(self, wanted: CompanyRequest) -> ManyChangeovers:
        return foresee_many(wanted, by=person(self.request))

    def back_url(self) -> str:
        return links.list_url(House)

    def post(self, request: HttpRequest, **named: Any) -> HttpResponse:
        form = ReplaceCompanyForm(request.POST, houses=self.houses, user=request.user)
        if "leave_out" in request.POST and form.is_valid():
            out = form.request().obstacles()
            if len(out) == len(self.houses):
                return self.show(form, refusal=Refused(_("None of the houses can pass. Choose others.")))
            selections.leave_out(request, named["token"], out)
            self.houses = selections.find(request, named["token"])
        return super().post(request, **named)

    def confirmed(self, wanted: CompanyRequest, shown: Changeover | ManyChangeovers) -> HttpResponse:
        """Asked again who sits there: thousands of chats follow this."""
        ask_again(self.request)
        answer = super().confirmed(wanted, shown)
        selections.drop(self.request, self.kwargs["token"])
        return answer


def first_of_next_month(today: date) -> date:
    """The day on which a change entered in the licence register this month takes effect."""
    return (today.replace(day=1) + timedelta(days=32)).replace(day=1)
