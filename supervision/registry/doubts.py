"""What a difference means beyond its rows: which chats it touches, and whether it may be applied at all. Pure."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from supervision.registry.diff import RegisterDiff, acting_on
from supervision.registry.known_rows import KnownRegister, Policy
from supervision.registry.licence_diff import LicenceDiff
from supervision.registry.organisation_diff import OrganisationDiff
from supervision.registry.sources.tables import SourceTable

BAD_ROWS_LIMIT_PERCENT = 20
# What the wish of a chat is made of; floors, years and numbers of registers are not.
SEEN_IN_CHAT = frozenset(
    ("address", "area", "city", "street", "number", "building", "block", "letter", "kind", "flats", "municipality")
)


@dataclass(frozen=True, slots=True)
class Touched:
    """`house_ids` have chats whose wish may change beside the handovers; `chats` counts every chat once."""

    house_ids: tuple[int, ...]
    opens_chats: bool
    chats: int


def touched(
    diff: RegisterDiff, organisations: OrganisationDiff, known: KnownRegister, policy: Policy, *, as_of: date
) -> Touched:
    with_chat = {house.id for house in known.houses.values() if house.has_chat}
    ids = {guid: house.id for guid, house in known.houses.items()}
    passing = {ids[handover.fias_guid] for handover in diff.handovers if handover.fias_guid in ids}
    seen = {change.id for change in diff.changed if change.fields & SEEN_IN_CHAT}
    seen |= _managed_by_renamed(organisations, known, as_of)
    marked = (seen - passing) & with_chat
    opens = bool(diff.added or diff.changed)  # nothing else in a file brings a house into scope
    opened = _new_in_scope(diff, known, policy) if opens else 0
    return Touched(tuple(sorted(marked)), opens, len(marked) + len(passing & with_chat) + opened)


def _managed_by_renamed(organisations: OrganisationDiff, known: KnownRegister, as_of: date) -> Set[int]:
    """The company's name stands in the chat's description."""
    renamed = {change.id for change in organisations.changed if change.before.name != change.after.name}
    if not renamed:
        return frozenset()
    acting = ((house, acting_on(periods, as_of)) for house, periods in known.periods.items())
    return {house for house, period in acting if period and period.organisation_id in renamed}


def _new_in_scope(diff: RegisterDiff, known: KnownRegister, policy: Policy) -> int:
    after = {change.id: change.after for change in diff.changed}
    waiting = (house for house in known.houses.values() if house.is_standing and not house.has_chat)
    opened = sum(policy.covers(after.get(house.id, house.facts)) for house in waiting)
    return opened + sum(policy.covers(row.facts) for row in diff.added)


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
