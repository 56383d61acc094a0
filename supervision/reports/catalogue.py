"""Every report of the portal by its name. A new one is written down here and nowhere else (docs/adr/0017)."""

from supervision.reports.country import COUNTRY
from supervision.reports.frame import Report

REPORTS: dict[str, Report] = {report.name: report for report in (COUNTRY,)}
