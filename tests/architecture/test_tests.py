"""What the tests keep to: one way for a person to sit before the portal, and suites that are told as they are run."""

import ast
import re
from pathlib import Path

from tests.architecture.source import ROOT

SIGNS_IN = {
    "browsing.py",
    "browser/scene.py",  # run by the portal's own shell, which has no tests at hand
}
IN_CI = re.compile(r"\bCI\b")


def test_one_helper_signs_people_in() -> None:
    tests = ROOT / "tests"
    found = {
        str(path.relative_to(tests))
        for path in tests.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "force_login"
    }
    assert found == SIGNS_IN


def targets(text: str) -> set[str]:
    """As they are called, with what is given to them left out."""
    return set(re.findall(r"make ([a-z][a-z-]*)", text))


def suites() -> dict[str, str]:
    """Of the table in CONTRIBUTING.md: what the first cell calls, and the last one, which says when."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text.split("## The suites")[1].split("\n## ")[0]
    rows = [line.strip("|").split(" | ") for line in table.splitlines() if line.startswith("| `")]
    return {row[0].strip(): row[-1].strip(" |") for row in rows}


def test_the_table_of_suites_says_what_ci_runs() -> None:
    run = [line.partition(" #")[0] for line in (ROOT / ".ci/run").read_text().splitlines() if not line.startswith("#")]
    ran = targets("\n".join(line for line in run if line.startswith("make ")))
    told = set().union(*(targets(called) for called, when in suites().items() if IN_CI.search(when)))
    assert ran == told


def test_the_table_of_suites_says_what_the_nights_run() -> None:
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    nightly = made.split("\nnightly:")[1].split("\n\n")[0]
    ran = set(re.findall(r"\$\(MAKE\)(?: -\S+)* ([a-z][a-z-]*)", nightly)) | targets(nightly)
    told = {each for called, when in suites().items() if "nightly" in when for each in targets(called + when)}
    assert ran - {"nightly"} <= told


def test_every_suite_in_the_table_is_a_target() -> None:
    known = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set().union(*map(targets, suites())) <= known


def test_only_a_redis_of_its_own_is_set_otherwise() -> None:
    """Several processes of tests share one server: what one sets, all of them find."""
    texts = {path: path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")}
    texts.pop(Path(__file__))
    setting = {path.name for path, text in texts.items() if re.search(r"config_set\(|flushall\(", text)}
    assert setting
    assert setting <= {path.name for path, text in texts.items() if "with ValkeyServer()" in text}
