"""A person is taken out of texts and JSON by what they are known by, and nothing else is."""

from typing import Any

import pytest

from supervision.retention.person_words import Known, could_be_left

KNOWN = Known(
    "55",
    {"Иванова Анна": "№ 7", "ivanova": "former-3", "ann": "former-4", "7": "former-5"},
    frozenset({770_100_001, 12}),
)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Дом ведёт Иванова Анна (ivanova)", "Дом ведёт № 7 (former-3)"),
        ("ИВАНОВА АННА", "№ 7"),
        ("Иванова Аннабель, ivanova2", "Иванова Аннабель, ivanova2"),
        ("ann", "former-4"),
        ("by ann, and 7", "by ann, and 7"),
        ("7", "7"),
        ("счёт 770100001, не 1770100001", "счёт 0, не 1770100001"),
        ({"login": "ivanova", "of": ["Иванова Анна", 770_100_001, 12, 7, True]},
         {"login": "former-3", "of": ["№ 7", 0, 12, 7, True]}),
        ({"ivanova": None}, {"former-3": None}),
    ],
)  # fmt: skip
def test_what_is_left(said: Any, left: Any) -> None:
    assert KNOWN.left_of(said) == left
    assert could_be_left(left, said)


def test_of_nobody_everything_is_left() -> None:
    assert Known("55").left_of({"a": "Иванова"}) == {"a": "Иванова"}


@pytest.mark.parametrize(
    ("now", "before", "could"),
    [
        ("Акт", "Акт", True),
        ("Акт", "Другой", False),
        ("№ 7", "Иванова Анна", True),
        ("Акт № 7, 2026", "Акт Иванова Анна, 2026", True),
        ("Акт № 7, 2026", "Акт Иванова Анна, 2025", False),
        ("Акт № 7, 0 и 0", "Акт Иванова Анна, 770100001 и 770100002", True),
        ("Акт № 7, 0", "Акт Иванова Анна, 77", False),
        ("former-3 и № 7", "ivanova@example.ru и Иванова", True),
        ("Акт № 7", "Акт № 7", True),
        ("№ 7", "Слово " * 100, False),
        (0, 770_100_001, True),
        (0, 77, False),
        (1, 770_100_001, False),
        (0, False, False),
        (None, "Иванова", False),
        (["№ 7", 1], ["Иванова", 1], True),
        (["№ 7"], ["Иванова", 1], False),
        ({"a": "№ 7", "b": 2}, {"a": "Иванова", "b": 2}, True),
        ({"a": "№ 7", "b": 2}, {"a": "Иванова", "b": 3}, False),
        ({"№ 7": 1}, {"Иванова": 1}, True),
        ({"№ 7": 1}, {"Иванова": 2}, False),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ({"a": 1, "b": 2}, {"a": 1}, False),
    ],
)
def test_what_could_be_left_of_what(now: object, before: object, could: bool) -> None:
    assert could_be_left(now, before) is could
