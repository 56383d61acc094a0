"""Companies entered and corrected by a person or a program, beside those that register files bring.

A file that names the same ОГРН takes such a company over as its own; what the file then says stands, except where it
was corrected since (`imports/corrections.py`).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from supervision import audit
from supervision.enums import OrganisationKind, RefusalKind
from supervision.errors import Refused
from supervision.models import ManagementPeriod, Organisation, Region
from supervision.queue import outbox

FACTS = ("kind", "name", "full_name", "inn", "ogrn")
IN_CHATS = frozenset({"name"})  # of which title, description and announcement are made


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """`inn` and `ogrn` with right check digits, which the caller has seen to; "" where unknown."""

    kind: OrganisationKind
    name: str
    full_name: str = ""
    inn: str = ""
    ogrn: str = ""


def add(*, region: Region, facts: CompanyFacts, by: User, reason: str = "") -> Organisation:
    """Raises Refused where the region's register has the ОГРН already."""
    refuse_known(region, facts.ogrn)
    with audit.event("organisation.added", by=by, reason=reason, region=region, details={"name": facts.name}):
        return Organisation.objects.create(region=region, **asdict(facts))


def change(*, organisation: Organisation, facts: Mapping[str, Any], by: User, reason: str = "") -> int:
    """Stores what differs of FACTS and marks the chats that show it; gives how many chats.

    A number that was wrong in the register and is corrected here is no longer flagged.
    """
    changed = {name: facts[name] for name in FACTS if name in facts and facts[name] != getattr(organisation, name)}
    if not changed:
        return 0
    refuse_known(organisation.region, changed.get("ogrn", ""), but=organisation)
    values = changed | {f"{name}_is_wrong": False for name in ("inn", "ogrn") if name in changed}
    details = {"organisation": organisation.pk, "fields": sorted(changed)}
    with audit.event("organisation.changed", by=by, reason=reason, region=organisation.region, details=details):
        Organisation.objects.filter(pk=organisation.pk).update(**values)
        if changed.keys() & IN_CHATS:
            return outbox.mark_houses(list(_managed(organisation).values_list("house", flat=True)))
    return 0


def refuse_known(region: Region, ogrn: str, *, but: Organisation | None = None) -> None:
    if not ogrn:
        return
    same = Organisation.objects.filter(region=region, ogrn=ogrn)
    if known := (same.exclude(pk=but.pk) if but else same).first():
        words = _("The region has an organisation with this ОГРН already: %(name)s (%(id)s).")
        raise Refused(
            words % {"name": known, "id": known.pk}, kind=RefusalKind.OGRN_TAKEN, members={"organisation": known.pk}
        )


def _managed(organisation: Organisation) -> QuerySet[ManagementPeriod]:
    return ManagementPeriod.objects.filter(organisation=organisation).acting(organisation.region.today())
