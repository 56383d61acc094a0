"""Face: the published files for everybody, without a login, where OPEN_DATA is switched on. Read only.

GET /open-data/                     the versions, newest first, with their files, as JSON
GET /open-data/2026-11-28/FILE      one file of a version, which never changes
GET /open-data/latest/FILE          the same of the newest version
"""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from supervision.open_data import publishing

LATEST = "latest"
TYPES = {".csv": "text/csv; charset=utf-8", ".json": "application/json", "": "text/plain; charset=utf-8"}
DAY, HOUR = 86_400, 3_600


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    _need_on()
    found = publishing.versions()
    listed = [{"version": one, "files": _files(publishing.folder() / one)} for one in found]
    newest = publishing.folder() / found[0] if found else None
    return _cached(request, JsonResponse({"versions": listed}), newest, HOUR)


@require_safe
def file(request: HttpRequest, version: str, name: str) -> HttpResponseBase:
    """Names are looked up among those that are there: nothing of an address becomes a path."""
    _need_on()
    found = publishing.versions()
    wanted = found[0] if version == LATEST and found else version
    if wanted not in found or name not in _files(publishing.folder() / wanted):
        raise Http404
    path = publishing.folder() / wanted / name
    response = HttpResponse(path.read_bytes(), content_type=TYPES[path.suffix])
    return _cached(request, response, path, HOUR if version == LATEST else DAY)


def _need_on() -> None:
    if not settings.OPEN_DATA:
        raise Http404


def _files(version: Path) -> list[str]:
    return sorted(one.name for one in version.iterdir() if one.is_file()) if version.is_dir() else []


def _cached(
    request: HttpRequest, response: HttpResponseBase, path: Path | None, seconds: int
) -> HttpResponseBase | HttpResponse:
    """304 where the reader has it already."""
    response["Cache-Control"] = f"public, max-age={seconds}"
    if path is None:
        return response
    at = int(path.stat().st_mtime)
    response["Last-Modified"] = http_date(datetime.fromtimestamp(at, UTC).timestamp())
    found = get_conditional_response(request, last_modified=at, response=response)  # type: ignore[arg-type]
    return found or response
