"""Lines of the licence register as claims: who says to have powers over a house, from when to when. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from supervision.registry.file_rows import Powers
from supervision.registry.organisation_diff import OrganisationRef


@dataclass(frozen=True, slots=True)
class PowersClaim:
    """One line: this company, these powers. `company` is equal for equal companies, new ones included."""

    line: int
    company: str
    ref: OrganisationRef
    powers: Powers

    @property
    def end(self) -> date | None:
        """The first day without powers; an exclusion ends them where the line names no other day."""
        if self.powers.until is None and self.powers.excluded_on and self.powers.excluded_on > self.powers.since:
            return self.powers.excluded_on
        return self.powers.until

    @property
    def goes_until(self) -> date | None:
        """The first day on which the company no longer manages; excluded, it goes on (ч. 3 ст. 200 ЖК РФ)."""
        return None if self.powers.excluded_on else self.powers.until

    def acts(self, on: date) -> bool:
        until = self.powers.until
        return not self.powers.excluded_on and self.powers.since <= on and (until is None or until > on)

    def has_powers(self, on: date) -> bool:
        """The same where an exclusion is still ahead."""
        excluded_on, until = self.powers.excluded_on, self.powers.until
        is_over = (until is not None and until <= on) or (excluded_on is not None and excluded_on <= on)
        return self.powers.since <= on and not is_over

    def starts_with(self, other: "PowersClaim", as_of: date) -> bool:
        return self.powers.since == other.powers.since and (self.end is None or self.end > as_of)


def contradicting(claims: Sequence[PowersClaim], as_of: date) -> list[PowersClaim]:
    """Lines that give one house to different companies on the file's day, or from one and the same later day."""
    acting = [claim for claim in claims if claim.acts(as_of) and not _gives_way(claim, claims)]
    groups = [acting, *([each for each in claims if each.starts_with(claim, as_of)] for claim in claims)]
    return next((group for group in groups if len({claim.company for claim in group}) > 1), [])


def _gives_way(claim: PowersClaim, claims: Sequence[PowersClaim]) -> bool:
    """Its last day is the first one of another company, which acts from that day on."""
    until = claim.powers.until
    starts = (each.powers.since for each in claims if each.company != claim.company)
    return until is not None and any(
        until == since + timedelta(days=1) and since > claim.powers.since for since in starts
    )


def joined(claims: Iterable[PowersClaim]) -> list[PowersClaim]:
    """Of one company's lines whose powers overlap (renewed before their end), the one that lasts longest."""
    kept: list[PowersClaim] = []
    for claim in sorted(claims, key=_weight):
        if not any(other.company == claim.company and _overlap(other, claim) for other in kept):
            kept.append(claim)
    return kept


def _weight(claim: PowersClaim) -> tuple[bool, int, date, int]:
    """Powers that hold come before excluded ones, the longest first."""
    return bool(claim.powers.excluded_on), -(claim.end or date.max).toordinal(), claim.powers.since, claim.line


def _overlap(one: PowersClaim, other: PowersClaim) -> bool:
    return one.powers.since < (other.end or date.max) and other.powers.since < (one.end or date.max)
