"""How a person likes the lists: narrowings kept by name, shared within a region, and columns left out."""

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from supervision import access, audit
from supervision.errors import Forbidden, Refused
from supervision.models import HiddenColumns, Region, SavedFilter
from supervision.models.list_habits import LONGEST_NAME, LONGEST_QUERY

MOST_KEPT = 50  # own ones of a list, and as many shared ones: more would be no help
NOT_KEPT = {"p", "_popup", "_to_field", "e"}  # where one was in the list, not how it was narrowed


def keep(*, list_name: str, name: str, query: str, by: User, region: Region | None = None) -> SavedFilter:
    """Under its name, in the place of what it named before. With a `region` for everybody who works there.

    Raises Forbidden where the name is a shared one of somebody else's; only a head changes that, and it stays theirs.
    """
    name = " ".join(name.split())
    query = urlencode([(key, value) for key, value in parse_qsl(query) if key not in NOT_KEPT])
    if not name or not query:
        raise Refused(_("Narrow the list first, then give the narrowing a name."))
    if len(name) > LONGEST_NAME or len(query) > LONGEST_QUERY:
        raise Refused(_("At most %(most)d characters.") % {"most": LONGEST_NAME})
    if region is None:
        access.ask("filter.kept", by, None)  # how somebody arranges the own lists is nobody else's business
        return _store(list_name, name, query, by, None)
    with audit.event("filter.shared", by=by, region=region, details={"list": list_name, "name": name}):
        return _store(list_name, name, query, by, region)


def _store(list_name: str, name: str, query: str, by: User, region: Region | None) -> SavedFilter:
    place = {"region": region} if region else {"region": None, "user": by}
    others = SavedFilter.objects.filter(list_name=list_name, **place).exclude(name=name)
    if others.count() >= MOST_KEPT:
        raise Refused(_("There are %(most)d saved filters already. Remove one first.") % {"most": MOST_KEPT})
    former = SavedFilter.objects.filter(list_name=list_name, name=name, **place).first()
    if former is not None:
        _refuse_others(former, by)
    kept, _is_new = SavedFilter.objects.update_or_create(
        list_name=list_name, name=name, **place, defaults={"query": query}, create_defaults={"query": query, "user": by}
    )
    return kept


def remove(kept: SavedFilter, *, by: User) -> None:
    """One's own; a shared one by whoever shared it, or by the head."""
    _refuse_others(kept, by)
    if kept.region is None:
        access.ask("filter.kept", by, None)
        SavedFilter.objects.filter(pk=kept.pk).delete()
        return
    details = {"list": kept.list_name, "name": kept.name}
    with audit.event("filter.unshared", by=by, region=kept.region, details=details):
        SavedFilter.objects.filter(pk=kept.pk).delete()


def _refuse_others(kept: SavedFilter, by: User) -> None:
    if kept.user_id != by.pk and (kept.region is None or not access.can_manage(by, kept.region)):
        raise Forbidden(_("A shared filter is changed or removed by whoever shared it, or by the head of the region."))


def leave_out(*, list_name: str, names: Iterable[str], by: User) -> None:
    """The columns that the person does not want to see of the list; none: all are shown."""
    access.ask("columns.chosen", by, None)
    hidden = sorted(set(names))
    if hidden:
        HiddenColumns.objects.update_or_create(user=by, list_name=list_name, defaults={"names": hidden})
    else:
        HiddenColumns.objects.filter(user=by, list_name=list_name).delete()
