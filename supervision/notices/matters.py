"""A mark becomes words: the row that it is about, read as the reader may see it.

A row that the reader may not see any more is not there, whatever was marked; one that needs nobody any more is
settled. Titles name houses, companies and decisions, never residents, and no word of a chat.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from supervision import access, worklists
from supervision.enums import RequestState
from supervision.models import (
    Absence,
    Chat,
    Comment,
    MessengerAccount,
    Notice,
    Operation,
    Organisation,
    Region,
    Upload,
    WorkOrder,
)
from supervision.notice_kinds import NoticeKind

Rows = QuerySet[Any, Any]
# occasions of NoticeKind.DECIDED, the first word of each
APPROVED, TAKEN_BACK = "approved", "taken back"


@dataclass(frozen=True, slots=True)
class Matter:
    """How a kind is read. `seen` gives the rows that a login may see, `stands` whether the notice's row still needs
    its reader, `title` a line about it; the list at `listing` (name of the page, narrowed by `narrowed`) has all."""

    seen: Callable[[access.Login], Rows]
    model: type[Model]
    stands: Callable[[Any, Notice], bool]
    title: Callable[[User, Any, Notice], str]
    page: Callable[[Any], str]
    listing: str
    narrowed: str = ""
    read_with: tuple[str, ...] = ()

    @property
    def all_of_them(self) -> str:
        return reverse(f"admin:supervision_{self.listing}_changelist") + self.narrowed


@dataclass(frozen=True, slots=True)
class Told:
    """A notice with its words. `url` is a path of the portal."""

    notice: Notice
    title: str
    url: str
    is_settled: bool

    @property
    def kind(self) -> str:
        return self.notice.kind


def _page(row: Any) -> str:
    return reverse(f"admin:supervision_{row._meta.model_name}_change", args=[row.pk])


def _order(user: User, order: WorkOrder, notice: Notice) -> str:
    return f"{order.get_kind_display()}: {order.chat.house}"


def _is_parked(chat: Chat, notice: Notice) -> bool:
    request = getattr(chat, "request", None)
    return request is not None and request.state == RequestState.PARKED


def _comment(user: User, comment: Comment, notice: Notice) -> str:
    """Who and where; what was written stands on the page."""
    return f"{comment.by.get_full_name() or comment.by.get_username()}: {comment.house}"


def _commented(comment: Comment) -> str:
    return _page(comment.order or comment.chat or comment.house)


def _acting_tomorrow(user: User, region: Region, notice: Notice) -> str:
    """The reader's own where the login is an inspector's, else all of the region."""
    day = date.fromisoformat(notice.occasion)
    coming = access.periods(user).filter(house__region=region, since=day)
    mine = worklists.inspector_of(user)
    if mine is not None and not access.can_manage(user, region):
        coming = coming.filter(house__in=worklists.houses_of(mine))
    return _("%(region)s: %(n)s from %(day)s") % {"region": region, "n": coming.count(), "day": f"{day:%d.%m.%Y}"}


def _stands_in(user: User, absence: Absence, notice: Notice) -> str:
    until = f"{absence.until:%d.%m.%Y}" if absence.until else _("without end")
    words = _("for %(name)s, %(since)s – %(until)s")
    return words % {"name": absence.inspector, "since": f"{absence.since:%d.%m.%Y}", "until": until}


def _decided(user: User, operation: Operation, notice: Notice) -> str:
    words = _("Taken back: %(title)s") if notice.occasion.startswith(TAKEN_BACK) else _("Approved: %(title)s")
    return words % {"title": operation.title}


def _file(user: User, upload: Upload, notice: Notice) -> str:
    return f"{upload.file_name}: {upload.get_state_display()}"


def _has_no_licence(organisation: Organisation, notice: Notice) -> bool:
    return worklists.without_licence(
        Organisation.objects.filter(pk=organisation.pk), organisation.region.today()
    ).exists()


MATTERS: dict[str, Matter] = {
    NoticeKind.APPROVAL: Matter(
        access.accounts, MessengerAccount, lambda account, notice: bool(account.held_reason),
        lambda user, account, notice: str(account.region), _page, "messengeraccount", read_with=("region",),
    ),
    NoticeKind.ORDER: Matter(
        access.work_orders, WorkOrder, lambda order, notice: order.closed_at is None, _order, _page, "workorder",
        "?open=1&mine=1", ("chat__house",),
    ),
    NoticeKind.PARKED: Matter(
        access.chats, Chat, _is_parked, lambda user, chat, notice: str(chat.house), _page, "chat",
        "?state=parked&mine=1", ("house", "request"),
    ),
    NoticeKind.MENTION: Matter(
        access.comments, Comment, lambda comment, notice: comment.taken_back_at is None, _comment, _commented, "house",
        read_with=("by", "house", "chat", "order"),
    ),
    NoticeKind.TOMORROW: Matter(
        access.regions, Region, lambda region, notice: date.fromisoformat(notice.occasion) >= region.today(),
        _acting_tomorrow,
        lambda region: reverse("admin:supervision_managementperiod_changelist") + f"?start=soon&region={region.pk}",
        "managementperiod", "?start=soon",
    ),
    NoticeKind.LICENCE: Matter(
        access.organisations, Organisation, _has_no_licence, lambda user, company, notice: str(company), _page,
        "organisation", read_with=("region",),
    ),
    NoticeKind.SUBSTITUTE: Matter(
        access.absences, Absence,
        lambda absence, notice: absence.until is None or absence.until > absence.inspector.region.today(),
        _stands_in, _page, "absence", read_with=("inspector__region",),
    ),
    NoticeKind.DECIDED: Matter(
        access.operations, Operation, lambda operation, notice: True, _decided, _page, "operation",
    ),
    NoticeKind.IMPORT: Matter(
        access.uploads, Upload, lambda upload, notice: upload.state == notice.occasion, _file, _page, "upload",
    ),
}  # fmt: skip


def told(user: User, notices: Iterable[Notice]) -> list[Told]:
    """The notices in their order with their words, without those whose rows the reader may not see. A query a kind,
    and one for each region of which changes of tomorrow are told."""
    notices = list(notices)
    rows = {
        kind: _rows(matter, matter.seen(user), [each for each in notices if each.kind == kind])
        for kind, matter in MATTERS.items()
    }
    found = ((notice, rows[notice.kind].get(notice.subject)) for notice in notices)
    return [_said(user, notice, row) for notice, row in found if row is not None]


def settled(notices: Sequence[Notice]) -> list[int]:
    """The numbers of those that need nobody any more, or whose row is gone."""
    over = []
    for kind, matter in MATTERS.items():
        of_kind = [notice for notice in notices if notice.kind == kind]
        rows = _rows(matter, matter.model._default_manager.all(), of_kind)
        over += [one.pk for one in of_kind if one.subject not in rows or not matter.stands(rows[one.subject], one)]
    return over


def _said(user: User, notice: Notice, row: Any) -> Told:
    matter = MATTERS[notice.kind]
    return Told(notice, matter.title(user, row, notice), matter.page(row), not matter.stands(row, notice))


def _rows(matter: Matter, rows: Rows, notices: Sequence[Notice]) -> dict[str, Any]:
    if not notices:
        return {}
    found = rows.filter(pk__in={notice.subject for notice in notices})
    found = found.select_related(*matter.read_with) if matter.read_with else found
    return {str(row.pk): row for row in found}
