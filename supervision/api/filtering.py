"""Filters of lists, the same as those of the portal's own lists. A parameter that a list does not know is refused:
left unheeded it would give rows that nobody asked for.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import rest_framework as filters
from django_filters.fields import IsoDateTimeField
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework.request import Request

from supervision import worklists
from supervision.api.chosen_fields import FIELDS
from supervision.api.included import INCLUDE
from supervision.api.pagination import IDS, MOST, OF_PAGES
from supervision.api.parsing import DAY, INSTANT
from supervision.api.problems import FieldFault, Problem
from supervision.models.region_days import RegionDays


@extend_schema_field(OpenApiTypes.INT)
class NumberFilter(filters.Filter):
    """The number of a row of another list. One that does not exist, or that the reader may not see, finds nothing."""

    field_class = forms.IntegerField


class InstantField(IsoDateTimeField):
    """In UTC: PostgreSQL reads no offset of 16 hours or more, and an offset may lead out of the years there are."""

    def to_python(self, value: Any) -> datetime | None:
        _refuse_unlike(INSTANT, value, self)
        found: datetime | None = super().to_python(value)
        try:
            return found.astimezone(UTC) if found else None
        except OverflowError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class InstantFilter(filters.IsoDateTimeFilter):
    field_class = InstantField


class DayField(forms.DateField):
    def to_python(self, value: Any) -> date | None:
        _refuse_unlike(DAY, value, self)
        return super().to_python(value)


def _refuse_unlike(pattern: re.Pattern[str], value: Any, field: forms.Field) -> None:
    if isinstance(value, str) and value and not pattern.fullmatch(value):
        raise forms.ValidationError(field.error_messages["invalid"], code="invalid")


class DayFilter(filters.DateFilter):
    """YYYY-MM-DD in every language: by the asker's own habits 12/05 would be December or May."""

    field_class = DayField

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **options)


class Words(filters.CharFilter):
    """Words of an address or name, in any order, found by index."""

    def filter(self, qs: Any, value: str) -> Any:
        return qs.with_words(value) if value else qs


class Mine(filters.ChoiceFilter):
    """Rows of the houses of the inspector whose login asks (`worklists.houses_of`); nobody else has any."""

    def __init__(self, *, path: str) -> None:
        super().__init__(choices=[("1", gettext_lazy("Mine"))], help_text="Of the inspector whose login asks.")
        self.path = path

    def filter(self, qs: Any, value: str) -> Any:
        if not value:
            return qs
        inspector = worklists.inspector_of(self.parent.user)
        return qs.filter(**{f"{self.path}__in": worklists.houses_of(inspector)}) if inspector else qs.none()


class Flag(filters.ChoiceFilter):
    """1 or 0, as in the addresses of the portal's lists."""

    def __init__(self, narrow: Callable[[Any, bool], Any], *, help_text: str) -> None:
        super().__init__(choices=[("1", gettext_lazy("Yes")), ("0", gettext_lazy("No"))], help_text=help_text)
        self.narrow = narrow
        # of a filter over a boolean column the schema would say true and false
        extend_schema_field({"type": "string", "enum": ["1", "0"], "description": help_text})(self)

    def filter(self, qs: Any, value: str) -> Any:
        return self.narrow(qs, value == "1") if value else qs


def among(one: Any) -> Any:
    """The filter for one of many values, commas between."""
    kind = type(f"{type(one).__name__}s", (filters.BaseInFilter, type(one)), {})
    options = {key: value for key, value in one.extra.items() if key in ("choices", "coerce")}
    found = kind(field_name=one.field_name, lookup_expr="in", help_text="Any of these, commas between.", **options)
    item: dict[str, Any] = {"type": "string"}
    if choices := options.get("choices"):
        item["enum"] = [str(value) for value, _words in choices]
    elif isinstance(one, NumberFilter):
        item["type"] = "integer"
    elif isinstance(one, filters.UUIDFilter):
        item["format"] = "uuid"
    extend_schema_field(item)(found)  # of each; that there are several, the schema knows by itself
    return found


def bounded(column: Any, bound: str) -> Any:
    words = {"gte": "This or later (larger).", "lte": "This or earlier (smaller)."}[bound]
    if isinstance(column, models.DateTimeField):
        kind: Any = InstantFilter
    else:
        kind = DayFilter if isinstance(column, models.DateField) else NumberFilter
    return kind(field_name=column.name, lookup_expr=bound, help_text=words)


def choices_of(names: Iterable[str]) -> list[tuple[str, str]]:
    """What a parameter may say, where the words beside it are for programs only."""
    return [(name, name) for name in names]


class Filters(filters.FilterSet):
    """Base of each resource's filters.

    `several` are filters that also take many values (`kind__in=uk,tsj`), `spans` columns of dates, instants and numbers
    with bounds, both included (`since__gte=2026-01-01`).
    """

    several: ClassVar[Sequence[str]] = ()
    spans: ClassVar[Sequence[str]] = ()

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        found = dict(super().get_filters())
        for name in cls.several:
            found[f"{name}__in"] = among(found[name])
        for name in cls.spans:
            column = cls._meta.model._meta.get_field(name)
            for bound in ("gte", "lte"):
                found[f"{name}__{bound}"] = bounded(column, bound)
        return found

    @property
    def user(self) -> Any:
        return self.request.user

    @property
    def today(self) -> RegionDays:
        """The days by which rows are judged, the same as on the portal's lists."""
        return worklists.today(self.user)


class StrictFilters(filters.DjangoFilterBackend):
    """Refuses unknown and repeated parameters, and values that do not fit."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        chosen = self.get_filterset_class(view, queryset)
        known = () if chosen is None else chosen.base_filters
        if getattr(view, "detail", False):
            return queryset
        refuse_unknown(request, [*known, *OF_PAGES, FIELDS, IDS, *([INCLUDE] if view.includes else ())])
        queryset = _of_numbers(request, queryset)
        if chosen is None:
            return queryset
        bound = chosen(request.query_params, queryset=queryset, request=request)
        if not bound.is_valid():
            raise Problem(400, "bad-parameter", _("Look at the parameters named."), errors=list(_faults(bound.errors)))
        found: QuerySet[Any] = bound.qs
        return found


def _of_numbers(request: Request, queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Only the rows of `ids`; those that do not exist, or that the reader may not see, are not in the list."""
    text = request.query_params.get(IDS)
    if text is None:
        return queryset
    numbers = [part.strip() for part in text.split(",")]
    if len(numbers) > MOST or not all(number.isascii() and number.isalnum() and len(number) < 19 for number in numbers):
        words = _("Name 1 to %(most)d rows, commas between.") % {"most": MOST}
        raise Problem(400, "bad-parameter", words, errors=[FieldFault(IDS, words)])
    try:
        return queryset.filter(pk__in=numbers)
    except ValueError:
        words = _("A row is named by its number.")
        raise Problem(400, "bad-parameter", words, errors=[FieldFault(IDS, words)]) from None


def refuse_unknown(request: Request, allowed: Collection[str]) -> None:
    """400 for a parameter that is not among `allowed`, that stands twice, or that says nothing."""
    unknown = sorted(set(request.query_params) - set(allowed))
    if unknown:
        words = _("No such parameter: %(unknown)s. Allowed here: %(allowed)s.")
        detail = words % {"unknown": ", ".join(unknown), "allowed": ", ".join(sorted(allowed))}
        faults = [FieldFault(name, _("There is no such parameter.")) for name in unknown]
        raise Problem(400, "unknown-filter", detail, errors=faults, more={"allowed": sorted(allowed)})
    twice = [name for name, values in request.query_params.lists() if len(values) > 1]
    if twice:
        faults = [FieldFault(name, _("Say it once.")) for name in twice]
        raise Problem(400, "bad-parameter", _("A parameter stands twice."), errors=faults)
    empty = [name for name, value in request.query_params.items() if not value.strip()]
    if empty:  # a program whose variable is empty would get every row
        faults = [FieldFault(name, _("Say a value, or leave the parameter out.")) for name in empty]
        raise Problem(400, "bad-parameter", _("A parameter says nothing."), errors=faults)


def _faults(errors: Any) -> Iterable[FieldFault]:
    for name, messages in errors.items():
        yield from (FieldFault(name, message) for message in messages)
