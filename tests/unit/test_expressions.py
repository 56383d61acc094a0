"""Every regular expression of the portal, found in the code, on texts made to hurt it: twice the text, twice the time.

Measured in the process's own time, so that a busy machine does not matter; doubled until there is something to measure.
"""

import ast
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from importlib import import_module
from itertools import product
from typing import Any

import pytest

from housechats import logs
from supervision.models import address_search, word_search
from supervision.registry import address_text, normalise, pasted
from tests.architecture.source import modules, within

SIGNS = ("-", " ", ".", "_", "1", "а", "a", "<", '"', "\n", "О")
PAIRS = ("а-", "а ", "1 ", "а.", "1-", "а1", "1а", " .")
WORDS = ("край ", "1 к ", "ОЖФ ", "<c ", " r ", "а.а ", "1-а ", "ая ", "https://max.ru/join/", "кв-л ")
OF_LOGS = ("token ", "token=", "bearer ", "/company/", "\nDETAIL: ")
HEADS, TAILS = ("", "1", "ОЖФ ", "1 к"), ("", "!", "\n")
LAST = 8000
ENOUGH = 3  # texts to see what hurts
ALLOWED = 0.02  # seconds for LAST signs; a linear expression takes a thousandth of it
ANCHORED = {"match", "fullmatch", "pattern"}
Asked = tuple["re.Pattern[Any]", bool]  # and whether it is asked of the text's beginning only
OF_ASKED = ("match", "search", "fullmatch", "findall", "finditer", "sub", "split")


def is_ours(name: str) -> bool:
    return within(name, "supervision") or within(name, "housechats")


@cache
def ways() -> dict[str, set[str]]:
    """By name of a pattern: how the portal asks it, `NAME.fullmatch(...)` and so on."""
    found = defaultdict[str, set[str]](set)
    for module in modules():
        if is_ours(module.name):
            for node in ast.walk(module.tree):
                if isinstance(node, ast.Attribute):
                    for name in (getattr(node.value, "id", ""), getattr(node.value, "attr", "")):
                        found[name].add(node.attr)
    return found


def compiled() -> Iterator[tuple[str, Asked]]:
    """Patterns that a module of the portal holds under a name."""
    for module in modules():
        if is_ours(module.name) and ".management" not in module.name and "re.compile" in module.path.read_text():
            found = import_module(module.name)
            for name, value in vars(found).items():
                if isinstance(value, re.Pattern):
                    yield f"{module.name}.{name}", (value, ways()[name] <= ANCHORED)


def written_in_place() -> Iterator[tuple[str, Asked]]:
    """Patterns as `re.sub("...", ...)` writes them in the midst of the code."""
    for module in modules():
        if not is_ours(module.name):
            continue
        for node in ast.walk(module.tree):
            is_asked = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if is_asked and getattr(node.func.value, "id", "") == "re" and node.func.attr in OF_ASKED:  # type: ignore[attr-defined]
                pattern = node.args[0]  # type: ignore[attr-defined]
                if isinstance(pattern, ast.Constant):
                    found = re.compile(pattern.value)
                    yield f"{module.name}:{node.lineno}", (found, node.func.attr in ANCHORED)  # type: ignore[attr-defined]


PATTERNS = dict((*compiled(), *written_in_place()))
FUNCTIONS: dict[str, Callable[[str], object]] = {
    "comparable": normalise.comparable.__wrapped__,
    "clean": normalise.clean,
    "organisation_name": normalise.organisation_name,
    "organisation_kind": normalise.organisation_kind,
    "take_apart": address_text.take_apart,
    "pasted": pasted.read,
    "address_question": address_search.address_question,
    "question": word_search.question,
    "without_secrets": logs.without_secrets,
    "impersonal": logs.impersonal,
}


def texts(size: int) -> Iterator[str]:
    for piece in (*SIGNS, *PAIRS, *WORDS, *OF_LOGS):
        body = piece * (size // len(piece))
        for head, tail in product(HEADS, TAILS):
            yield f"{head}{body}{tail}"


def seconds(act: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    with suppress(ValueError):  # a sentence for people is an answer
        act(text)
    return time.process_time() - began


def grows_too_fast(act: Callable[[str], object]) -> list[str]:
    """Texts on which it takes longer than ALLOWED at LAST signs; a slow one is not waited for to the end."""
    slow = []
    for makes in zip(*(texts(size) for size in (1000, LAST)), strict=True):
        for text in makes:
            if seconds(act, text) > ALLOWED and min(seconds(act, text) for _again in range(3)) > ALLOWED:
                slow.append(f"{text[:12]!r}… of {len(text)} signs")
                break
        if len(slow) == ENOUGH:
            break
    return slow


def asked(pattern: "re.Pattern[Any]", *, at_the_start: bool = False) -> Callable[[str], object]:
    """As the portal asks it: of the text's beginning or whole only, or wherever it is found."""

    def act(text: str) -> object:
        sent: Any = text.encode() if isinstance(pattern.pattern, bytes) else text
        pattern.fullmatch(sent)
        return None if at_the_start else sum(1 for _found in pattern.finditer(sent))

    return act


def test_the_expressions_are_found() -> None:
    assert len(PATTERNS) > 40
    assert {"supervision.registry.normalise.BETWEEN_WORDS", "housechats.logs.WORDS_OF_PEOPLE"} <= PATTERNS.keys()


def test_an_expression_that_hurts_is_seen() -> None:
    assert grows_too_fast(asked(re.compile(r"[\W_]+(?<!-)|(?<!\d)-|-(?!\d)")))


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_no_expression_grows_faster_than_its_text(name: str) -> None:
    pattern, at_the_start = PATTERNS[name]
    assert grows_too_fast(asked(pattern, at_the_start=at_the_start)) == []


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_nor_what_is_made_of_them(name: str) -> None:
    assert grows_too_fast(FUNCTIONS[name]) == []
