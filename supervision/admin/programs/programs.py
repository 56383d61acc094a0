"""Programs of the interface, for the installation's administrator: who they are, what they may do, what they asked.

The secret is shown on the page that answers the click, and nowhere later; it never travels through a message or a
session.
"""

import contextlib
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from oauth2_provider.models import (
    get_access_token_model,
    get_grant_model,
    get_id_token_model,
    get_refresh_token_model,
)
from unfold.decorators import display
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextInputWidget

from supervision import access
from supervision.actions import programs
from supervision.admin import links
from supervision.admin.decisions.buttons import Button, PageWithButtons
from supervision.admin.decisions.step_up import ask_again
from supervision.admin.lists.base import person
from supervision.enums import ApiScope
from supervision.models import ApiClient

REQUESTS_SHOWN = 50
MOST_A_MINUTE = 6000

# tokens are nobody's to look at, and the other grants are not in use
for model in (get_access_token_model(), get_grant_model(), get_id_token_model(), get_refresh_token_model(), ApiClient):
    with contextlib.suppress(NotRegistered):
        admin.site.unregister(model)


class ProgramForm(forms.ModelForm):
    """What a program may do; a new one is also named and given its regions."""

    name = forms.CharField(label=gettext_lazy("name of the system"), max_length=200, widget=UnfoldAdminTextInputWidget)
    regions: Any = forms.ModelMultipleChoiceField(
        None, label=gettext_lazy("regions"), widget=forms.CheckboxSelectMultiple
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("what it may do"), choices=ApiScope.choices, widget=forms.CheckboxSelectMultiple
    )
    requests_per_minute = forms.IntegerField(
        label=gettext_lazy("requests per minute"),
        min_value=1,
        max_value=MOST_A_MINUTE,
        initial=600,
        widget=UnfoldAdminIntegerFieldWidget,
    )

    class Meta:
        model = ApiClient
        fields = ("name", "scopes", "requests_per_minute")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regions"].queryset = access.regions(user)  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["name"], self.fields["regions"]


def _revoke(client: ApiClient, request: HttpRequest) -> str:
    programs.revoke(client, by=person(request))
    return _("The program is shut out: its tokens are deleted, and it gets no other.")


@admin.register(ApiClient)
class ProgramAdmin(PageWithButtons):
    """Superusers only. A program is shut out, never deleted: the record names it."""

    list_display = ("name", "scopes_shown", "requests_per_minute", "last_used_at", "revoked_at")
    search_fields = ("name", "=client_id")
    ordering = ("name", "pk")
    form = ProgramForm
    change_form_outer_before_template = "admin/supervision/apiclient/page.html"
    buttons: ClassVar[dict[str, Button]] = {"revoke": _revoke}

    @staticmethod
    def rows(user: Any) -> Any:
        return programs.known()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A program that is shut out stays so: there is nothing left to set."""
        return bool(request.user.is_superuser) and not (obj and obj.is_revoked)

    def may_press(self, request: HttpRequest, obj: Any) -> bool:
        return bool(request.user.is_superuser)

    def press(self, request: HttpRequest, pk: str, button: str) -> HttpResponse:
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().press(request, pk, button)

    @display(description=gettext_lazy("what it may do"))
    def scopes_shown(self, client: ApiClient) -> str:
        return ", ".join(client.scopes)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        kept = ("scopes", "requests_per_minute")
        return kept if obj else ("name", "regions", *kept)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        user = request.user

        class Form(ProgramForm):
            def __init__(self, *args: Any, **options: Any) -> None:
                super().__init__(*args, user=user, **options)

        return Form

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """Nothing is written by the form: `save_model` calls the action."""
        return form.instance

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        given = form.cleaned_data
        asked = {"scopes": given["scopes"], "requests_per_minute": given["requests_per_minute"], "by": person(request)}
        if change:
            programs.change(obj, **asked)
            return
        made, secret = programs.create(name=given["name"], regions=given["regions"], **asked)
        obj.__dict__.update(made.__dict__)
        request.secret_once = secret  # type: ignore[attr-defined]  # for the page that answers

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The action wrote everything."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The action is on record."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The action is on record."""

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self._shown_once(request, obj, request.secret_once)  # type: ignore[attr-defined]

    def get_urls(self) -> list[URLPattern]:
        renew = self.admin_site.admin_view(self.new_secret)
        return [path("<int:pk>/new-secret/", renew, name="supervision_apiclient_new_secret"), *super().get_urls()]

    def new_secret(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.is_superuser:
            raise PermissionDenied
        client: ApiClient = self.get_object(request, str(pk))
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        ask_again(request)
        return self._shown_once(request, client, programs.new_secret(client, by=person(request)))

    def _shown_once(self, request: HttpRequest, client: ApiClient, secret: str) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("The secret is shown this once"),
            "client": client,
            "secret": secret,
            "back": links.change_url(client),
        }
        template = "admin/supervision/apiclient/secret.html"
        return TemplateResponse(request, template, context, headers={"Cache-Control": "no-store"})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not request.user.is_superuser:
            raise PermissionDenied
        client: ApiClient = self.get_object(request, object_id)
        extra = {
            "client": client,
            "regions": access.regions(client.user) if client.user else (),
            "webhooks": [(one, links.change_url(one)) for one in programs.webhooks_of(client)],
            "requests": programs.last_requests(client, REQUESTS_SHOWN),
        }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})
