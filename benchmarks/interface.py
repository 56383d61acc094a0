"""The REST interface with a million houses: pages of a hundred rows as a program of every region reads them.

The whole answer is measured, token and log included, through Django's own stack in this process, beside a bare
statement for the same rows. The 5,000th page is reached by following cursors, as a program does.
"""

from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from benchmarks import country, judgement
from benchmarks.judgement import Bar, say
from benchmarks.rounds import median_ms
from supervision.actions import programs
from supervision.enums import ApiScope
from supervision.models import Region

HOUSES, QUICK_HOUSES = 1_000_000, 5_000
ROUNDS, QUICK_ROUNDS = 31, 3
PAGE_MS, DEEP_TIMES = 50.0, 1.5
ROWS, STRIDE, DEEP_PAGE = 100, 500, 5_000
LISTS = {"houses": "house", "chats": "chat", "management-periods": "managementperiod"}
DEEP = "houses"


def measure(folder: Path, *, data: Path, port: int, quick: bool) -> list[Bar]:
    houses, rounds = (QUICK_HOUSES, QUICK_ROUNDS) if quick else (HOUSES, ROUNDS)
    say(f"{houses:,} houses over all regions")
    say(f"  written in {country.fill(houses):.0f} s")
    program = _program()
    bars: list[Bar] = []
    first = {name: median_ms(lambda name=name: _get(program, _first(name)), rounds) for name in LISTS}  # type: ignore[misc]
    for name, milliseconds in first.items():
        bare = median_ms(lambda name=name: _bare(LISTS[name]), rounds)  # type: ignore[misc]
        say(f"  {name}: {milliseconds:.1f} ms, the bare statement {bare:.1f} ms, {milliseconds / bare:.1f} times")
        bars.append(judgement.at_most(f"interface, {ROWS} {name}: median", milliseconds, PAGE_MS, " ms"))
    page = DEEP_PAGE * houses // HOUSES
    address = _deep(program, page)
    deep = median_ms(lambda: _get(program, address), rounds)
    again = median_ms(lambda: _get(program, _first(DEEP)), rounds)  # in the same minute: the machine's mood is the same
    say(f"  {DEEP}, page {page:,}: {deep:.1f} ms, the first {again:.1f} ms")
    return [*bars, judgement.at_most(f"interface, page {page:,} against the first", deep / again, DEEP_TIMES, " times")]


def _program() -> Client:
    by = User.objects.get_or_create(username="benchmark-interface")[0]
    made, secret = programs.create(
        name="benchmark", regions=list(Region.objects.all()), scopes=list(ApiScope), requests_per_minute=100_000, by=by
    )
    form = {"grant_type": "client_credentials", "client_id": made.client_id, "client_secret": secret}
    token = Client(SERVER_NAME="localhost").post("/api/token/", form).json()["access_token"]
    return Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {token}"})


def _first(name: str) -> str:
    return f"/api/v1/{name}/?page_size={ROWS}"


def _get(program: Client, address: str) -> Any:
    answer = program.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return answer.json()


def _deep(program: Client, page: int) -> str:
    """The address of the page; what is passed over is asked for in larger pages, of keys only."""
    address = f"/api/v1/{DEEP}/?page_size={STRIDE}&fields=id"
    for _page in range((page - 1) * ROWS // STRIDE):
        address = _get(program, address)["next"]
    return (
        address.replace(f"page_size={STRIDE}", f"page_size={ROWS}").replace("&fields=id", "").replace("fields=id&", "")
    )


def _bare(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM supervision_{table} ORDER BY id LIMIT {ROWS}")  # our own names
        cursor.fetchall()
