"""Names, messenger ids and phones of people: who is shown them. The one place of the interface that decides it."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request

from supervision import access
from supervision.api.permissions import InScope, may, need
from supervision.api.problems import Problem
from supervision.enums import ApiScope


def shows_people(request: Request) -> bool:
    """Programs with the scope "people", and persons who are no analysts: those see people as counts only."""
    user = request.user
    is_analyst = access.sees_everything(user) and not user.is_superuser
    return may(request, ApiScope.PEOPLE) and not is_analyst


class WithPeople(InScope):
    """For resources whose rows are people."""

    def has_permission(self, request: Request, view: Any) -> bool:
        allowed = super().has_permission(request, view)
        if allowed:
            need(request, ApiScope.PEOPLE)
            if not shows_people(request):
                raise Problem(403, "forbidden", _("Analysts see people as counts only."))
        return allowed
