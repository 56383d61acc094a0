"""Documents name what exists; decisions are numbered once and name what was rejected; nothing speaks of its making."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, modules, texts

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
DECISIONS = sorted(ROOT.glob("docs/adr/*.md"))
LONGEST_DECISION = 60
FOLDERS = r"(?:docs|supervision|housechats|tests|benchmarks|templates|locale|\.ci)"
PATH = re.compile(rf"(?<![\w/.-])({FOLDERS}/[\w./-]*\w)")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
# paths of the machine on which somebody worked, and marks of unfinished or borrowed text
FOREIGN = ("/" + "work/", "/" + "tmp/", "/" + "home/", "co-" + "authored-by", "language " + "model", "FIX" + "ME",
           "TO" + "DO:", "as an " + "assistant")  # fmt: skip


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def exists(named: str) -> bool:
    """A path, or the beginning of exactly one (`docs/adr/0005`)."""
    return (ROOT / named).exists() or len(list(ROOT.glob(f"{named}*"))) == 1


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_path_in_a_document_exists(document: Path) -> None:
    words = document.read_text(encoding="utf-8")
    missing = [path for path in PATH.findall(words) if not exists(path)]
    missing += [link for link in LINK.findall(words) if not (document.parent / link).exists()]
    assert not missing, missing


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_make_target_in_a_document_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", document.read_text(encoding="utf-8"))) <= targets


def test_every_decision_that_code_names_is_written_down() -> None:
    for module in modules():
        for text, line in texts(module):
            for number in re.findall(r"docs/adr/(\d{4})", text):
                assert list(ROOT.glob(f"docs/adr/{number}-*.md")), f"{module.name}:{line} names {number}"


def test_decisions_are_numbered_once() -> None:
    numbers = [path.name[:4] for path in DECISIONS]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("decision", DECISIONS, ids=name)
def test_a_decision_is_short_and_names_what_it_rejected(decision: Path) -> None:
    words = decision.read_text(encoding="utf-8")
    assert len(words.splitlines()) <= LONGEST_DECISION
    for heading in ("## Context", "## Decision", "## Rejected", "## Consequences"):
        assert heading in words, heading
    assert int(words.removeprefix("# ").split(".")[0]) == int(decision.name[:4])


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / each for each in listed.stdout.decode().split("\0") if each and (ROOT / each).is_file()]


def test_no_file_speaks_of_the_machine_it_was_written_on() -> None:
    found = []
    for path in tracked_files():
        try:
            words = path.read_text(encoding="utf-8").lower()
        except UnicodeDecodeError:
            continue  # a picture or an archive
        found += [f"{name(path)}: {foreign}" for foreign in FOREIGN if foreign.lower() in words]
    assert not found, found
