"""Many chosen houses are given to an inspector by name, or back to their company and zone."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminSelectWidget

from supervision import access
from supervision.actions import inspectors, owners
from supervision.admin.decisions.many import ManyPage
from supervision.admin.decisions.reason import ReasonField
from supervision.admin.houses.own_inspector import who_can_own
from supervision.admin.lists.base import person
from supervision.enums import OperationKind
from supervision.models import House, Region
from supervision.previews.handing_over import HandingOver, foresee


class HousesInspectorForm(forms.Form):
    inspector: Any = forms.ModelChoiceField(
        label=gettext_lazy("Own inspector"),
        queryset=None,
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=gettext_lazy("Empty: whom the company and the zone have."),
    )
    reason = ReasonField(max_length=300)


class HousesInspectorPage(ManyPage):
    """For heads: who owns chats is theirs."""

    model = House
    template = "admin/supervision/house/inspectors.html"

    @property
    def region(self) -> Region:
        region: Region = self.subject[0].region
        return region

    def rows_of(self, request: HttpRequest) -> QuerySet[Any]:
        return access.houses(request.user).select_related("region").order_by("address_order", "pk")

    def may_decide(self, request: HttpRequest) -> bool:
        return access.can_manage(request.user, self.region)

    def form_of(self, data: Any = None) -> HousesInspectorForm:
        form = HousesInspectorForm(data)
        field: Any = form.fields["inspector"]
        field.queryset = who_can_own(self.request.user, self.region, now=None)
        return form

    def foresee(self, form: forms.Form) -> HandingOver:
        chats = access.chats(self.request.user).filter(house__in=[house.pk for house in self.subject])
        return foresee(self.region, owners.ids(chats), lambda: self._assign(form), on=self.region.today())

    def _assign(self, form: forms.Form) -> int:
        asked = form.cleaned_data
        return inspectors.assign_houses(
            houses=self.subject, inspector=asked["inspector"], by=person(self.request), reason=asked["reason"]
        )

    def do(self, form: forms.Form, shown: HandingOver) -> str:
        marked = self._assign(form)
        asked, today = form.cleaned_data, self.region.today()
        title = _("Own inspector of houses: %(name)s") % {"name": asked["inspector"] or _("by company and zone")}
        self.keep_on_record(
            OperationKind.REASSIGNMENT, shown, region=self.region, title=title, since=today, reason=asked["reason"]
        )
        done = ngettext("Saved. %(n)s chat goes to another owner.", "Saved. %(n)s chats go to other owners.", marked)
        return done % {"n": marked}

    def words(self) -> dict[str, Any]:
        return {**super().words(), "title": _("Give houses to an inspector by name")}
