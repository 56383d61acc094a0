"""Figures and the bars they are held to. A quick run is held to what is right, not to what is fast."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

OF_SPEED = (" ms", " s", " times")


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the table: what was measured, what was asked for, whether it was reached."""

    what: str
    measured: str
    asked: str
    is_reached: bool
    is_of_speed: bool = False  # depends on the machine and on what else runs there


def at_most(what: str, value: float, limit: float, unit: str = "", *, of_speed: bool = False) -> Bar:
    measured = f"{value:,.4g}{unit}" if value < 1e4 else f"{value:,.0f}{unit}"
    return Bar(what, measured, f"<= {limit:g}{unit}", value <= limit, of_speed or unit in OF_SPEED)


def at_least(what: str, value: float, limit: float, unit: str = "") -> Bar:
    return Bar(what, f"{value:,.4g}{unit}", f">= {limit:g}{unit}", value >= limit)


def exactly(what: str, value: int, asked: int, *, of_speed: bool = False) -> Bar:
    return Bar(what, f"{value:,}", f"= {asked:,}", value == asked, of_speed)


def say(words: str) -> None:
    print(words, flush=True)


def is_passed(bars: Sequence[Bar], *, quick: bool) -> bool:
    return all(bar.is_reached or (quick and bar.is_of_speed) for bar in bars)


def table(bars: Sequence[Bar], *, quick: bool) -> str:
    widths = [max(len(getattr(bar, name)) for bar in bars) for name in ("what", "measured", "asked")]
    return "\n".join(
        f"{_verdict(bar, quick)}  {bar.what:<{widths[0]}}  {bar.measured:>{widths[1]}}  "
        f"{bar.asked:<{widths[2]}}".rstrip()
        for bar in bars
    )


def _verdict(bar: Bar, quick: bool) -> str:
    if bar.is_reached:
        return "pass"
    return "slow" if quick and bar.is_of_speed else "FAIL"


def keep(bars: Sequence[Bar], file: Path) -> None:
    file.write_text(json.dumps([asdict(bar) for bar in bars]), encoding="utf-8")


def kept(file: Path) -> list[Bar]:
    return [Bar(**bar) for bar in json.loads(file.read_text(encoding="utf-8"))]
