"""Examples of requests and answers for OpenAPI, an operation each, as the portal gave them in a region of a test.

They lie in example_answers.json: `request` the body sent, `answers` by status, `lines`
where it answers with lines. tests/integration/test_api_examples.py
holds them to what the portal answers, and writes them anew.
"""

import json
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).with_suffix(".json")
EXAMPLES: dict[str, dict[str, Any]] = json.loads(RECORDED.read_text(encoding="utf-8"))
JSON, NDJSON = "application/json", "application/x-ndjson"


def tell_examples(operation: dict[str, Any]) -> None:
    """Puts them beside what the operation takes and gives; an example that stands there already stays alone."""
    recorded = EXAMPLES.get(operation["operationId"], {})
    if "request" in recorded:
        for content in operation["requestBody"]["content"].values():
            if "examples" not in content:
                content["example"] = recorded["request"]
    for part, kind in (("answers", JSON), ("lines", NDJSON)):
        for status, told in recorded.get(part, {}).items():
            operation["responses"][status]["content"][kind]["example"] = told
