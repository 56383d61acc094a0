"""Asks a report, and follows its figures to the rows behind them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import RequestFactory

from supervision.reports import (
    changes,
    coverage,
    houses_of_day,
    joining_pace,
    owners,
    queue_health,
    register_quality,
    why_changed,
    without_admin,
)
from supervision.reports.frame import Behind, Narrowing, Report, ReportRow, ReportTable, ValueKind

REPORTS = {
    each.REPORT.name: each.REPORT
    for each in (
        *(changes, coverage, owners, queue_health, register_quality, without_admin, why_changed, houses_of_day),
        joining_pace,
    )
}
NOT_OF_ROWS = {"participants", "rank", "most", "median", "longest", "oldest"}  # sums, places, extremes


def values(table: ReportTable, *names: str) -> list[tuple[Any, ...]]:
    """The columns named, row by row."""
    return [tuple(row.values.get(name) for name in names) for row in table.rows]


def total(table: ReportTable, *names: str) -> tuple[Any, ...]:
    assert table.total is not None
    return tuple(table.total.values.get(name) for name in names)


def keys(table: ReportTable) -> set[str]:
    return {column.key for column in table.columns}


def ask(user: User, report: Report, **asked: Any) -> ReportTable:
    """The answer with its rows read."""
    table = report.answer(user, Narrowing(**asked))
    read = replace(table, rows=list(table.rows))
    for row in [*read.rows, *([read.total] if read.total else [])]:
        assert set(row.values) - keys(read) <= {"rank", "few", "per_flat", "out_of_scope"}, set(row.values) - keys(read)
    return read


def disagreements(user: User, table: ReportTable) -> list[str]:
    """Counts that are not the number of rows behind them. Rows of nothing at all are passed over."""
    rows = [row for row in [*table.rows, table.total] if row and any(_is_count(one) for one in row.values.values())]
    return [found for row in rows for found in _of_row(user, table, row)]


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and value > 0


def _of_row(user: User, table: ReportTable, row: ReportRow) -> Iterator[str]:
    counts = {one.key for one in table.columns if one.kind == ValueKind.COUNT} - NOT_OF_ROWS
    for name, behind in row.behind.items():
        value = row.values.get(name)
        if name in counts and value is not None and (found := behind_it(user, behind)) != value:
            yield f"{row.values}: {name} is {value}, behind it are {found} ({behind})"


def behind_it(user: User, behind: Behind) -> int:
    """Rows of the report, or of the list of the admin as its own filters narrow it."""
    kind, _colon, name = behind.of.partition(":")
    if kind == "report":
        return len(list(ask(user, REPORTS[name], **_asked(behind)).rows))
    request = RequestFactory().get("/", behind.filters)
    request.user = user
    listed = admin.site.get_model_admin(apps.get_model("supervision", kind)).get_changelist_instance(request)
    return int(listed.result_count)


def _asked(behind: Behind) -> dict[str, Any]:
    given = dict(behind.filters)
    days: dict[str, Any] = {
        name: date.fromisoformat(str(given[name])) for name in ("day", "since", "until") if name in given
    }
    return {**given, **days}
