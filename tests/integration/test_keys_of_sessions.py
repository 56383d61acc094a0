"""The key that a browser comes in by stands in no table, and nothing that stands there is one."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.urls import reverse

from supervision.signin.sealed_sessions import ROW_KEY
from tests.doors import at_the_door, is_in
from tests.integration.test_all_or_nothing import TABLES
from tests.integration.test_stored_sessions import entered, root

__all__ = ["root"]
pytestmark = pytest.mark.filterwarnings("ignore:No directory at", "ignore::DeprecationWarning")
ROWS = 'SELECT to_jsonb(kept) FROM "{table}" kept'


def test_whoever_reads_the_database_comes_in_by_no_value_in_it(root: User) -> None:
    """As the key in the cookie; nor do they end the session so."""
    browser, other = entered(root), entered(root)
    texts = set[str]()
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(ROWS.format(table=table))
            texts |= {text for (row,) in cursor.fetchall() for text in words(json.loads(row))}
    assert len([text for text in texts if len(text) == ROW_KEY]) >= 2  # of these two, at least
    keys = [browser.session.session_key, other.session.session_key]
    assert not [text for text in texts if any(key in text for key in keys)]
    for text in sorted(text for text in texts if re.fullmatch(r"[\w=.:-]{20,200}", text, re.ASCII)):
        thief = at_the_door()
        thief.cookies["sessionid"] = text
        assert not is_in(thief), text
        thief.post(reverse("account_logout"))
    assert is_in(browser) and is_in(other)


def words(value: Any) -> Iterator[str]:
    """Every text within what JSON says."""
    if isinstance(value, dict):
        yield from (text for each in value.values() for text in words(each))
    elif isinstance(value, list):
        yield from (text for each in value for text in words(each))
    elif isinstance(value, str):
        yield value
