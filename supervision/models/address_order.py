"""The order of addresses as people read them, house 2 before house 10: derived and sorted by in the database."""

from django.db.models import Func, TextField


class AddressOrder(Func):
    """The beginning of an address, small, ё as е, each number filled up with zeros. Immutable, so it can be stored.

    Compared byte by byte: а to я stand in a row there, on every machine and in every version of its libraries alike.
    """

    template = (
        "left(regexp_replace(regexp_replace(lower(translate(%(expressions)s, 'ёЁ', 'ее')), "
        "'([0-9]+)', '0000000\\1', 'g'), '0*([0-9]{8})', '\\1', 'g'), 300)"
    )
    output_field = TextField(db_collation="C")
    arity = 1
