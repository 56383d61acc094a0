"""Filters whose choices are too many for a list of links: chosen from a field, by typing where there are hundreds.

Each is a small form of its own beside the list; what else narrows the list goes along in hidden fields.
"""

from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import parse_qsl

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.views.main import PAGE_VAR
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from supervision.admin.lists.choices import RowsOfRegion
from supervision.models import Organisation, Representative

COMPANY_FIELD = Representative._meta.get_field("organisation")  # any relation to a company: rows are found through it


class PickForm(forms.Form):
    """Nothing but what its field needs: unfold takes the scripts of a list's filters from here."""

    class Media:
        extra = "" if settings.DEBUG else ".min"
        js = (
            *(f"admin/js/vendor/jquery/jquery{extra}.js", f"admin/js/vendor/select2/select2.full{extra}.js"),
            *("admin/js/vendor/select2/i18n/ru.js", "admin/js/jquery.init.js", "admin/js/autocomplete.js"),
            "supervision/pick.js",
        )
        css: ClassVar[dict[str, tuple[str, ...]]] = {
            "screen": (f"admin/css/vendor/select2/select2{extra}.css", "admin/css/autocomplete.css")
        }


class PickedFilter(SimpleListFilter):
    """`lookups` gives what is chosen already, for the words above the list; `options` what can be chosen.

    Where neither holds anything there is nothing to choose, and the filter is not shown.
    """

    template = "admin/supervision/pick.html"
    form_class = PickForm
    widget: Any = ""  # drawn in place of the options where these are too many to be sent along
    kept: tuple[tuple[str, str], ...] = ()

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        super().__init__(request, *args)
        self.options = self.offer(request)

    def offer(self, request: HttpRequest) -> list[tuple[str, Any]]:
        raise NotImplementedError

    def has_output(self) -> bool:
        return bool(self.lookup_choices or self.options or self.widget)

    def choices(self, changelist: Any) -> Iterator[Any]:
        # the page that one was on says nothing of another selection
        address = changelist.get_query_string(remove=[self.parameter_name, PAGE_VAR])
        self.kept = tuple(parse_qsl(address.removeprefix("?")))
        return super().choices(changelist)


def company_field(name: str, chosen: str, companies: QuerySet[Organisation], region_code: str) -> str:
    """A field that finds companies by typing, of one region where it is known; drawn."""
    widget = RowsOfRegion(COMPANY_FIELD, admin.site, attrs={"data-placeholder": _("Begin to type a name or ИНН")})
    widget.region_code = region_code
    field = forms.ModelChoiceField(companies, required=False, widget=widget)
    attrs = {"id": f"pick-{name}", "aria-label": _("Company")}
    return str(field.widget.render(name, chosen, attrs))
