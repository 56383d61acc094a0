"""Chats to which the bot was added and that no house has yet: why not, and the way to link them."""

from collections.abc import Iterator
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from supervision import access, local_time
from supervision.admin import links
from supervision.admin.decisions import link_buttons
from supervision.admin.decisions.buttons import Button, PageWithButtons
from supervision.admin.lists.base import person
from supervision.admin.lists.choices import RowsOfRegion
from supervision.admin.lists.filters import RegionFilter
from supervision.errors import Refused
from supervision.linking import found_chats
from supervision.models import Chat, FoundChat


class LinkedFilter(SimpleListFilter):
    """Without a choice only what waits for somebody is shown."""

    title = gettext_lazy("state")
    parameter_name = "linked"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [("1", _("Linked")), ("all", _("All"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset if self.value() == "all" else queryset.filter(chat__isnull=self.value() != "1")

    def choices(self, changelist: Any) -> Iterator[Any]:
        first, *others = super().choices(changelist)
        yield {**first, "display": _("Not linked")}
        yield from others


class HouseForm(forms.Form):
    house: Any = forms.ModelChoiceField(label=gettext_lazy("House"), queryset=None)

    def __init__(self, *args: Any, found: FoundChat, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["house"])
        field.queryset = access.houses(user).filter(region=found.region)
        field.widget = RowsOfRegion(Chat._meta.get_field("house"), admin.site)
        field.widget.region_code = found.region_id
        field.widget.choices = field.choices


def _link(found: FoundChat, request: HttpRequest) -> str:
    form = HouseForm(request.POST, found=found, user=request.user)
    if not form.is_valid():
        raise Refused(_("Choose the house to which the chat belongs."))
    chat = access.chats(request.user).select_related("region").filter(house=form.cleaned_data["house"]).first()
    if chat is None:
        raise Refused(_("The policy of the region asks for no chat for this house."))
    return link_buttons.link_named(chat, str(found.messenger_id), request)


def _read(found: FoundChat, request: HttpRequest) -> str:
    found_chats.read_again(found, by=person(request))
    return _("The chat is read once more; the list shows the result in a moment.")


@admin.register(FoundChat)
class FoundChatAdmin(PageWithButtons):
    rows = staticmethod(access.found_chats)
    list_display = ("shown", "invite", "region", "found", "owner_id", "remark", "linked_to")
    list_select_related = ("region", "chat__house")
    list_filter = (LinkedFilter, RegionFilter)
    search_fields = ("title", "=messenger_id", "=link")
    search_help_text = gettext_lazy("Title, id or invite link")
    ordering = ("-pk",)
    fields = ("messenger_id", "title", "link", "owner_id", "found", "looked", "region")
    readonly_fields = ("found", "looked")
    change_form_outer_before_template = "admin/supervision/foundchat/page.html"
    buttons: ClassVar[dict[str, Button]] = {"link": _link, "read": _read}
    step_up_buttons: ClassVar[frozenset[str]] = frozenset({"link"})

    @display(description=gettext_lazy("title seen"), ordering="title")
    def shown(self, found: FoundChat) -> str:
        return str(found)

    @display(description=gettext_lazy("invite link"))
    def invite(self, found: FoundChat) -> SafeString | str:
        if not found.link:
            return "—"
        return format_html('<a class="hc-link" href="{0}" rel="noreferrer" target="_blank">{0}</a>', found.link)

    @display(description=gettext_lazy("bot added at"), ordering="found_at")
    def found(self, found: FoundChat) -> str:
        return local_time.local(found.found_at, found.region)

    @display(description=gettext_lazy("looked at"))
    def looked(self, found: FoundChat) -> str:
        return local_time.local(found.read_at, found.region)

    @display(description=gettext_lazy("linked to"))
    def linked_to(self, found: FoundChat) -> SafeString | str:
        return links.titled_link(found.chat, str(found.chat.house)) if found.chat else "—"

    def may_press(self, request: HttpRequest, obj: FoundChat) -> bool:
        return access.can_supervise(request.user, obj.region)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        found: FoundChat = self.get_object(request, object_id)
        form = HouseForm(found=found, user=request.user)
        may = found.chat is None and self.may_press(request, found)
        extra = {"found": found, "form": form, "may_link": may, "media": self.media + form.media}
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})
