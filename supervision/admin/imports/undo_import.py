"""An import is taken back: what would be as before, what stays and why, then it is done. For heads of the region."""

from typing import Any, cast

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from supervision import access
from supervision.admin import links
from supervision.admin.decisions.decision import DecisionPage
from supervision.admin.decisions.reason import ReasonField
from supervision.admin.lists.base import person
from supervision.imports.undoing import story
from supervision.imports.undoing.told import UndoOutlook
from supervision.models import ImportRun


class UndoForm(forms.Form):
    reason = ReasonField(max_length=300)


class UndoImportPage(DecisionPage):
    template = "admin/supervision/importrun/undo.html"

    @property
    def run(self) -> ImportRun:
        return cast(ImportRun, self.subject)

    def may_decide(self, request: HttpRequest) -> bool:
        return access.can_manage(request.user, self.run.region)

    def form_of(self, data: Any = None) -> UndoForm:
        return UndoForm(data)

    def foresee(self, form: UndoForm) -> UndoOutlook:
        return story.foresee(self.run, by=person(self.request))

    def carry_out(self, form: UndoForm, shown: UndoOutlook) -> str:
        story.undo(self.run, by=person(self.request), reason=form.cleaned_data["reason"])
        if not shown.left_total:
            return _("The import is taken back.")
        return _("The import is taken back; what was touched since stays as it is: %(n)s.") % {"n": shown.left_total}

    def back(self) -> str:
        return links.change_url(self.run)

    def words(self) -> dict[str, Any]:
        return {"title": _("Take the import back"), "run": self.run}
