"""What a register without dates (ФРТ, ОЖФ) means for who manages a house: one company, as of the file's day. Pure.

Such a register is weeks behind, so it is compared with what its last file said, and it brings no company back that
left the house by an act with a date: of the licence register, or of a person (docs/adr/0129).
"""

from collections.abc import Sequence
from datetime import date
from enum import Enum

from supervision.registry.known_rows import KnownPeriod


class PeriodVerdict(Enum):
    """What a house's organisation in the file means for its management periods."""

    NOTHING = "the file says what the last import said"
    REMEMBER = "the file says what holds already; only the last import is updated"
    START = "a first period starts"
    REPLACE = "the acting period gives way"
    CONFLICT = "a change that is known for that day or later stands against the file"
    LATE = "the file names who managed before, and has likely not heard who came after"
    OLDER = "the file is older than one that said who manages"


def decide(
    remembered: int | None, filed: int | None, periods: Sequence[KnownPeriod], as_of: date, *, is_older: bool = False
) -> PeriodVerdict:
    """`remembered` and `filed` are organisations' ids; `filed` None is an organisation that is new with this file.

    `periods`: all of the house, past ones too; `is_older`: a file of a later day was applied before this one.
    """
    if filed is not None and filed == remembered:
        return PeriodVerdict.NOTHING
    if is_older and (remembered is not None or periods):
        is_known = filed is not None and filed in {each.organisation_id for each in periods}
        return PeriodVerdict.NOTHING if is_known else PeriodVerdict.OLDER
    acting = acting_on(periods, as_of)
    later = [period for period in periods if period.since > as_of]
    if filed is not None and filed in {period.organisation_id for period in (acting, *later) if period}:
        return PeriodVerdict.REMEMBER
    entered_today = acting is not None and acting.since == as_of and not acting.is_from_register
    if later or entered_today:
        return PeriodVerdict.CONFLICT
    if filed is not None and _is_late(remembered, filed, periods, as_of):
        return PeriodVerdict.LATE
    return PeriodVerdict.REPLACE if acting else PeriodVerdict.START


def acting_on(periods: Sequence[KnownPeriod], day: date) -> KnownPeriod | None:
    acting = (p for p in periods if p.since <= day and (p.until is None or p.until > day))
    return next(acting, None)


def _is_late(remembered: int | None, filed: int, periods: Sequence[KnownPeriod], as_of: date) -> bool:
    """Whether nothing shows that the register has heard of the last change: it may still be telling of the one before.

    It has where its last file named the company that came last, and that company had not been there before.
    """
    last = max((each for each in periods if each.since <= as_of), key=lambda each: each.since, default=None)
    if last is None or not _has_dates(last):
        return False
    before = {each.organisation_id for each in periods if each.since < last.since}
    is_over = last.until is not None and last.until <= as_of
    if filed not in before and not (is_over and filed == last.organisation_id):
        return False
    return remembered != last.organisation_id or last.organisation_id in before


def _has_dates(period: KnownPeriod) -> bool:
    return period.registered is not None or not period.is_from_register or period.is_closed_by_hand
