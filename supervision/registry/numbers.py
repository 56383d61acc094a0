"""Numbers that identify: read where they pass their check, empty where they do not. Pure.

What spreadsheets add is taken off: `.0`, an apostrophe, `="..."`, spaces of all kinds, a КПП behind the ИНН. What they
destroyed (exponents, digits that are lost, words in place of a number) is no number, and `remark` says so.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _
from stdnum.ru import inn as inn_numbers
from stdnum.ru import ogrn as ogrn_numbers

from supervision.registry.normalise import INVISIBLE, clean

FORMULA = re.compile(r'=\s*"+(.*?)"+')
QUOTES = "'’‘`\"“”«»"
TAIL = re.compile(r"(\d)[.,]0*$")
EXPONENT = re.compile(r"[-+]?\d+(?:[.,]\d*)?[eеEЕ][-+]?\d+")
WITH_KPP = re.compile(r"(\d+)[/\\]\w{0,9}")
EXACT_DIGITS = 15  # a spreadsheet keeps no more of a number and writes zeros for the rest
DIGITS = re.compile(r"\d+", re.ASCII)
GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)  # as nearly every one is written


@dataclass(frozen=True, slots=True)
class RegisterNumber:
    """`digits` is "" where there is no number; `is_wrong`: kept as typed, fails its check and identifies nobody.

    `remark` is what a person should know of it, "" where the number was written as it should be.
    """

    digits: str = ""
    is_wrong: bool = False
    remark: str = ""


NOTHING = RegisterNumber()


def plain(text: str) -> str:
    """The text without what spreadsheets put around a number; "" for every way to write "nothing"."""
    if DIGITS.fullmatch(text):
        return text
    text = " ".join(text.translate(INVISIBLE).split())
    if found := FORMULA.fullmatch(text):
        text = found[1]
    text = clean(text.strip(QUOTES + " "))
    joined = "".join(text.split())
    if re.fullmatch(r"-?\d+[.,]0*", joined):
        return TAIL.sub(r"\1", joined)
    return joined if joined[:1].isdigit() else text


@lru_cache(maxsize=8192)
def inn(text: str) -> RegisterNumber:
    """Restores the leading zero that spreadsheets drop, where the check digits then hold."""
    digits = plain(text)
    if found := WITH_KPP.fullmatch(digits):
        digits = found[1]
    if len(digits) in {9, 11} and DIGITS.fullmatch(digits) and inn_numbers.is_valid("0" + digits):
        words = _("“%(typed)s” is read as %(number)s: a leading zero was lost")
        return RegisterNumber("0" + digits, False, words % {"typed": _typed(text), "number": "0" + digits})
    return _checked(text, digits, {10, 12}, inn_numbers.is_valid)


@lru_cache(maxsize=8192)
def ogrn(text: str) -> RegisterNumber:
    """ОГРН of a company (13 digits) or ОГРНИП of a person (15)."""
    return _checked(text, plain(text), {13, 15}, ogrn_numbers.is_valid)


def _checked(text: str, digits: str, lengths: set[int], is_valid: object) -> RegisterNumber:
    if not digits:
        return NOTHING
    if not DIGITS.fullmatch(digits) or len(digits) not in lengths or not digits.strip("0"):
        return RegisterNumber(remark=spoilt(text))
    return RegisterNumber(digits, not is_valid(digits))  # type: ignore[operator]


def identifier(text: str) -> int | None:
    """A number that only one system gives and that has no check digits: of ФРТ, of a person in the messenger.

    None for nothing. Raises ValueError where it was damaged: there is no telling what it was.
    """
    digits = plain(text)
    if not digits:
        return None
    if not DIGITS.fullmatch(digits) or has_lost_digits(digits):
        raise ValueError(spoilt(text))
    return int(digits) or None


def has_lost_digits(digits: str) -> bool:
    """Beyond 15 digits a spreadsheet writes zeros."""
    return len(digits) > EXACT_DIGITS and not digits[EXACT_DIGITS:].strip("0")


def guid(text: str) -> UUID:
    try:
        value = UUID(text if GUID.fullmatch(text) else plain(text).strip())
    except ValueError:
        raise ValueError(_("“%(typed)s” is not a ФИАС GUID") % {"typed": text.strip()[:60]}) from None
    if not value.int:
        raise ValueError(_("the ФИАС GUID is all zeros"))
    return value


def licence_number(text: str) -> str:
    """Free text: each region numbers licences in its own way. Raises ValueError where it was damaged."""
    number = plain(text) if "/" not in text else clean(text)
    if EXPONENT.fullmatch(number) or has_lost_digits(number):
        raise ValueError(spoilt(text))
    return number


def spoilt(text: str) -> str:
    words = _("“%(typed)s” is a damaged number and is read as empty; format the column as text and enter it anew")
    return words % {"typed": _typed(text)}


def of_cell(cell: float) -> str:
    """A number of a workbook as text: 6141045453.0 was typed as 6141045453; beyond 15 digits it is not exact."""
    return f"{cell:E}" if abs(cell) >= 10**EXACT_DIGITS else str(int(cell) if cell.is_integer() else cell)


def _typed(text: str) -> str:
    return " ".join(text.split())[:40]
