"""Two records of one building are merged: which stays is chosen, what becomes of everything shown, then it is done.

Reached from a house's page and from the list of likely duplicates; for heads of the region.
"""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminTextInputWidget

from supervision import access
from supervision.actions import merging
from supervision.actions.management_periods import hold
from supervision.admin import links
from supervision.admin.decisions.decision import DecisionPage
from supervision.admin.decisions.reason import ReasonField
from supervision.admin.lists.base import person
from supervision.enums import HouseState
from supervision.models import House
from supervision.previews.merging import Merging, foresee

THIS, OTHER = "this", "other"
MOST_OFFERED = 20


class MergeForm(forms.Form):
    other = forms.UUIDField(label=gettext_lazy("ФИАС GUID of the other record"), widget=UnfoldAdminTextInputWidget)
    stays = forms.ChoiceField(
        label=gettext_lazy("Which record stays"),
        choices=((THIS, gettext_lazy("This one")), (OTHER, gettext_lazy("The other one"))),
        initial=THIS,
        widget=UnfoldAdminRadioSelectWidget,
        help_text=gettext_lazy("Its address and its companies count where the two differ."),
    )
    chat = forms.ChoiceField(
        label=gettext_lazy("Whose chat stays, if both have one"),
        choices=(
            ("", gettext_lazy("That of the record that stays")),
            (OTHER, gettext_lazy("That of the record that is merged into it")),
        ),
        required=False,
        widget=UnfoldAdminRadioSelectWidget,
        help_text=gettext_lazy("The owner of the other chat gets a work order to close it."),
    )
    reason = ReasonField(max_length=300)

    def __init__(self, *args: Any, house: House, houses: QuerySet[House], **options: Any) -> None:
        super().__init__(*args, **options)
        self.house, self.houses = house, houses

    def clean_other(self) -> House:
        found = self.houses.filter(fias_guid=self.cleaned_data["other"]).first()
        if found is None:
            raise forms.ValidationError(_("There is no such house, or it belongs to a region that you do not see."))
        return found

    def chosen(self) -> tuple[House, House, House | None]:
        """The record that stays, the one that goes, and whose chat serves (None: that of the first)."""
        other = cast(House, self.cleaned_data["other"])
        stays, goes = (self.house, other) if self.cleaned_data["stays"] == THIS else (other, self.house)
        return stays, goes, goes if self.cleaned_data["chat"] == OTHER else None


class MergeHousesPage(DecisionPage):
    template = "admin/supervision/house/merge.html"

    @property
    def house(self) -> House:
        return cast(House, self.subject)

    def may_decide(self, request: HttpRequest) -> bool:
        return access.can_manage(request.user, self.house.region)

    def form_of(self, data: Any = None) -> MergeForm:
        houses = access.houses(self.request.user).select_related("region")
        return MergeForm(data, house=self.house, houses=houses, initial={"other": self.request.GET.get("other", "")})

    def hold(self) -> None:
        """The one at hand; the other is held by the action, which compares nothing that was shown."""
        form = self.form_of(self.request.POST)
        hold([self.house, form.cleaned_data["other"]] if form.is_valid() else [self.house])

    def foresee(self, form: MergeForm) -> Merging:
        stays, goes, chat_of = form.chosen()
        reason = form.cleaned_data["reason"]
        return foresee(stays, goes, chat_of=chat_of, by=person(self.request), reason=reason)

    def carry_out(self, form: MergeForm, shown: Merging) -> str:
        stays, goes, chat_of = form.chosen()
        reason = form.cleaned_data["reason"]
        merging.merge(stays=stays, goes=goes, chat_of=chat_of, by=person(self.request), reason=reason)
        self.stayed = stays
        return _("Merged. Files and searches find the house that stays by both GUIDs.")

    def back(self) -> str:
        return links.change_url(getattr(self, "stayed", self.house))

    def words(self) -> dict[str, Any]:
        return {"title": _("Merge two records of one building"), "house": self.house, "alike": self._alike()}

    def _alike(self) -> list[House]:
        """Records of the same address, to be taken over by a click."""
        house = self.house
        rows = access.houses(self.request.user).filter(region=house.region, state=HouseState.STANDING)
        same = rows.filter(address_key=house.address_key).exclude(address_key="").exclude(pk=house.pk)
        return list(same.order_by("pk")[:MOST_OFFERED])


def merge_two(request: HttpRequest, houses: QuerySet[House]) -> HttpResponse | None:
    """From a list to the page of the first of two chosen houses; None where they are not two, which is said."""
    found = list(houses.order_by("pk")[:3])
    if len(found) != 2:
        messages.error(request, _("Choose exactly two records of one building."))
        return None
    address = reverse("admin:supervision_house_merge", args=[found[0].pk])
    return redirect(f"{address}?other={found[1].fias_guid}")
