"""Passing a house to another company from a date: form, preview, confirmation.

GET writes nothing, the first POST shows what would happen and writes nothing, the second does exactly what was shown:
it carries the preview's digest and is shown anew where something has changed meanwhile.
"""

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from unfold.widgets import UnfoldAdminSingleDateWidget, UnfoldAdminTextInputWidget, UnfoldBooleanWidget

from supervision import access
from supervision.actions.management_periods import Papers
from supervision.admin import words
from supervision.admin.base import person
from supervision.admin.choices import RowsOfRegion
from supervision.admin.pages.changeover import Request, foresee
from supervision.errors import Refused
from supervision.models import House, ManagementPeriod

FIRST_YEAR, LAST_YEAR = 1990, 2100


def check_year(day: date) -> None:
    """A slip in the year; the calendar's last days would not even have a next day to reckon with."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("Check the year: nothing changes in %(year)s.") % {"year": day.year})


class ReplaceCompanyForm(forms.Form):
    organisation: Any = forms.ModelChoiceField(label=gettext_lazy("New organisation"), queryset=None, required=False)
    direct = forms.BooleanField(
        label=gettext_lazy("Direct management by the owners"), required=False, widget=UnfoldBooleanWidget
    )
    since = forms.DateField(
        label=gettext_lazy("Start of powers"),
        widget=UnfoldAdminSingleDateWidget,
        validators=[check_year],
        help_text=gettext_lazy("From midnight of this day in the region, the chat follows the new company."),
    )
    registered_on = forms.DateField(
        label=gettext_lazy("Entered in the register on"),
        widget=UnfoldAdminSingleDateWidget,
        validators=[check_year],
        required=False,
        help_text=gettext_lazy("Kept for the record; the start of powers is what acts."),
    )
    basis = forms.CharField(
        label=gettext_lazy("Basis"), max_length=200, required=False, widget=UnfoldAdminTextInputWidget
    )
    document_number = forms.CharField(
        label=gettext_lazy("Document number"), max_length=100, required=False, widget=UnfoldAdminTextInputWidget
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Goes into the record of events."),
    )

    def __init__(self, *args: Any, house: House, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.house = house
        field = cast(forms.ModelChoiceField, self.fields["organisation"])
        field.queryset = access.organisations(user).filter(region=house.region)
        field.widget = RowsOfRegion(ManagementPeriod._meta.get_field("organisation"), admin.site)
        field.widget.region_code = house.region_id
        field.widget.choices = field.choices

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if bool(values.get("organisation")) == bool(values.get("direct")) and "organisation" not in self.errors:
            self.add_error("organisation", _("Choose an organisation, or direct management, one of the two."))
        return values

    def request(self) -> Request:
        values = self.cleaned_data
        entered = values["registered_on"]
        papers = Papers(
            basis=values["basis"],
            document_number=values["document_number"],
            registered_at=self.house.region.midnight(entered) if entered else None,
        )
        return Request(self.house, values["organisation"], values["since"], papers, values["reason"])


class ReplaceCompany(View):
    """For those who supervise the house's region: a stranger gets 404, a reader 403."""

    model_admin: Any = None
    template = "admin/supervision/house/replace_company.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.house: House = self.model_admin.get_object(request, str(kwargs["pk"]))
        if not access.can_supervise(request.user, self.house.region):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        first = {"since": first_of_next_month(self.house.region.today())}
        return self._show(ReplaceCompanyForm(house=self.house, user=request.user, initial=first))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = ReplaceCompanyForm(request.POST, house=self.house, user=request.user)
        if not form.is_valid() or "edit" in request.POST:
            return self._show(form)
        wanted = form.request()
        try:
            shown = foresee(wanted, by=person(request))
            if "confirm" not in request.POST:
                return self._show(form, shown=shown)
            if request.POST.get("seen") != shown.digest:
                messages.warning(request, _("Something changed since you looked. This is how it would be now."))
                return self._show(form, shown=shown)
            wanted.carry_out(by=person(request))
        except Refused as refusal:
            return self._show(form, refusal=refusal)
        done = _("Done: the house passes to “%(new)s” %(acts)s.")
        messages.success(request, done % {"new": shown.new, "acts": shown.acts})
        return redirect(words.change_url(self.house))

    def _show(self, form: ReplaceCompanyForm, **more: Any) -> HttpResponse:
        context = {
            **admin.site.each_context(self.request),
            "title": _("Replace the managing company"),
            "house": self.house,
            "house_url": words.change_url(self.house),
            "region": self.house.region,
            "form": form,
            "media": form.media,
            "opts": House._meta,
            "original": self.house,
            **more,
        }
        return TemplateResponse(self.request, self.template, context)


def first_of_next_month(today: date) -> date:
    """The day on which a change entered in the licence register this month takes effect."""
    return (today.replace(day=1) + timedelta(days=32)).replace(day=1)
