"""The page Доступ and that of one login: roles given, changed and withdrawn, with their reasons.

Heads see logins with a role in their region and give roles there; administrators see all. Any other login is 404.
What could open a login (a link, sessions, the second factor) is offered only to those who have every right of it.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from supervision import access
from supervision.actions import logins, provider_logins, roles
from supervision.actions.provider_logins import Identity
from supervision.admin.decisions.step_up import ask_again
from supervision.admin.lists.base import person
from supervision.admin.logins.login_forms import InviteForm, RoleForm, free_inspectors
from supervision.admin.logins.login_lines import guesses, line_of, lines
from supervision.enums import Role
from supervision.errors import Refused


class KeeperPage(View):
    """For whoever gives roles anywhere; others get 403."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.by = person(request)
        if not access.keeps_logins(self.by):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def shown(self, template: str, **words: Any) -> HttpResponse:
        context = {**admin.site.each_context(self.request), **words}
        return TemplateResponse(self.request, template, context, headers={"Cache-Control": "no-store"})

    def shown_link(self, login: User, token: str) -> HttpResponse:
        """On the page that answers, and nowhere later: no cookie and no session carries it."""
        address = self.request.build_absolute_uri(reverse("login_link", args=[token]))
        return self.shown("admin/logins/link.html", title=_("The link is shown this once"), login=login, link=address)


class AccessPage(KeeperPage):
    def get(self, request: HttpRequest) -> HttpResponse:
        title = _("Access")
        found = lines(self.by)
        return self.shown("admin/logins/access.html", title=title, lines=found, **self._more())

    def _more(self) -> dict[str, Any]:
        return {"guesses": guesses(self.by), "shows_claims": self.by.is_superuser and bool(settings.OIDC_ISSUER)}


class InvitePage(KeeperPage):
    """A new login: its link is shown by the page that answers."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._form(InviteForm(by=self.by))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = InviteForm(request.POST, by=self.by)
        if not form.is_valid():
            return self._form(form)
        ask_again(request)
        given = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        try:
            return self.shown_link(*logins.invite(**given, by=self.by))
        except Refused as refusal:
            return self._form(form, refusal)

    def _form(self, form: InviteForm, refusal: Refused | None = None) -> HttpResponse:
        return self.shown("admin/logins/invite.html", title=_("Invite somebody"), form=form, refusal=refusal)


class LoginPage(KeeperPage):
    """One login; `act` names the button, and every button asks again who sits there."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.login = get_object_or_404(access.logins(person(request)).distinct(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(RoleForm(by=self.by))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        act = self.acts.get(request.POST.get("act", ""))
        ask_again(request)
        if act is None:
            return self._give()
        try:
            answer = act(self)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return self._again()
        if isinstance(answer, HttpResponse):
            return answer
        messages.success(request, answer)
        return self._again()

    def _give(self) -> HttpResponse:
        form = RoleForm(self.request.POST, by=self.by)
        if not form.is_valid():
            return self._show(form)
        given = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        try:
            roles.give(login=self.login, by=self.by, **given)
        except Refused as refusal:
            return self._show(form, refusal)
        messages.success(self.request, _("Given: exactly the rights of this role, and nothing else there."))
        return self._again()

    def _withdraw(self) -> str:
        code = self.request.POST.get("region", "")
        region = get_object_or_404(access.managed(self.by), pk=code) if code else None
        roles.withdraw(login=self.login, region=region, by=self.by, reason=self._reason())
        return _("Withdrawn. Without any role left the login is signed out at its next click.")

    def _join(self) -> str:
        chosen = self.request.POST.get("inspector", "")
        rows = free_inspectors(self.by, self.login)
        inspector = get_object_or_404(rows, pk=chosen) if chosen.isdecimal() else None
        logins.join_inspector(login=self.login, inspector=inspector, by=self.by)
        return _("Joined: the houses of %(name)s are “mine” now.") % {"name": inspector} if inspector else _("Parted.")

    def _link(self) -> HttpResponse:
        return self.shown_link(self.login, logins.send_new_link(login=self.login, by=self.by))

    def _sessions(self) -> str:
        ended = logins.end_sessions(login=self.login, by=self.by)
        return ngettext("%(n)s session ended.", "%(n)s sessions ended.", ended) % {"n": ended}

    def _factor(self) -> str:
        logins.take_second_factor(login=self.login, by=self.by, reason=self._reason())
        return _("Done: the password is enough until a new second factor is set up.")

    def _switch(self) -> str:
        logins.switch(login=self.login, on=not self.login.is_active, by=self.by, reason=self._reason())
        return _("Switched on.") if self.login.is_active else _("Switched off: nobody comes in with it.")

    def _provider(self) -> str:
        who = Identity(settings.OIDC_ISSUER, self.request.POST.get("subject", "").strip()[:191])
        provider_logins.join(login=self.login, who=who, by=self.by, reason=self._reason())
        return _("Joined: this person of the identity provider comes in with the login.")

    def _part(self) -> str:
        provider_logins.part(login=self.login, by=self.by, reason=self._reason())
        return _("Parted from the identity provider; sessions that came by it are ended.")

    acts: ClassVar[dict[str, Callable[["LoginPage"], str | HttpResponse]]] = {
        "withdraw": _withdraw,
        "join": _join,
        "link": _link,
        "sessions": _sessions,
        "factor": _factor,
        "provider": _provider,
        "part": _part,
        "switch": _switch,
    }

    def _reason(self) -> str:
        reason = self.request.POST.get("reason", "").strip()[:300]
        if not reason:
            raise Refused(_("Say why: the reason goes into the record of events."))
        return reason

    def _again(self) -> HttpResponse:
        """A head no longer sees whom the last role in the region was taken from."""
        still = access.logins(self.by).filter(pk=self.login.pk).exists()
        return redirect("access_login", self.login.pk) if still else redirect("access")

    def _show(self, form: RoleForm, refusal: Refused | None = None) -> HttpResponse:
        own = self.login.pk == self.by.pk
        return self.shown(
            "admin/logins/login.html",
            title=self.login.get_full_name() or self.login.username,
            line=line_of(self.by, self.login),
            form=None if own else form,
            refusal=refusal,
            inspectors=free_inspectors(self.by, self.login),
            may_open=access.may_open(self.by, self.login),
            provider_name=settings.OIDC_NAME if settings.OIDC_ISSUER else "",
        )
