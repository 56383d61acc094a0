"""Which encoding a file of Russian text is in. Gives its name for `codecs`; refuses text that does not read as Russian.

A valid decoding is no proof: the one-byte code pages accept nearly any bytes, and UTF-8 may hold letters that were
spoilt before. So the text must also read sensibly: hardly any letters but Russian ones beyond ASCII, and of several
code pages the one in which the letters are as frequent as they are in Russian and no capital follows a small letter.
"""

import codecs
import math
import re

from django.utils.translation import gettext as _

from supervision.errors import BadFile
from supervision.registry.sources.files import OpenedFile

SAMPLE = 200_000  # characters; enough to tell, and a tenth of the time of reading
SENSIBLE_SHARE = 0.95
RUSSIAN = re.compile("[А-Яа-яЁё]")
CAPITAL_AFTER_SMALL = re.compile("[а-яё][А-ЯЁ]")
EXPECTED_SIGNS = re.compile("[«»„“”’№–—−…°²³§\xa0\u2009\u202f\u200b\ufeff\ufffd]")
BEYOND_ASCII = re.compile("[^\x00-\x7f]")
MARKS_OF_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Windows; KOI8-R of old mail and Unix programs; DOS and Windows consoles; Excel for Mac. Earlier ones win a draw.
CODE_PAGES = ("cp1251", "koi8-r", "cp866", "mac_cyrillic")
# letters in a thousand of Russian text (frequency dictionary of the National Corpus, 2009)
FREQUENCY = dict(
    zip(
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
        [
            *(110, 85, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20, 19, 17, 17, 16, 16, 14, 12, 10, 9, 7, 6),
            *(5, 4, 3, 3, 0.4, 0.4),
        ],
        strict=True,
    )
)
RARE = math.log(0.002)  # a quotation mark or a dash: capitals of another code page are taken for them
DRAW = 0.3  # of a few capitals the difference may be less than that either way
LEAST_LIKELY = -4.6  # gibberish of Cyrillic letters lies below -5, words of headers above -4


def detect(file: OpenedFile) -> str:
    """utf-8-sig, utf-16 with or without its mark, or one of the code pages in which the text reads as Russian.

    Raises BadFile that names the first line whose bytes are no text.
    """
    if file.data and not file.data.strip(b"\0 \t\r\n"):
        raise hollow(file)
    if file.data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise unreadable(file)
    if file.data.startswith(MARKS_OF_UTF16):
        return _accepted(file, "utf-16")
    if wide := _wide_without_mark(file.data):
        return _accepted(file, wide)
    try:
        text = file.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(file, error.start)
        return _code_page(file)
    if not reads_sensibly(text[:SAMPLE]):
        raise unreadable(file)
    return "utf-8-sig"


def of_beginning(file: OpenedFile, start: bytes, *, is_whole: bool) -> str:
    """The same, told by the first bytes of a file: cut after their last whole line, lest half a letter spoil it."""
    if not is_whole:
        if start.startswith(MARKS_OF_UTF16) or _wide_without_mark(start):
            start = start[: len(start) // 2 * 2]
        else:
            start = start[: max(start.rfind(b"\n"), start.rfind(b"\r")) + 1] or start[:-4]
    return detect(OpenedFile(file.name, file.inner_name, start, ""))


def _accepted(file: OpenedFile, encoding: str) -> str:
    try:
        text = file.data.decode(encoding)
    except UnicodeDecodeError as error:
        raise broken(file, file.data[: error.start].decode(encoding, "ignore").count("\n") + 1) from error
    if not reads_sensibly(text[:SAMPLE]):
        raise unreadable(file)
    return encoding


def _wide_without_mark(data: bytes) -> str:
    """UTF-16 whose mark was lost: every second byte is 0 (ASCII) or 4 (Cyrillic), on one side only."""
    start = data[:4096]
    first, second = (part.count(0) + part.count(4) for part in (start[0::2], start[1::2]))
    if max(first, second) * 5 <= len(start):  # a single zero only spoils its line
        return ""
    return "utf-16-le" if second > first else "utf-16-be"


def _code_page(file: OpenedFile) -> str:
    likely = {encoding: _likelihood(file.data, encoding) for encoding in CODE_PAGES}
    best = max(likely.values())
    if best < LEAST_LIKELY:
        raise unreadable(file)
    return next(encoding for encoding in CODE_PAGES if likely[encoding] >= best - DRAW)


def _likelihood(data: bytes, encoding: str) -> float:
    """Mean logarithm of the letters' frequency; minus infinity where bytes or signs are not of this code page."""
    try:
        text = data.decode(encoding)[:SAMPLE]
    except UnicodeDecodeError:
        return -math.inf
    letters = RUSSIAN.findall(text.lower())
    if not letters or not reads_sensibly(text):
        return -math.inf
    turned, signs = len(CAPITAL_AFTER_SMALL.findall(text)), len(EXPECTED_SIGNS.findall(text))
    of_letters = sum(math.log(FREQUENCY[letter] / 1000) for letter in letters)
    return (of_letters + signs * RARE - turned * 4) / (len(letters) + signs)


def reads_sensibly(text: str) -> bool:
    if text.isascii():
        return "???" not in text  # what is left of Russian letters after saving as ASCII
    foreign, russian = len(BEYOND_ASCII.findall(text)), len(RUSSIAN.findall(text))
    return russian > 0 and russian + len(EXPECTED_SIGNS.findall(text)) >= SENSIBLE_SHARE * foreign


def _refuse_broken_utf8(file: OpenedFile, broken_at: int) -> None:
    """A few bad bytes in a UTF-8 file must not turn the whole of it into gibberish of a code page.

    Text in a code page read as UTF-8 gives next to no Russian letter; broken UTF-8 gives one for every two bytes.
    """
    start = file.data[:SAMPLE]
    as_utf8 = len(RUSSIAN.findall(start.decode("utf-8", errors="ignore")))
    as_code_page = len(BEYOND_ASCII.findall(start.decode("cp1251", errors="ignore")))
    if as_utf8 * 4 > as_code_page:
        raise broken(file, len(file.data[:broken_at].splitlines() or [b""]))


def broken(file: OpenedFile, line: int) -> BadFile:
    words = _("has bytes that do not belong to its encoding near this line. Export it anew.")
    return BadFile(words, code="encoding", file=file.name, line=line)


def hollow(file: OpenedFile) -> BadFile:
    """What a broken copy leaves: the size of the file and nothing in it."""
    words = _("holds nothing but zero bytes: it was not copied whole. Copy it anew from where it came from.")
    return BadFile(words, code="empty", file=file.name)


def unreadable(file: OpenedFile) -> BadFile:
    return BadFile(
        _("does not read as Russian text in any usual encoding. Save it as CSV in UTF-8."),
        code="encoding",
        file=file.name,
    )
