"""A company is corrected: shown first what becomes of its chats, because residents read its name there."""

from typing import Any, cast

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from supervision import access
from supervision.actions import companies
from supervision.actions.companies import FACTS
from supervision.actions.locked import locked
from supervision.admin import links
from supervision.admin.companies.new_company import checked_inn, checked_ogrn
from supervision.admin.decisions.decision import DecisionPage
from supervision.admin.houses.own_inspector import DecidedForm
from supervision.admin.lists.base import person
from supervision.errors import Refused
from supervision.models import Organisation
from supervision.previews.company_correction import CompanyCorrection, foresee


class CorrectCompanyForm(DecidedForm):
    class Meta:
        model = Organisation
        fields = FACTS
        widgets = {
            "kind": UnfoldAdminSelectWidget,
            **dict.fromkeys(("name", "full_name", "inn", "ogrn"), UnfoldAdminTextInputWidget),
        }
        help_texts = {"name": gettext_lazy("As residents read it in the chats.")}

    def clean_inn(self) -> str:
        return self._as_stored("inn") or checked_inn(self.cleaned_data["inn"])

    def clean_ogrn(self) -> str:
        return self._as_stored("ogrn") or checked_ogrn(self.cleaned_data["ogrn"])

    def _as_stored(self, name: str) -> str:
        """A wrong number that the register gave may stay as it is while something else is corrected."""
        typed = str(self.cleaned_data[name])
        return typed if typed == self.initial.get(name) else ""


class CorrectCompanyPage(DecisionPage):
    """For those who supervise the company's region."""

    template = "admin/supervision/organisation/correct.html"
    is_mass = False  # the act asks again who it is, where more than one chat shows the name
    form_holds = True

    @property
    def organisation(self) -> Organisation:
        return cast(Organisation, self.subject)

    def may_decide(self, request: HttpRequest) -> bool:
        return access.can_supervise(request.user, self.organisation.region)

    def form_of(self, data: Any = None) -> CorrectCompanyForm:
        return CorrectCompanyForm(data, instance=self.organisation)

    def foresee(self, form: CorrectCompanyForm) -> CompanyCorrection:
        stored = locked(self.organisation)  # the form has put its values into the one at hand
        values = {name: form.cleaned_data[name] for name in FACTS if form.cleaned_data[name] != getattr(stored, name)}
        if not values:
            raise Refused(_("Nothing differs from what is stored, so nothing was written."))
        return foresee(stored, values, lambda: self._correct(form), reader=self.request.user)

    def _correct(self, form: CorrectCompanyForm) -> int:
        facts = {name: form.cleaned_data[name] for name in FACTS}
        stored, reason = locked(self.organisation), form.cleaned_data["reason"]
        return companies.change(organisation=stored, facts=facts, by=person(self.request), reason=reason)

    def carry_out(self, form: CorrectCompanyForm, shown: CompanyCorrection) -> str:
        self._correct(form)
        return _("The organisation is corrected.")

    def back(self) -> str:
        return links.change_url(self.organisation)

    def words(self) -> dict[str, Any]:
        return {"title": _("Correct the organisation"), "organisation": self.organisation}
