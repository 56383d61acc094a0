"""POST /api/token/: a program's id and secret for an hour's token.

Client credentials (RFC 6749, 4.4) and no other grant.
"""

from typing import Any

from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from oauth2_provider.views.base import TokenView

from supervision.api.problems import Problem, answer

GRANT = "client_credentials"


@method_decorator(csrf_exempt, name="dispatch")
class Token(TokenView):
    """Errors are those of OAuth (`{"error": "invalid_client"}`), which its clients know."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("grant_type") != GRANT:
            return JsonResponse({"error": "unsupported_grant_type"}, status=400, headers={"Cache-Control": "no-store"})
        try:
            response: HttpResponse = super().post(request, *args, **kwargs)
        except DataError:  # an id that the table cannot hold (NUL, in the form or in Basic) is nobody's
            return JsonResponse({"error": "invalid_client"}, status=401, headers={"Cache-Control": "no-store"})
        return response

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        words = _("Tokens are asked for by POST.")
        return answer(request, Problem(405, "method-not-allowed", words, headers={"Allow": "POST"}))
