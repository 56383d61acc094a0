"""What a token may carry: the scopes of its program."""

from typing import Any

from oauth2_provider.scopes import BaseScopes

from supervision.enums import ApiScope
from supervision.models import ApiClient


class OfProgram(BaseScopes):
    """django-oauth-toolkit's backend: a token asked for without scopes gets all that the program has."""

    def get_all_scopes(self) -> dict[str, str]:
        return {scope.value: str(scope.label) for scope in ApiScope}

    def get_available_scopes(
        self, application: ApiClient | None = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        return list(application.scopes) if application else []

    def get_default_scopes(
        self, application: ApiClient | None = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        return self.get_available_scopes(application, request)
