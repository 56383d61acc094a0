"""Inspectors, who stands in for them, and their zones."""

from django.contrib import admin
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline

from supervision import access
from supervision.admin.base import ReadOnlyAdmin, RegionBound
from supervision.admin.filters import RegionFilter, region_filter
from supervision.admin.history_page import WithHistory
from supervision.models import Absence, Inspector, Zone


class AbsenceInline(RegionBound, TabularInline):
    model = Absence
    fk_name = "inspector"
    rows = staticmethod(access.absences)
    extra = 0


@admin.register(Inspector)
class InspectorAdmin(WithHistory, ReadOnlyAdmin):
    rows = staticmethod(access.inspectors)
    list_display = ("full_name", "position", "messenger_id", "user", "dismissed_on", "region")
    list_select_related = ("region", "user")
    list_filter = (("dismissed_on", admin.EmptyFieldListFilter), RegionFilter)
    search_fields = ("full_name", "=messenger_id")
    search_help_text = gettext_lazy("Name or messenger id")
    ordering = ("full_name", "pk")
    inlines = (AbsenceInline,)
    readonly_preprocess_fields = {"user": strip_tags}  # logins are not for everybody who reads the list


@admin.register(Absence)
class AbsenceAdmin(ReadOnlyAdmin):
    rows = staticmethod(access.absences)
    list_display = ("inspector", "substitute", "since", "until")
    list_select_related = ("inspector", "substitute")
    list_filter = (region_filter("inspector__region"),)
    search_fields = ("inspector__full_name", "substitute__full_name")
    ordering = ("-since", "pk")


@admin.register(Zone)
class ZoneAdmin(ReadOnlyAdmin):
    rows = staticmethod(access.zones)
    list_display = ("name", "whole_region", "region")
    list_select_related = ("region",)
    list_filter = (RegionFilter,)
    search_fields = ("name", "inspectors__full_name")
    ordering = ("region", "name")
