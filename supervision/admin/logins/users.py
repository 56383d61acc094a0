"""Names and addresses behind the logins, for the installation's administrator; rights are given on the page Доступ."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm

from supervision import audit
from supervision.actions import deciding, logins
from supervision.admin.decisions.step_up import ask_again
from supervision.admin.lists.base import person, without_history
from supervision.admin.lists.page_titles import Titled, TitledList

admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.unregister(UserSession)  # told on the page Доступ, and to each person of their own


@admin.register(User)
class UserAdmin(Titled, DjangoUserAdmin, ModelAdmin):
    """Superusers only. A login is switched off, never deleted: events name their authors.

    It is made by an invitation and opened by a role, both on the page Доступ: what it may do is only shown here.
    """

    form = UserChangeForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "last_name", "first_name", "is_active", "is_staff", "is_superuser")
    filter_horizontal = ()
    readonly_fields = ("is_active", "is_staff", "is_superuser")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (gettext_lazy("Person"), {"fields": ("last_name", "first_name", "email")}),
        (gettext_lazy("Access"), {"fields": ("is_active", "is_staff", "is_superuser")}),
    )

    def get_urls(self) -> list[URLPattern]:
        return without_history(super().get_urls())

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, *of_whom: Any) -> HttpResponse:
        """Django's leads to the starting page, as if there were something to see."""
        raise Http404

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[TitledList]:
        return TitledList

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """A password that another person typed: asked again who that is, and to be changed at the next sign-in. The own
        one is changed like everybody's, with the old one, and told."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        login: User | None = self.get_object(request, id)
        if login is not None and login.pk == person(request).pk:
            return redirect("account_change_password")
        ask_again(request)
        with transaction.atomic():
            if login is not None:
                deciding.about(login, person(request))
            before = login and login.password
            answer: HttpResponse = super().user_change_password(request, id, form_url)
            if login is not None:
                login.refresh_from_db()
                if login.password != before:
                    end = logins.set_by_another if login.has_usable_password() else logins.switch_off_password
                    end(login, person(request))
        return answer

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        logins.describe(obj, form.changed_data, by=person(request))

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """The names of the fields; never a password."""
        changed = [field for part in message for field in part.get("changed", {}).get("fields", [])]
        audit.record("login.changed", by=person(request), details=audit.of_login(obj) | {"changed": changed})
