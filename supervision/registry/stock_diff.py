"""Houses of ОЖФ -> rows that compare like those of ФРТ: which house each is, and what ОЖФ may say of it. Pure.

`leads` is true where the region has no ФРТ: ОЖФ is then its register of houses and says all that ФРТ would. Beside ФРТ
it adds what that lacks (other GUIDs, ГИС ЖКХ GUID, cadastral number, houses, a first company), and differences between
the two are reported: files that take turns must not move a chat to and fro.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from supervision.house_facts import NUMBERS, HouseFacts
from supervision.registry import numbers
from supervision.registry.file_rows import (
    HouseRow,
    OrganisationFacts,
    OrganisationKey,
    OrganisationRow,
    RowIssue,
    StockRow,
)
from supervision.registry.known_rows import KnownHouse, KnownRegister
from supervision.registry.normalise import comparable, organisation_kind
from supervision.registry.organisation_diff import OrganisationDiff, OrganisationRef
from supervision.registry.organisation_match import OrganisationIndex
from supervision.registry.undated import acting_on


@dataclass(slots=True)
class Matched:
    """`rows` for `diff.compare`, with the organisations' refs; `aliases`: further GUIDs, each with its house's own."""

    rows: list[HouseRow] = field(default_factory=list)
    aliases: dict[UUID, UUID] = field(default_factory=dict)
    organisations: OrganisationDiff = field(default_factory=OrganisationDiff)
    issues: list[RowIssue] = field(default_factory=list)
    bad_rows: int = 0
    doubtful: int = 0


def match(
    known: KnownRegister, rows: Sequence[StockRow], *, as_of: date, leads: bool, taken: frozenset[UUID], file: str
) -> Matched:
    """`taken` are ГИС ЖКХ GUIDs of the file that belong to houses of other regions."""
    return _Matching(known, as_of, leads, taken, file).run(rows)


class _Matching:
    def __init__(self, known: KnownRegister, as_of: date, leads: bool, taken: frozenset[UUID], file: str) -> None:
        self.known, self.as_of, self.leads, self.file = known, as_of, leads, file
        self.found = Matched()
        keys = Counter(house.facts.address_key for house in known.houses.values())
        self.by_address = {
            house.facts.address_key: house for house in known.houses.values() if keys[house.facts.address_key] == 1
        }
        self.gis = dict.fromkeys(taken) | {
            house.facts.gis_guid: house.fias_guid for house in known.houses.values() if house.facts.gis_guid
        }
        self.index = OrganisationIndex(known.organisations)
        self.names = {item.id: item.facts.name for item in known.organisations}
        places = (house.facts.municipality for house in known.houses.values())
        self.places = {comparable(name): name for name in places if name}
        self.named: set[UUID] = set()

    def run(self, rows: Sequence[StockRow]) -> Matched:
        newcomers = [row for row in rows if not self._take_known(row)]
        # by address only where no other line names the house by its GUID
        for row in newcomers:
            self._take_newcomer(row)
        return self.found

    def _take_known(self, row: StockRow) -> bool:
        own = {self.known.aliases.get(one, one) for one in row.guids} & self.known.houses.keys()
        if len(own) > 1:
            self._report_two_houses(row, own)
        elif own:
            self._add(row, self.known.houses[own.pop()])
        return bool(own) or len(self.named & set(row.guids)) > 0

    def _report_two_houses(self, row: StockRow, own: set[UUID]) -> None:
        self.found.doubtful += 1
        addresses = "; ".join(sorted(self.known.houses[guid].facts.address for guid in own))
        words = _("one cell joins the GUIDs of different houses (%(addresses)s); left as they are")
        self._bad(row, "guids_of_two_houses", words % {"addresses": addresses})
        for guid in own - self.named:
            self.named.add(guid)
            house = self.known.houses[guid]
            self.found.rows.append(HouseRow(row.line, guid, self._as_before(house), house.facts, row.region))

    def _take_newcomer(self, row: StockRow) -> None:
        house = self.by_address.get(row.facts.address_key) if row.facts.address else None
        if house is None or set(row.guids) & self.known.elsewhere:
            self._add(row, None)
        elif house.fias_guid in self.named:
            words = _("%(address)s stands in another line under a GUID that is known; left out")
            self._bad(row, "same_address", words % {"address": row.facts.address})
        else:
            self._add(row, house)

    def _add(self, row: StockRow, house: KnownHouse | None) -> None:
        own = house.fias_guid if house else row.guids[0]
        if own in self.named:
            words = _("GUID %(guid)s stands in a line before; left out")
            self._bad(row, "duplicate_guid", words % {"guid": own})
            return
        self.named.add(own)
        if row.demolished_on and row.demolished_on <= self.as_of:
            self._tell_demolished(row, house)
            if house is None:
                return
        facts = self._facts(row, house, own)
        self.found.rows.append(HouseRow(row.line, own, self._organisation(row, house), facts, row.region))
        if house is None or set(row.guids) & {own, *self.known.aliases}:  # an address is too little to give a GUID away
            free = (one for one in row.guids if one != own and one not in self.known.aliases)
            self.found.aliases |= {one: own for one in free if one not in self.known.elsewhere}

    def _tell_demolished(self, row: StockRow, house: KnownHouse | None) -> None:
        """Whether a house stands is what people decide; one that nobody has seen standing is not added."""
        day = "" if row.demolished_on == date.min else f"{row.demolished_on:%d.%m.%Y}"
        values = {"address": row.facts.address or row.guids[0], "day": day or _("a day that cannot be read")}
        if house is None:
            words = _("%(address)s: demolished on %(day)s according to the file; not added")
            self._remark(row, "demolished", words % values)
        elif house.is_standing:
            words = _(
                "%(address)s: demolished on %(day)s according to the file and standing here. If that is right, mark "
                "the house as demolished on its page."
            )
            self._remark(row, "demolition_proposed", words % values)

    def _facts(self, row: StockRow, house: KnownHouse | None, own: UUID) -> HouseFacts:
        facts = row.facts
        if facts.gis_guid and self.gis.setdefault(facts.gis_guid, own) != own:
            words = _("ГИС ЖКХ GUID %(guid)s belongs to another house; not taken")
            self._remark(row, "gis_guid_taken", words % {"guid": facts.gis_guid})
            facts = replace(facts, gis_guid=None)
        facts = replace(facts, municipality=self.places.get(comparable(facts.municipality), facts.municipality))
        if house is None or self.leads:
            return facts
        found = {name: getattr(facts, name) or getattr(house.facts, name) for name in NUMBERS}
        return replace(house.facts, flats=house.facts.flats or facts.flats, **found)

    def _organisation(self, row: StockRow, house: KnownHouse | None) -> OrganisationKey | None:
        """The company that the file means for the house, or the one that says "as before"."""
        acting = acting_on(self.known.periods.get(house.id, ()), self.as_of) if house else None
        filed = self.index.match(_facts_of(row)).item
        if row.is_direct and acting and acting.organisation_id:
            values = {"address": row.facts.address, "company": self.names[acting.organisation_id]}
            words = _("%(address)s: direct management in the file; %(company)s stays until a person ends the period")
            self._remark(row, "direct_management", words % values)
        if house is None or (acting is None and house.organisation_id is None):
            return self._number(row, None)
        if self.leads:
            return self._number(row, house)
        if row.ogrn and acting and (filed is None or filed.id != acting.organisation_id):
            acts = self.names.get(acting.organisation_id or 0) or _("direct management")
            values = {"address": row.facts.address, "filed": row.organisation or row.ogrn, "acting": acts}
            words = _("%(address)s: %(filed)s in the file, %(acting)s here; left as it is")
            self._remark(row, "manager_differs", words % values)
        return self._as_before(house)

    def _as_before(self, house: KnownHouse) -> OrganisationKey | None:
        if house.organisation_id is None:
            return None
        key = OrganisationKey("portal", house.organisation_id)
        refs = self.found.organisations.refs
        refs[key] = OrganisationRef(house.organisation_id, key, self.names[house.organisation_id])
        return key

    def _number(self, row: StockRow, managed: KnownHouse | None) -> OrganisationKey | None:
        """`managed`: the house where it has a company; it keeps that where the file's number fails its check."""
        if not row.ogrn:
            return None
        facts, organisations = _facts_of(row), self.found.organisations
        if facts.ogrn_is_wrong and self.index.match(facts).item is None:
            words = _("%(name)s fails its check digits; kept and flagged")
            if managed:
                words = _("%(name)s fails its check digits; who manages is left as it was")
            self._remark(row, "check_digits", words % {"name": f"ОГРН {row.ogrn}"})
            if managed:
                return self._as_before(managed)
        # a number that fails its check is a company's own only together with the company's name
        key = OrganisationKey("ОГРН", f"{row.ogrn} {comparable(facts.name)}" if facts.ogrn_is_wrong else row.ogrn)
        if key not in organisations.refs:
            item = self.index.match(facts).item
            name = item.facts.name if item else facts.name
            organisations.refs[key] = OrganisationRef(item.id if item else None, key, name)
            if item:
                organisations.unchanged += 1
            else:
                organisations.added.append(OrganisationRow(row.line, key, organisation_kind(facts.name), facts))
        return key

    def _bad(self, row: StockRow, code: str, message: str) -> None:
        self.found.bad_rows += 1
        self._remark(row, code, message)

    def _remark(self, row: StockRow, code: str, message: str) -> None:
        self.found.issues.append(RowIssue(row.line, code, message, self.file))


def _facts_of(row: StockRow) -> OrganisationFacts:
    name = row.organisation[:500] or f"ОГРН {row.ogrn}"
    return OrganisationFacts(None, name, ogrn=row.ogrn, ogrn_is_wrong=numbers.ogrn(row.ogrn).is_wrong)
