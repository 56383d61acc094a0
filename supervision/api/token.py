"""POST /api/token/: a program's id and secret for an hour's token.

Client credentials (RFC 6749, 4.4) and no other grant.
"""

import json
from collections.abc import Mapping
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
from supervision.api.staying_secrets import SecretIsOver

GRANT = "client_credentials"
NOT_KEPT = {"Cache-Control": "no-store"}
# for whoever writes the client; RFC 6749, 5.2 allows ASCII alone, so these are in English whatever is asked for
DESCRIPTIONS: Mapping[str, str] = {
    "unsupported_grant_type": "Send grant_type=client_credentials in a form: no other grant is given.",
    "invalid_client": "The id or the secret is wrong, or the program was shut out.",
    "invalid_scope": "The program has not every scope that was asked for. Leave scope out to get all that it has.",
    "invalid_request": "The form says something twice, or cannot be read.",
    "unauthorized_client": "This program may not ask for a token in this way.",
}


@method_decorator(csrf_exempt, name="dispatch")
class Token(TokenView):
    """Errors are those of OAuth (`error` and `error_description`), which its clients know; it has none for 429.

    Whatever gets no token is counted by its address, after its secret was looked at: one round of the hash, and the
    right secret is never refused for the guesses of others.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = self._asked(request)
            if response.status_code != 200:
                throttling.count_unproven(request)
                return _described(response)
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
        except SecretIsOver:
            return JsonResponse({"error": "invalid_client"}, status=401, headers=NOT_KEPT)
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


def _described(refused: HttpResponse) -> HttpResponse:
    """The same refusal with a sentence beside its code, where the library gave none."""
    told = json.loads(refused.content)
    words = DESCRIPTIONS.get(told["error"])
    if words and not told.get("error_description"):
        refused.content = json.dumps({**told, "error_description": words}).encode()
    return refused
