"""Pictures of reports drawn into the page itself as SVG: no script, no other host, the same on paper.

Takes pictures as values (`reports/pictures.py`), gives their SVG and the table that says the same in words. Shade is
never alone: each tile bears its value, each line its name.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from supervision.reports.pictures import Bar, Bars, Lines, Picture, Series, Tile, TileMap
from supervision.reports.standings import PER_CENT
from supervision.reports.tile_grid import COLUMNS, ROWS, SHORT

TILE_WIDTH, TILE_HEIGHT = 54, 46
SHADES = 7  # one hue from pale to full: told apart by every kind of sight, and in grey
FIRST_DARK = 5  # shades that need light letters
WIDTH, HEIGHT = 760, 260
LEFT, RIGHT, TOP, BOTTOM = 56, 240, 16, 34
NARROW, NARROW_LEFT, NARROW_RIGHT, NARROW_BAR = 340, 48, 16, 40  # the same for a phone, with the names beside it
LABEL = 15  # a line of words
BAR, NAMES, VALUES = 22, 240, 90
UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class DrawnPicture:
    """`legend` are (shade, words); `head` and `lines` are the table behind the picture. `narrow` is the same drawn for
    a phone, with `names` of its lines (place, words) below; "" for a map, which a phone shows as its table."""

    title: str
    svg: SafeString
    legend: Sequence[tuple[int, str]]
    head: Sequence[str]
    lines: Sequence[Sequence[str]]
    narrow: SafeString | str = ""
    names: Sequence[tuple[int, str]] = ()


def drawn(picture: Picture, tile_url: Callable[[str], str]) -> DrawnPicture:
    """`tile_url` gives the address of a region's page by its code."""
    match picture:
        case TileMap():
            return _tile_map(picture, tile_url)
        case Lines():
            return _lines(picture)
        case Bars():
            return _bars(picture)


def number(value: float | None, places: int = 1) -> str:
    """A count without a fraction, everything else with one. Django's own formatting cuts instead of rounding."""
    if value is None:
        return UNKNOWN
    return number_format(round(value, places), 0 if isinstance(value, int) else places, force_grouping=True)


def _svg(width: float, height: float, title: str, inside: SafeString, role: str = "img") -> SafeString:
    """Links inside an `img` would not be told of by a screen reader: what has them is a `group`."""
    words = '<svg class="hc-picture" viewBox="0 0 {} {}" role="{}" aria-label="{}"><title>{}</title>{}</svg>'
    return format_html(words, width, height, role, title, title, inside)


# --- the tile map ---


def _tile_map(picture: TileMap, url: Callable[[str], str]) -> DrawnPicture:
    shapes = format_html_join("", "{}", ((_tile(tile, picture, url),) for tile in picture.tiles))
    hatch = mark_safe(  # nobody's text is in it
        '<defs><pattern id="hc-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path class="hc-hatch" d="M0 0V6"/></pattern></defs>'
    )
    title = f"{picture.title}, {picture.unit}"
    ordered = sorted(picture.tiles, key=lambda tile: (tile.value is None, -(tile.value or 0), tile.name))
    return DrawnPicture(
        title,
        _svg(COLUMNS * TILE_WIDTH, ROWS * TILE_HEIGHT, title, hatch + shapes, "group"),
        _legend(picture),
        (_("Region"), title),
        [(tile.name, number(tile.value)) for tile in ordered],
    )


def _shade(value: float, picture: TileMap) -> int:
    share = (value - picture.low) / (picture.high - picture.low)
    return min(max(int(share * SHADES), 0), SHADES - 1)


def _legend(picture: TileMap) -> list[tuple[int, str]]:
    step = (picture.high - picture.low) / SHADES
    edges = [picture.low + step * place for place in range(SHADES + 1)]
    return [(place, f"{number(edges[place])}–{number(edges[place + 1])}") for place in range(SHADES)]


def _tile(tile: Tile, picture: TileMap, url: Callable[[str], str]) -> SafeString:
    x, y = tile.place[0] * TILE_WIDTH, tile.place[1] * TILE_HEIGHT
    shade = None if tile.value is None else _shade(tile.value, picture)
    look = "hc-tile-none" if shade is None else f"hc-shade-{shade}"
    words = "hc-tile-light" if shade is not None and shade >= FIRST_DARK else "hc-tile-dark"
    told = _("no data") if tile.value is None else f"{number(tile.value)} {picture.unit}"
    body = format_html(
        '<title>{}: {}</title><rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="4"/>'
        '<text class="hc-tile-name {}" x="{}" y="{}">{}</text><text class="hc-tile-value {}" x="{}" y="{}">{}</text>',
        *(tile.name, told, look, x + 1, y + 1, TILE_WIDTH - 2, TILE_HEIGHT - 2),
        *(words if shade is not None else "hc-tile-plain", x + TILE_WIDTH / 2, y + 17, SHORT[tile.code]),
        *(words if shade is not None else "hc-tile-plain", x + TILE_WIDTH / 2, y + 35, number(tile.value)),
    )
    address = tile.link or url(tile.code)
    return format_html('<a href="{}" class="hc-tile">{}</a>', address, body) if address else body


# --- lines ---


def _lines(picture: Lines) -> DrawnPicture:
    known = [value for one in picture.series for _day, value in one.points if value is not None]
    low, high = _ends([*known, *(value for _day, value, _words in picture.marks)], picture.unit)
    days = [day for day, _value in picture.series[0].points] if picture.series else []
    frame = _Frame(days, low, high)
    narrow = _Frame(days, low, high, NARROW, NARROW_LEFT, NARROW_RIGHT, 4)
    title = f"{picture.title}, {picture.unit}"
    by_day = [
        (f"{day:%d.%m.%Y}", *(number(one.points[at][1]) for one in picture.series)) for at, day in enumerate(days)
    ]
    head = (_("Day"), *(one.name for one in picture.series))
    return DrawnPicture(
        title,
        _svg(WIDTH, HEIGHT, title, _joined([*_curves(frame, picture), *_names(frame, picture.series)])),
        (),
        head,
        by_day,
        narrow=_svg(NARROW, HEIGHT, title, _joined(_curves(narrow, picture))),
        names=[(place % 4, f"{one.name} {number(_last(one))}") for place, one in enumerate(picture.series)],
    )


def _curves(frame: "_Frame", picture: Lines) -> Iterator[SafeString]:
    yield _axes(frame)
    yield from (_stroke(frame, place, one) for place, one in enumerate(picture.series))
    yield from (_mark(frame, mark) for mark in picture.marks)


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _last(series: Series) -> float | None:
    return next((value for _day, value in reversed(series.points) if value is not None), None)


def _ends(values: Sequence[float], unit: str) -> tuple[float, float]:
    """Ends of the scale with some air: a line at the very edge cannot be seen. Per cent end at a hundred anyway."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    air = max((high - low) * 0.15, abs(high) * 0.01, 0.5)
    end = max(min(high + air, 100.0), high) if unit == PER_CENT else high + air
    return max(low - air, 0.0) if low >= 0 else low - air, end


@dataclass(frozen=True, slots=True)
class _Frame:
    days: Sequence[date]
    low: float
    high: float
    width: int = WIDTH
    left: int = LEFT
    right: int = RIGHT
    most_days: int = 6  # that are named below

    def x(self, day: date) -> float:
        whole = max((self.days[-1] - self.days[0]).days, 1)
        return round(self.left + (day - self.days[0]).days * (self.width - self.left - self.right) / whole, 1)

    def y(self, value: float) -> float:
        return round(HEIGHT - BOTTOM - (value - self.low) * (HEIGHT - TOP - BOTTOM) / (self.high - self.low), 1)


def _axes(frame: _Frame) -> SafeString:
    values = [frame.low + (frame.high - frame.low) * part / 4 for part in range(5)]
    rules = format_html_join(
        "",
        '<path class="hc-axis" d="M{} {}H{}"/><text class="hc-axis-words hc-end" x="{}" y="{}">{}</text>',
        (
            (frame.left, frame.y(v), frame.width - frame.right, frame.left - 8, frame.y(v) + 4, number(v))
            for v in values
        ),
    )
    named = frame.days[:: max(len(frame.days) // frame.most_days, 1)]
    days = format_html_join(
        "",
        '<text class="hc-axis-words hc-middle" x="{}" y="{}">{}</text>',
        ((frame.x(day), HEIGHT - 12, f"{day:%d.%m}") for day in named),
    )
    return rules + days


def _stroke(frame: _Frame, place: int, series: Series) -> SafeString:
    runs = [[(frame.x(day), frame.y(value)) for day, value in run] for run in _runs(series.points)]
    paths = [" ".join(f"{x},{y}" for x, y in run) for run in runs if len(run) > 1]
    dots = [run[0] for run in runs if len(run) == 1]
    look = f"hc-stroke hc-stroke-{place % 4}"
    body = format_html_join("", '<polyline class="{}" points="{}"/>', ((look, path) for path in paths))
    body += format_html_join("", '<circle class="{}" cx="{}" cy="{}" r="2.5"/>', ((look, x, y) for x, y in dots))
    return body


def _names(frame: _Frame, series: Sequence[Series]) -> Iterator[SafeString]:
    """Names at the ends of the lines, one below the other where the lines meet."""
    ends = [next(((day, value) for day, value in reversed(one.points) if value is not None), None) for one in series]
    known = [(frame.y(end[1]), frame.x(end[0]), one.name, end[1]) for one, end in zip(series, ends, strict=True) if end]
    below = 0.0
    for y, x, name, value in sorted(known):
        below = max(y, below + LABEL)
        words = '<text class="hc-axis-words hc-line-name" x="{}" y="{}">{}</text>'
        yield format_html(words, x + 8, below + 4, f"{name} {number(value)}")


def _runs(points: Sequence[tuple[date, float | None]]) -> Iterator[list[tuple[date, float]]]:
    """Days without a gap between them: a missed day is not drawn over."""
    run: list[tuple[date, float]] = []
    for day, value in points:
        if value is not None:
            run.append((day, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _mark(frame: _Frame, mark: tuple[date, float, Any]) -> SafeString:
    day, value, words = mark
    x, y = frame.x(day), frame.y(value)
    shape = (
        '<path class="hc-target" d="M{} {}l6 6l-6 6l-6 -6z"/>'
        '<text class="hc-axis-words hc-middle" x="{}" y="{}">{}</text>'
    )
    # below, for the name of the line stands above where the target is missed by little
    return format_html(shape, x, y - 6, x, y + 20, _("target %(percent)s") % {"percent": words})


# --- bars ---


def _bars(picture: Bars) -> DrawnPicture:
    highest = max([bar.value for bar in picture.bars] + [bar.mark or 0 for bar in picture.bars] + [1e-9])
    scale = (WIDTH - NAMES - VALUES) / highest
    shapes = format_html_join("", "{}", ((_bar(place, bar, scale),) for place, bar in enumerate(picture.bars)))
    title = f"{picture.title}, {picture.unit}"
    with_marks = any(bar.mark is not None for bar in picture.bars)
    lines = [(bar.name, number(bar.value), *([number(bar.mark)] if with_marks else [])) for bar in picture.bars]
    head = ("", title, *([_("Target")] if with_marks else []))
    narrow = _joined(_narrow_bar(place, bar, (NARROW - VALUES) / highest) for place, bar in enumerate(picture.bars))
    return DrawnPicture(
        title,
        _svg(WIDTH, max(len(picture.bars), 1) * BAR + 4, title, shapes),
        (),
        head,
        lines,
        narrow=_svg(NARROW, max(len(picture.bars), 1) * NARROW_BAR + 4, title, narrow),
    )


def _narrow_bar(place: int, bar: Bar, scale: float) -> SafeString:
    """The name stands above its bar."""
    y, width = place * NARROW_BAR, round(max(bar.value, 0) * scale, 1)
    name = bar.name if len(bar.name) <= 44 else f"{bar.name[:43]}…"
    body = format_html(
        '<text class="hc-axis-words" x="0" y="{}">{}</text><rect class="hc-bar" x="0" y="{}" width="{}" height="{}"/>'
        '<text class="hc-axis-words" x="{}" y="{}">{}</text>',
        *(y + 14, name, y + 20, width, BAR - 8, width + 8, y + 32, number(bar.value)),
    )
    if bar.mark is None:
        return body
    mark = round(bar.mark * scale, 1)
    return body + format_html('<path class="hc-target-line" d="M{} {}V{}"/>', mark, y + 18, y + NARROW_BAR - 4)


def _bar(place: int, bar: Bar, scale: float) -> SafeString:
    y, width = place * BAR, round(max(bar.value, 0) * scale, 1)
    name = bar.name if len(bar.name) <= 34 else f"{bar.name[:33]}…"
    body = format_html(
        '<title>{}: {}</title><text class="hc-axis-words hc-end" x="{}" y="{}">{}</text>'
        '<rect class="hc-bar" x="{}" y="{}" width="{}" height="{}"/>'
        '<text class="hc-axis-words" x="{}" y="{}">{}</text>',
        *(bar.name, number(bar.value), NAMES - 8, y + 16, name),
        *(NAMES, y + 4, width, BAR - 6, WIDTH - VALUES + 10, y + 16, number(bar.value)),
    )
    if bar.mark is None:
        return body
    return body + format_html(
        '<path class="hc-target-line" d="M{} {}V{}"/>', NAMES + round(bar.mark * scale, 1), y + 2, y + BAR
    )
