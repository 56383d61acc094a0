"""A company that no register file has brought yet is entered by hand, also from the form of the change of company."""

from typing import Any

from django import forms
from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from supervision import access
from supervision.actions import companies
from supervision.actions.companies import CompanyFacts
from supervision.admin import links
from supervision.admin.lists.base import person
from supervision.admin.lists.entry_page import EntryOfRegion
from supervision.enums import OrganisationKind
from supervision.models import Organisation
from supervision.registry import numbers

LONGEST_NUMBER = 15


class NewCompanyForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of organisation"), choices=OrganisationKind.choices, widget=UnfoldAdminSelectWidget
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=500,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("As residents read it in the chats."),
    )
    full_name = forms.CharField(
        label=gettext_lazy("Full name in the register"),
        max_length=1000,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    inn = forms.CharField(
        label=gettext_lazy("ИНН"), max_length=LONGEST_NUMBER, required=False, widget=UnfoldAdminTextInputWidget
    )
    ogrn = forms.CharField(
        label=gettext_lazy("ОГРН"),
        max_length=LONGEST_NUMBER,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("By it a later register file knows the company again."),
    )

    def clean_inn(self) -> str:
        return checked_inn(self.cleaned_data["inn"])

    def clean_ogrn(self) -> str:
        return checked_ogrn(self.cleaned_data["ogrn"])


def checked_inn(typed: str) -> str:
    return _digits(typed, numbers.inn(typed), _("%(number)s is no ИНН: check its digits."))


def checked_ogrn(typed: str) -> str:
    return _digits(typed, numbers.ogrn(typed), _("%(number)s is no ОГРН: check it."))


def _digits(typed: str, read: numbers.RegisterNumber, words: str) -> str:
    """Whoever types a number has it before their eyes: nothing is guessed, unlike in files."""
    if typed and (read.is_wrong or read.digits != typed):
        raise forms.ValidationError(words % {"number": typed})
    return read.digits


class NewCompanyPage(EntryOfRegion):
    """For those who supervise the region."""

    template, model = "admin/supervision/organisation/new.html", Organisation
    form, refused_at = NewCompanyForm, "ogrn"
    may = staticmethod(access.can_supervise)

    def write(self, values: dict[str, Any]) -> str:
        made = companies.add(region=self.region, facts=CompanyFacts(**values), by=person(self.request))
        messages.success(self.request, _("Entered: it can be chosen as the company of a house now."))
        return links.change_url(made)

    def words(self) -> dict[str, Any]:
        return {"title": _("New organisation"), "region": self.region}
