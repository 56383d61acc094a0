"""axe-core on the page that is open. A finding is forgiven only by name, with its reason."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / ".browser/node_modules/axe-core/axe.min.js"
HEAVY = ("serious", "critical")
# (rule, a part of the element's HTML): why nothing of ours can mend it. All of them are django-unfold's own markup.
FORGIVEN: dict[tuple[str, str], str] = {}


def findings(page: Page) -> list[str]:
    """Serious and critical ones, a line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']} ({violation['help']}): {node['target']} {node['html'][:300]}"
        for violation in result["violations"]
        for node in violation["nodes"]
        if (node["impact"] or violation["impact"]) in HEAVY and not _is_forgiven(violation["id"], node["html"])
    ]


def _is_forgiven(rule: str, html: str) -> bool:
    return any(rule == forgiven and part in html for forgiven, part in FORGIVEN)
