"""Many chosen work orders at once: said to be done, remarked upon, handed to a colleague."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from supervision import access
from supervision.actions import orders
from supervision.admin.decisions.many import ManyPage
from supervision.admin.decisions.reason import ReasonField
from supervision.admin.lists.base import person
from supervision.confirmed import Confirmable
from supervision.errors import Refused
from supervision.models import Inspector, Region, WorkOrder
from supervision.models.comment import LONGEST_COMMENT


class OrderAct(StrEnum):
    DONE = "done"
    REMARK = "remark"
    HAND = "hand"


TITLES = {
    OrderAct.DONE: gettext_lazy("These orders are done"),
    OrderAct.REMARK: gettext_lazy("Comment on many orders"),
    OrderAct.HAND: gettext_lazy("Hand orders to another inspector"),
}
MEANINGS = {
    OrderAct.DONE: gettext_lazy("The portal looks at their chats first of all, and closes what it sees done."),
    OrderAct.REMARK: gettext_lazy("The comment stands on the page of each order and of its house."),
    OrderAct.HAND: gettext_lazy("They stay with the colleague as long as in office, whoever owns the chats."),
}


@dataclass(frozen=True, slots=True)
class ChosenOrders(Confirmable):
    """`orders` are (number, words) of those that the act concerns, `passed_over` the closed ones."""

    act: OrderAct
    orders: tuple[tuple[int, str], ...]
    passed_over: tuple[str, ...]
    given: str

    def decided(self) -> object:
        return self.act.value, self.orders, self.given


class DoneForm(forms.Form):
    """Nothing but whether."""


class RemarkForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Comment"), max_length=LONGEST_COMMENT, widget=UnfoldAdminTextareaWidget(attrs={"rows": 4})
    )


class HandForm(forms.Form):
    inspector: Any = forms.ModelChoiceField(
        label=gettext_lazy("To whom"), queryset=None, widget=UnfoldAdminSelectWidget
    )
    reason = ReasonField(max_length=300)


class ManyOrdersPage(ManyPage):
    model = WorkOrder

    @property
    def act(self) -> OrderAct:
        return OrderAct(self.kwargs["act"])

    @property
    def region(self) -> Region:
        region: Region = self.subject[0].chat.region
        return region

    def rows_of(self, request: HttpRequest) -> QuerySet[Any]:
        if self.kwargs["act"] not in set(OrderAct):
            raise Http404(_("There is no such button here."))
        rows = access.work_orders(request.user).select_related("chat__house__region", "chat__region", "inspector")
        return rows.order_by("chat__house__address_order", "pk")

    def form_of(self, data: Any = None) -> forms.Form:
        if self.act is not OrderAct.HAND:
            return DoneForm(data) if self.act is OrderAct.DONE else RemarkForm(data)
        form = HandForm(data)
        in_office = access.inspectors(self.request.user).filter(region=self.region, dismissed_on=None)
        cast(forms.ModelChoiceField, form.fields["inspector"]).queryset = in_office.order_by("full_name", "pk")
        return form

    def foresee(self, form: forms.Form) -> ChosenOrders:
        still_open = tuple((order.pk, str(order)) for order in self.subject if order.closed_at is None)
        closed = tuple(str(order) for order in self.subject if order.closed_at is not None)
        if not still_open:
            raise Refused(_("All of the chosen orders are closed already."))
        given = form.cleaned_data.get("inspector") or form.cleaned_data.get("text") or ""
        return ChosenOrders(self.act, still_open, closed, str(given))

    def do(self, form: forms.Form, shown: ChosenOrders) -> str:
        numbers = {number for number, _words in shown.orders}
        concerned: list[WorkOrder] = [order for order in self.subject if order.pk in numbers]
        by, asked = person(self.request), form.cleaned_data
        match self.act:
            case OrderAct.DONE:
                orders.say_done(orders=concerned, by=by)
            case OrderAct.REMARK:
                orders.remark(orders=concerned, text=asked["text"], by=by)
            case OrderAct.HAND:
                to: Inspector = asked["inspector"]
                orders.hand(orders=concerned, inspector=to, by=by, reason=asked["reason"])
        return ngettext("Done: %(n)s order.", "Done: %(n)s orders.", len(concerned)) % {"n": len(concerned)}

    def words(self) -> dict[str, Any]:
        return {**super().words(), "title": TITLES[self.act], "meaning": MEANINGS[self.act]}
