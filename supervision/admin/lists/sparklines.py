"""A month of one figure as a small line, drawn into the page itself, with the same in words for who cannot see it."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

WIDTH, HEIGHT, EDGE = 160, 36, 3
Line = Sequence[tuple[date, int | None]]


def drawn(line: Line) -> SafeString:
    """Gaps stay gaps: a day that was missed is not drawn over."""
    told = in_words(line)
    if all(value is None for _day, value in line):
        return format_html('<span class="hc-line-none">{}</span>', told)
    strokes = [" ".join(f"{x:.1f},{y:.1f}" for x, y in stroke) for stroke in _strokes(line)]
    shapes = format_html_join("", '<polyline points="{}"/>', ((points,) for points in strokes if " " in points))
    lone = (points.split(",") for points in strokes if " " not in points)
    dots = format_html_join("", '<circle cx="{}" cy="{}" r="2"/>', lone)
    picture = '<svg class="hc-line" viewBox="0 0 {} {}" role="img" aria-label="{}"><title>{}</title>{}{}</svg>'
    return format_html(picture, WIDTH, HEIGHT, told, told, shapes, dots)


def _strokes(line: Line) -> Iterator[list[tuple[float, float]]]:
    """Runs of days without a gap, as points of the picture."""
    known = [value for _day, value in line if value is not None]
    low, high = min(known, default=0), max(known, default=0)
    stroke: list[tuple[float, float]] = []
    for number, (_day, value) in enumerate(line):
        if value is None:
            if stroke:
                yield stroke
            stroke = []
            continue
        x = EDGE + number * (WIDTH - 2 * EDGE) / max(len(line) - 1, 1)
        share = (value - low) / (high - low) if high > low else 0.5
        stroke.append((x, HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE)))
    if stroke:
        yield stroke


def in_words(line: Line) -> str:
    """First and last known day, and how many days between them were missed."""
    known = [(day, value) for day, value in line if value is not None]
    if not known:
        return _("No daily snapshot yet.")
    (first, before), (last, now) = known[0], known[-1]
    values = {"first": f"{first:%d.%m}", "before": before, "last": f"{last:%d.%m}", "now": now}
    said = _("%(first)s: %(before)s, %(last)s: %(now)s.") % values
    missed = (last - first).days + 1 - len(known)
    if missed:
        words = ngettext("%(n)s day without a snapshot.", "%(n)s days without a snapshot.", missed)
        said = f"{said} {words % {'n': missed}}"
    return said
