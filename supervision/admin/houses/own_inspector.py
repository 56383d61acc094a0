"""Whom a house or a company can be given to by name, and the page on which a company is given to somebody."""

from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminSelectWidget

from supervision import access
from supervision.access import Login
from supervision.actions import inspectors, owners
from supervision.actions.locked import locked
from supervision.admin import links
from supervision.admin.decisions.decision import DecisionPage
from supervision.admin.decisions.reason import ReasonField
from supervision.admin.decisions.second_writer import SecondWriterForm
from supervision.admin.lists.base import person
from supervision.enums import OperationKind
from supervision.errors import Refused
from supervision.models import Inspector, Organisation, Region
from supervision.previews.handing_over import HandingOver, foresee


def who_can_own(user: Login, region: Region, *, now: int | None) -> QuerySet[Inspector]:
    """Those in office with a messenger account; and whoever has it `now`, lest a form take it away unasked."""
    in_office = Q(dismissed_on=None) | Q(dismissed_on__gt=region.today())
    rows = access.inspectors(user).filter(region=region)
    return rows.filter(in_office & Q(messenger_id__isnull=False) | Q(pk=now)).order_by("full_name", "pk")


class DecidedForm(SecondWriterForm):
    """Fields of a row that has perhaps an inspector of its own, and why they change."""

    reason = ReasonField(max_length=300)

    def offer_inspectors(self, user: Login) -> None:
        row: Any = self.instance
        field = cast(forms.ModelChoiceField, self.fields["inspector"])
        field.queryset = who_can_own(user, row.region, now=row.inspector_id)


class CompanyInspectorForm(DecidedForm):
    class Meta:
        model = Organisation
        fields = ("inspector",)
        widgets = {"inspector": UnfoldAdminSelectWidget}
        labels = {"inspector": gettext_lazy("Own inspector")}


class CompanyInspectorPage(DecisionPage):
    """For those who manage the company's region."""

    template = "admin/supervision/organisation/inspector.html"
    form_holds = True

    @property
    def organisation(self) -> Organisation:
        return cast(Organisation, self.subject)

    @property
    def region(self) -> Region:
        return self.organisation.region

    def may_decide(self, request: HttpRequest) -> bool:
        return access.can_manage(request.user, self.region)

    def form_of(self, data: Any = None) -> CompanyInspectorForm:
        form = CompanyInspectorForm(data, instance=self.organisation)
        form.offer_inspectors(self.request.user)
        return form

    def foresee(self, form: CompanyInspectorForm) -> HandingOver:
        if locked(self.organisation).inspector == form.cleaned_data["inspector"]:
            raise Refused(_("Nothing differs from what is stored, so nothing was written."))
        today = self.region.today()
        user = self.request.user
        managed = access.periods(user).filter(organisation=self.organisation).acting(today).values("house")
        concerned = owners.ids(access.chats(user).filter(house__in=managed))
        return foresee(self.region, concerned, lambda: self._assign(form), on=today)

    def _assign(self, form: CompanyInspectorForm) -> int:
        values = form.cleaned_data
        return inspectors.assign_organisation(
            organisation=self.organisation,
            inspector=values["inspector"],
            by=person(self.request),
            reason=values["reason"],
        )

    def carry_out(self, form: CompanyInspectorForm, shown: HandingOver) -> str:
        title = f"{_('Own inspector')}: {self.organisation}"
        reason, today = form.cleaned_data["reason"], self.region.today()
        marked = self._assign(form)
        self.keep_on_record(
            OperationKind.REASSIGNMENT, shown, region=self.region, title=title, since=today, reason=reason
        )
        done = ngettext("Saved. %(n)s chat goes to another owner.", "Saved. %(n)s chats go to other owners.", marked)
        return done % {"n": marked}

    def back(self) -> str:
        return links.change_url(self.organisation)

    def words(self) -> dict[str, Any]:
        return {"title": _("Own inspector of the company"), "organisation": self.organisation}
