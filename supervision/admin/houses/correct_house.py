"""A house is corrected: kind, state, number of flats by those who supervise the region, its own inspector by the head.

Shown first what becomes of the chat, then written. Whoever comes second is told what the first has changed meanwhile.
"""

from typing import Any, cast

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget

from supervision import access
from supervision.actions import house_corrections
from supervision.actions.house_corrections import CORRECTABLE
from supervision.actions.locked import locked
from supervision.admin import links
from supervision.admin.decisions.decision import DecisionPage
from supervision.admin.houses.own_inspector import DecidedForm
from supervision.admin.lists.base import person
from supervision.enums import HouseState
from supervision.models import House
from supervision.previews.house_fate import HouseFate, foresee


class CorrectHouseForm(DecidedForm):
    """People who do not manage the region are neither asked for `inspector` nor heard on it."""

    class Meta:
        model = House
        fields = CORRECTABLE
        widgets = {
            "kind": UnfoldAdminSelectWidget,
            "flats": UnfoldAdminIntegerFieldWidget,
            "state": UnfoldAdminSelectWidget,
            "inspector": UnfoldAdminSelectWidget,
        }
        help_texts = {
            "flats": gettext_lazy("Empty: not known."),
            "state": gettext_lazy("Of a demolished house the company's people lose their rights in the chat."),
            "inspector": gettext_lazy("Empty: whom the company and the zone have."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # merging is a decision of its own, about two records
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            choice for choice in HouseState.choices if choice[0] != HouseState.MERGED
        ]


class CorrectHousePage(DecisionPage):
    template = "admin/supervision/house/correct.html"
    is_mass = False
    form_holds = True

    @property
    def house(self) -> House:
        return cast(House, self.subject)

    def may_decide(self, request: HttpRequest) -> bool:
        return access.can_supervise(request.user, self.house.region)

    def form_of(self, data: Any = None) -> CorrectHouseForm:
        form = CorrectHouseForm(data, instance=self.house)
        if access.can_manage(self.request.user, self.house.region):
            form.offer_inspectors(self.request.user)
        else:
            del form.fields["inspector"]
        return form

    def foresee(self, form: CorrectHouseForm) -> HouseFate:
        stored = locked(self.house)  # the form has put its values into the one at hand
        values = house_corrections.differing(stored, form.cleaned_data)
        return foresee(stored, values, lambda: self._correct(form), reader=self.request.user)

    def _correct(self, form: CorrectHouseForm) -> None:
        values, reason = form.cleaned_data, form.cleaned_data["reason"]
        house_corrections.correct(house=self.house, values=values, by=person(self.request), reason=reason)

    def carry_out(self, form: CorrectHouseForm, shown: HouseFate) -> str:
        self._correct(form)
        return " ".join(filter(None, (_("The house is corrected."), shown.chat)))

    def back(self) -> str:
        return links.change_url(self.house)

    def words(self) -> dict[str, Any]:
        return {"title": _("Correct the house"), "house": self.house}
