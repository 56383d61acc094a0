"""Words, dates and amounts of the register, made comparable. Pure; a ValueError is a sentence for people.

What identifies a company, a house or a person is read in `numbers.py`.
"""

import re
from datetime import date, time, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from supervision.enums import LicenceStatus, OrganisationKind

EMPTY_WORDS = {"не заполнено", "не присвоен", "нет", "не указано", "нет данных"}
INVISIBLE = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff\xad")
LATIN_TWINS = str.maketrans("ABEKMHOPCTYXaeopcyxёЁ", "АВЕКМНОРСТУХаеорсухеЕ")

COMPANY_WORDS = {"ООО", "АО", "ЗАО", "ПАО", "ОАО", "НАО", "МУП", "ГУП", "МП", "УК", "ИП"}
COMPANY_ROOTS = ("МУП", "УПРАВЛЯЮЩ", "УНИТАРН", "ПРЕДПРИНИМАТЕЛ", "АКЦИОНЕРН", "ОБЩЕСТВ")
ASSOCIATION_WORDS = {"ТСЖ", "ТСН"}
COOPERATIVE_WORDS = {"ЖСК", "ЖК", "МЖСК"}
ENDED_STARTS = ("аннулир", "прекращ", "недейств", "не действ", "истек", "истёк")
WORD = re.compile("[А-ЯЁ]+")
DOTTED_ABBREVIATION = re.compile(r"\b(?:[А-ЯЁ]\.){2,}[А-ЯЁ]?\b\.?")
DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ T](\d{1,2}):(\d\d)(?::(\d\d))?)?")
YEAR_FIRST = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?)?")
EXCEL_DAY = re.compile(r"(\d{5})(?:\.\d+)?")
EXCEL_FAR_DAY = re.compile(r"(\d{5,7})(?:\.\d+)?")
EXCEL_DAY_ZERO = date(1899, 12, 30)  # Excel counts a 29 February 1900 that never was
# Housing passed to owners and companies from 1991 on; 01.01.1900 and 31.12.9999 are how programs write "nothing".
FIRST_DAY, LAST_DAY = date(1991, 1, 1), date(2100, 12, 31)
OPEN_ENDS = ("31.12.9999", "9999-12-31")  # whatever stands after it
WITHOUT_END = ("бессроч", "неопредел", "на неопредел", "не ограничен", "по настоящее время")
# how programs write "nothing"
NO_DAYS = ("01.01.0001", "0001-01-01", "01.01.1900", "1900-01-01", "30.12.1899", "1899-12-30")
BETWEEN_WORDS = re.compile(r"[\W_]+")
LATIN_OOO = re.compile(r"\b[OО]{3}(?!\w)")


def clean(text: str) -> str:
    """One line without invisible characters; "" for every way in which the register writes "nothing"."""
    if text.isdecimal() or not text:
        return text
    text = " ".join(text.translate(INVISIBLE).split())
    if text.lower() in EMPTY_WORDS or not any(map(str.isalnum, text)):
        return ""
    return text


def whole_number(text: str) -> int | None:
    """`1 080`, `1080,00` -> 1080; nothing -> None."""
    if text.isdecimal() and text.isascii():
        return int(text)
    digits = "".join(clean(text).split())
    if not digits:
        return None
    whole, _sign, fraction = digits.replace(",", ".").partition(".")
    if not whole.isdecimal() or not whole.isascii() or fraction.strip("0"):
        raise ValueError(_("“%(typed)s” is not a whole number") % {"typed": text.strip()[:40]})
    return int(whole)


def yes_or_no(text: str) -> bool | None:
    return {"да": True, "нет": False}.get(text.strip().lower())


@lru_cache(maxsize=8192)
def comparable(text: str) -> str:
    """Equal for spellings that mean the same: `81-Б`, `81 Б` and `81б`; but 32/1 is not 321."""
    text = text.translate(LATIN_TWINS).lower().translate(LATIN_TWINS)
    return BETWEEN_WORDS.sub(_hyphen_between_digits, text)


def _hyphen_between_digits(found: re.Match[str]) -> str:
    text, (start, end) = found.string, found.span()
    return "-" if text[start - 1 : start].isdecimal() and text[end : end + 1].isdecimal() else ""


def organisation_name(text: str) -> str:
    """The name on one line, with the legal form in Cyrillic where it was typed in Latin letters."""
    return LATIN_OOO.sub("ООО", clean(text))


def organisation_kind(*names: str) -> str:
    """Guessed: the register has no column for it. The first telling word decides: `ООО "ЖК Наш дом"` is a company."""
    for name in names:
        text = DOTTED_ABBREVIATION.sub(
            lambda found: found[0].replace(".", "") + " ", name.upper().translate(LATIN_TWINS)
        )
        for word in WORD.findall(text):
            if word in ASSOCIATION_WORDS or word.startswith("ТОВАРИЩ"):
                return OrganisationKind.ASSOCIATION.value
            if word in COOPERATIVE_WORDS or "КООПЕРАТИВ" in word:
                return OrganisationKind.COOPERATIVE.value
            if word in COMPANY_WORDS or word.startswith(COMPANY_ROOTS):
                return OrganisationKind.COMPANY.value
    return OrganisationKind.OTHER.value


def moment(text: str) -> tuple[date, time] | None:
    """`15.08.2026 12:00:00`, `2026-08-15`, or the number of days by which Excel keeps a date; nothing -> None."""
    words = clean(text)
    if not words:
        return None
    if found := DAY_FIRST.fullmatch(words):
        day, month, year, *clock = found.groups()
    elif found := YEAR_FIRST.fullmatch(words):
        year, month, day, *clock = found.groups()
    elif found := EXCEL_DAY.fullmatch(words):
        return _plausible_day(words, EXCEL_DAY_ZERO + timedelta(days=int(found[1]))), time()
    else:
        raise _no_date(words)
    try:
        hour, minute, second = (int(part or 0) for part in clock)
        at = time(hour, minute, second)
        return _plausible_day(words, date(int(year), int(month), int(day))), at
    except ValueError as error:
        raise _no_date(words) from error


def is_open_end(text: str) -> bool:
    """Whether it says "without an end": in words, or by a day so far ahead as programs and spreadsheets take for it."""
    words = clean(text)
    if found := DAY_FIRST.fullmatch(words):
        return int(found[3]) > LAST_DAY.year
    if found := YEAR_FIRST.fullmatch(words):
        return int(found[1]) > LAST_DAY.year
    if found := EXCEL_FAR_DAY.fullmatch(words):
        return int(found[1]) > (LAST_DAY - EXCEL_DAY_ZERO).days
    return words.startswith(OPEN_ENDS) or words.lower().startswith(WITHOUT_END)


def is_no_day(text: str) -> bool:
    """Whether it is a day, or zeros in the place of one, by which programs say "nothing"."""
    words = clean(text)
    return not words.strip("0.:- ") or words.startswith(NO_DAYS)


def calendar_day(text: str) -> date | None:
    found = moment(text)
    return found[0] if found else None


def _plausible_day(words: str, day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise _no_date(words)
    return day


def _no_date(words: str) -> ValueError:
    return ValueError(_("“%(typed)s” is not a date; write it as 31.12.2026") % {"typed": words[:40]})


def licence_status(text: str) -> str:
    """ "" where the word is none that is known: an unknown one must not end a licence."""
    words = clean(text).lower()
    if words == "действующая":
        return LicenceStatus.ACTIVE.value
    return LicenceStatus.ENDED.value if words.startswith(ENDED_STARTS) else ""
