"""Builds the address that people see and the key by which addresses are compared. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from supervision.registry.dated_numbers import is_date
from supervision.registry.normalise import clean, comparable

# One thing, several words for it in one file (`пр-кт.` and `проспект.` stand side by side in real exports).
SAME_TYPE = {
    "улица": "ул",
    "проспект": "пркт",
    "переулок": "пер",
    "бульвар": "бр",
    "площадь": "пл",
    "набережная": "наб",
    "шоссе": "ш",
    "микрорайон": "мкр",
    "квартал": "квл",
    "район": "рн",
    "город": "г",
    "село": "с",
    "деревня": "д",
    "поселок": "п",
    "пос": "п",
}
WHOLE_WORDS = {"село", "парк", "мост", "порт", "сад"}


@dataclass(frozen=True, slots=True)
class Address:
    """`text` leaves the region out: every screen and chat of a region would repeat it."""

    text: str
    key: str
    municipality: str
    area: str
    city: str
    street: str
    number: str
    building: str
    block: str
    letter: str


# of a line that tells no address: what is known of the house stays
NOWHERE = Address("", "", "", "", "", "", "", "", "", "")


@lru_cache(maxsize=8192)
def named_place(short: str, name: str) -> str:
    """`р-н.`, `Тарский` -> `р-н Тарский`: the type as given, without a dot that its word does not take."""
    name = clean(name)
    short = clean(short)
    if not name:
        return ""
    word = short.rstrip(". ")
    if "-" in word or len(word) > 4 or word.lower() in WHOLE_WORDS:
        short = word.lower()
    return f"{short} {name}".strip()


@lru_cache(maxsize=8192)
def place_key(short: str, name: str) -> str:
    kind = comparable(clean(short))
    return SAME_TYPE.get(kind, kind) + comparable(clean(name))


def build(
    area: tuple[str, str],
    city: tuple[str, str],
    street: tuple[str, str],
    house: Sequence[str],
    whole: str,
) -> Address:
    """From (type, name) pairs, (number, строение, корпус, литера) and the address as one text.

    Raises ValueError where the line tells no address at all, or a date in place of the house's number.
    """
    number, building, block, letter = map(clean, house)
    refuse_dates(number, building, block, letter)
    places = (named_place(*area), named_place(*city), named_place(*street))
    if not any(places):
        text = without_house_sign(number if " " in number else clean(whole))
        if " " not in text:
            raise ValueError(_("there is neither city nor street, and no address in one piece"))
        text = ", ".join(filter(None, [text, *extensions(building, block, letter)]))
        keys = [comparable(text)]
    else:
        number = without_house_sign(number)
        house_text = f"д. {number}" if number else ""
        text = ", ".join(filter(None, [*places, house_text, *extensions(building, block, letter)]))
        keys = [place_key(*area), place_key(*city), place_key(*street)]
        keys += [comparable(part) for part in (number, building, block, letter)]
    return Address(text, "|".join(keys), places[0] or places[1], *places, number, building, block, letter)


def refuse_dates(*parts: str) -> None:
    """5/1 and 12-3 become days as soon as a spreadsheet has seen them; which number it was nobody can tell."""
    for part in parts:
        if is_date(part):
            words = _("“%(typed)s” is a date that a spreadsheet made of a house number; format the column as text")
            raise ValueError(words % {"typed": part[:40]})


def without_house_sign(text: str) -> str:
    """`д. г Белая Калитва ул Энгельса д.40` without the sign that the export puts before every house number."""
    for sign in ("д. ", "д.", "дом "):
        if text.lower().startswith(sign) and len(text) > len(sign):
            return text[len(sign) :].strip()
    return text


def extensions(building: str, block: str, letter: str) -> list[str]:
    signs = (("к.", block), ("стр.", building), ("литера", letter))
    return [f"{sign} {value}" for sign, value in signs if value]
