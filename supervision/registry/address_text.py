"""Takes an address in one line apart, as ГИС ЖКХ writes it, so that it compares with the addresses of ФРТ. Pure.

630001, Новосибирская обл, г. Новосибирск, ул. Кирова, д. 27, к 2
"""

import re
from dataclasses import dataclass

from supervision.registry import addresses
from supervision.registry.addresses import Address
from supervision.registry.dated_numbers import is_date
from supervision.registry.normalise import clean, comparable

REGION_WORDS = {"обл", "область", "край", "респ", "республика", "ао", "аобл", "автономныйокруг"}
AREA_WORDS = {"рн", "район", "мр", "го", "мо", "улус"}
CITY_WORDS = {
    *("г", "город", "с", "село", "п", "пос", "поселок", "пгт", "рп", "кп", "д", "деревня", "х", "хутор", "ст", "стца"),
    *("станица", "аул", "сл", "слобода", "нп", "дп"),
}
STREET_WORDS = {
    *(
        "ул",
        "улица",
        "пр",
        "пркт",
        "проспект",
        "пер",
        "переулок",
        "бр",
        "бульвар",
        "пл",
        "площадь",
        "наб",
        "ш",
        "шоссе",
    ),
    *("набережная", "мкр", "микрорайон", "квл", "квартал", "проезд", "прд", "тракт", "тер", "аллея", "туп", "тупик"),
    *("линия", "городок", "просек"),
}
# the signs of a house in the order of `addresses.build`: number, строение, корпус, литера
HOUSE_SIGNS = ({"д", "дом", "зд", "здание"}, {"стр", "строение"}, {"к", "кор", "корп", "корпус"})
LETTER_SIGNS = {"лит", "литер", "литера"}
SIGN = re.compile(r"(?P<word>[^\W\d]+)\.?\s*(?P<rest>.*)", re.DOTALL)
FEDERAL_CITIES = {"москва", "санктпетербург", "севастополь", "байконур"}
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """`region` as the text names it; `address` has parts only where every piece of the text was understood."""

    region: str
    address: Address


def take_apart(text: str) -> Taken:
    """Raises ValueError where there is no address."""
    pieces = _pieces(text)
    region = _region(pieces)
    if region and comparable(region) not in {"г" + city for city in FEDERAL_CITIES} | FEDERAL_CITIES:
        pieces = pieces[1:]
    places: dict[str, Pair] = {}
    house = ["", "", "", ""]
    understood = all([_sort_in(piece, places, house) for piece in pieces])
    if understood and places and house[0]:
        number, building, block, letter = house
        area, city, street = (places.get(name, ("", "")) for name in ("area", "city", "street"))
        return Taken(region, addresses.build(area, city, street, (number, building, block, letter), ""))
    whole = ", ".join(pieces)
    nothing = ("", "")
    return Taken(region, addresses.build(nothing, nothing, nothing, ("", "", "", ""), whole))


def region_of(text: str) -> str:
    """The region as the text names it, "" where it names none; of any text."""
    return _region(_pieces(text))


def _pieces(text: str) -> list[str]:
    return [piece for raw in text.split(",") if (piece := clean(raw)) and not re.fullmatch(r"\d{6}", piece)]


def _region(pieces: list[str]) -> str:
    if not pieces:
        return ""
    first = pieces[0]
    words = {comparable(word) for word in first.split()}
    is_federal = bool({comparable(word) for word in re.split(r"[\s.]+", first)} & FEDERAL_CITIES)
    return first if words & REGION_WORDS or is_federal or comparable(first) in FEDERAL_CITIES else ""


def _sort_in(piece: str, places: dict[str, Pair], house: list[str]) -> bool:
    """False where nobody can tell what the piece is."""
    if _is_of_house(piece, house):
        return True
    for name, words in (("area", AREA_WORDS), ("city", CITY_WORDS), ("street", STREET_WORDS)):
        pair = _pair(piece, words)
        if pair and name not in places:
            places[name] = pair
            return True
    if re.match(r"\d", piece) and not house[0]:
        house[0] = piece
        return True
    return False


def _is_of_house(piece: str, house: list[str]) -> bool:
    found = SIGN.fullmatch(piece)
    if not found:
        return False
    word, rest = comparable(found["word"]), found["rest"]
    for place, signs in enumerate(HOUSE_SIGNS):
        # "д" is a house before a digit and a village before a name
        if word in signs and (re.match(r"\d", rest) or is_date(rest)) and not house[place]:
            addresses.refuse_dates(rest)
            house[place] = rest
            return True
    if word in LETTER_SIGNS and rest and not house[3]:
        house[3] = rest
        return True
    return False


def _pair(piece: str, words: set[str]) -> Pair | None:
    """(type, name): the type stands before the name or after it."""
    parts = piece.replace(".", ". ").split()
    if len(parts) < 2:
        return None
    if comparable(parts[0]) in words:
        return parts[0], " ".join(parts[1:])
    if comparable(parts[-1]) in words:
        return parts[-1], " ".join(parts[:-1])
    return None
