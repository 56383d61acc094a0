"""What a reader asked for: parameters of an address become an Asked, or a refusal that names the one that is wrong.

Pages and the interface read them by the same rules. A region that the reader does not see does not exist.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from supervision import access
from supervision.access import Login
from supervision.errors import WrongParameter
from supervision.reports.frame import NarrowedBy, Narrowing, Report

FIRST_YEAR = 1950
LARGEST_KEY = 2**63 - 1


def asked(report: Report, user: Login, given: Mapping[str, str]) -> Narrowing:
    """Empty parameters count as absent. Raises WrongParameter with a sentence for people."""
    if unknown := sorted(set(given) - {part.value for part in report.narrowed}):
        known = ", ".join(part.value for part in report.narrowed) or _("none")
        words = _("This report has no parameter %(name)s. It has: %(known)s.")
        raise WrongParameter(unknown[0], words % {"name": ", ".join(unknown), "known": known})
    found: dict[str, Any] = {name: READERS[name](report, user, text) for name, text in given.items() if text}
    if NarrowedBy.FIGURE in report.narrowed:
        found.setdefault("figure", next(iter(report.figures), ""))
    if report.is_of_one_region and not found.keys() & {NarrowedBy.REGION, NarrowedBy.MUNICIPALITY}:
        found["region"] = access.regions(user).values_list("pk", flat=True).first()  # said on the page and in files
    answer = Narrowing(**found)
    if answer.since and answer.until and answer.since > answer.until:
        words = _("The parameters since and until: the first day is later than the last one.")
        raise WrongParameter(NarrowedBy.SINCE, words)
    return answer


def _day(name: str) -> Callable[[Report, Login, str], date]:
    def read(report: Report, user: Login, text: str) -> date:
        words = _("The parameter %(name)s is a day like 2026-11-20.") % {"name": name}
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            raise WrongParameter(name, words) from error
        if day.year < FIRST_YEAR or day.isoformat() != text:  # weeks and days without dashes are read as well
            raise WrongParameter(name, words)
        return day

    return read


def _region(report: Report, user: Login, text: str) -> str:
    if text not in access.regions(user).values_list("pk", flat=True):  # in memory: a text may be what no table takes
        words = _("The parameter region: there is no such region, or you do not see it.")
        raise WrongParameter(NarrowedBy.REGION, words)
    return text


def _row(name: str, rows: Callable[[Login], Any]) -> Callable[[Report, Login, str], int]:
    """A number of a row that the reader sees."""

    def read(report: Report, user: Login, text: str) -> int:
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < len(str(LARGEST_KEY)) else None
        if number is None or not rows(user).filter(pk=number).exists():
            words = _("The parameter %(name)s: there is no such row, or you do not see it.")
            raise WrongParameter(name, words % {"name": name})
        return number

    return read


def _figure(report: Report, user: Login, text: str) -> str:
    if text not in report.figures:
        known = ", ".join(report.figures)
        words = _("The parameter figure is one of: %(known)s.")
        raise WrongParameter(NarrowedBy.FIGURE, words % {"known": known})
    return text


READERS: dict[str, Callable[[Report, Login, str], Any]] = {
    NarrowedBy.DAY: _day("day"),
    NarrowedBy.SINCE: _day("since"),
    NarrowedBy.UNTIL: _day("until"),
    NarrowedBy.REGION: _region,
    NarrowedBy.MUNICIPALITY: _row("municipality", access.municipalities),
    NarrowedBy.ORGANISATION: _row("organisation", access.organisations),
    NarrowedBy.INSPECTOR: _row("inspector", access.inspectors),
    NarrowedBy.FIGURE: _figure,
}
