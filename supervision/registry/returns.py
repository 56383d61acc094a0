"""What the licence register says again is true again: courts return houses, plans disappear. Pure.

Looked at after all lines of a house: a line whose powers act on the file's day, of a company whose period is over here.
Absence is not agreement: what is only missing in the file is taken back where the whole file could be read, where it is
no older than the last one, and where this register itself had brought it; otherwise a person is asked.
"""

from collections.abc import Collection, Sequence
from datetime import date

from django.utils.translation import gettext as _

from supervision.registry.claims import PowersClaim
from supervision.registry.drafts import Draft, Timeline
from supervision.registry.rows import RowIssue

Unplaced = Collection[tuple[str, date]]


def take_returns(
    found: Timeline,
    claims: Sequence[PowersClaim],
    as_of: date,
    *,
    is_complete: bool,
    file: str,
    unplaced: Unplaced = (),
) -> None:
    """`unplaced`: company and start of powers of lines of no known house; one of them may be the missing line."""
    for claim in claims:
        if claim.acts(as_of) and any(each.company == claim.company for each in found.drafts):
            for take in (_withdraw_plan, _resume):
                take(found, claim, claims, as_of, is_complete=is_complete, file=file, unplaced=unplaced)


def _resume(
    found: Timeline,
    claim: PowersClaim,
    claims: Sequence[PowersClaim],
    as_of: date,
    *,
    is_complete: bool,
    file: str,
    unplaced: Unplaced,
) -> None:
    """The company acts again from the day on which the one that took its place acts no more."""
    acting = next((each for each in found.drafts if each.covers(as_of)), None)
    if acting is None or acting.company == claim.company or not acting.is_from_register:
        return  # what a person entered is for a person to take back
    own = [each for each in found.drafts if each.company == claim.company and each.since < acting.since]
    lines = [each for each in claims if each.company == acting.company]
    if not own or any(each.acts(as_of) for each in lines):
        return
    ends = [each.end for each in lines if each.end and acting.since < each.end <= as_of]
    is_surely_gone = is_complete and acting.registered and (acting.company, acting.since) not in unplaced
    if not ends and (lines or not is_surely_gone):
        _ask(found, claim, acting, file)
        return
    start = max(ends, default=as_of)
    later = min((each.since for each in found.drafts if each.since > as_of), default=None)
    if start == acting.since:
        _take_its_place(found, claim, acting)
        return
    again = Draft(found.house_id, claim.company, start, later, None, claim.ref, claim.ref.name)
    again.registered, again.basis = claim.powers.registered, claim.powers.basis
    acting.until = start
    found.drafts.append(again)
    found.passed.append((acting.name, again))
    found.ended = [each for each in found.ended if each is not acting]
    found.excluded = [each for each in found.excluded if each is not acting]


def _take_its_place(found: Timeline, claim: PowersClaim, acting: Draft) -> None:
    """The other one began on the file's very day: a period without length cannot be, so it never was."""
    before = next((each for each in found.drafts if each.company == claim.company and each.until == acting.since), None)
    if before is None or acting.id is None:
        found.passed.append((acting.name, acting))
        acting.company, acting.ref, acting.name = claim.company, claim.ref, claim.ref.name
        acting.registered, acting.excluded_on = claim.powers.registered, None
        return
    before.until = acting.until
    found.drafts.remove(acting)
    found.withdrawn.append(acting)


def _withdraw_plan(
    found: Timeline,
    claim: PowersClaim,
    claims: Sequence[PowersClaim],
    as_of: date,
    *,
    is_complete: bool,
    file: str,
    unplaced: Unplaced,
) -> None:
    """A change that this register had announced, and that it announces no more while the company before goes on."""
    own = next((each for each in found.drafts if each.company == claim.company and each.covers(as_of)), None)
    plan = next((each for each in found.drafts if own and each.since == own.until and each.since > as_of), None)
    if own is None or plan is None or plan.id is None or not plan.is_from_register or not plan.registered:
        return
    if claim.powers.until or any(each.company == plan.company for each in claims):
        return
    if not is_complete or (plan.company, plan.since) in unplaced:
        _ask(found, claim, plan, file)
        return
    own.until = plan.until
    found.drafts.remove(plan)
    found.withdrawn.append(plan)


def _ask(found: Timeline, claim: PowersClaim, other: Draft, file: str) -> None:
    words = _(
        "%(address)s: the register gives the house to %(company)s again and says nothing of %(other)s (from %(since)s "
        "here); nothing changes. Replace the company by hand if the register is right."
    )
    values = {"address": found.address, "company": claim.ref.name, "other": other.name}
    values["since"] = f"{other.since:%d.%m.%Y}"
    found.issues.append(RowIssue(claim.line, "powers_again", words % values, file))
