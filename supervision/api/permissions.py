"""What who asks may do: a program by its scopes, a person by the role; which rows, `access` says."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from supervision import access
from supervision.api.problems import Problem


def may(request: Request, scope: str) -> bool:
    """Whether the token carries the scope and the program still has it; a person is bound by the role alone."""
    if request.auth is None:
        return True
    return scope in request.auth.scope.split() and scope in request.auth.application.scopes


def need(request: Request, scope: str) -> None:
    """Refuses with 403 what a program has no scope for."""
    if not may(request, scope):
        words = _("This needs the scope “%(scope)s”. The administrator of the portal gives it to a program.")
        raise Problem(403, "scope-missing", words % {"scope": scope}, more={"scope": str(scope)})


class InScope(BasePermission):
    """The view names the scopes: `read_scope`, `write_scope` (None: nothing is written there), and `further_scopes`,
    which whatever is done there needs too."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            return False  # which DRF turns into 401
        reads = request.method in SAFE_METHODS
        scope = view.read_scope if reads else view.write_scope
        if scope is None:
            return True  # the view has no such method, and answers 405
        for each in (scope, *getattr(view, "further_scopes", ())):
            need(request, each)
        if not reads and request.auth is None:
            raise Problem(403, "session-reads-only", _("A session of the portal reads here. Change it on its page."))
        if not access.sees_anything(request.user):
            raise Problem(403, "forbidden", _("This login has no region."))
        if not reads and not access.supervises_anything(request.user):
            raise Problem(403, "forbidden", _("This login reads and changes nothing."))
        return True
