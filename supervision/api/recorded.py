"""Exports on record, as those of the portal's pages are: who took which rows along, by which filter, and how many.

The event is written at the end, when the number is known, also where the reader hangs up on the way (`broken_off`).
What gave no row took nothing along and leaves none. Should the process die meanwhile, the log of requests has its line.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rest_framework.request import Request

from supervision import access, audit
from supervision.api.people import shows_people

Part = tuple[str, int]  # text, and how many rows it holds


def ask_of_people(request: Request, *, names_people: bool) -> None:
    """Before the first line of what names people to this reader, as before a file of a page."""
    if names_people and shows_people(request):
        access.ask(access.PERSONAL_EXPORT, request.user, None)


def on_record(
    request: Request, event: str, parts: Iterable[Part], *, details: Mapping[str, Any], region: str = ""
) -> Iterator[str]:
    """The texts of the parts, for a streaming answer. `region` is the code of the one asked for; "": all they see."""
    regions = [one for one in access.regions(request.user) if region in ("", one.pk)]
    rows, is_over = 0, False
    try:
        for text, count in parts:
            rows += count
            yield text
        is_over = True
    finally:
        if rows:
            known = {"regions": [one.pk for one in regions], "rows": rows}
            audit.record(
                event,
                by=request.user,
                region=regions[0] if len(regions) == 1 else None,
                details={**_program(request), **details, **known, **({} if is_over else {"broken_off": True})},
            )


def _program(request: Request) -> dict[str, str]:
    """A person reads with the session and has none."""
    return {"program": str(request.auth.application)} if request.auth else {}
