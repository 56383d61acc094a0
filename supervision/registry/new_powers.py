"""A line of the licence register of which nothing is known here yet -> a period, or history. Pure.

Whoever acts until then gives way; a period without length cannot be, so what would be left without one never was.
"""

from datetime import date

from django.utils.translation import gettext as _

from supervision.enums import OrganisationKind
from supervision.registry.drafts import Draft, Timeline
from supervision.registry.file_rows import RowIssue
from supervision.registry.normalise import organisation_kind
from supervision.registry.powers import PowersClaim

NOT_LICENSED = {OrganisationKind.ASSOCIATION.value, OrganisationKind.COOPERATIVE.value}


def take_new(found: Timeline, claim: PowersClaim, follower: date | None, as_of: date, file: str) -> Draft | None:
    """A line of which nothing is known here yet; `follower` is the day on which somebody starts after it.

    Gives the period that it becomes, where it is no history.
    """
    powers, end = claim.powers, claim.end
    is_ahead = bool(powers.excluded_on and powers.excluded_on > as_of)
    is_followed = follower is not None and (follower <= as_of or is_ahead)
    if end and end <= as_of and (is_followed or not powers.excluded_on):
        goes_on = powers.excluded_on and follower and follower > powers.since
        _fill_history(found, claim, follower if follower and goes_on else end, file)
        return None
    until = claim.goes_until
    start = _start_after_what_is_known(found, claim, as_of, file)
    if start is None or (until and until <= start):
        return None
    acting = next((each for each in found.drafts if each.covers(start)), None)
    later = min((each.since for each in found.drafts if each.since > start), default=None)
    if acting and acting.since == start:
        # a period without length cannot be, so the other one never was; what a person entered is for a person
        if not acting.is_from_register:
            found.issues.append(_conflict(found, claim, acting, file))
            return None
        never_was(found, acting)
        return take_new(found, claim, follower, as_of, file)
    if acting:
        acting.until = start
    former = acting or next((each for each in found.drafts if each.until == start), None)
    found.ended = [each for each in found.ended if each is not former]  # it has a successor
    added = _new(found, claim, start, min((day for day in (until, later) if day), default=None))
    found.passed.append((former.name if former else "", added))
    if added.until:
        found.ended.append(added)
    if added.excluded_on:
        found.excluded.append(added)
    return added


def _new(found: Timeline, claim: PowersClaim, since: date, until: date | None) -> Draft:
    powers = claim.powers
    added = Draft(found.house_id, claim.company, since, until, None, claim.ref, claim.ref.name)
    added.registered, added.excluded_on, added.basis = powers.registered, powers.excluded_on, powers.basis
    found.drafts.append(added)
    return added


def _start_after_what_is_known(found: Timeline, claim: PowersClaim, as_of: date, file: str) -> date | None:
    """From when the powers act, where periods that began after them are known already; None where a person decides.

    A register without dates (ФРТ, ОЖФ) may lag behind: its company gives way on this file's day. What a person
    entered, and an association that hires a company, are left to a person.
    """
    start = claim.powers.since
    between = [each for each in found.drafts if start <= each.since <= as_of]
    for each in between:
        if not each.is_from_register or organisation_kind(each.name) in NOT_LICENSED:
            found.issues.append(_conflict(found, claim, each, file))
            return None
        start = max(start, min(each.until or as_of, as_of))
    return start


def _conflict(found: Timeline, claim: PowersClaim, other: Draft, file: str) -> RowIssue:
    words = _(
        "%(address)s: %(company)s has powers from %(start)s, but %(other)s is known to manage the house from "
        "%(since)s. Replace the company by hand if the register is right."
    )
    values = {"address": found.address, "company": claim.ref.name, "start": f"{claim.powers.since:%d.%m.%Y}"}
    values |= {"other": other.name, "since": f"{other.since:%d.%m.%Y}"}
    return RowIssue(claim.line, "period_conflict", words % values, file)


def _fill_history(found: Timeline, claim: PowersClaim, end: date, file: str) -> None:
    start = claim.powers.since
    later = min((each.since for each in found.drafts if each.since > start), default=None)
    until = min(end, later) if later else end
    if any(each.overlaps(start, until) for each in found.drafts):
        words = _("%(address)s: the past powers of %(company)s overlap a period that is known; left out")
        message = words % {"address": found.address, "company": claim.ref.name}
        found.issues.append(RowIssue(claim.line, "history_overlap", message, file))
        return
    found.filled.append(_new(found, claim, start, until))


def never_was(found: Timeline, draft: Draft) -> None:
    found.drafts.remove(draft)
    if draft.id is not None:
        found.withdrawn.append(draft)
