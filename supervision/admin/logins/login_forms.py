"""What is asked of whoever gives a role, and of whoever invites somebody new."""

from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminEmailInputWidget, UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from supervision import access
from supervision.admin.decisions.reason import ReasonField
from supervision.enums import Role
from supervision.models import Inspector


class RoleForm(forms.Form):
    """A role and its place; offers only what the person may give."""

    role = forms.ChoiceField(label=gettext_lazy("role"), widget=UnfoldAdminSelectWidget)
    region: Any = forms.ModelChoiceField(
        None,
        label=gettext_lazy("region"),
        required=False,
        widget=UnfoldAdminSelectWidget,
        empty_label=gettext_lazy("The whole country (analyst, administrator)"),
    )
    reason = ReasonField(max_length=300)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = [role for role in Role if role not in access.WITHOUT_PAGES]
        offered = given if by.is_superuser else access.GIVEN_BY_HEADS
        cast(forms.ChoiceField, self.fields["role"]).choices = [(role.value, role.label) for role in offered]
        region = cast(forms.ModelChoiceField, self.fields["region"])
        region.queryset = access.managed(by)
        if not by.is_superuser:
            region.required, region.empty_label = True, None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        role, region = values.get("role"), values.get("region")
        if role and (role in access.OF_NO_REGION) != (region is None):
            words = _("An analyst and an administrator have no region, an inspector and a head have one each.")
            self.add_error("region", ValidationError(words))
        return values


def free_inspectors(by: User, login: User | None = None) -> Any:
    """Inspectors in office, in regions that the person manages, without a login (or with this one)."""
    rows = access.inspectors(by).filter(region__in=access.managed(by), dismissed_on=None)
    free = rows.filter(user=None)
    return (free | rows.filter(user=login) if login else free).select_related("region").order_by("full_name")


class InspectorField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Inspector) -> str:
        return f"{obj.full_name} ({obj.region})"


class InviteForm(RoleForm):
    """Somebody new: a login, its first role, and whose houses are "mine"."""

    name = forms.CharField(
        label=gettext_lazy("login"),
        max_length=150,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("By which the person signs in. Latin letters and digits are the easiest to type."),
    )
    last_name = forms.CharField(label=gettext_lazy("last name"), max_length=150, widget=UnfoldAdminTextInputWidget)
    first_name = forms.CharField(
        label=gettext_lazy("first name"), max_length=150, required=False, widget=UnfoldAdminTextInputWidget
    )
    email = forms.EmailField(
        label=gettext_lazy("e-mail"),
        required=False,
        widget=UnfoldAdminEmailInputWidget,
        help_text=gettext_lazy("Told there when password or second factor change."),
    )
    inspector: Any = InspectorField(
        None,
        label=gettext_lazy("Inspector's record"),
        required=False,
        widget=UnfoldAdminSelectWidget,
        empty_label=gettext_lazy("None"),
        help_text=gettext_lazy("Whose houses are “mine” to the login."),
    )
    field_order = ("name", "last_name", "first_name", "email", "role", "region", "inspector", "reason")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        cast(forms.ModelChoiceField, self.fields["inspector"]).queryset = free_inspectors(by)
