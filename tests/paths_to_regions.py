"""How a row of a model leads to its region: along which foreign keys."""

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db.models import ForeignKey, Model, OneToOneField

from supervision.models import Region


def paths_to_region(model: type[Model], deep: int = 0) -> Iterator[str]:
    """`region`, `chat__region`, ..., the shortest first as far as the models have one."""
    if model is Region:
        yield "pk"
        return
    relations = [each for each in model._meta.concrete_fields if isinstance(each, ForeignKey | OneToOneField)]
    yield from (each.name for each in relations if each.related_model is Region)
    for each in relations if deep < 3 else ():
        if each.related_model not in (User, Region, model):
            yield from (f"{each.name}__{path}" for path in paths_to_region(each.related_model, deep + 1))
