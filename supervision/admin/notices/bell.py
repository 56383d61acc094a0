"""How many notices wait for whoever looks at a page, for its header."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from supervision.notices import keeping


def bell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `bell` is called by the header alone, so that no other template asks the database."""

    def waiting() -> int | None:
        """None for whoever is not signed in."""
        user = getattr(request, "user", None)
        return keeping.unread(user) if user is not None and user.is_authenticated else None

    found: Callable[[], int | None] = waiting
    return {"bell": found}
