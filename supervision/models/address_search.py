"""The question that an address typed by a person puts to the stored addresses.

One street stands as `проспект` and as `пр-кт.` in one register; a person types `пр.`, `1к1` or a whole line with the
postcode. The stored text stays as it came (its index too): what is typed becomes every way of writing it.
"""

import re

from django.contrib.postgres.search import SearchQuery

from supervision.models.word_search import MOST_SIGNS, MOST_WORDS
from supervision.spelling import folded

BLOCK = ("к", "кор", "корп", "корпус")
STRUCTURE = ("стр", "строение", "с")
LETTER = ("лит", "литер", "литера")
# A kind of street: how it stands in registers, as words that the index holds (`пр-кт` is two of them).
STREETS = (
    ({"проспект", "просп", "пр", "пр-кт", "пр-т"}, "проспект | просп | пр"),
    ({"проезд", "пр-д", "прд"}, "проезд | пр"),
    ({"переулок", "пер", "пер-к"}, "переулок | пер"),
    ({"бульвар", "бул", "бульв", "б-р", "бр"}, "бульвар | бул | б <-> р"),
    ({"площадь", "пл", "пл-дь"}, "площадь | пл"),
    ({"шоссе", "ш"}, "шоссе | ш"),
    ({"набережная", "наб"}, "набережная | наб"),
    ({"тупик", "туп"}, "тупик | туп"),
    ({"микрорайон", "мкр", "мкрн", "мкр-н", "м-н", "мк-н"}, "микрорайон | мкр | мкрн"),
    ({"квартал", "кв-л", "квл"}, "квартал | квл | кв <-> л"),
)
KINDS = {word: stored for words, stored in STREETS for word in words}
# Said of nearly every address or of none: the name beside it finds the place, and the register may call it otherwise.
SAID_OF_ANY = {
    *("улица", "ул", "дом", "д", "здание", "зд", "город", "гор", "г", "район", "р-н", "область", "обл"),
    *("поселок", "пос", "п", "пгт", "рп", "село", "с", "деревня", "дер", "станица", "ст-ца", "хутор", "х", "нп"),
}
# `Омская обл`, `обл. Омская`, `Приморский край`: an address is stored without its region
REGION = re.compile(
    r"(?<![\w-])[\w-]+(?:ая|ий|ой)\s+(?:область|обл|край|республика|респ)\b"
    r"|\b(?:область|обл|край|республика|респ)[\s.]+[\w-]+(?:ая|ий|ой)\b"
)
POSTCODE = re.compile(r"^\W*\d{6}\b(?=.*\w)")


def _any(words: tuple[str, ...]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


NUMBER = r"\d+(?:[а-я](?![^\W_]))?"
PIECE = re.compile(
    rf"(?:(?P<house>{NUMBER})[\s,]*)?(?<![^\W\d_])(?:"
    rf"(?P<block>{_any(BLOCK)})|(?P<structure>{_any(STRUCTURE)}))[\s.]*(?P<of>{NUMBER})(?![^\W_])"
    # a lone letter after a number is the house's; г, д, к, п, с only where no word follows: `5 г Омск` is a city
    rf"|(?P<lettered>\d+)(?:[\s,]*(?:{_any(LETTER)})[\s.]*|-?|\s+(?=[абвежзи]|[а-я]\W*$))(?P<letter>[а-я])(?![^\W_])"
    r"|(?P<mixed>[^\W\d_]{2,}\d[^\W_]*)"
    r"|(?P<word>\d+(?![^\W\d_]*\d)[^\W\d_]*|[^\W\d_]+(?:-[^\W\d_]+)*|\d+)"
)


def address_question(text: str) -> SearchQuery | None:
    """All that is typed, in any order: kinds of streets in every writing, `1к1` as `1, корп. 1`, `5а` as `5, литера А`.

    A word of letters may be begun only, a number is meant whole. None where the text holds no word at all.
    """
    small = folded(text[:MOST_SIGNS])
    within = REGION.sub(" ", POSTCODE.sub(" ", small))
    # of a region alone the region's words are all that was asked
    pieces = list(PIECE.finditer(within)) or list(PIECE.finditer(small))
    parts = [part for piece in pieces[:MOST_WORDS] if (part := _part(piece))]
    parts = parts or [f"{word}:*" for word in re.findall(r"[^\W_]+", small)[:MOST_WORDS]]
    return SearchQuery(" & ".join(parts), config="simple", search_type="raw") if parts else None


def _part(piece: re.Match[str]) -> str:
    """Empty where the piece narrows nothing."""
    if piece["of"]:
        return _extended(piece["house"], BLOCK if piece["block"] else STRUCTURE, piece["of"])
    if piece["lettered"]:
        number, letter = piece["lettered"], piece["letter"]
        signs = " | ".join((*LETTER, *BLOCK))
        return f"({number}{letter} | {number} <-> {letter} | {number} & (({signs}) <-> {letter}))"
    if piece["mixed"]:
        return _mixed(piece["mixed"])
    word = piece["word"]
    if word in SAID_OF_ANY:
        return ""
    if word in KINDS:
        # `набережная` may be begun like any other word: it is a street's name as well
        return f"({KINDS[word]})"
    if "-" in word:
        return " & ".join(f"{each}:*" for each in word.split("-"))
    if glued := re.fullmatch(r"(\d+)([^\W\d_]+)", word):  # `100летия`, which registers write `100-летия`
        return f"({word}:* | {glued[1]} & {glued[2]}:*)"
    return word if word.isdecimal() else f"{word}:*"


def _mixed(text: str) -> str:
    """`дом5` is two words; `МКАД42` is one that registers hold as it is."""
    found = re.fullmatch(r"([^\W\d_]+)(\d+)", text)
    if not found:
        return f"{text}:*"
    word, number = found.groups()
    return number if word in SAID_OF_ANY else f"({text}:* | {word}:* & {number})"


def _extended(house: str | None, signs: tuple[str, ...], number: str) -> str:
    """The sign and the number side by side: `1 корп. 2` is not `2 корп. 1`. The register may hold all in one word."""
    written = f"(({' | '.join(signs)}) <-> {number} | {' | '.join(sign + number for sign in signs)})"
    if not house:
        return written
    return f"({house} & {written} | {' | '.join(f'{house}{sign}{number}' for sign in signs)})"
