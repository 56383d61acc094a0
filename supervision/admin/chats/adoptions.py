"""Lists of existing chats: what would be linked and why the rest would not, and the button that links."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display

from supervision import access, local_time
from supervision.admin import links
from supervision.admin.decisions.buttons import Button, PageWithButtons
from supervision.admin.lists.base import ReadOnlyAdmin, person
from supervision.admin.lists.filters import RegionFilter, region_filter
from supervision.enums import AdoptionState, AdoptionVerdict
from supervision.linking import adoption as adoptions
from supervision.models import Adoption, AdoptionLine

SHADES = {"reading": "info", "read": "warning", "applied": "success", "cancelled": "info"}
VERDICT_SHADES = {"waiting": "info", "fits": "success", "already": "info", "problem": "danger", "linked": "success"}


def _apply(adoption: Adoption, request: HttpRequest) -> str:
    linked = adoptions.apply(adoption, by=person(request))
    return ngettext("Linked: %(n)s chat.", "Linked: %(n)s chats.", linked) % {"n": linked}


def _cancel(adoption: Adoption, request: HttpRequest) -> str:
    adoptions.cancel(adoption, by=person(request))
    return _("The list is given up; nothing of it was linked.")


@admin.register(Adoption)
class AdoptionAdmin(PageWithButtons):
    rows = staticmethod(access.adoptions)
    list_display = ("file_name", "region", "shown_state", "started", "by", "lines_of")
    list_select_related = ("region", "by")
    list_filter = ("state", RegionFilter)
    search_fields = ("file_name", "=sha256")
    ordering = ("-pk",)
    fields = ("file_name", "region", "started", "applied", "by", "sha256")
    readonly_fields = ("started", "applied")
    readonly_preprocess_fields = {"by": strip_tags}  # logins are not for everybody who reads the list
    change_form_outer_before_template = "admin/supervision/adoption/page.html"
    step_up_buttons: ClassVar[frozenset[str]] = frozenset({"apply"})
    buttons: ClassVar[dict[str, Button]] = {"apply": _apply, "cancel": _cancel}

    @display(description=gettext_lazy("state"), label=SHADES, ordering="state")
    def shown_state(self, adoption: Adoption) -> tuple[str, str]:
        return adoption.state, adoption.get_state_display()

    @display(description=gettext_lazy("started at"), ordering="started_at")
    def started(self, adoption: Adoption) -> str:
        return local_time.local(adoption.started_at, adoption.region)

    @display(description=gettext_lazy("applied at"), ordering="applied_at")
    def applied(self, adoption: Adoption) -> str:
        return local_time.local(adoption.applied_at, adoption.region)

    @display(description=gettext_lazy("lines"))
    def lines_of(self, adoption: Adoption) -> SafeString:
        return links.list_link(AdoptionLine, gettext_lazy("Lines"), adoption__id__exact=adoption.pk)

    def may_press(self, request: HttpRequest, obj: Adoption) -> bool:
        return access.can_manage(request.user, obj.region)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        adoption: Adoption = self.get_object(request, object_id)
        counts = dict(adoption.lines.order_by().values_list("verdict").annotate(Count("pk")))
        may = self.may_press(request, adoption)
        extra = {
            "adoption": adoption,
            "counts": [
                (verdict.label, counts[verdict], _lines_url(adoption, verdict), VERDICT_SHADES[verdict])
                for verdict in AdoptionVerdict
                if counts.get(verdict)
            ],
            "fits": counts.get(AdoptionVerdict.FITS, 0),
            "may_apply": may and adoption.state == AdoptionState.READ and counts.get(AdoptionVerdict.FITS),
            "may_cancel": may and adoption.state in {AdoptionState.READ, AdoptionState.READING},
        }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})


def _lines_url(adoption: Adoption, verdict: AdoptionVerdict) -> str:
    return links.list_url(AdoptionLine, adoption__id__exact=adoption.pk, verdict__exact=verdict.value)


@admin.register(AdoptionLine)
class AdoptionLineAdmin(ReadOnlyAdmin):
    rows = staticmethod(access.adoption_lines)
    list_display = ("line", "house", "chat_named", "title", "shown_verdict", "message", "plan")
    list_select_related = ("chat__house", "adoption")
    list_filter = ("verdict", "code", region_filter("adoption__region"))
    search_fields = ("house_named", "chat_named", "chat__house__address")
    search_help_text = gettext_lazy("Address, GUID or chat as the file names them")
    ordering = ("adoption", "line")

    @display(description=gettext_lazy("house"))
    def house(self, line: AdoptionLine) -> SafeString | str:
        return links.titled_link(line.chat, str(line.chat.house)) if line.chat else line.house_named

    @display(description=gettext_lazy("verdict"), label=VERDICT_SHADES, ordering="verdict")
    def shown_verdict(self, line: AdoptionLine) -> tuple[str, str]:
        return line.verdict, line.get_verdict_display()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        named = lookup == "adoption__id__exact"
        return named or super().lookup_allowed(lookup, value, request)
