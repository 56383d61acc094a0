"""What is kept how long, and how large it is: for administrators. Shows, and changes nothing: terms are settings."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision.retention import sizes
from supervision.retention.terms import Way

BY_WHOM = {
    Way.ROWS: gettext_lazy("the portal, every hour"),
    Way.MONTHS: gettext_lazy("the portal: the first of each month stays"),
    Way.PEOPLE: gettext_lazy("the portal: names and numbers go, the rows stay"),
    Way.VERSIONS: gettext_lazy("the owner of the tables: remove_old_records"),
    Way.SEGMENTS: gettext_lazy("the owner of the tables: remove_old_records; the seals stay"),
}
LARGEST = 15


def terms_page(request: HttpRequest) -> HttpResponse:
    """403 for everybody but administrators."""
    if not request.user.is_superuser:
        raise PermissionDenied
    tables = sizes.by_table()
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("What is kept how long"),
        "lines": [_line(each) for each in sizes.kept(tables)],
        "largest": sorted(tables.items(), key=lambda table: -table[1].bytes)[:LARGEST],
        "total": sum(size.bytes for size in tables.values()),
    }
    return TemplateResponse(request, "admin/upkeep/terms.html", context)


def _line(each: sizes.KeptTables) -> dict[str, Any]:
    term = each.term
    what = _("Histories of rows") if term.way is Way.VERSIONS else term.model._meta.verbose_name_plural
    return {
        "what": f"{str(what)[:1].upper()}{str(what)[1:]}",
        "days": term.kept_days,
        "after": term.after,
        "by": BY_WHOM[term.way],
        "is_archived": term.is_archived,
        "setting": term.setting,
        "size": each.size,
    }
