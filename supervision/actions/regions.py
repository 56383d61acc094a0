"""A region's policy: which houses get chats, how chats look, who may do what in them."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from supervision import audit
from supervision.actions import chats
from supervision.errors import Refused
from supervision.models import Chat, House, Region
from supervision.models.territory import check_template, check_title_template
from supervision.queue import outbox

TEMPLATES = ("title_template", "description_template", "announcement_template", "poster_text")
SCOPE = frozenset({"scope_kinds", "min_flats"})
FEW_HOUSES = 10  # below this a share says nothing
LIMITS = frozenset({"change_limit_percent", "missing_limit_percent"})
PRINTED = frozenset({"body_name", "poster_text"})  # on paper only: no chat looks different
OF_COMING = frozenset({"bound_by", "trusts_mailed_links"})  # how people become known: for whoever answers from now on
POLICY = (
    *("body_name", "scope_kinds", "min_flats", "rights_preset", "unknown_admins", "hand_changes", "handover_days"),
    *("default_inspector", "bound_by", "trusts_mailed_links"),
    *TEMPLATES,
    *sorted(LIMITS),
)


def change_policy(region: Region, values: Mapping[str, Any], *, by: User, reason: str, approved: bool = False) -> int:
    """Stores what differs, opens the chats that the new policy asks for and marks those that may look different now.

    Gives the number of chats marked. How many of them may change at once is the reconciler's limit, as for any change;
    how many houses may leave the scope is the limit of missing houses, as for any file, unless that is `approved`.
    """
    if not reason.strip():
        raise Refused(_("Say why the policy changes: every chat of the region follows it."))
    check_policy(region, values)
    stored = Region.objects.get(pk=region.pk)
    changed = {name: values[name] for name in POLICY if name in values and values[name] != getattr(stored, name)}
    if not changed:
        return 0
    details = {name: [audit.plain(getattr(stored, name)), audit.plain(value)] for name, value in changed.items()}
    with audit.event("region.policy_changed", by=by, reason=reason, region=stored, details=details):
        existing = list(Chat.objects.filter(region=stored).values_list("pk", flat=True))
        scope = House.objects.filter(region=stored).in_scope().values_list("pk", flat=True)
        before = set(scope) if changed.keys() & SCOPE else set()
        Region.objects.filter(pk=stored.pk).update(**changed)
        if before and not approved:
            left = before - set(House.objects.filter(region=stored).in_scope().values_list("pk", flat=True))
            if words := too_many_leave(stored, len(left), len(before)):
                raise Refused(words)
        opened = chats.open_missing(stored)
        return opened + (outbox.mark(existing) if changed.keys() - LIMITS - PRINTED - OF_COMING else 0)


def too_many_leave(region: Region, leaving: int, in_scope: int) -> str:
    """Why so many houses do not lose their chat without an approval, in words; "" where they may."""
    if leaving <= FEW_HOUSES or leaving * 100 <= in_scope * region.missing_limit_percent:
        return ""
    words = _("%(leaving)s of %(total)s houses would leave the scope; the limit of the region is %(percent)s %%.")
    return words % {"leaving": leaving, "total": in_scope, "percent": region.missing_limit_percent}


def check_policy(region: Region, values: Mapping[str, Any]) -> None:
    """Refuses a template with a word that the portal does not know, and an owner from another region."""
    try:
        check_title_template(values.get("title_template", region.title_template))
        for name in values.keys() & set(TEMPLATES):
            check_template(values[name])
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    owner = values.get("default_inspector")
    if owner and owner.region_id != region.pk:
        raise Refused(_("%(name)s works in another region.") % {"name": owner})
