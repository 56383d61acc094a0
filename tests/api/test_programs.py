"""At every operation of the schema, without exception: who may not ask is refused, and in the right words."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from portal import Portal

from conftest import PATIENCE_SECONDS, TokenOf

READS, WRITES = ("get",), ("post", "patch", "put", "delete")


@pytest.fixture(scope="module")
def schema(portal: Portal) -> dict[str, Any]:
    return httpx.get(f"{portal.url}/api/v1/schema/", timeout=PATIENCE_SECONDS).raise_for_status().json()


def operations(schema: dict[str, Any], methods: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Method and address of each that is not open to everybody; rows are those with the number 1."""
    for path, known in schema["paths"].items():
        address = "/".join("1" if part.startswith("{") else part for part in path.split("/"))
        closed = (method for method in known if known[method]["security"] and {} not in known[method]["security"])
        yield from ((method, address) for method in closed if method in methods)


def answers(portal: Portal, token: str, asked: Iterator[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, str]]:
    """Status and kind of the problem, for each operation."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    found = {}
    with httpx.Client(base_url=portal.url, headers=headers, timeout=PATIENCE_SECONDS) as client:
        for method, address in asked:
            answer = client.request(method, address)
            assert answer.headers["Content-Type"] == "application/problem+json", (method, address, answer.text)
            found[method, address] = (answer.status_code, answer.json()["type"].rpartition("/")[2])
    return found


@pytest.mark.parametrize("program", ["revoked", "nobody"])
def test_who_is_not_known_reaches_no_operation(
    portal: Portal, token_of: TokenOf, schema: dict[str, Any], program: str
) -> None:
    token = "" if program == "nobody" else token_of(program)
    found = answers(portal, token, operations(schema, READS + WRITES))
    assert len(found) > 60
    assert set(found.values()) == {(401, "unauthenticated")}


def test_a_program_that_may_only_read_writes_nothing(portal: Portal, token_of: TokenOf, schema: dict[str, Any]) -> None:
    found = answers(portal, token_of("reader"), operations(schema, WRITES))
    assert len(found) > 25
    assert set(found.values()) == {(403, "scope-missing")}
