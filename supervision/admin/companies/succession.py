"""A company's people are carried over from the one whose houses it took: who, in how many chats, then it is done."""

from typing import Any, cast

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminSelectWidget

from supervision import access
from supervision.actions import succession
from supervision.actions.succession import Predecessor
from supervision.admin import links
from supervision.admin.decisions.decision import DecisionPage
from supervision.admin.decisions.reason import ReasonField
from supervision.admin.lists.base import person
from supervision.models import Organisation
from supervision.previews.succession import SuccessionOutlook, foresee


class SuccessionForm(forms.Form):
    predecessor = forms.TypedChoiceField(label=gettext_lazy("Whose people"), coerce=int, widget=UnfoldAdminSelectWidget)
    reason = ReasonField(max_length=300)

    def __init__(self, *args: Any, predecessors: list[Predecessor], **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {each.organisation.pk: each.organisation for each in predecessors}
        words = _("%(company)s, houses that passed: %(n)s")
        self.fields["predecessor"].choices = [  # type: ignore[attr-defined]
            (each.organisation.pk, words % {"company": each.organisation, "n": each.houses}) for each in predecessors
        ]

    def chosen(self) -> Organisation:
        return self.known[self.cleaned_data["predecessor"]]


class SuccessionPage(DecisionPage):
    template = "admin/supervision/organisation/succession.html"

    @property
    def organisation(self) -> Organisation:
        return cast(Organisation, self.subject)

    def may_decide(self, request: HttpRequest) -> bool:
        return access.can_supervise(request.user, self.organisation.region)

    def form_of(self, data: Any = None) -> SuccessionForm:
        return SuccessionForm(data, predecessors=succession.predecessors_of(self.organisation))

    def foresee(self, form: SuccessionForm) -> SuccessionOutlook:
        return foresee(form.chosen(), self.organisation, by=person(self.request))

    def carry_out(self, form: SuccessionForm, shown: SuccessionOutlook) -> str:
        carried = succession.carry_over(
            predecessor=form.chosen(),
            successor=self.organisation,
            by=person(self.request),
            reason=form.cleaned_data["reason"],
        )
        return ngettext("Carried over: %(n)s person.", "Carried over: %(n)s people.", carried) % {"n": carried}

    def back(self) -> str:
        return links.change_url(self.organisation)

    def words(self) -> dict[str, Any]:
        return {"title": _("Carry over the people of a reorganised company"), "organisation": self.organisation}
