"""What every list and object page of the admin has in common."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ORDER_VAR
from django.core.paginator import Page, Paginator
from django.db.models import ForeignKey, Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from supervision import access
from supervision.admin.guide import chapters
from supervision.admin.lists.chips import Chip, chips_of
from supervision.admin.lists.choices import FoundRows, is_key
from supervision.admin.lists.empty import COMES_HERE
from supervision.admin.lists.exporting import ExportedList
from supervision.admin.lists.habits import RememberedList
from supervision.admin.lists.login_of_request import person as person
from supervision.admin.lists.page_titles import Titled, TitledList
from supervision.admin.lists.sorting import SortedList, by_numbers
from supervision.search import CADASTRAL, as_guid

MOST_COUNTED = 100_000
MOST_OF_THE_COUNTRY = 10_000
FAR = 1000  # rows


class CappedPaginator(Paginator):
    """Counts no further than MOST_COUNTED: a whole region is counted exactly, the whole country is not waited for.

    Where there are more rows (`is_capped`), `count` is a number that they exceed, and the pages end there. A page
    beyond the last one is the last one: the rows may have become fewer since the link was made.
    """

    most_counted = MOST_COUNTED  # of who sees everything: MOST_OF_THE_COUNTRY

    @cached_property
    def count(self) -> int:
        return min(self._counted, self.most_counted)

    @property
    def is_capped(self) -> bool:
        return self._counted > self.most_counted

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[: self.most_counted + 1].count())

    @property
    def in_words(self) -> str:
        """`count` with its thousands apart."""
        return number_format(self.count, force_grouping=True)

    def nearest(self, number: int) -> int:
        return max(1, min(number, self.num_pages))

    def page(self, number: int | str) -> Page:
        """Far from the start the keys are found first: what is passed over is not joined with its relations."""
        number = self.nearest(int(number))
        start = (number - 1) * self.per_page
        if start < FAR:
            return super().page(number)
        rows: Any = self.object_list
        keys = list(rows.values_list("pk", flat=True)[start : start + self.per_page])
        return Page(rows.filter(pk__in=keys), number, self)


class ShortPaginator(CappedPaginator):
    """For rows that know their region only through another table: to count them all would read the whole of it."""

    most_counted = 10_000


def without_history(urls: Sequence[URLPattern]) -> list[URLPattern]:
    return [url for url in urls if not (url.name or "").endswith("_history")]


class DiscreetList(TitledList):
    """The rows of one page of a list, emptied of what the reader may not know of people."""

    def __init__(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        self.asked = request
        super().__init__(request, *args, **options)

    def get_queryset(self, request: HttpRequest, *args: Any, **options: Any) -> QuerySet[Any]:
        if order := self.params.get(ORDER_VAR):
            self.params[ORDER_VAR] = by_numbers(str(order), self.list_display)
        return super().get_queryset(request, *args, **options)

    @property
    def chips(self) -> list[Chip]:
        return chips_of(self)

    @property
    def comes_here(self) -> Any:
        """For a list in which nothing stands yet; "" where it is only narrowed."""
        return "" if self.chips else COMES_HERE.get(str(self.opts.model_name), "")

    @property
    def column_helps(self) -> list[tuple[str, str]]:
        """(class of the column's head, address of the chapter that explains it)."""
        names = {str(name) for name in self.list_display}
        return [
            (f"column-{name} ", chapters.address(where)) for name, where in chapters.COLUMNS.items() if name in names
        ]

    @property
    def tools(self) -> dict[str, Any]:
        """What stands above the rows: kept narrowings and the choice of columns."""
        shown: Any = self.model_admin
        return {
            "kept": shown.kept_filters(self.asked),
            "columns": shown.column_choices(self.asked),
            "shared_region": shown.shared_region(self.asked),
        }

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.page_num: int = self.paginator.nearest(self.page_num)
        if not access.sees_people(request.user):
            self.result_list: Any = [access.discreet(request.user, row) for row in self.result_list]


class RegionBound(Titled):
    """Rows of `rows(user)` only. Nothing is added, changed or deleted unless a subclass says so.

    Rows about people (`access.OF_PEOPLE`) are not there at all for who sees no region of their own.
    """

    rows: Any  # `access.houses` or its like, as a static method

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = self.rows(request.user)
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        if self.model in access.OF_PEOPLE:
            return access.sees_any_people(request.user)
        return access.sees_anything(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ScopedAdmin(RegionBound, SortedList, RememberedList, ExportedList):
    """A list of the regions that the user may view; an object of another region does not exist (404)."""

    paginator = CappedPaginator
    show_full_result_count = False  # would be a second count
    list_per_page = 50
    list_max_show_all = 0
    list_fullwidth = True
    list_filter_sheet = False
    compressed_fields = True
    actions: Any = None
    guid_paths: tuple[str, ...] = ()  # a pasted GUID is looked up by index instead of by text
    house_path: str | None = None  # words are looked for in the address of the house there, by index; "" is the row
    organisation_path: str | None = None  # and in the name of the organisation there
    has_history = False  # `WithHistory` says otherwise; Django's own page would say that nothing ever changed

    def get_urls(self) -> list[URLPattern]:
        urls = super().get_urls()
        return urls if self.has_history else without_history(urls)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[TitledList]:
        return DiscreetList

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Rows are chosen by number: what is none, or negative, chooses nothing, and Django says that nothing is."""
        posted = request.POST.copy()
        chosen = [key for key in posted.getlist(ACTION_CHECKBOX_NAME) if is_key(key)]
        posted.setlist(ACTION_CHECKBOX_NAME, chosen)
        index = posted.get("index", "0")
        posted["index"] = index if is_key(index) else "0"
        request.POST = posted  # type: ignore[assignment]  # immutable as a habit
        return super().response_action(request, queryset)

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **options: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            options.setdefault("widget", FoundRows(db_field, self.admin_site, using=options.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **options)

    def columns_offered(self, request: HttpRequest) -> list[Any]:
        """Without columns that would be empty from top to bottom."""
        shown = super().columns_offered(request)
        return shown if access.sees_any_people(request.user) else self._impersonal(shown)

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Without fields that were emptied: a dash would say that nobody is meant."""
        sets = super().get_fieldsets(request, obj)
        if access.sees_people(request.user, access.region_of(obj) if obj else None):
            return sets
        return [(name, {**options, "fields": self._impersonal(options["fields"])}) for name, options in sets]

    def _impersonal(self, names: Iterable[Any]) -> list[Any]:
        return [name for name in names if not access.names_people(self.model, str(name))]

    def get_search_fields(self, request: HttpRequest) -> Any:
        """Whom a search finds by the name is known by it."""
        fields = super().get_search_fields(request)
        if access.sees_people(request.user):
            return fields
        return [path for path in fields if not access.names_people(self.model, path.lstrip("=^@"))]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """What is not shown is not guessed at through the address either (`?reason__contains=`)."""
        if request is not None and not access.sees_people(request.user) and access.names_people(self.model, lookup):
            return False
        return super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    def get_paginator(self, request: HttpRequest, *args: Any, **options: Any) -> Paginator:
        found = super().get_paginator(request, *args, **options)
        if access.sees_everything(request.user):
            found.most_counted = min(found.most_counted, MOST_OF_THE_COUNTRY)
        return found

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404(_("There is no such object, or it belongs to a region that you do not see."))
        return access.discreet(request.user, found)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        guid = as_guid(search_term)
        if guid and self.guid_paths:
            matches = Q()
            for path in self.guid_paths:
                matches |= Q(**{path: guid})
            return queryset.filter(matches), True
        is_number = CADASTRAL.fullmatch(search_term.strip()) or search_term.strip().lstrip("-").isdecimal()
        if search_term and self.house_path is not None and not is_number:
            return queryset.filter(pk__in=self._with_words(request, queryset, search_term)), False
        return super().get_search_results(request, queryset, search_term)

    def _with_words(self, request: HttpRequest, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Keys of the rows; two indexes are asked one after the other, an OR over joins would use neither."""
        houses = access.houses(request.user).with_words(text).order_by().values("pk")
        if not self.house_path:
            return houses
        rows = queryset.order_by().values("pk")
        found = rows.filter(**{f"{self.house_path}__in": houses})
        if self.organisation_path is None:
            return found
        organisations = access.organisations(request.user).with_words(text).order_by().values("pk")
        return found.union(rows.filter(**{f"{self.organisation_path}__in": organisations}))


class ReadOnlyAdmin(ScopedAdmin):
    """Observed, journal and audit rows: written by the portal itself, shown to people."""
