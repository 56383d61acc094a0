"""How much may change without a named person's approval."""

import pytest

from supervision.planning import limits


@pytest.mark.parametrize(
    ("chats", "percent", "most"),
    [
        (0, 30, 50),  # below fifty a share says nothing
        (100, 30, 50),
        (166, 30, 50),
        (170, 30, 51),
        (1000, 30, 300),
        (1000, 1, 50),
        (31825, 30, 9547),
        (1000, 100, 1000),
    ],
)
def test_a_share_of_the_chats_may_change_but_fifty_always(chats: int, percent: int, most: int) -> None:
    assert limits.most_changes(chats, percent) == most


def test_up_to_the_limit_nothing_is_refused() -> None:
    assert limits.refusal(300, 1000, 30) == ""


def test_a_refusal_names_the_figures_and_says_what_to_do() -> None:
    words = limits.refusal(301, 1000, 30)
    assert "301" in words
    assert "1000" in words
    assert "30 %" in words
    assert "«Одобрить»" in words
    assert "--approve" not in words


def test_of_a_hundred_chats_sixty_are_too_many() -> None:
    assert limits.refusal(50, 100, 30) == ""
    assert limits.refusal(60, 100, 30)
