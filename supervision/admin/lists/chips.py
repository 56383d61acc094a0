"""By what a list is narrowed, in words: a chip a filter, each with the address of the list without it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.views.main import IGNORED_PARAMS, PAGE_VAR, SEARCH_VAR
from django.utils.text import capfirst
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Chip:
    """`title` is "" for what was searched for; `without` is the query of the list without it."""

    title: str
    value: str
    without: str

    @property
    def words(self) -> str:
        return f"{self.title}: {self.value}" if self.title else self.value


def chips_of(shown: Any) -> list[Chip]:
    """Of a list as its admin draws it: the search, each filter that narrows it, then what only its address says."""
    return [*_searched(shown), *_filtered(shown), *_of_the_address(shown)]


def _searched(shown: Any) -> Iterator[Chip]:
    if shown.query:
        yield Chip("", f"«{shown.query}»", _without(shown, [SEARCH_VAR]))


def _filtered(shown: Any) -> Iterator[Chip]:
    for spec in shown.filter_specs:
        names = [name for name in spec.expected_parameters() if name]
        if value := _value(spec, shown):
            yield Chip(capfirst(str(spec.title)), value, _without(shown, names))


def _of_the_address(shown: Any) -> Iterator[Chip]:
    """A page of the portal leads to rows that no filter of the list could choose (`adoption__id__exact=7`)."""
    known = {name for spec in shown.filter_specs for name in spec.expected_parameters()}
    left = sorted(set(shown.filter_params) - known - {*IGNORED_PARAMS, PAGE_VAR})
    if left:
        yield Chip("", _("narrowed by the link that you followed"), _without(shown, left))


def _value(spec: Any, shown: Any) -> str:
    """In the words of the filter; "" where it does not narrow the list."""
    if isinstance(spec, SimpleListFilter):
        named = {str(key): str(words) for key, words in spec.lookup_choices}
        return named.get(str(spec.value()), "") if spec.value() else ""
    if name := getattr(spec, "parameter_name", ""):
        days = [str(spec.used_parameters.get(f"{name}_{side}") or "") for side in ("from", "to")]
        return " — ".join(days) if any(days) else ""
    # the first choice is "all"
    choices = list(spec.choices(shown))[1:]
    return ", ".join(str(choice["display"]) or "—" for choice in choices if choice.get("selected"))


def _without(shown: Any, names: list[str]) -> str:
    return str(shown.get_query_string(remove=[*names, PAGE_VAR]))
