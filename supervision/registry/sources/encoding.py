"""Which encoding a file of Russian text is in. Gives its name for `codecs`; refuses text that does not read as Russian.

A valid decoding is no proof: cp1251 accepts nearly any bytes, and UTF-8 may hold letters that were spoilt before.
So the text must also read sensibly: hardly any letters but Russian ones beyond ASCII.
"""

import codecs
import re

from django.utils.translation import gettext as _

from supervision.errors import BadFile
from supervision.registry.sources.files import OpenedFile

SAMPLE = 200_000  # characters; enough to tell, and a tenth of the time of reading
SENSIBLE_SHARE = 0.95
RUSSIAN = re.compile("[А-Яа-яЁё]")
CAPITAL, SMALL = re.compile("[А-ЯЁ]"), re.compile("[а-яё]")
EXPECTED_SIGNS = re.compile("[«»„“”’№–—−…°²³§\xa0\u2009\u202f\u200b\ufeff]")
BEYOND_ASCII = re.compile("[^\x00-\x7f]")


def detect(file: OpenedFile) -> str:
    """utf-8-sig, utf-16 or cp1251, the last only where the text then reads as Russian."""
    if file.data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return accept_if_sensible(file, "utf-16")
    start = file.data[:4096]
    if start.count(0) * 10 > len(start):  # a single one only spoils its line
        raise BadFile(
            _("is full of zero bytes: it is no text, or UTF-16 without its mark. Save it as CSV in UTF-8."),
            code="encoding",
            file=file.name,
        )
    try:
        return accept_if_sensible(file, "utf-8-sig")
    except UnicodeDecodeError as error:
        refuse_broken_utf8(file, error.start)
    try:
        return accept_if_sensible(file, "cp1251")
    except UnicodeDecodeError as error:
        raise unreadable(file) from error


def accept_if_sensible(file: OpenedFile, encoding: str) -> str:
    text = file.data.decode(encoding)[:SAMPLE]
    # KOI8-R read as cp1251 is Russian with small and capital letters swapped
    if encoding == "cp1251" and len(CAPITAL.findall(text)) > len(SMALL.findall(text)):
        raise unreadable(file)
    if not reads_sensibly(text):
        raise unreadable(file)
    return encoding


def reads_sensibly(text: str) -> bool:
    if text.isascii():
        return "???" not in text  # what is left of Russian letters after saving as ASCII
    foreign, russian = len(BEYOND_ASCII.findall(text)), len(RUSSIAN.findall(text))
    return russian > 0 and russian + len(EXPECTED_SIGNS.findall(text)) >= SENSIBLE_SHARE * foreign


def refuse_broken_utf8(file: OpenedFile, broken_at: int) -> None:
    """A few bad bytes in a UTF-8 file must not turn the whole of it into cp1251 gibberish.

    Text in cp1251 read as UTF-8 gives next to no Russian letter; broken UTF-8 gives one for every two bytes.
    """
    start = file.data[:SAMPLE]
    as_utf8 = len(RUSSIAN.findall(start.decode("utf-8", errors="ignore")))
    as_cp1251 = len(BEYOND_ASCII.findall(start.decode("cp1251", errors="ignore")))
    if as_utf8 * 4 > as_cp1251:
        raise BadFile(
            _("has bytes that are not UTF-8 among text that is. Export it anew."),
            code="encoding",
            file=file.name,
            line=file.data.count(b"\n", 0, broken_at) + 1,
        )


def unreadable(file: OpenedFile) -> BadFile:
    return BadFile(
        _("does not read as Russian text in UTF-8, UTF-16 or Windows-1251. Save it as CSV in UTF-8."),
        code="encoding",
        file=file.name,
    )
