"""Many chosen chats at once: looked at, pushed, frozen or thawed."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from supervision import access
from supervision.actions import chats
from supervision.admin.decisions.many import ManyPage
from supervision.admin.decisions.reason import ReasonField
from supervision.admin.lists.base import person
from supervision.errors import Refused
from supervision.models import Chat, Region
from supervision.previews.chosen_chats import ChatAct, ChosenChats, foresee

TITLES = {
    ChatAct.LOOK: gettext_lazy("Look at many chats"),
    ChatAct.PUSH: gettext_lazy("Push many chats"),
    ChatAct.FREEZE: gettext_lazy("Freeze many chats"),
    ChatAct.THAW: gettext_lazy("Thaw many chats"),
}
MEANINGS = {
    ChatAct.LOOK: gettext_lazy("Each is read afresh, and whatever differs from the wish is set right in its turn."),
    ChatAct.PUSH: gettext_lazy("What somebody changed by hand in the messenger is undone, whatever the policy says."),
    ChatAct.FREEZE: gettext_lazy("Nothing in them is changed until they are thawed; what is due meanwhile piles up."),
    ChatAct.THAW: gettext_lazy("What piled up meanwhile is caught up with, in the queue of the region."),
}


class NothingAsked(forms.Form):
    """Nothing but whether."""


class WhyForm(forms.Form):
    reason = ReasonField(max_length=300)


class ManyChatsPage(ManyPage):
    model = Chat

    @property
    def act(self) -> ChatAct:
        return ChatAct(self.kwargs["act"])

    @property
    def region(self) -> Region:
        region: Region = self.subject[0].region
        return region

    def rows_of(self, request: HttpRequest) -> QuerySet[Any]:
        if self.kwargs["act"] not in set(ChatAct):
            raise Http404(_("There is no such button here."))
        rows = access.chats(request.user).select_related("house", "region__account", "request")
        return rows.order_by("house__address_order", "pk")

    def form_of(self, data: Any = None) -> forms.Form:
        return WhyForm(data) if self.act is ChatAct.FREEZE else NothingAsked(data)

    def foresee(self, form: forms.Form) -> ChosenChats:
        found = foresee(self.act, self.subject, self.region, by=person(self.request))
        if not found.chats:
            raise Refused(_("None of the chosen chats is concerned."), found.passed_over[:20])
        return found

    def do(self, form: forms.Form, shown: ChosenChats) -> str:
        numbers = {one.chat_id for one in shown.chats}
        concerned = [chat for chat in self.subject if chat.pk in numbers]
        by = person(self.request)
        match self.act:
            case ChatAct.FREEZE:
                chats.freeze_many(concerned, reason=form.cleaned_data["reason"], by=by)
            case ChatAct.THAW:
                chats.thaw_many(concerned, by=by)
            case act:
                chats.attend(concerned, push=act is ChatAct.PUSH, by=by)
        return ngettext("Done: %(n)s chat.", "Done: %(n)s chats.", len(concerned)) % {"n": len(concerned)}

    def words(self) -> dict[str, Any]:
        return {**super().words(), "title": TITLES[self.act], "meaning": MEANINGS[self.act]}
