"""The address of a line of the ФРТ export: of its columns, or of its one line where the columns do not tell it."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from supervision.registry import addresses
from supervision.registry.address_text import take_apart
from supervision.registry.normalise import clean
from supervision.registry.sources.tables import SourceTable

# The widest texts of the tables; a longer one is a shifted line, not an address.
WIDEST_ADDRESS, WIDEST_PLACE, WIDEST_STREET, WIDEST_PART = 500, 150, 200, 100
Places = tuple[tuple[str, str], tuple[str, str], tuple[str, str]]  # (type, name) of area, city and street


def read(
    table: SourceTable,
    line: int,
    places: Places,
    house: Sequence[str],
    whole: str,
) -> addresses.Address:
    """A line with a good GUID is never lost for its address: of a house that is known here the known one stays."""
    try:
        address = _of_one_line(places, house[0], whole) or addresses.build(*places, house, whole)
        _check_widths(address)
    except ValueError as error:
        table.remark(line, "bad_address", _("%(why)s; the address is not taken over") % {"why": error})
        return addresses.NOWHERE
    return address


def beside(*places: tuple[str, str]) -> str:
    """Where a house is whose number cannot be read, for people."""
    return ", ".join(filter(None, (addresses.named_place(*place) for place in places)))[:WIDEST_PLACE]


def _of_one_line(places: Places, number: str, whole: str) -> addresses.Address | None:
    """The address in one line where its number is not in the number's column; None where the columns tell it.

    A twentieth of region 55 has a village or a street there (`Гофнунгсталь`), and the rest in the line only. The export
    puts `д. ` before whatever stands in that column: before a street it is taken off again.
    """
    typed = clean(number)
    if any(map(str.isdecimal, typed)) or not any(map(str.isdecimal, whole)):
        return None
    found = take_apart(whole.replace(f"д. {typed}", typed) if "." in typed else whole).address
    if not typed and not found.number:
        return None
    area, city = (addresses.named_place(*place) for place in places[:2])
    return replace(found, municipality=area or city or found.municipality)


def _check_widths(address: addresses.Address) -> None:
    if len(address.text) <= WIDEST_PART:  # every part stands in the text
        return
    widest = (
        (WIDEST_ADDRESS, (address.text, address.key)),
        (WIDEST_PLACE, (address.area, address.city)),
        (WIDEST_STREET, (address.street, address.number, address.municipality)),
        (WIDEST_PART, (address.building, address.block, address.letter)),
    )
    for most, texts in widest:
        if longest := max(texts, key=len)[most:]:
            words = _("part of the address is too long: %(length)s characters; at most %(most)s fit")
            raise ValueError(words % {"length": most + len(longest), "most": most})
