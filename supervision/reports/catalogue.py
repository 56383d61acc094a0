"""Every report of the portal by its name. A new one is written down here and nowhere else (docs/adr/0017)."""

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
from supervision.reports.companies import COMPANIES
from supervision.reports.country import COUNTRY
from supervision.reports.frame import Report
from supervision.reports.region import REGION

REPORTS: dict[str, Report] = {
    report.name: report
    for report in (
        COUNTRY,
        REGION,
        why_changed.REPORT,
        houses_of_day.REPORT,
        COMPANIES,
        coverage.REPORT,
        without_admin.REPORT,
        changes.REPORT,
        joining_pace.REPORT,
        owners.REPORT,
        register_quality.REPORT,
        queue_health.REPORT,
    )
}
