"""Lines of the licence register + a house's known periods -> what changes in who manages it, from when to when. Pure.

For each house, its lines by start of powers:
1. a line of a company whose period is known here adds to it: entry in the register, exclusion, end or start of powers;
2. a line with an end in the past, and with somebody after it, is history: it fills a gap or is left out;
3. any other line is powers: the period before it ends where they start (last day: the day before, as БАРС.ЖКХ does it);
4. excluded, and nobody after it yet: the company goes on (ч. 3 ст. 200 ЖК РФ) until its successor starts.
5. a company that the register names again after it had lost the house acts again (`returns.py`).
Two companies with powers on the file's day stand against each other: nothing changes for that house.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from supervision.registry.drafts import Draft, Timeline, draft_of
from supervision.registry.file_rows import RowIssue
from supervision.registry.known_rows import KnownPeriod
from supervision.registry.new_powers import never_was, take_new
from supervision.registry.powers import PowersClaim, contradicting, joined
from supervision.registry.returns import Authority, Unplaced, take_returns


def timeline(
    house_id: int,
    address: str,
    known: Sequence[KnownPeriod],
    claims: Iterable[PowersClaim],
    *,
    names: dict[int, str],
    as_of: date,
    file: str,
    is_complete: bool = True,
    unplaced: Unplaced = (),
) -> Timeline:
    """The house with what the lines of one file change in it.

    `known`: its periods here; `claims`: its lines, in any order; `names`: of known companies, by id; `as_of`: the day
    of the file, on which it counts as true; `is_complete`: every line of the file could be read, and no younger one was
    before it; `unplaced`: as in `returns.py`. Lines that contradict each other become issues and change nothing.
    """
    drafts = [draft_of(period, names) for period in known]
    found = Timeline(house_id, address, drafts, {each.id: each.state for each in drafts if each.id is not None})
    ordered = sorted(joined(claims), key=lambda claim: (claim.powers.since, claim.line))
    if at_once := contradicting(ordered, as_of):
        _two_at_once(found, at_once, file)
        return found
    spoken_for: list[Draft] = []
    for place, claim in enumerate(ordered):
        own = _own_period(found.drafts, claim, spoken_for)
        is_again = own is not None and any(own is each for each in spoken_for)
        if own and not is_again:
            again = _again(found.drafts, own, claim, ordered)
            _come_to_nothing(found, [each for each in again if each.since >= (claim.goes_until or date.max)])
            again = [each for each in again if each in found.drafts]
            _add_to(found, again[-1] if again else own, claim, ordered, as_of, file)
            spoken_for += [own, *again]
        elif own is None or (own.excluded_on and not claim.powers.excluded_on and claim.powers.since > own.since):
            # nothing is known of it, or the company was excluded before and has entered anew;
            # whoever came and went within its time is not who came after it
            last = claim.end or date.max
            starts = [each.powers.since for each in ordered[place + 1 :] if (each.end or date.max) >= last]
            starts += [each.since for each in found.drafts
                       if each.since > claim.powers.since and (each.until or date.max) >= last]  # fmt: skip
            take_new(found, claim, min(starts, default=None), as_of, file)
            spoken_for += found.added
    take_returns(found, ordered, Authority(as_of, file, is_complete, unplaced))
    found.forget_what_came_to_nothing()
    return found


def timeline_of_older(
    house_id: int, address: str, known: Sequence[KnownPeriod], claims: Iterable[PowersClaim], **more: Any
) -> Timeline:
    """The same of a file that is older than one that was applied: of a house of which this register has said something
    it cannot know better. Where it would change it, that is told."""
    found = timeline(house_id, address, known, claims, **more)
    if not any(each.registered for each in known):
        return found
    stays = [draft_of(period, more["names"]) for period in known]
    nothing = Timeline(house_id, address, stays, found.before, is_doubtful=found.is_doubtful)
    if found.is_doubtful:
        nothing.issues = found.issues
    elif found.changed or found.added or found.withdrawn:
        words = _("%(address)s: this file says otherwise than a later one that was imported; nothing changes")
        nothing.issues.append(RowIssue(None, "older_file", words % {"address": address}, more["file"]))
    return nothing


def _own_period(drafts: Sequence[Draft], claim: PowersClaim, spoken_for: Sequence[Draft]) -> Draft | None:
    """The company's period of the very start, else one that it overlaps, rather one that no other line is about."""
    own = [each for each in drafts if each.company == claim.company]
    alike = next((each for each in own if each.since == claim.powers.since), None)
    overlapping = [each for each in own if _overlaps(each, claim)]
    free = [each for each in overlapping if not any(each is other for other in spoken_for)]
    return alike or next(iter(free or overlapping), None)


def _again(drafts: Sequence[Draft], own: Draft, claim: PowersClaim, claims: Sequence[PowersClaim]) -> list[Draft]:
    """The company's later periods under the same line, after others had the house in between."""
    starts = {each.powers.since for each in claims if each.company == claim.company}
    later = [each for each in drafts if each.company == claim.company and each.since > own.since]
    of_line = [each for each in later if each.since not in starts and (_overlaps(each, claim) or _is_of(each, claim))]
    return sorted(of_line, key=lambda each: each.since)


def _is_of(draft: Draft, claim: PowersClaim) -> bool:
    """Each line of the register has its own entry, to the second."""
    return draft.registered is not None and draft.registered == claim.powers.registered


def _come_to_nothing(found: Timeline, drafts: Sequence[Draft]) -> None:
    """The house was given back under a line that the register now says was over by then."""
    for each in drafts:
        never_was(found, each)


def _overlaps(draft: Draft, claim: PowersClaim) -> bool:
    return draft.overlaps(claim.powers.since, claim.end)


def _two_at_once(found: Timeline, claims: list[PowersClaim], file: str) -> None:
    found.is_doubtful = True
    message = _(
        "%(address)s: lines %(lines)s give powers to different companies on one day; nothing changes for the house. "
        "Set an end of powers or an exclusion in the register for the company that left."
    ) % {"address": found.address, "lines": ", ".join(str(claim.line) for claim in claims)}
    for claim in claims:
        found.issues.append(RowIssue(claim.line, "two_companies", message, file))


def _add_to(
    found: Timeline, own: Draft, claim: PowersClaim, claims: Sequence[PowersClaim], as_of: date, file: str
) -> None:
    powers = claim.powers
    own.registered = own.registered or powers.registered
    if powers.excluded_on and own.excluded_on != powers.excluded_on:
        found.excluded.append(own)
    own.excluded_on = powers.excluded_on
    if not own.is_from_register:  # what a person entered keeps its dates
        return
    if own.since != powers.since and not _is_of_earlier(found, own, claim):
        if own.since > as_of >= powers.since:
            _bring_forward(found, own, claim, as_of, file)
            return
        _move_start(found, own, claim, as_of, file)
    end = claim.goes_until
    if end and end <= own.since:
        return
    if end and (own.until is None or end < own.until):
        own.until = end
        found.ended.append(own)
    elif own.until and (end is None or own.until < end) and not _starts(found, claims, own.until):
        _go_on(found, own, claim, end, file)


def _go_on(found: Timeline, own: Draft, claim: PowersClaim, end: date | None, file: str) -> None:
    """The end that is known was taken back or put off, and nobody started on it: the company goes on."""
    if own.is_closed_by_hand:
        words = _(
            "%(address)s: the register gives the house to %(company)s again, but its end (%(end)s) was entered by "
            "hand; nothing changes. Give the house back by hand if the register is right."
        )
        values = {"address": found.address, "company": own.name, "end": f"{own.until:%d.%m.%Y}"}
        found.issues.append(RowIssue(claim.line, "closed_by_hand", words % values, file))
        return
    follower = min((each.since for each in found.drafts if each.since > own.since), default=None)
    own.until = min((day for day in (end, follower) if day), default=None)
    found.resumed.append(own)


def _is_of_earlier(found: Timeline, own: Draft, claim: PowersClaim) -> bool:
    """The line started with an earlier period of the company; this one is what was given back under it."""
    earlier = (each for each in found.drafts if each.company == own.company and each.since < own.since)
    return any(claim.powers.since < (each.until or date.max) for each in earlier)


def _move_start(found: Timeline, own: Draft, claim: PowersClaim, as_of: date, file: str) -> None:
    """Files without dates know only since when they saw a company; plans are put off and brought forward."""
    start = claim.powers.since
    others = [each for each in found.drafts if each is not own]
    before = next((each for each in others if each.until == own.since), None)
    is_plan = own.since > as_of
    first, last = min(start, own.since), max(start, own.since)
    if is_plan and before and before.is_from_register and before.since < start:
        before.until = own.since = start
        found.moved.append(own)
    elif (start < own.since or is_plan) and not any(each.overlaps(first, last) for each in others):
        own.since = start
        found.moved.append(own)
    elif own.since > as_of or start > own.since:
        words = _("%(address)s: the powers start on %(start)s here and on %(known)s in the portal")
        values = {"address": found.address, "start": f"{start:%d.%m.%Y}", "known": f"{own.since:%d.%m.%Y}"}
        found.issues.append(RowIssue(claim.line, "start_differs", words % values, file))


def _bring_forward(found: Timeline, own: Draft, claim: PowersClaim, as_of: date, file: str) -> None:
    """What was a plan acts already: it is taken like powers of which nothing is known."""
    found.drafts.remove(own)
    taken = take_new(found, claim, None, as_of, file)
    if taken:
        taken.id = own.id
    else:
        found.drafts.append(own)


def _starts(found: Timeline, claims: Sequence[PowersClaim], on: date) -> bool:
    """Whether somebody starts on that day, here or in the file."""
    return any(each.since == on for each in found.drafts) or any(each.powers.since == on for each in claims)
