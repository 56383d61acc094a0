"""The schema pleases the linters that integrators use: no finding of any rule that is not off with its reason.

Rules: redocly.yaml, spectral.yaml. The schema is the one that `generate` has just written.
"""

import os
import re
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
INSTALLED = HERE.parents[1] / ".api"
TOOLS = INSTALLED / "linters" / "node_modules" / ".bin"
SECONDS = 600
LINTERS = {
    "redocly": ("lint", "--config", "redocly.yaml", "--max-problems", "1000", "--format", "stylish"),
    "spectral": ("lint", "--ruleset", "spectral.yaml", "--fail-severity", "hint"),
}


@pytest.mark.skipif(not TOOLS.exists(), reason="npm was not there when .api was installed")
@pytest.mark.parametrize("linter", LINTERS)
def test_the_schema_has_no_findings(linter: str) -> None:
    command = [str(TOOLS / linter), *LINTERS[linter], str(INSTALLED / "schema.json")]
    quiet = {**os.environ, "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    done = subprocess.run(command, cwd=HERE, env=quiet, capture_output=True, text=True, timeout=SECONDS)
    found = done.stdout + done.stderr
    assert done.returncode == 0, found
    assert not re.search(r"\d+ warning", found), found  # Redocly calls a schema with warnings valid
