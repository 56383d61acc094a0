"""Documents, docstrings and comments name what exists; decisions are numbered once and name what was rejected; nothing
speaks of its making."""

import ast
import io
import re
import subprocess
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, modules, texts

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
DECISIONS = sorted(ROOT.glob("docs/adr/*.md"))
LONGEST_DECISION = 60
FOLDERS = r"(?:docs|supervision|housechats|tests|benchmarks|templates|locale|deploy|\.ci)"
PATH = re.compile(rf"(?<![\w/.-])({FOLDERS}/[\w./-]*\w)")
QUOTED = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
FILE_OF_OURS = re.compile(r"(?:\w+/)*\w+\.(?:py|md)")
# in code a file is named without backticks too: titles.py
BARE_FILE = re.compile(r"(?<![\w/.`*-])((?:\w+/)*\w+\.(?:py|md))\b")
# papers from which this was planned, and numbers of tasks: whoever takes the code over has none of them
PAPERS = re.compile(r"\b(?:MAX_API|DOMAIN|ARCHITECTURE|REDESIGN)\b|\b[Ii]ssue #?\d+|(?<!\w)#\d+\b")
# `outbox.mark`, `Chat.spec_version`; `SyncRequest`; `mark_many`, `TRUST_HOURS`
DOTTED = re.compile(r"([A-Za-z_]\w*)\.([A-Za-z_]\w*)(?:\(.*\))?")
WORD = re.compile(r"([a-z][a-z0-9]*(?:_[a-z0-9]+)+|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|(?:[A-Z][a-z0-9]+){2,})(?:\(.*\))?")
CODE = {".py", ".html", ".js", ".mjs", ".yaml", ".toml", ".ini", ".txt", ".sh", ".css", ""}
# of other people's programs, or of what was rejected
NOT_OURS = {
    "ChatMembersList", "btree_gist", "get_server", "import_licences", "import_stock", "next_day", "next_target",
    "rate_limit", "pg_upgrade", "reject_on_worker_lost", "search_path", "API_LOG_KEEP_DAYS",
}  # fmt: skip
OF_EVERY_MODEL = {"objects", "pk", "id"}
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


@cache
def words_of_code() -> frozenset[str]:
    """Every name and every word of a text in what is no document."""
    found: set[str] = set()
    for path in tracked_files():
        if path.suffix in CODE and path.name != "test_documents.py":
            found |= set(re.findall(r"[A-Za-z_]\w*", path.read_text(encoding="utf-8")))
    return frozenset(found)


@cache
def texts_of_code() -> frozenset[str]:
    return frozenset(text for module in modules() for text, _line in texts(module))


@cache
def defined() -> dict[str, set[str]]:
    """What each module and each class of ours holds, by its own name: `outbox` and `Chat` as documents call them."""
    found: dict[str, set[str]] = defaultdict(set)
    for module in modules():
        last = module.name.rsplit(".", 1)[-1]
        found[last] |= set(_names_in(module.tree))
        if "." in module.name:
            found[module.name.split(".")[-2]].add(last)
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                found[node.name] |= {*_names_in(node), *(ast.unparse(base) for base in node.bases)}
    return found


def _names_in(node: ast.Module | ast.ClassDef) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, (ast.FunctionDef, ast.ClassDef)):
            yield each.name
        elif isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            yield each.id
        elif isinstance(each, ast.alias):
            yield (each.asname or each.name).split(".")[-1]


def is_code_of_ours(quoted: str) -> bool:
    """Whether what looks like code in backticks exists; what does not look so is passed over."""
    if FILE_OF_OURS.fullmatch(quoted):
        return any(f"/{name(path)}".endswith(f"/{quoted}") for path in tracked_files())
    if (dotted := DOTTED.fullmatch(quoted)) and dotted[1] in defined():
        known = defined()[dotted[1]] | OF_EVERY_MODEL
        # names of events look the same: `chat.frozen`
        return dotted[2] in known or quoted in texts_of_code()
    if word := WORD.fullmatch(quoted):
        return word[1] in words_of_code() | NOT_OURS
    return True


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_name_of_code_in_a_document_exists(document: Path) -> None:
    """Modules, classes, functions and settings in backticks."""
    quoted = QUOTED.findall(document.read_text(encoding="utf-8"))
    gone = [words for words in quoted if not is_code_of_ours(words.strip())]
    assert not gone, gone


@cache
def code_in_python() -> tuple[Path, ...]:
    """Migrations are history: they may name what is gone."""
    return tuple(path for path in tracked_files() if path.suffix == ".py" and "migrations" not in path.parts)


def prose_of(source: str) -> Iterator[tuple[int, str]]:
    """Docstrings and comments, each with its line."""
    for node in ast.walk(ast.parse(source)):
        holder = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        if isinstance(node, holder) and (words := ast.get_docstring(node)):
            yield getattr(node, "lineno", 1), words
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def dead_references(words: str) -> list[str]:
    """Paths, files and names of code that do not exist, and papers that are not in the repository."""
    dead = [path for path in PATH.findall(words) if not exists(path)]
    dead += [quoted for quoted in QUOTED.findall(words) if not is_code_of_ours(quoted.strip())]
    dead += [file for file in BARE_FILE.findall(words) if not is_code_of_ours(file)]
    return dead + PAPERS.findall(words)


def test_every_name_in_docstrings_and_comments_exists() -> None:
    gone = [
        f"{name(path)}:{line}: {dead}"
        for path in code_in_python()
        if path.name != "test_documents.py"
        for line, words in prose_of(path.read_text(encoding="utf-8"))
        for dead in dead_references(words)
    ]
    assert not gone, gone


@pytest.mark.parametrize(
    "source",
    [
        '"""Judged elsewhere (`reconcile/nobody.py`)."""',
        'def act():\n    """See supervision/nobody/at_all.py."""',
        "x = 1  # told apart by nobody_at_all.py",
        "x = 1  # as `outbox.mark_nobody` does",
        '"""Entered by people (DOMAIN.md 7)."""',
        "x = 1  # issue 9",
    ],
)
def test_a_dead_name_in_code_is_found(source: str) -> None:
    assert [dead for _line, words in prose_of(source) for dead in dead_references(words)]


@pytest.mark.parametrize(
    "words",
    [
        "imports/facts_of_nobody.py",
        "outbox.mark_nobody",
        "Chat.spec_of_nobody",
        "SyncRequestOfNobody",
        "mark_nobody_at_all",
    ],
)
def test_a_name_that_does_not_exist_is_found(words: str) -> None:
    assert not is_code_of_ours(words)


def test_a_name_said_to_be_of_others_is_none_of_ours() -> None:
    assert not NOT_OURS & words_of_code()


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
    assert re.search(r"^Status: (?:accepted|superseded by docs/adr/\d{4})$", words, re.MULTILINE)
    assert int(words.removeprefix("# ").split(".")[0]) == int(decision.name[:4])


@cache
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
