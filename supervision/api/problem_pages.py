"""Pages to which the `type` of a problem leads: what it means and what to do, in Russian and in English."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from supervision.api.languages import LANGUAGES
from supervision.api.problem_types import TYPES

TEMPLATE = "api/problem.html"


def problem_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One kind. A page of another kind than those of the table is not there."""
    if slug not in TYPES:
        raise Http404
    return render(request, TEMPLATE, {"kinds": [_told(slug)]})


def problems_page(request: HttpRequest) -> HttpResponse:
    """All of them."""
    return render(request, TEMPLATE, {"kinds": [_told(slug) for slug in TYPES]})


def _told(slug: str) -> dict[str, Any]:
    kind = TYPES[slug]
    words = []
    for language in LANGUAGES:
        with translation.override(language):
            words.append({"language": language, "title": str(kind.title), "about": str(kind.about)})
    return {"slug": slug, "status": kind.status, "members": kind.members, "words": words}
