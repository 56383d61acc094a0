"""Whether a difference may be applied at all: refusals, and doubts that somebody may approve. Pure."""

from django.utils.translation import gettext as _

from supervision.registry.diff import RegisterDiff
from supervision.registry.known_rows import KnownRegister, Policy
from supervision.registry.licence_diff import LicenceDiff
from supervision.registry.sources.tables import SourceTable

BAD_ROWS_LIMIT_PERCENT = 20


def refusal(table: SourceTable, diff: RegisterDiff) -> str:
    """Why the file of houses cannot be applied, whoever approves; "" where it can."""
    if diff.organisations_named and diff.organisations_unknown == diff.organisations_named:
        return _(
            "None of the organisations named in %(lines)s lines is known. Give the file of organisations "
            "(export-reestruo) of the same region and day as the second file."
        ) % {"lines": diff.organisations_named}
    return too_many_bad_rows(table, diff.bad_rows)


def too_many_bad_rows(table: SourceTable, more: int = 0) -> str:
    return too_many_bad(table.bad_rows + more, table.lines)


def too_many_bad(bad: int, lines: int) -> str:
    if bad * 100 <= lines * BAD_ROWS_LIMIT_PERCENT:
        return ""
    return _(
        "%(bad)s of %(lines)s lines cannot be used; more than %(percent)s %% means that the file is damaged "
        "or is something else. Download it again."
    ) % {"bad": bad, "lines": lines, "percent": BAD_ROWS_LIMIT_PERCENT}


def no_house_known(diff: LicenceDiff) -> str:
    """A licence register brings no houses, so without them it would say nothing."""
    if not diff.houses_named or diff.houses_unknown < diff.houses_named:
        return ""
    return _(
        "None of the %(houses)s houses in the file is known here. Import the register of houses "
        "(ФРТ or ОЖФ) of the region first."
    ) % {"houses": diff.houses_named}


def licence_doubts(diff: LicenceDiff, policy: Policy) -> str:
    """The same limits as for a register of houses; houses count as missing where the register named them before."""
    found = []
    if diff.lacks_more_than(policy.missing_limit_percent):
        words = _(
            "%(gone)s of %(known)s houses with licensed companies are not in the file; the limit of the region is "
            "%(percent)s %%."
        )
        counted = {"gone": len(diff.missing), "known": diff.houses_expected}
        counted["percent"] = policy.missing_limit_percent
        found.append(words % counted)
    if diff.doubtful:
        words = _(
            "The register contradicts itself in %(places)s places (one licence number for two companies, two "
            "companies with powers over one house, one ИНН for two organisations; see the lines)."
        )
        found.append(words % {"places": diff.doubtful})
    return _stopped(found)


def doubts(diff: RegisterDiff, known: KnownRegister, policy: Policy) -> str:
    """What only a named person may let through (with a reason); "" where there is nothing to approve."""
    found = []
    standing = sum(house.is_standing for house in known.houses.values())
    if len(diff.missing) * 100 > standing * policy.missing_limit_percent:
        words = _("%(gone)s of %(known)s known houses are not in the file; the limit of the region is %(percent)s %%.")
        found.append(words % {"gone": len(diff.missing), "known": standing, "percent": policy.missing_limit_percent})
    if diff.doubtful:
        words = _(
            "The file contradicts itself or the register of organisations in %(places)s places (duplicate GUIDs, "
            "unknown organisations; see the lines)."
        )
        found.append(words % {"places": diff.doubtful})
    return _stopped(found)


def _stopped(found: list[str]) -> str:
    if not found:
        return ""
    way_out = _("Nothing is written; send a sound file, or import the rest in spite of this with a reason.")
    return " ".join([*found, way_out])
