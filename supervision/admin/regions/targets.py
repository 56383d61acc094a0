"""Targets of the ministry: everybody who sees a report reads them, administrators enter them through the action."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from supervision import access
from supervision.actions import targets
from supervision.admin.lists.base import ScopedAdmin, person
from supervision.errors import Refused
from supervision.models import Target


class TargetForm(forms.ModelForm):
    """What the action would refuse is said beside the form."""

    author: Any = None  # set for each request

    class Meta:
        model = Target
        fields = ("figure", "day", "region", "percent", "basis")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if self.errors:
            return values
        try:
            targets.check(goal_of(values), self.author, but=self.instance if self.instance.pk else None)
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        return values


def goal_of(values: dict[str, Any]) -> targets.Goal:
    return targets.Goal(**{name: values[name] for name in TargetForm.Meta.fields})


@admin.register(Target)
class TargetAdmin(ScopedAdmin):
    rows = staticmethod(access.targets)
    form = TargetForm
    list_display = ("day", "figure", "region_named", "percent", "basis")
    list_select_related = ("region",)
    list_filter = ("figure",)
    ordering = ("-day", "figure", "region")
    search_fields = ("basis", "region__name")
    search_help_text = gettext_lazy("Letter or protocol, region")

    @admin.display(description=gettext_lazy("region"), ordering="region")
    def region_named(self, target: Target) -> str:
        return str(target.region) if target.region else str(gettext_lazy("every region"))

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.is_active and request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_add_permission(request)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"author": request.user})

    def save_model(self, request: HttpRequest, obj: Target, form: Any, change: bool) -> None:
        """Nothing is saved here: the action stores the target with its event."""
        goal = goal_of(form.cleaned_data)
        if change:
            stored = access.targets(request.user).get(pk=obj.pk)
            targets.change_target(stored, goal, by=person(request))
        else:
            obj.pk = targets.set_target(goal, by=person(request)).pk

    def delete_model(self, request: HttpRequest, obj: Target) -> None:
        targets.remove_target(obj, by=person(request))

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Django's own log stays empty: the event is the record."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """As above."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """As above."""
