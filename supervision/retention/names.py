"""What stands in the place of a name when the person is not to be recognised any more: the number of the record."""

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

FORMER_LOGIN = "former-"


def unrecognisable(key: str = "pk") -> Concat:
    """The text of the record whose number stands in the column `key`."""
    return Concat(Value("№ "), Cast(F(key), CharField()), output_field=CharField())


def former_login(key: str = "pk") -> Concat:
    return Concat(Value(FORMER_LOGIN), Cast(F(key), CharField()), output_field=CharField())
