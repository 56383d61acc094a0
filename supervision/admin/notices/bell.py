"""How many notices wait for whoever looks at a page, for its header and its menu."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from supervision.notices import keeping

KEPT = "_unread_notices"  # on the request: header and menu ask once


def bell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `bell` is called by the header alone, so that no other template asks the database."""

    def waiting() -> int | None:
        """None for whoever is not signed in."""
        user = getattr(request, "user", None)
        return unread_of(request) if user is not None and user.is_authenticated else None

    found: Callable[[], int | None] = waiting
    return {"bell": found}


def unread_of(request: HttpRequest) -> int:
    """Of whoever is signed in, as the bell says it."""
    kept: dict[str, Any] = request.__dict__
    if KEPT not in kept:
        kept[KEPT] = keeping.unread(request.user)  # type: ignore[arg-type]  # signed in
    return int(kept[KEPT])
