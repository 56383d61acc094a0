"""What the licence register says again is true again: courts return houses, plans disappear. Pure.

Looked at after all lines of a house: a line whose powers act on the file's day, of a company whose period is over here.
Absence is not agreement: what is only missing in the file is taken back where the whole file could be read, where it is
no older than the last one, and where this register itself had brought it; otherwise a person is asked.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from supervision.registry.drafts import Draft, Timeline
from supervision.registry.file_rows import RowIssue
from supervision.registry.powers import PowersClaim

Unplaced = Collection[tuple[str, date]]


@dataclass(frozen=True, slots=True)
class Authority:
    """How much one file can tell. `unplaced`: company and start of powers of its lines of no known house.

    `is_complete`: every line of it could be read, not too much of it is missing, and no younger one was before it.
    """

    as_of: date
    file: str
    is_complete: bool = True
    unplaced: Unplaced = ()

    def is_surely_without(self, draft: Draft) -> bool:
        """One line of no known house may be the missing one."""
        return self.is_complete and (draft.company, draft.since) not in self.unplaced


def take_returns(found: Timeline, claims: Sequence[PowersClaim], authority: Authority) -> None:
    for plan in [each for each in found.drafts if each.since > authority.as_of]:
        if _is_of_this_register(plan) and plan.id is not None and not _about(plan, claims):
            _withdraw(found, plan, claims, authority)
    acting = max(
        (each for each in found.drafts if each.since <= authority.as_of), key=lambda each: each.since, default=None
    )
    if acting is None or not acting.is_from_register:
        return  # what a person entered is for a person to take back
    again = [each for each in claims if each.has_powers(authority.as_of) and _had_it_before(found, each, acting)]
    if again:
        _resume(found, again[-1], acting, claims, authority)
    elif acting.covers(authority.as_of) and _is_of_this_register(acting) and not _about(acting, claims):
        _remark_on_silence(found, acting, claims[-1], authority)


def _is_of_this_register(draft: Draft) -> bool:
    return draft.is_from_register and draft.registered is not None


def _about(draft: Draft, claims: Sequence[PowersClaim]) -> list[PowersClaim]:
    """Lines of the company that are not of another time than the period."""
    own = [each for each in claims if each.company == draft.company]
    return [each for each in own if draft.overlaps(each.powers.since, each.end)]


def _had_it_before(found: Timeline, claim: PowersClaim, acting: Draft) -> bool:
    if claim.company == acting.company:
        return False
    return any(each.company == claim.company and each.since < acting.since for each in found.drafts)


def _resume(
    found: Timeline, claim: PowersClaim, acting: Draft, claims: Sequence[PowersClaim], authority: Authority
) -> None:
    """The company acts again from the day on which the one that took its place no longer acts."""
    lines = _about(acting, claims)
    if any(each.has_powers(authority.as_of) for each in lines):
        return
    if acting.is_closed_by_hand:
        _ask(found, acting, claim, authority)
        return
    ends = [each.end for each in lines if each.end and acting.since < each.end <= authority.as_of]
    is_surely_gone = acting.registered is not None and authority.is_surely_without(acting)
    if not ends and (lines or not is_surely_gone):
        if lines or acting.covers(authority.as_of):
            _ask(found, acting, claim, authority)
        if not lines:
            _go_on_after(found, claim, acting)
        return
    start = max(ends, default=authority.as_of)
    after = [each.since for each in found.drafts if each.since > authority.as_of]
    until = min((day for day in (claim.goes_until, *after) if day), default=None)
    if start == acting.since:
        _take_its_place(found, claim, acting, until)
        return
    acting.until = start if acting.until is None else min(start, acting.until)
    _act_again(found, claim, acting, start, until)
    found.ended = [each for each in found.ended if each is not acting]
    found.excluded = [each for each in found.excluded if each is not acting]


def _act_again(found: Timeline, claim: PowersClaim, acting: Draft, start: date, until: date | None) -> None:
    again = Draft(found.house_id, claim.company, start, until, None, claim.ref, claim.ref.name)
    again.registered, again.basis = claim.powers.registered, claim.powers.basis
    again.excluded_on = claim.powers.excluded_on
    found.drafts.append(again)
    found.passed.append((acting.name, again))


def _go_on_after(found: Timeline, claim: PowersClaim, acting: Draft) -> None:
    """Whether the other company's entry is gone is a person's to find out; by its own end it is over at the latest."""
    start, until = acting.until, claim.goes_until
    if start and (until is None or until > start) and not any(each.since >= start for each in found.drafts):
        _act_again(found, claim, acting, start, until)


def _take_its_place(found: Timeline, claim: PowersClaim, acting: Draft, until: date | None) -> None:
    """The other one began on the file's very day: a period without length cannot be, so it never was."""
    before = next((each for each in found.drafts if each.company == claim.company and each.until == acting.since), None)
    if before is None or acting.id is None:
        found.passed.append((acting.name, acting))
        acting.company, acting.ref, acting.name = claim.company, claim.ref, claim.ref.name
        acting.registered, acting.excluded_on, acting.until = claim.powers.registered, claim.powers.excluded_on, until
        return
    before.until = until
    found.drafts.remove(acting)
    found.withdrawn.append(acting)


def _withdraw(found: Timeline, plan: Draft, claims: Sequence[PowersClaim], authority: Authority) -> None:
    """A change that this register had announced, and that it no longer announces: who was before goes on as it says."""
    before = next((each for each in found.drafts if each.until == plan.since), None)
    if not authority.is_surely_without(plan):
        _remark_on_silence(found, plan, claims[-1], authority)
        return
    found.drafts.remove(plan)
    found.withdrawn.append(plan)
    if before:
        ends = [each.goes_until for each in _about(before, claims)]
        after = [each.since for each in found.drafts if each.since > before.since]
        before.until = min((day for day in (*ends, *after) if day), default=None)


def _ask(found: Timeline, missing: Draft, claim: PowersClaim, authority: Authority) -> None:
    words = _(
        "%(address)s: the register gives the house to %(company)s again and says nothing of %(other)s (from %(since)s "
        "here); nothing changes. Replace the company by hand if the register is right."
    )
    values = {"address": found.address, "company": claim.ref.name, "other": missing.name}
    values["since"] = f"{missing.since:%d.%m.%Y}"
    found.issues.append(RowIssue(claim.line, "powers_again", words % values, authority.file))


def _remark_on_silence(found: Timeline, missing: Draft, claim: PowersClaim, authority: Authority) -> None:
    """`claim` is another line of the house: the register knows the house, and this company no more."""
    words = _(
        "%(address)s: the register says nothing any more of %(company)s (from %(since)s here); nothing changes. "
        "Replace the company or end its powers by hand if the register is right."
    )
    values = {"address": found.address, "company": missing.name, "since": f"{missing.since:%d.%m.%Y}"}
    found.issues.append(RowIssue(claim.line, "powers_missing", words % values, authority.file))
