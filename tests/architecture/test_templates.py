"""What a page refuses is read aloud: a screen reader is told of it without being led there."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
BANNER = re.compile(r"<(?:div|p)\b([^>]*\bhc-bad\b[^>]*)>(.*?)</(?:div|p)>", re.DOTALL)
REFUSED = re.compile(r"\{\{\s*(?:refusal|form\.non_field_errors|field\.errors)\b")


def silent(words: str) -> list[str]:
    """Banners that print a refusal and are no alerts."""
    return [inside for tag, inside in BANNER.findall(words) if REFUSED.search(inside) and 'role="alert"' not in tag]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_every_refusal_is_an_alert(template: Path) -> None:
    assert not silent(template.read_text(encoding="utf-8"))


def test_a_silent_refusal_is_found() -> None:
    assert silent('<div class="hc-banner hc-bad"><b>{{ refusal.message }}</b></div>')
    assert not silent('<div class="hc-banner hc-bad" role="alert"><b>{{ refusal.message }}</b></div>')
