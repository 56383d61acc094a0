"""POST /api/token/: a program's id and secret for an hour's token.

Client credentials (RFC 6749, 4.4) and no other grant.
"""

import json
from typing import Any

from django.db import DataError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from oauth2_provider.views.base import TokenView

from supervision.actions import programs
from supervision.api import throttling
from supervision.api.authentication import come_in
from supervision.api.problems import Problem, answer

GRANT = "client_credentials"
NOT_KEPT = {"Cache-Control": "no-store"}


@method_decorator(csrf_exempt, name="dispatch")
class Token(TokenView):
    """Errors are those of OAuth (`{"error": "invalid_client"}`), which its clients know; it has none for 429.

    Whatever gets no token is counted by its address, after its secret was looked at: one round of the hash, and the
    right secret is never refused for the guesses of others.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = self._asked(request)
            if response.status_code != 200:
                throttling.count_unproven(request)
        except Problem as problem:
            return answer(request, problem)
        return response

    def _asked(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("grant_type") != GRANT:
            return JsonResponse({"error": "unsupported_grant_type"}, status=400, headers=NOT_KEPT)
        try:
            with transaction.atomic():  # a token beyond the program's limit is taken back
                response: HttpResponse = super().post(request)
                if response.status_code == 200:
                    self._given(request, response)
        except DataError:  # an id that the table cannot hold (NUL, in the form or in Basic) is nobody's
            return JsonResponse({"error": "invalid_client"}, status=401, headers=NOT_KEPT)
        return response

    def _given(self, request: HttpRequest, response: HttpResponse) -> None:
        token = programs.live_token(json.loads(response.content)["access_token"])
        if token is not None:  # None where the program was shut out this very moment
            come_in(request, token)
            throttling.count_token(request, token.application)

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        words = _("Tokens are asked for by POST.")
        return answer(request, Problem(405, "method-not-allowed", words, headers={"Allow": "POST"}))
