"""The form of the change of company: who comes, from when, on which papers."""

from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSingleDateWidget, UnfoldAdminTextInputWidget, UnfoldBooleanWidget

from supervision import access
from supervision.actions.period_changes import Papers
from supervision.admin.decisions.reason import ReasonField
from supervision.admin.lists.choices import RowsOfRegion
from supervision.models import House, ManagementPeriod
from supervision.previews.company_request import CompanyRequest

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
    nobody = forms.BooleanField(
        label=gettext_lazy("Nobody: end of management"),
        required=False,
        widget=UnfoldBooleanWidget,
        help_text=gettext_lazy("The owner of the chat answers alone until a company takes over."),
    )
    since = forms.DateField(
        label=gettext_lazy("Start of powers"),
        widget=UnfoldAdminSingleDateWidget,
        validators=[check_year],
        help_text=gettext_lazy(
            "From midnight of this day in the region, the chats follow. For an end: the first day without powers."
        ),
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
    reason = ReasonField()

    def __init__(self, *args: Any, houses: tuple[House, ...], user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.houses = houses
        region = houses[0].region
        field = cast(forms.ModelChoiceField, self.fields["organisation"])
        field.queryset = access.organisations(user).filter(region=region)
        field.widget = RowsOfRegion(ManagementPeriod._meta.get_field("organisation"), admin.site)
        field.widget.region_code = region.pk
        field.widget.choices = field.choices

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        chosen = [name for name in ("organisation", "direct", "nobody") if values.get(name)]
        if len(chosen) != 1 and "organisation" not in self.errors:
            self.add_error("organisation", _("Choose one: an organisation, direct management, or nobody."))
        return values

    def request(self) -> CompanyRequest:
        values = self.cleaned_data
        entered = values["registered_on"]
        papers = Papers(
            basis=values["basis"],
            document_number=values["document_number"],
            registered_at=self.houses[0].region.midnight(entered) if entered else None,
        )
        return CompanyRequest(
            self.houses, values["organisation"], values["nobody"], values["since"], papers, values["reason"]
        )
