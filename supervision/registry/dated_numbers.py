"""House numbers of which a spreadsheet made dates: 5/1 becomes `05.янв`, 01.05.2026 or a count of days. Pure.

Which number it was nobody can tell for certain (5/1 and 5-1 give the same), so a likely one is only proposed.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from supervision.registry.file_rows import DatedNumber
from supervision.registry.normalise import clean

MONTHS = (
    *(("янв", "jan"), ("фев", "feb"), ("мар", "mar"), ("апр", "apr"), ("май", "мая", "may"), ("июн", "jun")),
    *(("июл", "jul"), ("авг", "aug"), ("сен", "sep"), ("окт", "oct"), ("ноя", "nov"), ("дек", "dec")),
)
MONTH = rf"(?P<month>{'|'.join(word for words in MONTHS for word in words)})[а-яa-z]{{0,6}}\.?"
TIME = r"(?:[ T].*)?"
# the ways in which a spreadsheet writes the day of which it thought
WAYS = tuple(
    map(
        re.compile,
        (
            rf"(?P<day>\d{{1,2}})[ .\-/]?{MONTH}(?:[ .\-/](?P<year>\d{{2,4}}))?",
            rf"(?P<year>\d{{3,4}})[ .\-/]?{MONTH}",
            rf"{MONTH}[ .\-/]?(?P<year>\d{{1,4}})",
            rf"(?P<day>\d{{1,2}})[.\-/](?P<number>\d{{1,2}})[.\-/](?P<year>\d{{4}}){TIME}",
            r"(?P<day>\d\d)\.(?P<number>\d\d)\.(?P<year>\d\d)",
            rf"(?P<year>\d{{4}})-(?P<number>\d\d)-(?P<day>\d\d){TIME}",
            r"(?P<day>0[1-9])\.(?P<number>0[1-9]|1[0-2])|(?P<later>[12]\d|3[01])\.(?P<first>0[1-9])",
            r"(?P<days>[345]\d{4})",
        ),
    )
)
SIGN = re.compile(r"(?:дом|д|корп|к|стр|лит)(?:\.\s*|\s+)")  # exports put it before whatever stands in the column
SHORTEST = 5  # 12-3 and 1/12 are numbers of houses
EXCEL_BEGAN = date(1899, 12, 30)
LAST_DAY = 31
LONGEST = 30
PARTS = ("number", "building", "block", "letter")


def is_date(text: str) -> bool:
    return len(text) >= SHORTEST and _read(text) is not None


def find(parts: Sequence[str], whole: str, place: str = "") -> DatedNumber | None:
    """The part of a house (number, строение, корпус, литера) that is a date, and the number that it likely was.

    `whole`, the address in one piece, has its number as text and keeps it. None where none is, or more than one: then
    nobody can say in one word what was meant.
    """
    if max(map(len, parts)) < SHORTEST:
        return None
    found = [(name, text) for name, part in zip(PARTS, parts, strict=True) if is_date(text := clean(part))]
    if len(found) != 1:
        return None
    name, typed = found[0]
    return DatedNumber(name, typed, _in_text(typed, whole) or _likely(typed), place)


def could_be(typed: str, number: str) -> bool:
    """Whether a spreadsheet would make `typed` of that number, whatever sign stands in it."""
    return bool(number) and list(map(int, re.findall(r"\d+", number))) in list(_pairs(typed))


def is_number(text: str) -> bool:
    """Whether somebody can have meant it as the number of a house: has a digit, is short, and no date again."""
    return any(map(str.isdecimal, text)) and len(text) <= LONGEST and not is_date(text)


def _read(text: str) -> dict[str, str] | None:
    lower = text.lower()
    if sign := SIGN.match(lower):
        lower = lower[sign.end() :]
    for way in WAYS:
        if found := way.fullmatch(lower):
            return {name: value for name, value in found.groupdict().items() if value}
    return None


def _pairs(typed: str) -> Iterator[list[int]]:
    """The two numbers that the date was made of, the likelier reading first."""
    found = _read(typed) or {}
    if days := found.get("days"):
        day = EXCEL_BEGAN + timedelta(days=int(days))
        found = {"day": str(day.day), "number": str(day.month), "year": str(day.year)}
    month = _month(found)
    year = int(found["year"]) % 100 if "year" in found else None
    day_of_month = found.get("day") or found.get("later")
    if day_of_month is None:
        yield [month, year or 0]
        return
    # 1/45 can be no day of a month, so it becomes the first of January 1945
    is_of_year = int(day_of_month) == 1 and year is not None and year > LAST_DAY
    readings = [[int(day_of_month), month], *([[month, year]] if year is not None and int(day_of_month) == 1 else [])]
    yield from reversed(readings) if is_of_year else readings


def _month(found: dict[str, str]) -> int:
    if "month" in found:
        return next(place for place, words in enumerate(MONTHS, start=1) if found["month"] in words)
    return int(found.get("number") or found["first"])


def _likely(typed: str) -> str:
    return "/".join(map(str, next(_pairs(typed))))


def _in_text(typed: str, whole: str) -> str:
    """`..., д. 5-1` -> `5-1`, where the date can have been made of it."""
    for text in re.findall(r"(?<!\d)\d{1,5}\s?[/\-.]\s?\d{1,5}(?!\d)", whole):
        if not is_date(text) and could_be(typed, text):
            return str(text)
    return ""
