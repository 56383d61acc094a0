"""Words of reports in Russian: captions tell columns apart, months are read and not deciphered."""

from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from supervision.admin.reports import report_cells
from supervision.reports import changes, coverage
from supervision.reports.frame import Column, ReportRow, ValueKind

MONTH = Column("month", "Month", ValueKind.MONTH)


def test_no_two_columns_of_the_coverage_have_one_caption() -> None:
    with translation.override("ru"):
        captions = [report_cells.caption(column) for column in (*coverage.COUNTED, *coverage.ONLY_NOW)]
    assert len(set(captions)) == len(captions)


@pytest.mark.parametrize(("kept", "shown"), [("2026-11", "ноябрь 2026"), ("2027-05", "май 2027"), ("Итого", "Итого")])
def test_a_month_is_shown_in_words_and_kept_sortable_in_files(kept: str, shown: str) -> None:
    with translation.override("ru"):
        assert report_cells.value(kept, MONTH, None) == shown
    (column,) = report_cells.file_columns([MONTH], None)
    assert column.value(ReportRow({"month": kept})) == kept


def test_the_report_of_changes_declares_its_months() -> None:
    assert changes.MONTH.kind == ValueKind.MONTH


def test_the_calendar_of_a_day_can_be_seen_on_dark_ground() -> None:
    css = Path(settings.BASE_DIR, "supervision/static/supervision/portal.css").read_text()
    (rule,) = [line for line in css.splitlines() if line.startswith('.dark input[type="date"]')]
    assert "color-scheme: dark" in rule
