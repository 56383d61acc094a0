"""What a line of the journal says of its step: the one place that knows the keys of `MessengerCall.detail`.

A step prints itself by the names of its fields (`planning.steps`); tests/architecture/test_journal.py compares the two.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import BigIntegerField, F, Q
from django.db.models.functions import Cast

APPOINTS, DEPRIVES = "GrantAdmin", "RevokeAdmin"  # steps that give a person rights, and take them
PERSON, OWNER, PERIOD = "person", "owner", "period_id"  # of the step: about whom, who owns the chat then, which period
ACCOUNT_PATH = f"detail__{PERSON}__user_id"


def account(calls: str = "") -> Cast:
    """The account that a line is about, as a number; `calls` is the way to the lines from another table."""
    return Cast(F(f"{calls}__{ACCOUNT_PATH}" if calls else ACCOUNT_PATH), BigIntegerField())


def about(accounts: Collection[int | None]) -> Q:
    return Q(**{f"{ACCOUNT_PATH}__in": list(accounts)})


def of_period(period_id: int | None) -> Q:
    return Q(**{f"detail__{PERIOD}": period_id})


def without_people(detail: Mapping[str, Any], words: Mapping[str, str], other: str) -> dict[str, Any]:
    """The detail with a word for each person, without name and account."""
    return {
        key: {"user_id": 0, "name": words.get(key, other)} if isinstance(value, dict) else value
        for key, value in detail.items()
    }
