"""Which region and which day a file is about. Pure; refuses a file whose name and content contradict each other."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _

from supervision.errors import BadFile
from supervision.registry.sources.files import OpenedFile
from supervision.registry.sources.frt import Name, no_such_day, read_name
from supervision.spelling import folded

TYPE_WORDS = {
    *("область", "обл", "край", "республика", "респ", "автономный", "автономная", "округ", "ао", "аобл", "город", "г"),
}
WORD = re.compile(r"[а-яё]+(?:-[а-яё]+)*")
DAY_FIRST = re.compile(r"(?<!\d)(\d\d)[-._](\d\d)[-._](\d{4})(?!\d)")
YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[-._](\d\d)[-._](\d\d)(?!\d)")
WITHOUT_SIGNS = re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
STOCK, ON_DAY = "ожф ", re.compile(r" на \d")


class Placed(Protocol):
    """A row that names its region, in whatever words."""

    @property
    def line(self) -> int: ...
    @property
    def region(self) -> str: ...


class Remarks(Protocol):
    def bad(self, line: int, code: str, message: str) -> None: ...


Row = TypeVar("Row", bound=Placed)


def telling_words(name: str) -> frozenset[str]:
    """`Ханты-Мансийский автономный округ — Югра` -> {ханты-мансийский, югра}."""
    return frozenset(WORD.findall(folded(name))) - TYPE_WORDS


class RegionNames:
    """Recognises the regions' names as files write them (`Омская`, `Татарстан`, `Саха /Якутия/`)."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._words = {code: telling_words(name) for code, name in names.items()}
        self._known: dict[str, str | None] = {}

    def code(self, text: str) -> str | None:
        """None where the text names no region, or none that is known."""
        if text not in self._known:
            words = telling_words(text)
            fits = [code for code, own in self._words.items() if words and (words <= own or own <= words)]
            self._known[text] = fits[0] if len(fits) == 1 else None
        return self._known[text]


def region_code(
    file: str, names: Iterable[Name], rows: Iterable[Placed], regions: RegionNames, asked: str | None
) -> str:
    """The one region on which the request (a chosen region), the files' names and their content agree."""
    said = [(_("the chosen region"), asked)] if asked else []
    said += [(_("the name %(name)s") % {"name": name.text}, name.region) for name in names if name.region]
    counts = Counter(code for row in rows if (code := regions.code(row.region)))
    said += [(_("the content"), code) for code, _rows in counts.most_common(1)]
    if not said:
        words = _("neither its name nor its content tells the region. Choose it.")
        raise BadFile(words, code="region", file=file)
    (first_source, code), *others = said
    for source, other in others:
        if other != code:
            words = _("names different regions: %(one)s — %(first)s, %(another)s — %(second)s.")
            values = {"one": first_source, "first": code, "another": source, "second": other}
            raise BadFile(words % values, code="region", file=file)
    return code


def said_by(file: OpenedFile, regions: RegionNames) -> list[Name]:
    """What the file's own name and that of the member inside say, in this order; one way for all registers."""
    return [name for text in (file.name, file.inner_name) if (name := name_of(text, regions))]


def name_of(text: str, regions: RegionNames) -> Name | None:
    """`export-reestrmkd-55-20261201.zip`, `Сведения по ОЖФ Новосибирская обл на 27-09-2026_2.csv`, or any with a day.

    Region "" where the name tells none. A name with several days tells none of them: which is that of the facts?
    """
    if name := read_name(text):
        return name
    typed = _typed_days(text)
    if not typed:
        return None
    region = _stock_region(text)
    code = (regions.code(region) or "") if region else ""
    days = {_day_of(each) for each in typed.values()}
    if len(days) > 1:
        words = _("its name holds several days: %(typed)s.") % {"typed": ", ".join(typed)}
        return Name(text, code, None, words)
    day_ = days.pop()
    return Name(text, code, day_, "" if day_ else no_such_day(next(iter(typed))))


def _typed_days(text: str) -> dict[str, tuple[int, ...]]:
    """What looks like a day in a name, as typed: year, month and day."""
    found = {each[0]: tuple(map(int, each.groups()[::-1])) for each in DAY_FIRST.finditer(text)}
    rest = DAY_FIRST.sub(" ", text)
    for way in (YEAR_FIRST, WITHOUT_SIGNS):
        found |= {each[0]: tuple(map(int, each.groups())) for each in way.finditer(rest)}
        rest = way.sub(" ", rest)
    return found


def _day_of(typed: tuple[int, ...]) -> date | None:
    try:
        return date(*typed)
    except ValueError:
        return None


def _stock_region(text: str) -> str:
    """What stands between `ОЖФ` and `на 27`; "" where the name is not written so."""
    words = " ".join(text.split())
    start = words.lower().find(STOCK)
    end = ON_DAY.search(words, start + len(STOCK)) if start >= 0 else None
    return words[start + len(STOCK) : end.start()] if end else ""


def day(file: str, names: Iterable[Name], asked: date | None) -> date:
    """The date of the facts: as asked for, else as the file's own name says, else as the name of the member inside."""
    if asked:
        return asked
    if name := next(iter(names), None):
        if name.day:
            return name.day
        raise BadFile(f"{name.doubt} {_say_the_day()}", code="no_date", file=name.text)
    raise BadFile(_("its name holds no date.") + " " + _say_the_day(), code="no_date", file=file)


def _say_the_day() -> str:
    return _("Say as of which day it is (the command: --as-of YYYY-MM-DD).")


def without_other_regions(table: Remarks, rows: Iterable[Row], regions: RegionNames, code: str) -> list[Row]:
    """The rows of this region; a row that names another one is left out, a row that names none is kept."""
    kept = []
    for row in rows:
        if regions.code(row.region) in (code, None):
            kept.append(row)
        else:
            words = _("the house is in another region (%(region)s)")
            table.bad(row.line, "other_region", words % {"region": row.region})
    return kept
