"""Companies that are likely one company reorganised: a new one takes all houses of a former one. Pure.

Only proposed: whether a company is the successor of another one a person knows, who then carries its people over
(`actions/succession.py`). Nothing follows from it by itself.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from supervision.registry.diff import Handover
from supervision.registry.drafts import Timeline
from supervision.registry.file_rows import RowIssue
from supervision.registry.known_rows import KnownOrganisation, KnownPeriod
from supervision.registry.normalise import comparable
from supervision.registry.organisation_diff import OrganisationRef
from supervision.registry.undated import acting_on

FEW_HOUSES = 3  # fewer pass from hand to hand every month: of these only an equal name tells
QUOTED = re.compile(r"[«\"“„]([^«»\"“”„]+)[»\"”“]")
Passing = tuple[int, OrganisationRef]


@dataclass(frozen=True, slots=True)
class LikelySuccession:
    former: str
    successor: str
    houses: int

    @property
    def sentence(self) -> str:
        words = _("%(successor)s takes all houses of %(former)s: %(n)s")
        return words % {"successor": self.successor, "former": self.former, "n": self.houses}


def of_handovers(handovers: Iterable[Handover]) -> list[Passing]:
    return [(each.former_id, each.organisation) for each in handovers if each.former_id is not None]


def of_timelines(timelines: Iterable[Timeline]) -> list[Passing]:
    found: list[Passing] = []
    for each in timelines:
        for _name, draft in each.passed:
            if draft.ref is None:
                continue
            before = [other.company for other in each.drafts if other.until == draft.since]
            before += [each.before[draft.id][0]] if draft.id in each.before else []
            found += [(int(company), draft.ref) for company in before if company.isdigit()]
    return found


def likely(
    passing: Iterable[Passing],
    periods: Mapping[int, Sequence[KnownPeriod]],
    known: Iterable[KnownOrganisation],
    *,
    as_of: date,
) -> list[LikelySuccession]:
    """`passing`: former company and who comes, a house each. `periods` by house, as they are known before the file."""
    taken: dict[int, Counter[OrganisationRef]] = defaultdict(Counter)
    for former, comes in passing:
        taken[former][comes] += 1
    if not taken:
        return []
    acting = (acting_on(of_house, as_of) for of_house in periods.values())
    managed = Counter(each.organisation_id for each in acting if each)
    names = {item.id: item.facts.name for item in known}
    found = []
    for former, by_whom in sorted(taken.items()):
        (comes, houses), *others = by_whom.most_common()
        is_new = comes.id is None or not managed[comes.id]
        is_whole = not others and houses >= managed[former]
        name = names.get(former, "")
        if is_new and is_whole and (houses >= FEW_HOUSES or _bare(name) == _bare(comes.name)):
            found.append(LikelySuccession(name, comes.name, houses))
    return found


def told(found: Iterable[LikelySuccession], file: str) -> list[RowIssue]:
    words = _(
        "%(houses)s. If it is the same company reorganised, carry its people over on the page of the new one: nobody "
        "passes by itself"
    )
    return [RowIssue(None, "likely_succession", words % {"houses": each.sentence}, file) for each in found]


def _bare(name: str) -> str:
    """Without the form of the company: ООО «Уют» and АО «Уют» are named alike."""
    quoted = QUOTED.search(name)
    return comparable(quoted[1] if quoted else name)
