"""Inspectors, who stands in for them, and their zones."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline

from supervision import access
from supervision.actions import absences, owners
from supervision.admin import links
from supervision.admin.audit.history_page import WithHistory
from supervision.admin.decisions.buttons import Button, PageWithButtons
from supervision.admin.lists.base import ReadOnlyAdmin, RegionBound, person
from supervision.admin.lists.filters import OfficeFilter, RegionFilter, region_filter
from supervision.admin.people.inspector_invitation import InspectorInvitationPage
from supervision.admin.people.leave import ChangeAbsencePage, DismissPage, LeavePage
from supervision.admin.people.load import LoadPage
from supervision.admin.people.new_inspector import CorrectInspectorPage, NewInspectorPage
from supervision.admin.people.zone_grid import ZoneGridPage
from supervision.dialogs import how_known
from supervision.models import Absence, Chat, Inspector, Region, WorkOrder, Zone
from supervision.notices import messenger_fate

MOST_SHOWN = 20


class AbsenceInline(RegionBound, TabularInline):
    model = Absence
    fk_name = "inspector"
    rows = staticmethod(access.absences)
    fields = ("since", "until", "substitute", "reason", "ends_in_dismissal")
    show_change_link = True
    extra = 0


def leaving(inspector: Inspector) -> dict[str, Any]:
    """How far a dismissal under way has got, for the inspector's page; {} where none is."""
    absence = inspector.absences.filter(ends_in_dismissal=True).first()
    if absence is None or inspector.dismissed_on:
        return {}
    today = inspector.region.today()
    left = owners.owned_chats(inspector, max(absence.since, today))
    return {
        "absence": absence,
        "absence_url": links.change_url(absence),
        "count": left.count(),
        "chats": [(str(chat), links.change_url(chat)) for chat in left[:MOST_SHOWN]],
        "chats_url": links.list_url(Chat, owner_seen=inspector.pk),
        "orders_url": links.list_url(WorkOrder, inspector=inspector.pk, open="1"),
    }


def _managed(request: HttpRequest) -> list[Region]:
    return [region for region in access.regions(request.user) if access.can_manage(request.user, region)]


@admin.register(Inspector)
class InspectorAdmin(WithHistory, ReadOnlyAdmin):
    rows = staticmethod(access.inspectors)
    list_display = ("full_name", "position", "messenger_id", "user", "dismissed_on", "region")
    list_select_related = ("region", "user")
    list_filter = (OfficeFilter, RegionFilter)
    search_fields = ("full_name", "=messenger_id")
    search_help_text = gettext_lazy("Name or messenger id")
    ordering = ("full_name", "pk")
    inlines = (AbsenceInline,)
    readonly_preprocess_fields = {"user": strip_tags}  # logins are not for everybody who reads the list
    change_form_outer_before_template = "admin/supervision/inspector/page.html"
    list_before_template = "admin/supervision/inspector/list.html"

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, "supervision_inspector"
        return [
            path("<str:pk>/absence/", wrap(LeavePage.as_view(model_admin=self)), name=f"{name}_absence"),
            path("<str:pk>/dismiss/", wrap(DismissPage.as_view(model_admin=self)), name=f"{name}_dismiss"),
            path(
                "<str:pk>/invitation/",
                wrap(InspectorInvitationPage.as_view(model_admin=self)),
                name=f"{name}_invitation",
            ),
            path("new/<str:region_code>/", wrap(NewInspectorPage.as_view()), name=f"{name}_new"),
            path("<str:pk>/correct/", wrap(CorrectInspectorPage.as_view(model_admin=self)), name=f"{name}_correct"),
            path("load/", wrap(LoadPage.as_view()), name=f"{name}_load"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"managed_regions": _managed(request), **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        inspector: Inspector = self.get_object(request, object_id)
        extra = {
            "inspector": inspector,
            "title": _("Inspector"),
            "subtitle": inspector,
            "leaving": leaving(inspector),
            "standing": how_known.standings([inspector], inspector.region)[inspector.pk],
            "may_manage": access.can_manage(request.user, inspector.region),
            "fate": messenger_fate.of(inspector.user) if inspector.user else None,
        }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})


def _end(absence: Absence, request: HttpRequest) -> str:
    has_begun = absences.end(absence=absence, by=person(request), reason=request.POST.get("reason", ""))
    if absence.ends_in_dismissal:
        said = _("The dismissal is cancelled: %(name)s stays in office and the chats are their own.")
    elif not has_begun:
        said = _("The planned absence is cancelled: %(name)s's chats stay where they are.")
    else:
        said = _("The absence has ended: from now on the chats are %(name)s's own again.")
    return said % {"name": absence.inspector}


@admin.register(Absence)
class AbsenceAdmin(WithHistory, PageWithButtons):
    rows = staticmethod(access.absences)
    list_display = ("inspector", "substitute", "since", "until", "ends_in_dismissal")
    list_select_related = ("inspector__region", "substitute")
    list_filter = (region_filter("inspector__region"),)
    search_fields = ("inspector__full_name", "substitute__full_name")
    ordering = ("-since", "pk")
    buttons: ClassVar[dict[str, Button]] = {"end": _end}
    change_form_outer_before_template = "admin/supervision/absence/page.html"

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(ChangeAbsencePage.as_view(model_admin=self))
        return [path("<str:pk>/other/", page, name="supervision_absence_other"), *super().get_urls()]

    def after(self, obj: Absence) -> str:
        """The inspector's page: a planned absence that is ended never was."""
        return links.change_url(obj.inspector)

    def may_press(self, request: HttpRequest, obj: Absence) -> bool:
        return access.can_manage(request.user, obj.inspector.region)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        absence: Absence = self.get_object(request, object_id)
        today = absence.inspector.region.today()
        lasts = absence.until is None or absence.until > today
        extra = {
            "absence": absence,
            "houses": absence.houses.select_related("house", "substitute"),
            "may_manage": lasts and not absence.inspector.dismissed_on and self.may_press(request, absence),
        }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})


@admin.register(Zone)
class ZoneAdmin(WithHistory, ReadOnlyAdmin):
    rows = staticmethod(access.zones)
    list_display = ("name", "whole_region", "region")
    list_select_related = ("region",)
    list_filter = (RegionFilter,)
    search_fields = ("name", "inspectors__full_name")
    ordering = ("region", "name")
    list_before_template = "admin/supervision/zone/list.html"

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(ZoneGridPage.as_view())
        return [path("grid/<str:pk>/", page, name="supervision_zone_grid"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"drawn_regions": _managed(request), **(extra_context or {})})
