"""Regions with their policy."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldBooleanSwitchWidget

from supervision import access
from supervision.actions import regions
from supervision.admin.audit.history_page import WithHistory
from supervision.admin.decisions.decision import SEEN, Decision
from supervision.admin.decisions.reason import ReasonField
from supervision.admin.decisions.second_writer import SecondWriterForm
from supervision.admin.decisions.signed_values import LOADED
from supervision.admin.lists.base import ScopedAdmin, person
from supervision.enums import HouseKind
from supervision.errors import Refused
from supervision.models import Region
from supervision.previews.policy import PolicyOutlook, foresee


class PolicyDecision(Decision):
    """The policy of a region, on the page of the region itself: Django's form draws it and sends it a second time."""

    is_mass = False  # the act asks again who it is, where the policy becomes another

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def foresee(self, form: "PolicyForm") -> PolicyOutlook:
        return foresee(form.instance, form.wished(), by=person(self.request))

    def carry_out(self, form: "PolicyForm", shown: PolicyOutlook | None) -> str:
        region = access.regions(self.request.user).get(pk=form.instance.pk)
        given = form.cleaned_data
        marked = regions.change_policy(
            region, form.wished(), by=person(self.request), reason=given["reason"], approved=bool(given.get("approved"))
        )
        words = ngettext("%(n)s chat was marked to be looked at.", "%(n)s chats were marked to be looked at.", marked)
        return words % {"n": marked}


class PolicyForm(SecondWriterForm):
    """The policy and why it changes; what the action would refuse is said beside the form.

    What would change in the region's chats is shown first (`foreseen`), and saved when it is sent once more: then it
    was seen. Where more would go than a limit allows, that is approved by a tick of its own.
    """

    scope_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of house"), choices=HouseKind, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )
    reason = ReasonField()
    approved = forms.BooleanField(
        label=gettext_lazy("I approve that more houses leave the scope than the limit allows"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    decision: PolicyDecision
    foreseen: PolicyOutlook | None = None

    class Meta:
        model = Region
        fields = regions.POLICY

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        try:
            regions.check_policy(self.instance, values)
            if not self.errors:
                self._show_first()
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        return values

    def wished(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in regions.POLICY if name in self.cleaned_data}

    def _show_first(self) -> None:
        found = self.decision.foresee(self)
        if found.is_empty:
            return
        if not self.decision.was_seen(found):
            self.foreseen = found
            self.data = self.decision.to_confirm(cast(QueryDict, self.data), found)
            raise forms.ValidationError(_("Nothing was saved yet: look at what would happen, and save once more."))
        if found.missing_limit and not self.cleaned_data.get("approved"):
            self.foreseen = found
            raise forms.ValidationError(_("More houses would leave the scope than the limit allows: approve that too."))


@admin.register(Region)
class RegionAdmin(WithHistory, ScopedAdmin):
    """Those who manage the region change its policy, others read it. Saving goes through the action."""

    rows = staticmethod(access.regions)
    form = PolicyForm
    change_form_outer_before_template = "admin/supervision/region/policy.html"
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
        return (*sets, (_("Why it changes"), {"fields": ("reason", "approved", LOADED, SEEN)}))

    def get_form(self, request: HttpRequest, obj: Model | None = None, change: bool = False, **options: Any) -> Any:
        form = super().get_form(request, obj, change, **options)
        form.decision = PolicyDecision(request)
        return form

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """Nothing is saved here: the action stores what differs, with its event and marks."""
        messages.info(request, form.decision.do(form, form.foreseen))

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Django's own log stays empty: the event with its reason is the record."""
