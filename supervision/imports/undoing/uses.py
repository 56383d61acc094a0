"""What else names a row, so that it cannot go: asked of every table that has such a column, also of those to come."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from supervision.models import Chat

Chosen = Mapping[type[Model], Set[int]]
Values = Mapping[str, Any]
Then = Mapping[type[Model], Mapping[int, Values]]
CARRIED = ("syncrequest", "chatmember")  # go with their chat and say nothing of their own


def names_of(model: type[Model]) -> Iterator[Any]:
    """The columns of other tables that name a row of this one, as foreign keys; histories keep theirs."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or not (relation.one_to_many or relation.one_to_one):
            continue
        related: Any = relation.related_model
        kept = {field.name for field in related._meta.fields}
        if related._meta.model_name not in CARRIED and "pgh_id" not in kept and not related._meta.proxy:
            yield relation.field  # type: ignore[union-attr]


def in_use(gone: Chosen, renamed: Then) -> dict[type[Model], dict[int, str]]:
    """Of rows that are to go those that something names that stays, with what names them, in words.

    `renamed`: rows that are to be otherwise, with their values then.
    """
    found: dict[type[Model], dict[int, str]] = defaultdict(dict)
    for model, numbers in gone.items():
        for field in names_of(model) if numbers else ():
            for pk, words in _named_by(field, numbers, gone, renamed):
                found[model].setdefault(pk, words)
    return found


def _named_by(field: Any, numbers: Set[int], gone: Chosen, renamed: Then) -> Iterator[tuple[int, str]]:
    related = field.model
    going, then = gone.get(related, frozenset()), renamed.get(related, {})
    rows = related._base_manager.filter(**{f"{field.name}__in": numbers}).values_list("pk", field.attname)
    for pk, named in rows.iterator():
        if pk in going or (pk in then and then[pk].get(field.attname) != named):
            continue
        if related is Chat and field.name == "announced_period":
            continue  # the residents are told anew
        words = _("something names it: %(what)s № %(number)s")
        yield named, words % {"what": related._meta.verbose_name, "number": pk}
