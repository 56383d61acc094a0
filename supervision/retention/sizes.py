"""How large the tables are, as PostgreSQL counts them: for the page of what is kept how long."""

from dataclasses import dataclass
from functools import cached_property

from django.db import connection

from supervision.retention.terms import TERMS, Term

SIZES = """
    SELECT c.relname, pg_total_relation_size(c.oid), greatest(c.reltuples, 0)::bigint
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname = current_schema()
"""


@dataclass(frozen=True, slots=True)
class Size:
    """`bytes` with indexes; `rows` as of the last ANALYZE of the database."""

    bytes: int = 0
    rows: int = 0

    def __add__(self, other: "Size") -> "Size":
        return Size(self.bytes + other.bytes, self.rows + other.rows)


@dataclass(frozen=True)
class KeptTables:
    """A term and the tables that it speaks of: the histories are many, of one term."""

    terms: tuple[Term, ...]
    size: Size

    @cached_property
    def term(self) -> Term:
        return self.terms[0]


def by_table() -> dict[str, Size]:
    """Every table of the database; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(SIZES)
        return {name: Size(size, rows) for name, size, rows in cursor.fetchall()}


def kept(tables: dict[str, Size]) -> list[KeptTables]:
    """A row a term, in the order of the declaration; of a table with two terms the size stands at both."""
    grouped: dict[str, list[Term]] = {}
    for term in TERMS:
        grouped.setdefault(term.name, []).append(term)
    return [
        KeptTables(tuple(terms), sum((tables.get(term.model._meta.db_table, Size()) for term in terms), Size()))
        for terms in grouped.values()
    ]
