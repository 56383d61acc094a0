"""What only one process does at a time: taken by one connection, it is taken for every other, and then free again."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from django.db import connection, transaction

from supervision import locks

pytestmark = pytest.mark.django_db(transaction=True)
ASK = "SELECT pg_try_advisory_lock(hashtextextended(%s, %s))"
GIVE_BACK = "SELECT pg_advisory_unlock(hashtextextended(%s, %s))"


class Other:
    """Another process, as PostgreSQL sees it."""

    def __init__(self, cursor: Any) -> None:
        self.cursor = cursor

    def takes(self, name: str, number: int = 0) -> bool:
        self.cursor.execute(ASK, [name, number])
        (taken,) = self.cursor.fetchone()
        return bool(taken)

    def could_take(self, name: str, number: int = 0) -> bool:
        taken = self.takes(name, number)
        if taken:
            self.cursor.execute(GIVE_BACK, [name, number])
        return taken


@pytest.fixture
def other() -> Iterator[Other]:
    with closing(connection.copy()) as copy, copy.cursor() as cursor:
        yield Other(cursor)


def test_the_first_free_number_is_held_for_the_block_and_no_longer(other: Other) -> None:
    assert other.takes("push 55", 0)
    with locks.first_free("push 55", (0, 1)) as taken:
        assert taken == 1
        assert not other.could_take("push 55", 1)
        assert other.could_take("push 77", 1)
        with locks.first_free("push 55", (0,)) as none:
            assert none is None
    assert other.could_take("push 55", 1)


def test_a_lock_is_given_back_when_the_block_fails(other: Other) -> None:
    with pytest.raises(ValueError, match="broken"), locks.first_free("outgoing webhooks"):
        raise ValueError("broken")
    assert other.could_take("outgoing webhooks")


def test_a_lock_of_a_transaction_ends_with_it(other: Other) -> None:
    with transaction.atomic():
        assert locks.until_commit("import", 55)
        assert not other.could_take("import", 55)
    assert other.takes("import", 55)
    with transaction.atomic():
        assert not locks.until_commit("import", 55)
