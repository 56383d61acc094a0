"""Which region and which day a file is about. Pure; refuses a file whose name and content contradict each other."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from supervision.errors import BadFile
from supervision.registry.rows import HouseRow
from supervision.registry.sources.frt import Name
from supervision.registry.sources.tables import Table

TYPE_WORDS = {
    *("область", "обл", "край", "республика", "респ", "автономный", "автономная", "округ", "ао", "аобл", "город", "г"),
}
WORD = re.compile(r"[а-яё]+(?:-[а-яё]+)*")


def telling_words(name: str) -> frozenset[str]:
    """`Ханты-Мансийский автономный округ — Югра` -> {ханты-мансийский, югра}."""
    return frozenset(WORD.findall(name.lower().replace("ё", "е"))) - TYPE_WORDS


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
    file: str, names: Iterable[Name], rows: Iterable[HouseRow], regions: RegionNames, asked: str | None
) -> str:
    """The one region that the order (`--region`), the files' names and their content agree on."""
    said = [("--region", asked)] if asked else []
    said += [(f"the name {name.text}", name.region) for name in names]
    counts = Counter(code for row in rows if (code := regions.code(row.region)))
    said += [("the content (formalname_region)", code) for code, _ in counts.most_common(1)]
    if not said:
        raise BadFile("neither its name nor its content tells the region. Add --region NN.", code="region", file=file)
    (first_source, code), *others = said
    for source, other in others:
        if other != code:
            raise BadFile(
                f"{first_source} says region {code} and {source} says region {other}.", code="region", file=file
            )
    return code


def day(file: str, names: Iterable[Name], asked: date | None) -> date:
    """The date of the facts: as ordered, else as the file's own name says, else as the name of the member inside."""
    if asked:
        return asked
    if name := next(iter(names), None):
        return name.day
    raise BadFile("its name holds no date. Add --as-of YYYY-MM-DD.", code="no_date", file=file)


def without_other_regions(table: Table, rows: Iterable[HouseRow], regions: RegionNames, code: str) -> list[HouseRow]:
    """The rows of this region; a row that names another one is left out, a row that names none is kept."""
    kept = []
    for row in rows:
        if regions.code(row.region) in (code, None):
            kept.append(row)
        else:
            table.bad(row.line, "other_region", f"the house is in another region ({row.region})")
    return kept
