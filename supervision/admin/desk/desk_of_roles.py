"""What the desk adds for a role, in words and with the page behind each line."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision import access, local_time
from supervision.admin.changes import held_changes
from supervision.admin.changes.held_changes import HeldChange
from supervision.admin.links import change_url, list_url
from supervision.enums import Role
from supervision.models import Absence, Chat, Inspector, MessengerAccount, Organisation, SyncRequest, WorkOrder
from supervision.models.region_days import RegionDays
from supervision.reports import desk_of_roles, policy_warnings
from supervision.reports.desk_of_roles import Moved
from supervision.reports.policy_warnings import PolicyGap, PolicyWarning

GAPS = {
    PolicyGap.DEFAULT_OWNER_GONE: gettext_lazy("the default owner has left or is not known in MAX"),
    PolicyGap.PLACES_OF_NOBODY: gettext_lazy("municipalities in no zone, and no default owner: %(n)s"),
    PolicyGap.OUT_OF_SCOPE: gettext_lazy("chats of houses that get none by the policy"),
    PolicyGap.NO_LIMIT: gettext_lazy("a limit of 100 %% stops nothing"),
    PolicyGap.NO_BODY: gettext_lazy("the supervision body has no name: posters speak of it in general words"),
}


@dataclass(frozen=True, slots=True)
class DeskLine:
    """`count` is "" where the line counts nothing; else as many rows as the page at `url` shows."""

    words: str
    url: str
    count: str = ""


@dataclass(frozen=True, slots=True)
class DeskBlock:
    """Lines about one thing; `url` is where all of it is."""

    title: str
    lines: list[DeskLine]
    url: str = ""


@dataclass(frozen=True, slots=True)
class HeldRegion:
    """An approval that is asked for, with the decisions behind it."""

    region: str
    url: str
    changes: list[HeldChange]


def presence(me: Inspector | None) -> list[DeskLine]:
    """That the inspector is away, and for whom they stand in."""
    if me is None:
        return []
    now = desk_of_roles.presence(me)
    own = [DeskLine(_away(now.away), change_url(now.away))] if now.away else []
    words = _("You stand in for %(name)s until %(day)s.")
    others = [
        DeskLine(words % {"name": each.inspector, "day": _until(each)}, change_url(each)) for each in now.stands_in
    ]
    return own + others


def approvals(request: HttpRequest, accounts: list[MessengerAccount]) -> list[HeldRegion]:
    """For those who may approve: who asks for what, and why."""
    mine = [one for one in accounts if one.held_reason and access.can_manage(request.user, one.region)]
    return [HeldRegion(str(one.region), change_url(one), held_changes.of_region(one.region, request)) for one in mine]


def blocks(request: HttpRequest, today: RegionDays) -> list[DeskBlock]:
    """Those of the reader's roles that have something to say."""
    user, held = request.user, access.roles(request.user)
    found: list[DeskBlock] = [_policy(user, today)] if Role.HEAD.value in held else []
    if held & {Role.HEAD.value, Role.ADMINISTRATOR.value}:
        found += [_laggards(user), _without_licence(user, today)]
    if Role.ADMINISTRATOR.value in held:
        found.append(_standstills(user))
    if held & {Role.ANALYST.value, Role.ADMINISTRATOR.value}:
        found += _of_country(user)
    return [block for block in found if block.lines]


def _policy(user: Any, today: RegionDays) -> DeskBlock:
    found = policy_warnings.warnings(user, today)
    lines = [_warning(each) for each in found]
    return DeskBlock(_("The policy leaves this open"), lines, change_url(found[0].region) if found else "")


def _warning(found: PolicyWarning) -> DeskLine:
    words = f"{found.region}: {GAPS[found.gap] % {'n': found.count}}"
    if found.gap is PolicyGap.PLACES_OF_NOBODY:
        return DeskLine(words, reverse("admin:supervision_zone_grid", args=[found.region.pk]))
    if found.gap is PolicyGap.OUT_OF_SCOPE:
        return DeskLine(words, list_url(Chat, state="out_of_scope", region=found.region.pk), str(found.count))
    return DeskLine(words, change_url(found.region))


def _away(absence: Absence) -> str:
    words = _("You are away until %(day)s; %(name)s stands in for you.")
    if absence.substitute is None:
        words = _("You are away until %(day)s; the rules find who owns your chats.")
    return words % {"day": _until(absence), "name": absence.substitute}


def _until(absence: Absence) -> str:
    return f"{absence.until:%d.%m.%Y}" if absence.until else _("further notice")


def _laggards(user: Any) -> DeskBlock:
    lines = [
        DeskLine(
            one.inspector.full_name,
            list_url(WorkOrder, inspector=one.inspector.pk, open="1", age="older"),
            str(one.orders),
        )
        for one in desk_of_roles.laggards(user, timezone.now())
    ]
    return DeskBlock(_("Work orders open for a week and longer"), lines, list_url(WorkOrder, open="1", age="older"))


def _without_licence(user: Any, today: RegionDays) -> DeskBlock:
    count, first = desk_of_roles.without_licence(user, today)
    url = list_url(Organisation, licence="none")
    lines = [DeskLine(_("In all"), url, str(count))] if count else []
    lines += [DeskLine(str(company), change_url(company)) for company in first]
    return DeskBlock(_("Companies that manage houses without a licence in force"), lines, url)


def _standstills(user: Any) -> DeskBlock:
    lines = [
        DeskLine(
            _("%(region)s: due since %(at)s") % {"region": one.region, "at": local_time.local(one.since, one.region)},
            list_url(SyncRequest, queue="due", region=one.region.pk),
        )
        for one in desk_of_roles.standstills(user, timezone.now())
    ]
    return DeskBlock(_("Queues that stand for an hour and longer"), lines, reverse("report", args=["queue"]))


def _of_country(user: Any) -> list[DeskBlock]:
    found = desk_of_roles.of_country(user, timezone.now())
    url = reverse("report", args=["country"])
    behind = [_moved(one, found.figure) for one in found.behind[: desk_of_roles.MOST_ROWS]]
    if found.behind:
        behind.insert(0, DeskLine(_("Regions in all: %(n)s") % {"n": len(found.behind)}, url))
    return [
        DeskBlock(_("Regions behind their target"), behind, url),
        DeskBlock(_("Largest change of the week"), [_moved(found.moved, found.figure)] if found.moved else [], url),
        DeskBlock(
            _("Regions whose snapshot of today is missing"),
            [DeskLine(str(region), _report(region.pk, found.figure)) for region in found.missing],
            url,
        ),
    ]


def _moved(one: Moved, figure: str) -> DeskLine:
    words = _("%(region)s: %(points)s points") % {"region": one.region, "points": f"{one.points:+.2f}"}
    return DeskLine(words, _report(one.region.pk, figure))


def _report(region: str, figure: str) -> str:
    return f"{reverse('report', args=['region'])}?{urlencode({'region': region, 'figure': figure})}"
