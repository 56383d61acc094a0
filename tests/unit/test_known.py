"""A person is taken out of texts and JSON by what they are known by, and nothing else is."""

from typing import Any

import pytest

from supervision.retention.known import Known

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


def test_of_nobody_everything_is_left() -> None:
    assert Known("55").left_of({"a": "Иванова"}) == {"a": "Иванова"}
