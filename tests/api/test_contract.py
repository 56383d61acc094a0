"""Whatever schemathesis makes up from the schema is answered as the schema says, to whichever program asks.

What is checked and what is not, with the reasons: schemathesis.toml, hooks.py. CI makes up a sample; WHOLE=1 goes on
from operation to operation and tries each with more, EVERY_BORDER=1 tries every value at every parameter (`make
nightly` has both).
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from portal import Portal

from conftest import TokenOf

HERE = Path(__file__).parent
TOOL = Path(sys.executable).with_name("schemathesis")
WIDE_SECONDS = 3600
IS_WHOLE = os.environ.get("WHOLE") == "1"
EVERY_CASE, MANY_CASES = ("--phases", "examples,coverage,fuzzing"), ("--max-examples", "2")
# The borders of every parameter were tried by the one before: here it is who asks that differs.
SOME_CASES, FEW_CASES = ("--phases", "examples,fuzzing"), ("--max-examples", "1")
if IS_WHOLE:
    EVERY_CASE, MANY_CASES = ("--phases", "examples,coverage,fuzzing,stateful"), ("--max-examples", "6")
    SOME_CASES, FEW_CASES = ("--phases", "examples,fuzzing,stateful"), ("--max-examples", "4")
# Whoever is shut out is refused before anything else is looked at.
ONE_CASE = ("--phases", "fuzzing", "--max-examples", "1")


@pytest.mark.parametrize(
    ("program", "cases"),
    [
        ("everything", EVERY_CASE + MANY_CASES),
        ("reader", SOME_CASES + FEW_CASES),
        ("nameless", SOME_CASES + FEW_CASES),
        ("stranger", SOME_CASES + FEW_CASES),
        ("revoked", ONE_CASE),
    ],
)
def test_every_operation_answers_as_the_schema_says(
    portal: Portal, token_of: TokenOf, program: str, cases: tuple[str, ...]
) -> None:
    command = [str(TOOL), "--config-file", "schemathesis.toml", "run", f"{portal.url}/api/v1/schema/", "--no-color"]
    done = subprocess.run(
        [*command, *cases],
        cwd=HERE,
        env={**os.environ, "API_TOKEN": token_of(program)},
        capture_output=True,
        text=True,
        timeout=WIDE_SECONDS,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
