"""Regions with their policy."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from supervision import access
from supervision.actions import regions
from supervision.admin.audit.history_page import WithHistory
from supervision.admin.decisions.reason import ReasonField
from supervision.admin.decisions.sealed import LOADED
from supervision.admin.decisions.second_writer import SecondWriterForm
from supervision.admin.lists.base import ScopedAdmin, person
from supervision.enums import HouseKind
from supervision.errors import Refused
from supervision.models import Region


class PolicyForm(SecondWriterForm):
    """The policy and why it changes; what the action would refuse is said beside the form."""

    scope_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of house"), choices=HouseKind, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )
    reason = ReasonField()

    class Meta:
        model = Region
        fields = regions.POLICY

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        try:
            regions.check_policy(self.instance, values)
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        return values


@admin.register(Region)
class RegionAdmin(WithHistory, ScopedAdmin):
    """Those who manage the region change its policy, others read it. Saving goes through the action."""

    rows = staticmethod(access.regions)
    form = PolicyForm
    list_display = ("code", "name", "time_zone", "min_flats", "rights_preset", "default_inspector")
    list_display_links = ("code", "name")
    list_select_related = ("default_inspector",)
    search_fields = ("name", "=code")
    ordering = ("code",)
    autocomplete_fields = ("default_inspector",)
    readonly_fields = ("code", "name", "time_zone")
    fieldsets = (
        (None, {"fields": ("code", "name", "time_zone", "body_name")}),
        (gettext_lazy("Which houses get a chat"), {"fields": ("scope_kinds", "min_flats")}),
        (
            gettext_lazy("How chats look"),
            {"fields": ("title_template", "description_template", "announcement_template")},
        ),
        (gettext_lazy("Posters"), {"fields": ("poster_text",)}),
        (
            gettext_lazy("People"),
            {"fields": ("default_inspector", "rights_preset", "unknown_admins", "hand_changes", "handover_days")},
        ),
        (gettext_lazy("How people become known in MAX"), {"fields": ("bound_by", "trusts_mailed_links")}),
        (gettext_lazy("Limits"), {"fields": ("change_limit_percent", "missing_limit_percent")}),
    )

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return isinstance(obj, Region) and access.can_manage(request.user, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        sets = super().get_fieldsets(request, obj)
        if not self.has_change_permission(request, obj):
            return sets
        return (*sets, (_("Why it changes"), {"fields": ("reason", LOADED)}))

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """Nothing is saved here: the action stores what differs, with its event and marks."""
        values = {name: form.cleaned_data[name] for name in regions.POLICY if name in form.cleaned_data}
        region = access.regions(request.user).get(pk=obj.pk)
        marked = regions.change_policy(region, values, by=person(request), reason=form.cleaned_data["reason"])
        words = ngettext("%(n)s chat was marked to be looked at.", "%(n)s chats were marked to be looked at.", marked)
        messages.info(request, words % {"n": marked})

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Django's own log stays empty: the event with its reason is the record."""
