"""Logins, for the installation's administrator. Roles are permissions on regions (`access.assign_role`)."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from supervision import audit
from supervision.admin.lists.base import person, without_history
from supervision.admin.lists.titles import Titled, TitledList

admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(Titled, DjangoUserAdmin, ModelAdmin):
    """Superusers only. A login is switched off, never deleted: events name their authors."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "last_name", "first_name", "is_active", "is_staff", "is_superuser")
    filter_horizontal = ()
    actions = ("reset_second_factor",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (gettext_lazy("Person"), {"fields": ("last_name", "first_name", "email")}),
        (gettext_lazy("Access"), {"fields": ("is_active", "is_staff", "is_superuser")}),
    )

    def get_urls(self) -> list[URLPattern]:
        return without_history(super().get_urls())

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[TitledList]:
        return TitledList

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # type: ignore[override]
        """With its event or not at all: the event asks for the right, and who sits there."""
        with transaction.atomic():
            return super().user_change_password(request, id, form_url)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if obj.is_superuser and "is_superuser" in form.changed_data:
            audit.record("login.made_administrator", by=person(request), details={"login": obj.username})

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        audit.record("login.created", by=person(request), details={"login": obj.username})

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """The names of the fields, and what the login may do from now on; never a password."""
        changed = [field for part in message for field in part.get("changed", {}).get("fields", [])]
        name = "login.password_set" if "password" in changed or "password1" in changed else "login.changed"
        may = {flag: getattr(obj, flag) for flag in ("is_active", "is_staff", "is_superuser")}
        audit.record(name, by=person(request), details={"login": obj.username, "changed": changed, **may})

    @admin.action(description=gettext_lazy("Take away the second factor (phone and codes are lost)"))
    def reset_second_factor(self, request: HttpRequest, logins: QuerySet[User]) -> None:
        for login in logins:
            with audit.event("login.second_factor_reset", by=person(request), details={"login": login.username}):
                login.authenticator_set.all().delete()  # type: ignore[attr-defined]
        messages.success(request, _("Done: the password is enough until a new second factor is set up."))
