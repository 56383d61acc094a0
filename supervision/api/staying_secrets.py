"""A token is given for the secret that the program has when the token is kept, not when the secret was looked at."""

from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator

from supervision.actions import programs


class SecretIsOver(Exception):
    """The program got a new secret, or was shut out, while a token was being made for the former one."""


class OfStayingSecrets(OAuth2Validator):
    """django-oauth-toolkit's, which puts a second between both: a round of the hash."""

    def save_bearer_token(self, token: dict[str, Any], request: Any, *args: Any, **kwargs: Any) -> None:
        if not programs.keeps_secret(request.client):
            raise SecretIsOver
        super().save_bearer_token(token, request, *args, **kwargs)
