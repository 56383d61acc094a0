"""Names, messenger ids and phones of people: who is shown them. The one place of the interface that decides it."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request

from supervision import access
from supervision.access import Login
from supervision.api.permissions import InScope, may, need
from supervision.api.problems import Problem
from supervision.enums import ApiScope


def reader(request: Request) -> Login:
    """Whose eyes the request has: a program without the scope "people" reads as an analyst of its regions would."""
    user = request.user
    return user if may(request, ApiScope.PEOPLE) else access.without_people(user)


def shows_people(request: Request) -> bool:
    """Programs with the scope "people", and persons who are no analysts: those see people as counts only."""
    return access.sees_people(reader(request))


OF_PEOPLE = (ApiScope.PEOPLE,)  # as the schema says it: `further_scopes` of the view


class WithPeople(InScope):
    """For resources whose rows are people."""

    def has_permission(self, request: Request, view: Any) -> bool:
        allowed = super().has_permission(request, view)
        if allowed:
            need(request, ApiScope.PEOPLE)
            if not shows_people(request):
                raise Problem(403, "forbidden", _("Analysts see people as counts only."))
        return allowed
