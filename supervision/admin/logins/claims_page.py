"""The table of claims: which value of the identity provider's claim gives which role where. For administrators."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextInputWidget

from supervision import access
from supervision.actions import claimed_roles
from supervision.admin.logins.access_pages import KeeperPage
from supervision.admin.logins.login_forms import RoleForm
from supervision.enums import Role
from supervision.errors import Refused


class RuleForm(RoleForm):
    value = forms.CharField(
        label=gettext_lazy("value of the claim"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Exactly as the provider sends it, capital letters too."),
    )
    field_order = ("value", "role", "region", "reason")


class ClaimsPage(KeeperPage):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(RuleForm(by=self.by))

    def post(self, request: HttpRequest) -> HttpResponse:
        """`rule` names the row that goes; without it a new one comes."""
        chosen = request.POST.get("rule", "")
        form = RuleForm(request.POST, by=self.by)
        if not chosen and not form.is_valid():
            return self._show(form)
        try:
            messages.success(request, self._remove(chosen) if chosen else self._add(form.cleaned_data))
        except Refused as refusal:
            return self._show(form, refusal)
        return redirect("access_claims")

    def _add(self, given: dict[str, Any]) -> str:
        claimed_roles.add_rule(by=self.by, **{**given, "role": Role(given["role"])})
        return _("Added: it counts from the next sign-in of each person.")

    def _remove(self, chosen: str) -> str:
        reason = self.request.POST.get("reason", "").strip()[:300]
        if not reason:
            raise Refused(_("Say why: the reason goes into the record of events."))
        rule = get_object_or_404(access.claim_rules(self.by), pk=chosen if chosen.isdecimal() else 0)
        claimed_roles.remove_rule(rule=rule, by=self.by, reason=reason)
        return _("Removed: who has a role by it alone loses it at the next sign-in.")

    def _show(self, form: RuleForm, refusal: Refused | None = None) -> HttpResponse:
        title = _("Roles by the identity provider")
        rules = access.claim_rules(self.by)
        shown = RuleForm(by=self.by) if refusal and "rule" in form.data else form
        cast(forms.ChoiceField, shown.fields["role"]).initial = Role.INSPECTOR
        words = {"title": title, "rules": rules, "form": shown, "refusal": refusal, "claim": settings.OIDC_CLAIM}
        return self.shown("admin/logins/claims.html", **words)
