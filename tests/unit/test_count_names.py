"""Every count of an import has a name in the language of whoever reads it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from supervision.registry.count_names import in_words, named
from supervision.registry.report import ImportReport, LicenceCounts, PeopleReport


def names(counts: dict[str, Any]) -> Iterator[str]:
    for name, value in counts.items():
        yield name
        if isinstance(value, dict):
            yield from value


OF_REPORTS = {
    *names(ImportReport(licences=LicenceCounts()).counts()),
    *names(PeopleReport().counts()),
    "issues",
    "seconds",
}


@pytest.mark.parametrize("name", sorted(OF_REPORTS))
def test_a_count_is_named_in_russian(name: str) -> None:
    with translation.override("ru"):
        assert not re.search("[a-z]", named(name)), f"give {name} a name in count_names and its translation"


def test_a_group_is_a_line() -> None:
    with translation.override("ru"):
        assert in_words({"added": 3, "changed": 0}) == "добавлено 3, изменено 0"
