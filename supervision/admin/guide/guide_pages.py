"""Chapters of the guide and their pictures. They hold no row of anybody, so whoever is signed in reads them."""

from typing import Any

from django.contrib import admin
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from supervision.admin.guide import chapters

A_DAY = 24 * 3600


def chapter_page(request: HttpRequest, name: str = chapters.FIRST) -> HttpResponse:
    """404 where there is no such chapter."""
    found = chapters.chapter(name)
    if found is None:
        raise Http404
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": found.title,
        "body": found.body,
        "is_first": name == chapters.FIRST,
    }
    return TemplateResponse(request, "admin/guide/chapter.html", context)


def picture_file(request: HttpRequest, name: str) -> FileResponse:
    """A picture of the guide, which the browser may keep for a day; 404 for any other name."""
    path = chapters.picture(name)
    if path is None:
        raise Http404
    answer = FileResponse(path.open("rb"), content_type="image/png")
    answer["Cache-Control"] = f"private, max-age={A_DAY}"
    return answer


def help_link(request: HttpRequest) -> dict[str, Any]:
    """For every template: where the guide helps on this page; "" for whoever is not signed in. Asks no database."""
    page = request.resolver_match.url_name if request.resolver_match else None
    user = getattr(request, "user", None)
    return {"help_url": chapters.address(chapters.helping(page or "")) if user and user.is_authenticated else ""}
